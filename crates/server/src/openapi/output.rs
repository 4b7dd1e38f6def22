//! What handlers answer.

use axum::Json;
use axum::response::{AppendHeaders, NoContent};
use schemars::JsonSchema;
use serde_json::{Map, Value, json};
use wire::rest::audit::AuditPage;

use super::{Operation, Schemas};
use crate::refusal::Refusal;
use crate::reply::{
    Created, Empty, Export, Exposition, NoDefinition, PlainText, Readiness, Revalidated, Versioned,
    Written,
};

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

/// An answer in one of these kinds of text.
fn text(kinds: &[&str]) -> Value {
    let schema = json!({ "schema": { "type": "string" } });
    let kinds = kinds.iter().map(|kind| ((*kind).to_owned(), schema.clone()));
    json!({ "description": "Text.", "content": kinds.collect::<Map<_, _>>() })
}

impl Output for PlainText {
    fn describe(_schemas: &mut Schemas, operation: &mut Operation) {
        operation.answers.insert(200, text(&["text/plain"]));
    }
}

impl Output for Readiness {
    fn describe(_schemas: &mut Schemas, operation: &mut Operation) {
        operation.answers.extend([200, 503].map(|status| (status, text(&["text/plain"]))));
    }
}

impl Output for Exposition {
    fn describe(_schemas: &mut Schemas, operation: &mut Operation) {
        operation.answers.insert(200, text(&["application/openmetrics-text"]));
    }
}

impl Output for Export {
    fn describe(schemas: &mut Schemas, operation: &mut Operation) {
        let mut answer = text(&["text/plain"]);
        let json = json!({ "schema": schemas.answered::<AuditPage>() });
        if let Some(Value::Object(content)) = answer.get_mut("content") {
            content.insert("application/json".to_owned(), json);
        }
        operation.answers.insert(200, answer);
    }
}

impl Output for NoDefinition {
    fn describe(_schemas: &mut Schemas, operation: &mut Operation) {
        operation.answers.insert(200, text(&["application/x-yaml"]));
    }
}

impl Output for Empty {
    fn describe(_schemas: &mut Schemas, operation: &mut Operation) {
        operation.answers.insert(200, json!({ "description": "Done; there is nothing to say." }));
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
