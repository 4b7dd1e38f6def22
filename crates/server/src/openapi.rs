//! The description of the API, made from the table of routes and the types of their handlers, so that it cannot say
//! anything else than what is done.

mod document;
mod input;
mod operation;
mod output;
mod page;
mod schemas;

use std::sync::OnceLock;

use axum::body::Bytes;

use crate::reply::Written;

pub(crate) use input::Input;
pub(crate) use operation::{Described, Operation};
pub(crate) use output::Output;
pub(crate) use schemas::Schemas;

pub use document::openapi;
pub use page::api_page;

/// `GET /openapi.json`
pub(crate) async fn find() -> Written<serde_json::Value> {
    static TEXT: OnceLock<Bytes> = OnceLock::new();
    let text = TEXT.get_or_init(|| openapi().to_string().into());
    Written::new(text.clone())
}
