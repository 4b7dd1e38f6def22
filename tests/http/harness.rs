//! The whole server over a fresh store, with a clock that stands still and seeded randomness.

mod answer;
mod described;
mod request;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use axum::Router;
use serde_json::{Value, json};
use server::{Config, Secret, State, TokenKey, app, prepare};
use sha2::{Digest, Sha256};
use sqlx::Connection;
use store::audit::{Head, verify};
use store::{
    Actor, Audits, Event, Organizations, SecretHash, SecretToken, Timestamp, Token, TokenKind,
    Tokens,
};
use store_sql::SqlStore;
use tempfile::TempDir;

pub(crate) use answer::Answer;
pub(crate) use request::Ask;

/// Says that the tests are to run on PostgreSQL.
const ON_POSTGRES: &str = "SCOPESIGHT_TEST_ON_POSTGRES";

/// Where a store is in which there is nothing: a file in `folder`, or a database of the cluster where that is asked for.
async fn fresh(folder: &TempDir) -> String {
    if std::env::var_os(ON_POSTGRES).is_none() {
        return folder.path().join("test.db").to_str().unwrap().to_owned();
    }
    let url = cluster::fresh().await.unwrap();
    url.unwrap_or_else(|| panic!("{ON_POSTGRES} is set, and {} is not", cluster::CLUSTER))
}

async fn open(place: &str) -> SqlStore {
    if place.contains("://") {
        return store_postgres::open(place, 4).await.unwrap();
    }
    store_sqlite::open(Path::new(place)).await.unwrap()
}

/// The organization of every test.
pub(crate) const ORGANIZATION: &str = include_str!("organization.json");
/// When every test begins: 2026-11-23T12:00:00Z.
const BEGIN: i64 = 1_795_435_200_000;

/// Where the draws of the next replica begin.
static NEXT_DRAWS: AtomicU64 = AtomicU64::new(1_000_000);

/// A server that is asked without a socket.
pub(crate) struct Server {
    app: Router,
    store: SqlStore,
    clock: Arc<AtomicI64>,
    /// The id of the first guardrail of `acme`.
    pub(crate) guardrail: String,
    place: String,
    folder: Arc<TempDir>,
}

impl Server {
    /// A server with the organization `acme`, the empty organization `main`, and tokens: `admin`,
    /// `rob` (only `role:read` and stacks), `cy` (a plain member), `dan` (nothing), `eve` (a
    /// member of nothing), `ci` (an organization's, as rob), `team` (a team's).
    pub(crate) async fn start() -> Self {
        let server = Self::start_with(Config::default()).await;
        server.give_to_everyone().await;
        server
    }

