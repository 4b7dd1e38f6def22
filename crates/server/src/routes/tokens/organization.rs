//! Tokens that act as the organization, limited to a role.

use axum::extract::State as Shared;
use axum::response::NoContent;
use axum::{Extension, Json};
use store::{Change, TokenKind};
use wire::rest::token::{CreateOrganizationToken, CreatedToken, TokenPage};

use super::{Listing, Making, New, check_nobodys, check_policy, used};
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::loaded::Loaded;
use crate::refusal::Refusal;
use crate::{State, answer};

/// `GET …/tokens`
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Segments(organization): Segments<String>,
    Parameters(listing): Parameters<Listing>,
) -> Result<Json<TokenPage>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let is_wanted = |kind: &TokenKind| matches!(kind, TokenKind::Organization { .. });
    let tokens = used(&state, &loaded, is_wanted).await?;
    listing.page(tokens.iter(), state.now(), |token| answer::token(Some(&loaded), token)).map(Json)
}

/// `POST …/tokens`: the only time that the value is told.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(organization): Segments<String>,
    Parameters(making): Parameters<Making>,
    Body(request): Body<CreateOrganizationToken>,
) -> Result<Json<CreatedToken>, Refusal> {
    let CreateOrganizationToken { name, description, expires, .. } = &request;
    let new = New { name, description, expires: *expires };
    new.check_name()?;
    let may_break = making.break_guardrails;
    let created = state.write(&organization, admitted.right(), may_break, |loaded, now| {
        new.check(now)?;
        check_nobodys(loaded, name)?;
        let kind = TokenKind::Organization { role_id: role(loaded, &request)? };
        let id = &loaded.organization().id;
        let (token, told) = new.make(&state, Some(id), kind, admitted.caller.name(), now)?;
        let candidate = crate::export::engine_token(&token.token);
        check_policy(loaded, &candidate, now)?;
        Ok((vec![Change::CreateToken(token)], told))
    });
    created.await.map(|written| Json(written.made))
}

/// `DELETE …/tokens/{id}`: ends it at once.
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, id)): Segments<(String, String)>,
) -> Result<NoContent, Refusal> {
    // A token that leaked has to go, whatever an example says it should be able to do.
    let deleted = state.write(&organization, admitted.right(), true, |loaded, _| {
        let mut tokens = loaded.contents.tokens.iter();
        let is_it = |token: &&store::Token| {
            token.id == id && matches!(token.kind, TokenKind::Organization { .. })
        };
        tokens.find(is_it).ok_or_else(|| Refusal::no_token(&id))?;
        Ok((vec![Change::RevokeToken { id: id.clone() }], ()))
    });
    deleted.await.map(|_| NoContent)
}

/// The role that the request asks for, if it asks for one.
fn role(loaded: &Loaded, request: &CreateOrganizationToken) -> Result<Option<String>, Refusal> {
    let role_id = request.role_id.as_deref().filter(|id| !id.is_empty());
    if request.admin && role_id.is_some() {
        let message = "`admin` asks for the Admin role: send either `admin` or `roleID`, not both";
        return Err(Refusal::body("/roleID", message));
    }
    let Some(id) = role_id.or_else(|| request.admin.then_some("admin")) else { return Ok(None) };
    let role = loaded.find_role(id).map_err(|said| Refusal::body("/roleID", said))?;
    Ok(Some(role.id.clone()))
}
