//! What every request shares.

use std::sync::Arc;
use std::time::Duration;

use store::{Change, Revision, SecretHash, Store, Timestamp, Token, Unavailable, WriteError};

use tokio::time::timeout;
use wire::prove::Proof;

use crate::Config;
use crate::after::{broken_by, changed, hands_out};
use crate::audit::{self, Fold};
use crate::caller::Caller;
use crate::gate::Right;
use crate::guards::Guards;
use crate::key::TokenKey;
use crate::known_tokens::KnownTokens;
use crate::limit::PerMinute;
use crate::loaded::{Cache, Loaded};
use crate::metrics::Metrics;
use crate::missing::told;
use crate::refusal::Refusal;
use crate::shared_reads::SharedReads;
use crate::touches::Touches;
use crate::turns::Turns;
use crate::unchanged::stays;

/// How often a write is decided again because somebody was faster through another server.
const WRITE_ATTEMPTS: usize = 16;

/// What tells the time.
pub type Clock = dyn Fn() -> Timestamp + Send + Sync;
/// What gives 256 random bits, or says why it cannot.
pub type Random = dyn Fn() -> Result<[u8; 32], String> + Send + Sync;

/// What every request shares: the store, the settings, the clock and randomness.
#[derive(Clone)]
pub struct State {
    shared: Arc<Shared>,
}

struct Shared {
    config: Config,
    key: TokenKey,
    store: Arc<dyn Store>,
    clock: Box<Clock>,
    random: Box<Random>,
    organizations: Cache,
    known_tokens: KnownTokens,
    tokens: SharedReads<SecretHash, Option<(Token, Option<Revision>)>>,
    failures: PerMinute,
    requests: PerMinute,
    fold: Fold,
    metrics: Metrics,
    touches: Touches,
    turns: Turns,
}

/// What came of a write.
pub(crate) struct Written<T> {
    /// What was made of it.
    pub(crate) made: T,
    /// The guardrails that held before and do not now.
    pub(crate) broken: Vec<Proof>,
}

/// Runs what takes longer than a request may hold a thread.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Refusal::Internal(error.to_string()))?
}

const fn limit(config: &Config) -> Duration {
    Duration::from_secs(config.request_timeout_secs)
}

/// Nothing of what it holds: some of it is secret.
impl std::fmt::Debug for State {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("State").finish_non_exhaustive()
    }
}

