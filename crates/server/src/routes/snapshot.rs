//! The document that a browser evaluates.

use axum::extract::State as Shared;
use axum::http::{HeaderMap, header};
use schemars::JsonSchema;
use serde::Deserialize;
use wire::Snapshot;

use crate::State;
use crate::extract::{Parameters, Segments};
use crate::loaded::Loaded;
use crate::refusal::Refusal;
use crate::reply::Revalidated;

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
    let (etag, text): (_, fn(&Loaded) -> _) = if options.entities {
        (loaded.etag(), Loaded::snapshot)
    } else {
        (loaded.outline_etag(), Loaded::outline)
    };
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let known = known.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let is_known =
        known.map(|known| known.trim().trim_start_matches("W/")).any(|known| known == etag);
    let text = if is_known { None } else { Some(text(&loaded)?) };
    Ok(Revalidated::new(etag, text))
}
