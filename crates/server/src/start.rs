//! From settings to a server that listens.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum_server::tls_rustls::RustlsConfig;
use store::{
    Actor, Contents, CreateError, Event, Member, Organization, Revision, SecretToken, Timestamp,
    Token, TokenKind, Unavailable,
};
use store_sql::SqlStore;
use tokio::net::TcpListener;
use wire::audit::EventName;
use wire::{Fault, Snapshot};

use crate::audit::{self, Origin, Told};
use crate::caller::find_token;
use crate::database::{self, DatabaseError};
use crate::refusal::Refusal;
use crate::tls::TlsError;
use crate::{Config, KeyError, Secret, State, TokenKey, app, import};

/// The person who holds the admin role in every organization that is made here.
const ADMIN: &str = "admin";
/// The id of the built-in admin role.
const ADMIN_ROLE: &str = "admin";
/// The id of that person's first token.
const ADMIN_TOKEN: &str = "first";

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] DatabaseError),
    /// There is no key to hash tokens with, or another one than the database was made with.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The certificate or its key cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The demo organization cannot be read.
    #[error("cannot read the demo organization: {0}")]
    Demo(#[from] Fault),
    /// An organization cannot be made.
    #[error("cannot create an organization: {0}")]
    Create(#[from] CreateError),
    /// The store does not answer.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// There is no randomness, or something that cannot be written as JSON.
    #[error("{0}")]
    Internal(String),
}

/// A server that listens and does not answer yet.
#[derive(Debug)]
pub struct Started {
    /// The address it listens on.
    pub address: SocketAddr,
    /// The admin's token, when it was made up now: to be shown once.
    pub first_token: Option<Secret>,
    pub(crate) listener: TcpListener,
    pub(crate) tls: Option<RustlsConfig>,
    pub(crate) app: axum::Router,
    pub(crate) state: State,
    pub(crate) store: SqlStore,
}

/// Opens the store, makes what has to be there, and listens.
///
/// # Errors
///
/// Every [`StartError`].
pub async fn start(config: Config) -> Result<Started, StartError> {
    let address = config.listen;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| StartError::Listen { address, source })?;
    let address = listener.local_addr().map_err(|source| StartError::Listen { address, source })?;
    let tls = match &config.tls {
        Some(tls) => Some(tls.load().await?),
        None => None,
    };
    let store = database::open(&config.database, config.connections).await?;
    let (given, path) = (config.token_key.clone(), database::key_path(&config.database));
    let key = TokenKey::obtain(&store, given, path, random).await?;
    let state = State::new(config, key, Arc::new(store.clone()), Box::new(now), Box::new(random));
    let first_token = prepare(&state).await?;
    Ok(Started { address, first_token, listener, tls, app: app(state.clone()), state, store })
}

/// Makes the organizations and the admin that have to be there; the admin's token, if it was made
/// up now.
///
/// # Errors
///
/// [`StartError::Demo`] and [`StartError::Create`] for what cannot be made, and
/// [`StartError::Unavailable`].
pub async fn prepare(state: &State) -> Result<Option<Secret>, StartError> {
    let (store, config) = (state.store(), state.config());
    let is_first = store.find_user(ADMIN).await?.is_none();
    if let Some(text) = config.demo {
        create_demo(state, text).await?;
    }
    if store.find_organization(&config.organization).await?.is_none() {
        let contents = empty(state, &config.organization)?;
        create(state, &contents, &[]).await?;
    }
    match &config.admin_token {
        Some(secret) if find_token(state, secret.reveal()).await?.is_some() => Ok(None),
        // What was revoked stays revoked, however often a server starts with it.
        Some(secret) if store.was_revoked(secret.hash(state.key())).await? => {
            tracing::warn!("the first token that is given was revoked, and is not made again");
            Ok(None)
        }
        Some(secret) => replace_first(state, secret).await.map(|()| None),
        // A process may have died between making the admin and making the token.
        None if is_first || !store.had_personal_tokens(ADMIN).await? => make_first(state).await,
        None => Ok(None),
    }
}

