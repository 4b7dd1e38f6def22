//! What handlers take.

use axum::Extension;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use schemars::JsonSchema;
use serde_json::json;

use super::{Operation, Schemas};
use crate::State;
use crate::extract::{Body, Exactly, JsonBody, Parameters, Segments, Unread};
use crate::gate::Admitted;

/// Something that a handler takes.
pub(crate) trait Input {
    /// Adds it to what the handler takes; what is no part of the API adds nothing.
    fn describe(_schemas: &mut Schemas, _operation: &mut Operation) {}
}

impl Input for Shared<State> {}
impl Input for Extension<Admitted> {}
impl Input for HeaderMap {}
/// The names are those in the path.
impl<T> Input for Segments<T> {}

impl<T: JsonSchema> Input for Parameters<T> {
    fn describe(schemas: &mut Schemas, operation: &mut Operation) {
        operation.parameters.extend(schemas.parameters::<T>());
    }
}

impl<T: JsonSchema> Input for Body<T> {
    fn describe(schemas: &mut Schemas, operation: &mut Operation) {
        let schema = schemas.sent::<T>();
        let content = json!({ "application/json": { "schema": schema } });
        operation.body = Some(json!({ "required": true, "content": content }));
    }
}

impl<T: JsonSchema> Input for Exactly<T> {
    fn describe(schemas: &mut Schemas, operation: &mut Operation) {
        Body::<T>::describe(schemas, operation);
    }
}

impl<T: JsonSchema> Input for JsonBody<T> {
    fn describe(schemas: &mut Schemas, operation: &mut Operation) {
        Body::<T>::describe(schemas, operation);
    }
}

impl<T: JsonSchema> Input for Unread<T> {
    fn describe(schemas: &mut Schemas, operation: &mut Operation) {
        Body::<T>::describe(schemas, operation);
    }
}