    /// A server with other settings, perhaps another organization, and the admin's token alone.
    pub(crate) async fn start_with(config: Config) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let place = fresh(&folder).await;
        let config = Config { demo: config.demo.or(Some(ORGANIZATION)), ..config };
        Self::over((place, folder), config, Arc::new(AtomicI64::new(BEGIN)), 1).await
    }

    /// Another server on the same database.
    pub(crate) async fn replica(&self) -> Self {
        self.replica_with(None).await
    }

    /// Another server on the same database, which is told another first token of the admin's: the value of this id.
    pub(crate) async fn replica_with(&self, first: Option<&str>) -> Self {
        let place = (self.place.clone(), Arc::clone(&self.folder));
        let draws = NEXT_DRAWS.fetch_add(1_000_000, Ordering::SeqCst);
        let admin_token = first.map(|id| Secret::parse(&value(id)).unwrap());
        let config = Config { demo: Some(ORGANIZATION), admin_token, ..Config::default() };
        Self::over(place, config, Arc::clone(&self.clock), draws).await
    }

    async fn over(
        (place, folder): (String, Arc<TempDir>),
        config: Config,
        clock: Arc<AtomicI64>,
        draws: u64,
    ) -> Self {
        let store = open(&place).await;
        let first = config.admin_token.clone();
        let first = first.or_else(|| Some(Secret::parse(&value("admin")).unwrap()));
        let config = Config { admin_token: first, ..config };
        let (time, next) = (Arc::clone(&clock), AtomicU64::new(draws));
        let state = State::new(
            config,
            TokenKey::new([3; 32]),
            Arc::new(store.clone()),
            Box::new(move || Timestamp::from_millis(time.load(Ordering::SeqCst))),
            // Every draw differs from the one before, and every run draws the same.
            Box::new(move || {
                Ok(Sha256::digest(next.fetch_add(1, Ordering::SeqCst).to_be_bytes()).into())
            }),
        );
        prepare(&state).await.unwrap();
        let acme = store.find_organization("acme").await.unwrap();
        let contents = match acme {
            Some(acme) => store.contents(&acme.id).await.unwrap(),
            None => None,
        };
        let first = contents.and_then(|contents| contents.guardrails.into_iter().next());
        let guardrail = first.map(|guardrail| guardrail.id).unwrap_or_default();
        Self { app: app(state), store, clock, guardrail, place, folder }
    }

    /// Gives out every token but the admin's.
    pub(crate) async fn give_to_everyone(&self) {
        for login in ["rob", "cy", "dan", "eve"] {
            let kind = TokenKind::Personal { login: login.to_owned() };
            self.give(login, None, kind, 0).await;
        }
        let role_id = Some("r-reader".to_owned());
        self.give("t-ci", Some("acme"), TokenKind::Organization { role_id }, 0).await;
        let team = "platform".to_owned();
        self.give("t-team", Some("acme"), TokenKind::Team { team }, 0).await;
    }

    /// Makes a role that grants this, and gives out a token of the organization called `id` that holds it.
    pub(crate) async fn give_role(&self, id: &str, details: &Value) {
        let body =
            json!({"name": format!("role of {id}"), "uxPurpose": "role", "details": details});
        let role = self.post("/api/orgs/acme/roles?breakGuardrails=true").json(&body).send().await;
        let role_id = Some(role.expect(200)["id"].as_str().unwrap().to_owned());
        self.give(id, Some("acme"), TokenKind::Organization { role_id }, 0).await;
    }

    /// Gives out a token called `id` whose value is [`value`] of `id`.
    pub(crate) async fn give(
        &self,
        id: &str,
        organization: Option<&str>,
        kind: TokenKind,
        expires: u64,
    ) {
        let organization_id = match organization {
            Some(name) => Some(self.organization_id(name).await),
            None => None,
        };
        let token = Token {
            id: id.to_owned(),
            organization_id,
            name: id.to_owned(),
            description: String::new(),
            kind,
            expires,
            created: Timestamp::from_millis(BEGIN),
            created_by: "admin".to_owned(),
            last_used: None,
        };
        let hash = Some(SecretHash(Sha256::digest(value(id)).into()));
        let event = event("token-given", &format!("gave out `{id}`"));
        self.store.put_token(&SecretToken { token, hash }, &event).await.unwrap();
    }

    /// Puts `eve` into the organization `main`: whoever is in none is taken in with a first token alone.
    pub(crate) async fn give_eve_a_home(&self) {
        let path = "/api/orgs/main/scopesight/people/eve";
        self.post(path).json(&serde_json::json!({})).send().await.expect(200);
        // Taking her in has ended what she had.
        let kind = TokenKind::Personal { login: "eve".to_owned() };
        self.give("eve", None, kind, 0).await;
    }

    /// The id of an organization.
    pub(crate) async fn organization_id(&self, name: &str) -> String {
        self.store.find_organization(name).await.unwrap().unwrap().id
    }

    /// Adds `count` entries to the audit log of `acme`.
    pub(crate) async fn tell(&self, count: usize) {
        let events = vec![event("told", "something happened"); count];
        self.store.record(&self.organization_id("acme").await, &events).await.unwrap();
    }

    /// How far the audit log of `acme` has come, after looking that it is what was written.
    pub(crate) async fn verified(&self) -> Head {
        let id = self.organization_id("acme").await;
        let verified = verify(&self.store, &id, None).await.unwrap().unwrap();
        assert_eq!(verified.flaw, None);
        verified.good
    }

    /// Whether a token is kept under this hash.
    pub(crate) async fn keeps(&self, hash: [u8; 32]) -> bool {
        self.store.find_token(SecretHash(hash)).await.unwrap().is_some()
    }

    /// Does something to the database that no server does.
    pub(crate) async fn meddle(&self, statement: &'static str) {
        let is_url = self.place.contains("://");
        let url = if is_url { self.place.clone() } else { format!("sqlite://{}", self.place) };
        let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }

    /// Moves the clock.
    pub(crate) fn wait(&self, secs: i64) {
        self.clock.fetch_add(secs * 1000, Ordering::SeqCst);
    }

    /// The time now, in Unix seconds.
    pub(crate) fn now(&self) -> u64 {
        u64::try_from(self.clock.load(Ordering::SeqCst) / 1000).unwrap()
    }

    /// Everything the organization `acme` is made of, to see that nothing has changed.
    pub(crate) async fn everything(&self) -> Value {
        self.get("/api/orgs/acme/scopesight/snapshot").send().await.expect(200)
    }

    pub(crate) fn get(&self, path: &str) -> Ask<'_> {
        Ask::new(&self.app, "GET", path)
    }

    pub(crate) fn head(&self, path: &str) -> Ask<'_> {
        Ask::new(&self.app, "HEAD", path)
    }

    pub(crate) fn post(&self, path: &str) -> Ask<'_> {
        Ask::new(&self.app, "POST", path)
    }

    pub(crate) fn patch(&self, path: &str) -> Ask<'_> {
        Ask::new(&self.app, "PATCH", path)
    }

    pub(crate) fn put(&self, path: &str) -> Ask<'_> {
        Ask::new(&self.app, "PUT", path)
    }

    pub(crate) fn delete(&self, path: &str) -> Ask<'_> {
        Ask::new(&self.app, "DELETE", path)
    }
}

/// Something that the server itself did at the beginning.
fn event(name: &str, description: &str) -> Event {
    Event {
        time: Timestamp::from_millis(BEGIN),
        name: name.to_owned(),
        description: description.to_owned(),
        actor: Actor::default(),
        source: String::new(),
        user_agent: String::new(),
        details: String::new(),
    }
}

/// A definition that grants these scopes wherever they apply.
pub(crate) fn allow(scopes: &[&str]) -> Value {
    json!({"__type": "PermissionDescriptorAllow", "permissions": scopes})
}

/// The secret of the token called `id`.
pub(crate) fn value(id: &str) -> String {
    format!("the-secret-of-{id}-0123456789")
}
