//! Tokens that act as the person who made them.

use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::NoContent;
use axum::{Extension, Json};
use store::{Event, Timestamp, TokenKind};
use tokio::sync::OwnedMutexGuard;
use wire::rest::token::{CreatePersonalToken, CreatedToken, TokenPage};

use super::{Listing, New};
use crate::caller::{is_expired, session};
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::{State, answer, audit};

/// How many good tokens one person may have: every organization of theirs reads them all.
const MOST: usize = 100;

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
    headers: HeaderMap,
    Body(request): Body<CreatePersonalToken>,
) -> Result<Json<CreatedToken>, Refusal> {
    let login = person(&admitted)?;
    let CreatePersonalToken { description, expires } = &request;
    // A personal token has no name, only a description. Organizations hold it to their expiry policies when it
    // is used: it may be good in one and not in another.
    let new = New { name: "", description, expires: *expires };
    let now = state.now();
    new.check(now)?;
    let _turns = turns(&state, login).await?;
    let tokens = state.store().list_personal_tokens(login).await?;
    if tokens.iter().filter(|token| !is_expired(token, now)).count() >= MOST {
        return Err(Refusal::Conflict(format!(
            "a person has at most {MOST} personal tokens that are good: delete one first"
        )));
    }
    let kind = TokenKind::Personal { login: login.to_owned() };
    let (token, told) = new.make(&state, None, kind, login, now)?;
    let by = &admitted.caller.token;
    let made = audit::token_created(&token.token);
    let ended = audit::token_deleted(by);
    let (made, ended) = (event(&admitted, now, made), event(&admitted, now, ended));
    let in_session = admitted.caller.is_session().then(|| session(&state, &headers)).flatten();
    if state.store().make_personal_token(&by.id, in_session, &token, &made, &ended).await? {
        return Ok(Json(told));
    }
    Err(Refusal::Unauthorized)
}

/// `DELETE /api/user/tokens/{id}`: ends it at once.
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(id): Segments<String>,
) -> Result<NoContent, Refusal> {
    let login = person(&admitted)?;
    let _turns = turns(&state, login).await?;
    let tokens = state.store().list_personal_tokens(login).await?;
    let token = tokens.iter().find(|token| token.id == id).ok_or_else(|| Refusal::no_token(&id))?;
    let told = audit::token_deleted(token);
    let event = event(&admitted, state.now(), told);
    admitted.caller.check_good(&state).await?;
    let is_gone = state.store().revoke_personal_token(login, &id, &event).await?;
    if is_gone { Ok(NoContent) } else { Err(Refusal::no_token(&id)) }
}

/// The turn to write to every organization of the person, each of which is told of the token.
async fn turns(state: &State, login: &str) -> Result<Vec<OwnedMutexGuard<()>>, Refusal> {
    let organizations = state.store().list_organizations(login).await?;
    let mut names: Vec<_> = organizations.into_iter().map(|found| found.name).collect();
    // In one order, so that no two wait for each other.
    names.sort_unstable();
    let mut turns = Vec::with_capacity(names.len());
    for name in names {
        turns.push(state.turns().wait(&name).await);
    }
    Ok(turns)
}

/// What is told in every organization of the caller.
fn event(admitted: &Admitted, now: Timestamp, told: audit::Told) -> Event {
    admitted.origin.event(audit::actor(&admitted.caller.token), now, told)
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
