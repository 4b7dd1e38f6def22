//! The document that a browser evaluates.

use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::State;
use crate::refusal::Refusal;

/// `GET …/scopesight/snapshot`
pub(crate) async fn find(
    Shared(state): Shared<State>,
    Path(organization): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let loaded = state.organization(&organization).await?;
    let etag = loaded.etag();
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let known = known.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let is_known =
        known.map(|known| known.trim().trim_start_matches("W/")).any(|known| known == etag);
    let about: [(HeaderName, String); 2] =
        [(header::ETAG, etag), (header::CACHE_CONTROL, "private, no-cache".to_owned())];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let text = loaded.snapshot()?;
    Ok((about, [(header::CONTENT_TYPE, "application/json")], text).into_response())
}
