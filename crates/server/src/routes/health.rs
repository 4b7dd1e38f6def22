//! Whether the server lives, and whether it can work.

use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::IntoResponse;

use crate::State;
use crate::reply::{PlainText, Readiness};

/// The process answers.
pub(crate) async fn alive() -> PlainText {
    PlainText("ok\n".into_response())
}

/// The store answers too.
pub(crate) async fn ready(Shared(state): Shared<State>) -> Readiness {
    let (status, text) = match state.store().ready().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n")
        }
    };
    Readiness((status, text).into_response())
}