/// Puts a token in the place of the admin's first one.
async fn replace_first(state: &State, secret: &Secret) -> Result<(), StartError> {
    let (store, token) = (state.store(), first(state));
    // It would end all the same by being replaced, and nothing would tell of it.
    let mine = store.list_personal_tokens(ADMIN).await?;
    if let Some(before) = mine.iter().find(|before| before.id == token.id) {
        let ended = told(state, audit::token_deleted(before));
        store.revoke_personal_token(ADMIN, &before.id, &ended).await?;
    }
    let event = told(state, audit::token_created(&token));
    store.put_token(&SecretToken { token, hash: Some(secret.hash(state.key())) }, &event).await?;
    Ok(())
}

/// Makes up the admin's first token, unless another server that starts now was faster.
async fn make_first(state: &State) -> Result<Option<Secret>, StartError> {
    let secret = Secret::token(state.random().map_err(internal)?);
    let token = first(state);
    let event = told(state, audit::token_created(&token));
    let token = SecretToken { token, hash: Some(secret.hash(state.key())) };
    let is_made = state.store().put_token_once(&token, &event).await?;
    Ok(is_made.then_some(secret))
}

fn first(state: &State) -> Token {
    Token {
        id: ADMIN_TOKEN.to_owned(),
        organization_id: None,
        name: ADMIN_TOKEN.to_owned(),
        description: "made when the server was first started".to_owned(),
        kind: TokenKind::Personal { login: ADMIN.to_owned() },
        expires: 0,
        created: state.now(),
        created_by: ADMIN.to_owned(),
        last_used: None,
    }
}

fn told(state: &State, told: Told) -> Event {
    Origin::default().event(Actor::default(), state.now(), told)
}

async fn create_demo(state: &State, text: &str) -> Result<(), StartError> {
    let snapshot = Snapshot::parse(text)?;
    let name = snapshot.organization.name.clone();
    if state.store().find_organization(&name).await?.is_some() {
        return Ok(());
    }
    // Refused here rather than at every request.
    Snapshot::parse(text)?.load()?;
    let id = state.id().map_err(internal)?;
    let ids = snapshot.guardrails.iter().map(|_| state.id()).collect::<Result<_, _>>();
    let ids = ids.map_err(internal)?;
    let (mut contents, tokens) = import::contents(snapshot, &id, ids, state.now())
        .map_err(|error| StartError::Internal(error.to_string()))?;
    contents.members.retain(|member| member.login != ADMIN);
    contents.members.insert(0, admin(state.now()));
    create(state, &contents, &tokens).await
}

/// Makes an organization, unless another server that starts now was faster.
async fn create(
    state: &State,
    contents: &Contents,
    tokens: &[SecretToken],
) -> Result<(), StartError> {
    let name = &contents.organization.name;
    match state.store().create_organization(contents, tokens, &begun(state, name)).await {
        Ok(()) => tracing::info!(organization = name, "created"),
        Err(CreateError::NameTaken) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// How the log of an organization begins: by the server itself.
fn begun(state: &State, name: &str) -> Event {
    let begun = Told {
        name: EventName::OrganizationCreated,
        description: format!("created organization `{name}`"),
        details: None,
    };
    told(state, begun)
}

fn empty(state: &State, name: &str) -> Result<Contents, StartError> {
    let created = state.now();
    let settings = serde_json::to_string(&wire::snapshot::Settings::default());
    let organization = Organization {
        id: state.id().map_err(internal)?,
        name: name.to_owned(),
        revision: Revision(1),
        settings: settings.map_err(|error| StartError::Internal(error.to_string()))?,
        default_role_id: None,
        created,
    };
    Ok(Contents { members: vec![admin(created)], ..Contents::empty(organization) })
}

fn admin(created: Timestamp) -> Member {
    Member { login: ADMIN.to_owned(), role_id: Some(ADMIN_ROLE.to_owned()), created }
}

fn internal(refusal: Refusal) -> StartError {
    match refusal {
        Refusal::Internal(reason) | Refusal::Unavailable(reason) | Refusal::Hindered(reason) => {
            StartError::Internal(reason)
        }
        other => StartError::Internal(other.to_string()),
    }
}

pub(crate) fn now() -> Timestamp {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
}

pub(crate) fn random() -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| format!("no randomness: {error}"))?;
    Ok(bytes)
}
