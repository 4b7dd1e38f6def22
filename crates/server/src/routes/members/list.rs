//! Who is there.

use axum::Json;
use axum::extract::State as Shared;
use schemars::JsonSchema;
use serde::Deserialize;
use wire::rest::member::MemberPage;

use crate::extract::{Parameters, Segments};
use crate::refusal::Refusal;
use crate::{State, answer};

/// How many people a page has.
const PAGE: usize = 100;

/// What stands after the question mark.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listing {
    /// Which of two lists that are the same here.
    #[serde(default, rename = "type")]
    roster: Roster,
    /// What the page before said.
    continuation_token: Option<String>,
}

/// Pulumi Cloud keeps two lists: its own people and those of the identity provider behind an organization. There is
/// none behind ours, so both are the same.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Roster {
    #[default]
    Frontend,
    Backend,
}

/// `GET …/members?type=&continuationToken=`: by login.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Segments(organization): Segments<String>,
    Parameters(listing): Parameters<Listing>,
) -> Result<Json<MemberPage>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let (Roster::Frontend | Roster::Backend) = listing.roster;
    // The last one of the page before: whoever comes or goes meanwhile, nobody else is shown twice or left out.
    let last = listing.continuation_token.as_deref();
    let members = loaded.contents.members.iter();
    let mut members: Vec<_> =
        members.filter(|member| last.is_none_or(|last| *member.login > *last)).collect();
    members.sort_unstable_by(|one, other| one.login.cmp(&other.login));
    let is_last = members.len() <= PAGE;
    members.truncate(PAGE);
    let continuation_token = members.last().filter(|_| !is_last).map(|member| member.login.clone());
    let members = members.into_iter().map(|member| answer::member(&loaded, member));
    Ok(Json(MemberPage { members: members.collect(), continuation_token }))
}
