//! Taking a person in whom the server need not know yet.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use store::TokenKind;
use wire::rest::member::{AddMember, FirstToken, TakeIn, TakenIn};

use super::add::added;
use crate::State;
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;
use crate::routes::tokens::New;

/// How long a first token is good at the most: whoever takes somebody in knows it as well, so only for as long as it
/// takes to sign in and make one of one's own, with which it ends.
const FIRST_TOKEN_DAYS: u16 = 7;
/// How long a login may be, in characters.
const MAX_LOGIN: usize = 100;

/// `POST …/scopesight/people/{login}?breakGuardrails=`: with any role or the default one. Whoever is in no organization
/// gets a token to sign in with, whose value is told this once, and which is good until they make one of their own; whoever
/// is in another organization is taken in where the request says that they may be `known`.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, login)): Segments<(String, String)>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<TakeIn>,
) -> Result<Json<TakenIn>, Refusal> {
    let named = (organization.as_str(), login.as_str());
    let TakeIn { role, fga_role_id, known } = request;
    let request = AddMember { role, fga_role_id };
    // Whoever is in an organization has a way in. Others are new here, also where their login was known once: who knew
    // it then knows nothing of them now. One who is taken in elsewhere meanwhile is in the way of the write.
    let all = state.store().list_organizations(&login).await?;
    if !all.is_empty() {
        // Somebody there has made the login known and may have kept a way in: who takes them in has to know whom.
        if !known && !all.iter().any(|theirs| theirs.name == organization) {
            return Err(Refusal::Conflict(format!(
                "`{login}` is known to the server already, by another organization, and signs in as they do there: \
                 make sure that it is who you mean; they are taken in all the same with `known`"
            )));
        }
        let member = added(&state, &admitted, named, (&options, &request), None).await?;
        return Ok(Json(TakenIn { member, first_token: None }));
    }
    check_login(&login)?;
    let loaded = state.organization(&organization).await?;
    let days = match loaded.engine.settings.max_access_token_expiry_days {
        0 => FIRST_TOKEN_DAYS,
        most => most.min(FIRST_TOKEN_DAYS),
    };
    let now = state.now();
    let expires = now.secs() + u64::from(days) * 24 * 60 * 60;
    let new = New { name: "", description: "made with the person, to sign in with first", expires };
    let kind = TokenKind::Personal { login: login.clone() };
    let (token, told) = new.make(&state, None, kind, admitted.caller.name(), now)?;
    let member = added(&state, &admitted, named, (&options, &request), Some(token)).await?;
    Ok(Json(TakenIn { member, first_token: Some(FirstToken { token: told, expires }) }))
}

/// Refuses a login that could not stand in an address as it is.
fn check_login(login: &str) -> Result<(), Refusal> {
    let length = login.chars().count();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '+');
    let begins = login.starts_with(|c: char| c.is_ascii_alphanumeric());
    if (1..=MAX_LOGIN).contains(&length) && begins && login.chars().all(is_plain) {
        return Ok(());
    }
    let found: String = login.chars().take(MAX_LOGIN + 1).collect();
    let expected = "letters, digits, `-`, `_`, `.`, `@` and `+`, a letter or a digit first";
    Err(Refusal::BadRequest(format!(
        "expected a login of 1 to {MAX_LOGIN} characters ({expected}), found `{found}`"
    )))
}
