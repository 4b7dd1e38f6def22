//! The document that a browser evaluates.

use axum::extract::State as Shared;
use axum::http::{HeaderMap, header};
use wire::Snapshot;

use crate::State;
use crate::extract::Segments;
use crate::refusal::Refusal;
use crate::reply::Revalidated;

/// `GET …/scopesight/snapshot`
pub(crate) async fn find(
    Shared(state): Shared<State>,
    Segments(organization): Segments<String>,
    headers: HeaderMap,
) -> Result<Revalidated<Snapshot>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let etag = loaded.etag();
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let known = known.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let is_known =
        known.map(|known| known.trim().trim_start_matches("W/")).any(|known| known == etag);
    let text = if is_known { None } else { Some(loaded.snapshot()?) };
    Ok(Revalidated::new(etag, text))
}
