//! Tokens that act as the person who made them.

use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::{Extension, Json};
use store::TokenKind;
use wire::rest::token::{CreatePersonalToken, CreatedToken, TokenPage};

use super::{Listing, New};
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::{State, answer};

/// `GET /api/user/tokens`
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Parameters(listing): Parameters<Listing>,
) -> Result<Json<TokenPage>, Refusal> {
    let tokens = state.store().list_personal_tokens(person(&admitted)?).await?;
    listing.page(tokens.iter(), state.now(), |token| answer::token(None, token)).map(Json)
}

/// `POST /api/user/tokens`: the only time that the value is told.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Body(request): Body<CreatePersonalToken>,
) -> Result<Json<CreatedToken>, Refusal> {
    let login = person(&admitted)?;
    let CreatePersonalToken { description, expires } = &request;
    // A personal token has no name, only a description. Organizations hold it to their expiry policies when it
    // is used: it may be good in one and not in another.
    let new = New { name: "", description, expires: *expires };
    let now = state.now();
    new.check(now)?;
    let kind = TokenKind::Personal { login: login.to_owned() };
    let (token, told) = new.make(&state, None, kind, login, now)?;
    state.store().put_token(&token).await?;
    Ok(Json(told))
}

/// `DELETE /api/user/tokens/{id}`: ends it at once.
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(id): Segments<String>,
) -> Result<StatusCode, Refusal> {
    let is_gone = state.store().revoke_personal_token(person(&admitted)?, &id, state.now()).await?;
    if is_gone { Ok(StatusCode::NO_CONTENT) } else { Err(Refusal::no_token(&id)) }
}

/// The login of the caller, which has to be a person.
fn person(admitted: &Admitted) -> Result<&str, Refusal> {
    match &admitted.caller.token.kind {
        TokenKind::Personal { login } => Ok(login),
        TokenKind::Organization { .. } | TokenKind::Team { .. } => Err(Refusal::Forbidden(
            "only people have personal tokens, and this token is no person's",
        )),
    }
}
