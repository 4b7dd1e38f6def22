//! Signing in and out with a browser.

use std::net::{IpAddr, Ipv4Addr};

use axum::extract::{FromRequest, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{AppendHeaders, NoContent};
use cookie::{Cookie, SameSite};
use store::Session;
use wire::audit::EventName;
use wire::rest::session::SignIn;

use crate::State;
use crate::audit::Origin;
use crate::caller::{SESSION_COOKIE, by_token, own_origin, own_page, session};
use crate::extract::{Body, Unread};
use crate::refusal::Refusal;
use crate::secret::{Secret, session_hash, token_hash};
use crate::tls;

/// The cookie, set or taken back.
type SignedInOrOut = (AppendHeaders<[(HeaderName, HeaderValue); 1]>, NoContent);

/// `POST /session`: opens a session with a token.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    request: Unread<SignIn>,
) -> Result<SignedInOrOut, Refusal> {
    let request = request.request;
    own_origin(request.headers())?;
    let origin = Origin::of(state.config(), request.headers(), request.extensions());
    let address = origin.address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let limit = state.config().failed_sign_ins_per_minute;
    if !state.failures().allows(address, limit, state.now()) {
        return Err(Refusal::TooManyAttempts);
    }
    let is_secure = tls::is_spoken(state.config(), request.headers());
    let Body(sign_in) = Body::<SignIn>::from_request(request, &state).await?;

    let value = sign_in.token.trim();
    let token = by_token(&state, value, &origin).await;
    if matches!(token, Err(Refusal::Unauthorized)) {
        state.failures().count(address, state.now());
    }
    let (token, _) = token?;
    let secret = Secret::session(state.random()?);
    let created = state.now();
    let expires = created.plus_secs(state.config().session_secs);
    let hash = session_hash(state.key(), secret.reveal());
    let token_hash = token_hash(state.key(), value);
    let session = Session { hash, token_hash, created, expires };
    if !state.store().create_session(&session).await? {
        // The token was revoked since it was looked up.
        state.failures().count(address, state.now());
        return Err(Refusal::Unauthorized);
    }
    state.tell_sign_in(&token, &origin, EventName::UserLogin, "signed in with a browser").await;

    let cookie = cookie(secret.reveal(), is_secure, state.config().session_secs)?;
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), NoContent))
}

/// `DELETE /session`: ends the session of this browser.
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    headers: HeaderMap,
) -> Result<SignedInOrOut, Refusal> {
    if let Some(hash) = session(&state, &headers) {
        own_page(&headers)?;
        state.store().delete_session(hash).await?;
    }
    let cookie = cookie("", tls::is_spoken(state.config(), &headers), 0)?;
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), NoContent))
}

fn cookie(value: &str, is_secure: bool, max_age_secs: u64) -> Result<HeaderValue, Refusal> {
    let max_age = cookie::time::Duration::seconds(i64::try_from(max_age_secs).unwrap_or(i64::MAX));
    let cookie = Cookie::build((SESSION_COOKIE, value))
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(is_secure)
        .path("/")
        .max_age(max_age);
    HeaderValue::from_str(&cookie.to_string()).map_err(|error| Refusal::Internal(error.to_string()))
}
