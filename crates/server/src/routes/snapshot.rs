//! The document that a browser evaluates.

use axum::extract::State as Shared;
use axum::http::{HeaderMap, header};
use schemars::JsonSchema;
use serde::Deserialize;
use wire::Snapshot;

use crate::State;
use crate::extract::{Parameters, Segments};
use crate::loaded::{Document, Loaded};
use crate::refusal::Refusal;
use crate::reply::Revalidated;
use crate::state::blocking;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Options {
    /// Whether its entities are in it, which are most of it; a list of roles or people can do without, an
    /// evaluation cannot.
    #[serde(default = "with_entities")]
    entities: bool,
}

const fn with_entities() -> bool {
    true
}

/// `GET …/scopesight/snapshot?entities=`
pub(crate) async fn find(
    Shared(state): Shared<State>,
    Segments(organization): Segments<String>,
    Parameters(options): Parameters<Options>,
    headers: HeaderMap,
) -> Result<Revalidated<Snapshot>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let made = if options.entities { Loaded::snapshot } else { Loaded::outline };
    let Document { etag, text } = blocking(move || made(&loaded)).await?;
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let known = known.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let is_known =
        known.map(|known| known.trim().trim_start_matches("W/")).any(|known| known == etag);
    Ok(Revalidated::new(etag, (!is_known).then_some(text)))
}
