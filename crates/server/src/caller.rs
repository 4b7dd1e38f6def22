//! Who is calling.

use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;
use cookie::Cookie;
use policy::Subject;
use store::{
    Organization, Principal, Revision, SecretHash, Timestamp, Token, TokenKind, Unavailable,
};
use wire::audit::EventName;

use crate::State;
use crate::audit::Origin;
use crate::refusal::Refusal;
use crate::secret::{plain_token_hash, session_hash, token_hash};

/// The name of the cookie of a browser session.
pub(crate) const SESSION_COOKIE: &str = "scopesight_session";
/// A header that no other site can make a browser send, with any value.
pub(crate) const OWN_HEADER: &str = "x-scopesight";

/// A header by which `GET /api/user` tells a signed-in browser whose its session is, and by which a page says whom it
/// takes for signed in: another page of the browser may have signed in somebody else meanwhile.
pub(crate) const WHOSE_HEADER: &str = "x-scopesight-whose";

/// How long a token's last use may be behind: a write for each request would be too many.
const LAST_USE_STEP_SECS: u32 = 60;

/// Whoever showed a token, or a session that was opened with one.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// The token.
    pub(crate) token: Token,
    /// The revision of the organization that the token belongs to, read together with the token; not known of a
    /// session.
    pub(crate) home: Option<Revision>,
    /// What was shown.
    shown: Shown,
}

/// What a caller shows: the hash of it.
#[derive(Debug, Clone, Copy)]
enum Shown {
    Token(SecretHash),
    /// A session of a browser that is signed in with the token.
    Session(SecretHash),
}

impl Caller {
    /// Finds out who sent a request with these headers.
    pub(crate) async fn identify(
        state: &State,
        method: &Method,
        headers: &HeaderMap,
        origin: &Origin,
    ) -> Result<Self, Refusal> {
        let (token, home, shown) = if let Some(value) = headers.get(header::AUTHORIZATION) {
            let value = value.to_str().ok().and_then(credentials).ok_or(Refusal::Unauthorized)?;
            let (token, home) = by_token(state, value, origin).await?;
            (token, home, Shown::Token(token_hash(state.key(), value)))
        } else {
            let session = session(state, headers).ok_or(Refusal::Unauthorized)?;
            let token = state.store().find_session(session, state.now()).await?;
            if token.is_some() && !method.is_safe() {
                own_page(headers)?;
            }
            let token = token.filter(|token| !is_expired(token, state.now()));
            (token.ok_or(Refusal::Unauthorized)?, None, Shown::Session(session))
        };
        let caller = Self { token, home, shown };
        let is_other = |whose: &HeaderValue| whose.as_bytes() != caller.alias(state).as_bytes();
        if caller.is_session() && headers.get(WHOSE_HEADER).is_some_and(is_other) {
            return Err(Refusal::SomebodyElse);
        }
        Ok(caller)
    }

    /// Whether a browser is signed in with the token.
    pub(crate) const fn is_session(&self) -> bool {
        matches!(self.shown, Shown::Session(_))
    }

    /// Refuses a caller whose token or session was ended since it was shown.
    pub(crate) async fn check_good(&self, state: &State) -> Result<(), Refusal> {
        let now = state.now();
        let token = match self.shown {
            Shown::Token(hash) => state.token(hash).await?.map(|(token, _)| token),
            Shown::Session(hash) => state.store().find_session(hash, now).await?,
        };
        let is_good = token.is_some_and(|token| !is_expired(&token, now));
        if is_good { Ok(()) } else { Err(Refusal::Unauthorized) }
    }

    /// What stands for the caller in [`WHOSE_HEADER`]: the same however they sign in, and nothing about them can be told
    /// from it.
    pub(crate) fn alias(&self, state: &State) -> String {
        let whose = match self.principal() {
            Principal::User(login) => format!("user {login}"),
            Principal::Team(name) => format!("team {name}"),
            Principal::Token(id) => format!("token {id}"),
        };
        hex::encode(state.key().hash("whose", &whose).0)
    }

    /// Says on `response` whose it is, where the caller is a signed-in browser.
    pub(crate) fn sign(&self, state: &State, response: &mut Response) {
        if self.is_session()
            && let Ok(alias) = HeaderValue::from_str(&self.alias(state))
        {
            response.headers_mut().insert(WHOSE_HEADER, alias);
        }
    }

    /// How the engine knows the caller in `organization`; `None` when it has no business there.
    pub(crate) fn subject(&self, organization: &Organization) -> Option<Subject> {
        let is_at_home =
            self.token.organization_id.as_ref().is_none_or(|id| *id == organization.id);
        let subject = match &self.token.kind {
            TokenKind::Personal { login } => Subject::User(login.clone()),
            TokenKind::Organization { .. } | TokenKind::Team { .. } => {
                Subject::Token(self.token.id.clone())
            }
        };
        is_at_home.then_some(subject)
    }

