//! What handlers answer.

use axum::Json;
use axum::response::{AppendHeaders, NoContent};
use schemars::JsonSchema;
use serde_json::{Value, json};

use super::{Operation, Schemas};
use crate::refusal::Refusal;
use crate::reply::{Created, PlainText, Revalidated, Versioned, Written};

/// Something that a handler answers.
pub(crate) trait Output {
    /// Adds it to what the handler answers.
    fn describe(schemas: &mut Schemas, operation: &mut Operation);
}

/// An answer in the shape of `T`.
fn answered<T: JsonSchema>(schemas: &mut Schemas, description: &str) -> Value {
    let content = json!({ "application/json": { "schema": schemas.answered::<T>() } });
    json!({ "description": description, "content": content })
}

impl<T: Output> Output for Result<T, Refusal> {
    fn describe(schemas: &mut Schemas, operation: &mut Operation) {
        T::describe(schemas, operation);
        operation.is_refusable = true;
    }
}

impl<T: JsonSchema> Output for Json<T> {
    fn describe(schemas: &mut Schemas, operation: &mut Operation) {
        operation.answers.insert(200, answered::<T>(schemas, "Done."));
    }
}

impl<T: JsonSchema> Output for Written<T> {
    fn describe(schemas: &mut Schemas, operation: &mut Operation) {
        Json::<T>::describe(schemas, operation);
    }
}

impl<T: JsonSchema> Output for Created<T> {
    fn describe(schemas: &mut Schemas, operation: &mut Operation) {
        operation.answers.insert(201, answered::<T>(schemas, "Made."));
    }
}

impl<T: JsonSchema> Output for Versioned<T> {
    fn describe(schemas: &mut Schemas, operation: &mut Operation) {
        let tag = json!({
            "description": "What it is known by now, for `If-Match` and `If-None-Match`.",
            "schema": { "type": "string" },
        });
        let content = json!({ "application/json": { "schema": schemas.answered::<T>() } });
        let headers = json!({ "ETag": tag });
        let answer = json!({ "description": "Done.", "headers": headers, "content": content });
        operation.answers.insert(200, answer);
    }
}

impl<T: JsonSchema> Output for Revalidated<T> {
    fn describe(schemas: &mut Schemas, operation: &mut Operation) {
        Versioned::<T>::describe(schemas, operation);
        let same = json!({ "description": "What `If-None-Match` names is still the one." });
        operation.answers.insert(304, same);
    }
}

impl Output for PlainText {
    fn describe(_schemas: &mut Schemas, operation: &mut Operation) {
        let content = json!({ "text/plain": { "schema": { "type": "string" } } });
        operation.answers.insert(200, json!({ "description": "Done.", "content": content }));
    }
}

impl Output for NoContent {
    fn describe(_schemas: &mut Schemas, operation: &mut Operation) {
        operation.answers.insert(204, json!({ "description": "Done; there is nothing to say." }));
    }
}

/// Headers before an answer, of which only browsers need to know.
impl<H, T: Output> Output for (AppendHeaders<H>, T) {
    fn describe(schemas: &mut Schemas, operation: &mut Operation) {
        T::describe(schemas, operation);
    }
}
