//! Who holds a role.

use std::sync::Arc;

use axum::Json;
use axum::extract::State as Shared;
use store::TokenKind;
use wire::rest::holder::{Tokens, User, Users};
use wire::rest::team::Teams;

use crate::extract::Segments;
use crate::loaded::Loaded;
use crate::refusal::Refusal;
use crate::routes::tokens::used;
use crate::{State, answer};

/// `GET …/roles/{id}/users`: who was given the role by name, not by default.
pub(crate) async fn list_users(
    Shared(state): Shared<State>,
    Segments(place): Segments<(String, String)>,
) -> Result<Json<Users>, Refusal> {
    let (loaded, id) = find(&state, place).await?;
    let members = loaded.contents.members.iter();
    let members = members.filter(|member| member.role_id.as_ref() == Some(&id));
    Ok(Json(Users { users: members.map(|member| User::new(&member.login)).collect() }))
}

/// `GET …/roles/{id}/teams`
pub(crate) async fn list_teams(
    Shared(state): Shared<State>,
    Segments(place): Segments<(String, String)>,
) -> Result<Json<Teams>, Refusal> {
    let (loaded, id) = find(&state, place).await?;
    let teams = loaded.contents.teams.iter().filter(|team| team.role_ids.contains(&id));
    Ok(Json(Teams { teams: teams.map(|team| answer::team(&loaded, team, None)).collect() }))
}

/// `GET …/roles/{id}/tokens`
pub(crate) async fn list_tokens(
    Shared(state): Shared<State>,
    Segments(place): Segments<(String, String)>,
) -> Result<Json<Tokens>, Refusal> {
    let (loaded, id) = find(&state, place).await?;
    let is_wanted = |kind: &TokenKind| match kind {
        TokenKind::Organization { role_id } => role_id.as_ref() == Some(&id),
        TokenKind::Personal { .. } | TokenKind::Team { .. } => false,
    };
    let tokens = used(&state, &loaded, is_wanted).await?;
    Ok(Json(Tokens {
        tokens: tokens.iter().map(|token| answer::token(Some(&loaded), token)).collect(),
    }))
}

async fn find(
    state: &State,
    (organization, id): (String, String),
) -> Result<(Arc<Loaded>, String), Refusal> {
    let loaded = state.organization(&organization).await?;
    let record = loaded.engine.records.find(&id).ok_or_else(|| Refusal::no_role(&id))?;
    let id = record.id.clone();
    Ok((loaded, id))
}
