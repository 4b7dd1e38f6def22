//! What an organization is.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use wire::rest::organization::{Metadata, Organization};

use crate::extract::Segments;
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::{State, answer};

/// `GET /api/orgs/{org}`
pub(crate) async fn find(
    Shared(state): Shared<State>,
    Segments(organization): Segments<String>,
) -> Result<Json<Organization>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let name = loaded.organization().name.clone();
    let github_login = name.clone();
    Ok(Json(Organization { name, github_login, avatar_url: String::new(), repos: Vec::new() }))
}

/// `GET …/metadata`
pub(crate) async fn metadata(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(organization): Segments<String>,
) -> Result<Json<Metadata>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let settings = &loaded.organization().settings;
    answer::metadata(&loaded, settings, &admitted.caller, state.config()).map(Json)
}
