//! Which tokens an expiry policy would stop, before it is made.

use axum::Json;
use axum::extract::State as Shared;
use schemars::JsonSchema;
use serde::Deserialize;
use wire::rest::token::StoppedTokens;

use crate::State;
use crate::extract::{Parameters, Segments};
use crate::refusal::Refusal;

/// The policy that is asked about.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Draft {
    /// How many days a token may have left; 0 for no policy.
    max_days: u64,
}

/// `GET …/scopesight/tokens/stopped?maxDays=`: also personal tokens, by their people, as whoever may set the policy
/// may stop them.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Segments(organization): Segments<String>,
    Parameters(draft): Parameters<Draft>,
) -> Result<Json<StoppedTokens>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let stopped = StoppedTokens::by(&loaded.engine, draft.max_days, state.now().secs());
    // There is no body that its pointer could point into.
    stopped.map(Json).map_err(|fault| Refusal::BadRequest(format!("`maxDays`: {}", fault.message)))
}
