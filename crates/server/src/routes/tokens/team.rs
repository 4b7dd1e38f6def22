//! Tokens that act as a team.

use axum::extract::State as Shared;
use axum::response::NoContent;
use axum::{Extension, Json};
use store::{Change, TokenKind};
use wire::rest::token::{CreateTeamToken, CreatedToken, TokenPage};

use super::{Listing, Making, New, check_nobodys, check_policy, used};
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::loaded::Loaded;
use crate::refusal::Refusal;
use crate::{State, answer};

/// `GET …/teams/{team}/tokens`
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Segments((organization, team)): Segments<(String, String)>,
    Parameters(listing): Parameters<Listing>,
) -> Result<Json<TokenPage>, Refusal> {
    let loaded = state.organization(&organization).await?;
    check_team(&loaded, &team)?;
    let tokens = used(&state, &loaded, |kind| is_of(kind, &team)).await?;
    listing.page(tokens.iter(), state.now(), |token| answer::token(Some(&loaded), token)).map(Json)
}

/// `POST …/teams/{team}/tokens`: the only time that the value is told.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, team)): Segments<(String, String)>,
    Parameters(making): Parameters<Making>,
    Body(request): Body<CreateTeamToken>,
) -> Result<Json<CreatedToken>, Refusal> {
    let CreateTeamToken { name, description, expires } = &request;
    let new = New { name, description, expires: *expires };
    new.check_name()?;
    let may_break = making.break_guardrails;
    let created = state.write(&organization, admitted.right(), may_break, |loaded, now| {
        check_team(loaded, &team)?;
        new.check(now)?;
        check_nobodys(loaded, name)?;
        let kind = TokenKind::Team { team: team.clone() };
        let id = &loaded.organization().id;
        let (token, told) = new.make(&state, Some(id), kind, admitted.caller.name(), now)?;
        let candidate = crate::export::engine_token(&token.token);
        check_policy(loaded, &candidate, now)?;
        Ok((vec![Change::CreateToken(token)], told))
    });
    created.await.map(|written| Json(written.made))
}

/// `DELETE …/teams/{team}/tokens/{id}`: ends it at once.
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, team, id)): Segments<(String, String, String)>,
) -> Result<NoContent, Refusal> {
    // A token that leaked has to go, whatever an example says it should be able to do.
    let deleted = state.write(&organization, admitted.right(), true, |loaded, _| {
        check_team(loaded, &team)?;
        let token = loaded.contents.tokens.iter().find(|token| token.id == id);
        if !is_of(&token.ok_or_else(|| Refusal::no_token(&id))?.kind, &team) {
            let message = format!("the token `{id}` is not one of the team `{team}`");
            return Err(Refusal::BadRequest(message));
        }
        Ok((vec![Change::RevokeToken { id: id.clone() }], ()))
    });
    deleted.await.map(|_| NoContent)
}

fn is_of(kind: &TokenKind, name: &str) -> bool {
    matches!(kind, TokenKind::Team { team } if team == name)
}

fn check_team(loaded: &Loaded, name: &str) -> Result<(), Refusal> {
    let is_known = loaded.contents.teams.iter().any(|team| team.name == name);
    if is_known { Ok(()) } else { Err(Refusal::no_team(name)) }
}