impl State {
    /// What the requests of one server share.
    pub fn new(
        config: Config,
        key: TokenKey,
        store: Arc<dyn Store>,
        clock: Box<Clock>,
        random: Box<Random>,
    ) -> Self {
        let organizations = Cache::new(limit(&config), config.several_team_roles);
        let tokens = SharedReads::default();
        let (failures, requests) = (PerMinute::default(), PerMinute::default());
        let (fold, metrics) = (Fold::default(), Metrics::default());
        let shared = Shared {
            config,
            key,
            store,
            clock,
            random,
            organizations,
            known_tokens: KnownTokens::default(),
            tokens,
            failures,
            requests,
            fold,
            metrics,
            touches: Touches::default(),
            turns: Turns::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// How long a request may take, and whatever is done beside requests: a database that is gone says nothing.
    pub(crate) fn limit(&self) -> Duration {
        limit(self.config())
    }

    /// What `asking` brings, unless it takes longer than a request may.
    pub(crate) async fn in_time<T>(
        &self,
        asking: impl Future<Output = Result<T, Unavailable>>,
    ) -> Result<T, Unavailable> {
        let late = |error| Err(Unavailable::Silent(Box::new(error)));
        timeout(self.limit(), asking).await.unwrap_or_else(late)
    }

    /// The store.
    pub fn store(&self) -> &dyn Store {
        self.shared.store.as_ref()
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.shared.metrics
    }

    /// The key that the values of tokens and sessions are hashed with.
    pub(crate) fn key(&self) -> &TokenKey {
        &self.shared.key
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        (self.shared.clock)()
    }

    /// The wrong tokens at sign-in.
    pub(crate) fn failures(&self) -> &PerMinute {
        &self.shared.failures
    }

    /// The requests.
    pub(crate) fn requests(&self) -> &PerMinute {
        &self.shared.requests
    }

    /// The last uses of tokens that are being written down.
    pub(crate) fn touches(&self) -> &Touches {
        &self.shared.touches
    }

    /// Whose turn it is to write to an organization.
    pub(crate) fn turns(&self) -> &Turns {
        &self.shared.turns
    }

    pub(crate) fn fold(&self) -> &Fold {
        &self.shared.fold
    }

    pub(crate) fn random(&self) -> Result<[u8; 32], Refusal> {
        (self.shared.random)().map_err(Refusal::Internal)
    }

    /// A new id.
    pub(crate) fn id(&self) -> Result<String, Refusal> {
        // 128 of the 256 bits are enough for a name that nobody has to guess.
        let bits = self.random()?.first_chunk::<16>().copied().unwrap_or_default();
        Ok(uuid::Builder::from_random_bytes(bits).into_uuid().to_string())
    }

    /// The token with this hash and the revision of its organization, both as they are now.
    ///
    /// Nothing is read where the store can tell that nothing was written since it was; else whoever shows the same token
    /// at the same time shares a read.
    pub(crate) async fn token(
        &self,
        hash: SecretHash,
    ) -> Result<Option<(Token, Option<Revision>)>, Unavailable> {
        let Shared { known_tokens, tokens, store, .. } = self.shared.as_ref();
        let version = store.data_version();
        if let Some(found) = version.and_then(|now| known_tokens.find(now, hash)) {
            return Ok(Some(found));
        }
        let found = tokens.read(hash, || store.find_token_at_home(hash)).await?;
        if let (Some(before), Some(found)) = (version, &found) {
            known_tokens.keep(before, hash, found);
        }
        Ok(found)
    }

    /// The organization called `name` as it is now.
    pub(crate) async fn organization(&self, name: &str) -> Result<Arc<Loaded>, Refusal> {
        let found = self.shared.organizations.find(&self.shared.store, name).await?;
        found.ok_or_else(|| Refusal::no_organization(name))
    }

    /// The organization that the token of `caller` belongs to, as it was when the token was read or later; `None`
    /// where that is not known.
    pub(crate) async fn home(&self, caller: &Caller) -> Result<Option<Arc<Loaded>>, Refusal> {
        let Some((id, revision)) = caller.token.organization_id.as_ref().zip(caller.home) else {
            return Ok(None);
        };
        self.shared.organizations.at(&self.shared.store, id, revision).await
    }

    /// Writes what `plan` decides on the organization as it is, once it still is so, and gives
    /// back what `plan` made of it.
    ///
    /// The caller's `scope` is asked about in the same state that `plan` sees, and so are the guards and the
    /// guardrails: what would break one that holds is refused, guardrails unless the caller `may_break` them. What is
    /// written is told in the audit log; where everything stays as it is, nothing is written.
    pub(crate) async fn write<T>(
        &self,
        organization: &str,
        right: Right<'_>,
        may_break: bool,
        plan: impl Fn(&Loaded, Timestamp) -> Result<(Vec<Change>, T), Refusal>,
    ) -> Result<Written<T>, Refusal> {
        let _turn = self.turns().wait(organization).await;
        for _ in 0..WRITE_ATTEMPTS {
            let loaded = self.organization(organization).await?;
            // After the organization was read: ending a token moves its revision, so the write sees whatever ends it
            // from here on.
            right.caller.check_good(self).await?;
            let now = self.now();
            match right.scope {
                // What it takes is asked of an entity, by the plan.
                "" => loaded.access(right.caller, now).map(|_| ())?,
                scope => loaded.require(right.caller, scope, now)?,
            }
            let (changes, made) = match plan(&loaded, now) {
                Ok(planned) => planned,
                Err(refusal) => return Err(told(&loaded, refusal).await),
            };
            if stays(&loaded.contents, &changes) {
                return Ok(Written { made, broken: Vec::new() });
            }
            let (origin, actor) = (right.origin.clone(), audit::actor(&right.caller.token));
            let (id, at) = (loaded.organization().id.clone(), loaded.organization().revision);
            let guards = Guards::of(self.config(), &loaded, right.caller);
            let (changes, broken, events) = blocking(move || {
                let mut broken = Vec::new();
                if let Some(people) = changed(&loaded, &changes)? {
                    if changes.iter().any(hands_out) {
                        guards.check(&loaded, &people)?;
                    }
                    broken = broken_by(&loaded, &people, &changes);
                }
                let events = audit::events(&loaded, &changes, &broken, (&origin, &actor), now);
                Ok((changes, broken, events))
            })
            .await?;
            if !may_break && !broken.is_empty() {
                return Err(Refusal::BreaksGuardrails(broken));
            }
            match self.store().write(&id, at, &changes, &events, now).await {
                Ok(revision) => {
                    right.written(revision);
                    return Ok(Written { made, broken });
                }
                Err(WriteError::Moved { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::Busy)
    }
}
