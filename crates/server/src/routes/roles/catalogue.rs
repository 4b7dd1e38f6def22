//! The scopes a picker offers.

use axum::Json;
use wire::rest::scopes::{ScopesByType, offered};

/// `GET …/roles/scopes`
pub(crate) async fn list() -> Json<ScopesByType> {
    Json(offered())
}