    /// Whoever holds what is held by who created something.
    pub(crate) fn principal(&self) -> Principal {
        match &self.token.kind {
            TokenKind::Personal { login } => Principal::User(login.clone()),
            TokenKind::Organization { .. } | TokenKind::Team { .. } => {
                Principal::Token(self.token.id.clone())
            }
        }
    }

    /// The names of the organizations that the caller has business in.
    pub(crate) async fn organizations(&self, state: &State) -> Result<Vec<String>, Unavailable> {
        let organizations = match (&self.token.kind, &self.token.organization_id) {
            (_, Some(id)) => state.store().find_organization_by_id(id).await?.into_iter().collect(),
            (TokenKind::Personal { login }, None) => {
                state.store().list_organizations(login).await?
            }
            (TokenKind::Organization { .. } | TokenKind::Team { .. }, None) => Vec::new(),
        };
        Ok(organizations.into_iter().map(|organization| organization.name).collect())
    }

    /// What is remembered as the maker of what the caller makes.
    pub(crate) fn name(&self) -> &str {
        match &self.token.kind {
            TokenKind::Personal { login } => login,
            TokenKind::Organization { .. } | TokenKind::Team { .. } => &self.token.name,
        }
    }
}

/// The token of this value and the revision of its organization, also of one that has expired or was kept before
/// there was a key; what is kept of it then is brought up to date.
pub(crate) async fn find_token(
    state: &State,
    value: &str,
) -> Result<Option<(Token, Option<Revision>)>, Unavailable> {
    let (store, hash) = (state.store(), token_hash(state.key(), value));
    if let Some(found) = state.token(hash).await? {
        return Ok(Some(found));
    }
    let plain = plain_token_hash(value);
    let found = store.find_token_at_home(plain).await?;
    if found.is_some() {
        store.rehash_token(plain, hash).await?;
    }
    Ok(found)
}

/// The token of this value, good now, and the revision of its organization; one that has expired is told of.
pub(crate) async fn by_token(
    state: &State,
    value: &str,
    origin: &Origin,
) -> Result<(Token, Option<Revision>), Refusal> {
    let now = state.now();
    let (token, home) = find_token(state, value).await?.ok_or(Refusal::Unauthorized)?;
    if is_expired(&token, now) {
        let expired = Timestamp::from_millis(0).plus_secs(token.expires);
        let description = format!("showed a token that had expired {expired}");
        state.tell_sign_in(&token, origin, EventName::UserLoginFailed, &description).await;
        return Err(Refusal::Unauthorized);
    }
    if token.last_used.is_none_or(|used| used.plus_secs(LAST_USE_STEP_SECS.into()) <= now) {
        remember_use(state, token_hash(state.key(), value), now);
    }
    Ok((token, home))
}

/// Has the last use of a token remembered meanwhile; one at a time, however many requests come while the store is slow.
fn remember_use(state: &State, hash: SecretHash, now: Timestamp) {
    let Some(touch) = state.touches().begin(hash) else { return };
    let state = state.clone();
    tokio::spawn(async move {
        let touching = state.store().touch_token(hash, now, LAST_USE_STEP_SECS);
        if let Err(error) = state.in_time(touching).await {
            tracing::warn!(%error, "the last use of a token was not remembered");
        }
        drop(touch);
    });
}

/// The hash of the session in the cookies.
pub(crate) fn session(state: &State, headers: &HeaderMap) -> Option<SecretHash> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == SESSION_COOKIE)
        .map(|cookie| session_hash(state.key(), cookie.value()))
}

/// Refuses what a page of another site made the browser send along with our cookie.
pub(crate) fn own_page(headers: &HeaderMap) -> Result<(), Refusal> {
    if !headers.contains_key(OWN_HEADER) {
        let reason = "a change by a signed-in browser needs the header `X-Scopesight: 1`";
        return Err(Refusal::Forbidden(reason));
    }
    own_origin(headers)
}

/// Refuses a request whose `Origin`, where there is one, is not the host it was sent to.
///
/// A proxy before us may have changed the host and says so; no page can make a browser say it.
pub(crate) fn own_origin(headers: &HeaderMap) -> Result<(), Refusal> {
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().ok().and_then(|origin| Some(origin.split_once("://")?.1));
    let hosts = [headers.get(header::HOST), headers.get("x-forwarded-host")];
    let mut hosts = hosts.into_iter().flatten().filter_map(|host| host.to_str().ok());
    let is_own = origin.is_some_and(|origin| hosts.any(|host| host.eq_ignore_ascii_case(origin)));
    if is_own {
        return Ok(());
    }
    Err(Refusal::Forbidden("the request was made by a page of another site"))
}

/// The value in `token VALUE` or `Bearer VALUE`.
fn credentials(header: &str) -> Option<&str> {
    let (scheme, value) = header.trim().split_once(' ')?;
    let is_known = ["token", "bearer"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    is_known.then_some(value.trim())
}

fn is_expired(token: &Token, now: Timestamp) -> bool {
    token.expires != 0 && token.expires <= now.secs()
}
