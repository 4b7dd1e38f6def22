//! An organization as it was at one revision, ready to be asked.

mod document;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use policy::{Inventory, Standing, Verdict};
use store::{
    Contents, Entity, EntityKey, EntityType, Organization, Revision, Store, Timestamp, TokenKind,
    Unavailable,
};
use tokio::sync::OwnedMutexGuard;
use tokio::time::timeout;
use tracing::Instrument as _;

use crate::caller::Caller;
use crate::export;
use crate::held::{Held, Subjects};
use crate::missing::OnOrganization;
use crate::refusal::Refusal;
use crate::state::blocking;
pub(crate) use document::Document;

/// An organization as it was at one revision.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// What the store remembers, without the entities: the engine has them.
    pub(crate) contents: Contents,
    /// What the engine reads.
    pub(crate) engine: policy::Organization,
    snapshot: OnceLock<Document>,
    outline: OnceLock<Document>,
    verdicts: OnceLock<Vec<Verdict>>,
    roles: OnceLock<Vec<OnOrganization>>,
    /// What whoever was asked about was given.
    pub(crate) subjects: Subjects,
}

impl Loaded {
    fn new(mut contents: Contents, several_team_roles: bool) -> Result<Self, Refusal> {
        let entities = std::mem::take(&mut contents.entities);
        let entities = entities.into_iter().map(export::engine_entity).collect();
        let broken = |reason: String| {
            let name = &contents.organization.name;
            Refusal::Internal(format!("the stored organization `{name}` cannot be read: {reason}"))
        };
        let snapshot = export::snapshot(&contents, &[], several_team_roles);
        let snapshot = snapshot.map_err(|error| broken(error.to_string()))?;
        let mut engine = snapshot.load().map_err(|fault| broken(fault.to_string()))?;
        engine.inventory = Inventory::new(entities);
        // Every save asks for it, and where a save is decided is no place to look at every entity.
        engine.inventory.revision();
        Ok(Self {
            contents,
            engine,
            snapshot: OnceLock::new(),
            outline: OnceLock::new(),
            verdicts: OnceLock::new(),
            roles: OnceLock::new(),
            subjects: Subjects::default(),
        })
    }

    /// The organization itself.
    pub(crate) fn organization(&self) -> &Organization {
        &self.contents.organization
    }

    /// How the guardrails fare, looked at when it is first asked for; that can take longer than a request may
    /// hold a thread.
    pub(crate) fn verdicts(&self) -> &[Verdict] {
        self.verdicts.get_or_init(|| self.engine.verdicts())
    }

    /// What every role grants on the organization, looked at as the guardrails are.
    pub(crate) fn roles_on_organization(&self) -> &[OnOrganization] {
        self.roles.get_or_init(|| OnOrganization::of_roles(&self.engine))
    }

    /// What `caller` may do here at `now`, by the same engine that previews it.
    ///
    /// Refused as if there were no such organization when that is nothing at all.
    pub(crate) fn access(&self, caller: &Caller, now: Timestamp) -> Result<Arc<Held>, Refusal> {
        let hidden = || Refusal::no_organization(&self.organization().name);
        let subject = caller.subject(self.organization()).ok_or_else(hidden)?;
        match self.subjects.find(&self.engine, &subject) {
            Ok(held) if held.access.is_nothing() => Err(hidden()),
            Ok(held) => self.check_expiry(caller, now).map(|()| held),
            Err(policy::AccessError::Unknown { .. }) => Err(hidden()),
            Err(policy::AccessError::TooLarge(error)) => {
                tracing::warn!(%error, "what a caller was given cannot be followed");
                Err(Refusal::Forbidden("what you were given is too large to be followed"))
            }
        }
    }

    /// Refuses a token that the expiry policy refuses now; a person who is signed in with a browser is not asked, or
    /// nobody could undo a policy that refuses everybody's tokens.
    fn check_expiry(&self, caller: &Caller, now: Timestamp) -> Result<(), Refusal> {
        let is_person = matches!(caller.token.kind, TokenKind::Personal { .. });
        if is_person && caller.is_session() {
            return Ok(());
        }
        let token = export::engine_token(&caller.token);
        let (max_days, reason) = match Standing::of(&self.engine, &token, now.secs()) {
            // An expired one is nobody's, which has been said already.
            Standing::Active | Standing::Expired { .. } => return Ok(()),
            Standing::NoExpiry { max_days } => (max_days, "never expires"),
            Standing::TooLong { max_days, .. } => (max_days, "expires later"),
        };
        let organization = self.organization().name.clone();
        Err(Refusal::TokenPolicy { organization, max_days, reason })
    }

    /// Refuses `caller` unless it holds `scope` on the organization.
    pub(crate) fn require(
        &self,
        caller: &Caller,
        scope: &'static str,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let held = self.access(caller, now)?;
        let holds = |name: &str| {
            policy::Scope::from_name(name).is_some_and(|scope| held.access.allows(scope, None))
        };
        if holds(scope) {
            return Ok(());
        }
        let organization = self.organization().name.clone();
        let may_know = holds("role:read");
        Err(Refusal::MissingScope { scope, organization, may_know, roles: None })
    }
}

impl Loaded {
    /// The entity of this type called `name`.
    pub(crate) fn entity(&self, entity_type: EntityType, name: &str) -> Option<Entity> {
        let entity_type = export::entity_type(entity_type);
        let mut entities = self.engine.inventory.entities().iter();
        let found =
            entities.find(|entity| entity.name == name && entity.entity_type == entity_type);
        found.map(export::stored_entity)
    }

    /// The entity with this key.
    pub(crate) fn entity_by_key(&self, key: &EntityKey) -> Option<Entity> {
        let inventory = &self.engine.inventory;
        let row = inventory.row(export::entity_type(key.entity_type), &key.id)?;
        inventory.entity(row).map(export::stored_entity)
    }

    /// Refuses `caller` unless it holds `scope` on `entity`: as if there were no such entity when it holds nothing
    /// there.
    pub(crate) fn require_on(
        &self,
        caller: &Caller,
        scope: &'static str,
        entity: &Entity,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let held = self.access(caller, now)?;
        let granted = held.access.program.on_entity(&export::engine_entity(entity.clone())).scopes;
        if policy::Scope::from_name(scope).is_some_and(|scope| granted.contains(scope)) {
            return Ok(());
        }
        let (kind, name) = (entity.key.entity_type.name(), entity.name.clone());
        if granted.is_empty() {
            return Err(Refusal::NotFound { kind, name });
        }
        Err(Refusal::MissingScopeOn { scope, kind, name })
    }
}

/// The project and the name in it, of the name of an entity; no project where there is no slash.
pub(crate) fn name_parts(name: &str) -> (&str, &str) {
    name.split_once('/').unwrap_or(("", name))
}

/// Organizations by id, each at the newest revision anyone has asked for.
#[derive(Debug)]
pub(crate) struct Cache {
    /// Whether a team that is given a role keeps those it has.
    several_team_roles: bool,
    slots: Mutex<HashMap<String, Arc<Slot>>>,
    /// How long an organization may take to be read.
    limit: Duration,
}

/// Holds one organization; the lock is kept while it is read, so that it is read once.
type Slot = tokio::sync::Mutex<Option<Arc<Loaded>>>;

impl Cache {
    /// Holds nothing yet, and gives up reading what takes longer than `limit`, on a server whose teams keep several
    /// roles or do not.
    pub(crate) fn new(limit: Duration, several_team_roles: bool) -> Self {
        Self { several_team_roles, slots: Mutex::default(), limit }
    }

    /// The organization called `name` at its revision now; one small query when nothing changed.
    pub(crate) async fn find(
        &self,
        store: &Arc<dyn Store>,
        name: &str,
    ) -> Result<Option<Arc<Loaded>>, Refusal> {
        let Some(organization) = store.find_organization(name).await? else { return Ok(None) };
        self.at(store, &organization.id, organization.revision).await
    }

    /// The organization with this id at `revision`, which somebody has just read, or a later one.
    ///
    /// What is kept here gives way where the database has gone back behind it, as after a restore or a failover to a
    /// server that had not been told everything: nothing is decided by what is lost.
    pub(crate) async fn at(
        &self,
        store: &Arc<dyn Store>,
        id: &str,
        revision: Revision,
    ) -> Result<Option<Arc<Loaded>>, Refusal> {
        let slot = self.slot(id);
        let kept = slot.lock().await.clone();
        let revision = match kept {
            Some(kept) if kept.organization().revision > revision => {
                // It may have been written to since `revision` was read, so that is asked anew.
                let Some(now) = store.find_organization_by_id(id).await? else { return Ok(None) };
                if now.revision < kept.organization().revision {
                    forget(&slot, &kept, now.revision).await;
                }
                now.revision
            }
            _ => revision,
        };
        let slot = slot.lock_owned().await;
        if let Some(loaded) = slot.as_ref()
            && loaded.organization().revision >= revision
        {
            return Ok(Some(Arc::clone(loaded)));
        }
        let (store, id) = (Arc::clone(store), id.to_owned());
        let contents = async move { store.contents(&id).await };
        // By itself: whoever asked may have too little time left, or go away, and then those who wait for it would begin
        // anew, each with as little time.
        let filled = tokio::spawn(
            fill(slot, self.limit, self.several_team_roles, contents).in_current_span(),
        )
        .await;
        filled.map_err(|error| Refusal::Internal(error.to_string()))?
    }

    fn slot(&self, id: &str) -> Arc<Slot> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(id.to_owned()).or_default())
    }
}

/// Puts what `contents` brings in the slot, which is free again after `limit` in any case.
async fn fill(
    mut slot: OwnedMutexGuard<Option<Arc<Loaded>>>,
    limit: Duration,
    several_team_roles: bool,
    contents: impl Future<Output = Result<Option<Contents>, Unavailable>> + Send,
) -> Result<Option<Arc<Loaded>>, Refusal> {
    let filling = async {
        let Some(contents) = contents.await? else { return Ok(None) };
        // Building the indexes of a large organization takes longer than a request may hold a thread.
        let loaded = blocking(move || Loaded::new(contents, several_team_roles)).await?;
        Ok(Some(Arc::clone(slot.insert(Arc::new(loaded)))))
    };
    let too_long = |_| Refusal::Unavailable(format!("an organization was not read in {limit:?}"));
    timeout(limit, filling).await.map_err(too_long)?
}

/// Lets go of what was `kept`, unless something else has taken its place: the database is back at `revision`.
async fn forget(slot: &Slot, kept: &Arc<Loaded>, revision: Revision) {
    let mut slot = slot.lock().await;
    if slot.as_ref().is_some_and(|found| Arc::ptr_eq(found, kept)) {
        *slot = None;
        let Organization { name, revision: lost, .. } = kept.organization();
        tracing::warn!(
            organization = name,
            "the database was at revision {} and is at {} now: later changes are lost",
            lost.0,
            revision.0
        );
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::Arc;
    use std::time::Duration;

    use store::Store;

    use super::{Cache, fill};
    use crate::Config;
    use crate::fixture::started;
    use crate::refusal::Refusal;

    const LONG: Duration = Duration::from_mins(10);

    #[tokio::test]
    async fn what_is_being_read_is_there_also_where_whoever_asked_has_gone_away() {
        let started = started(Config::default()).await;
        let store: Arc<dyn Store> = Arc::new(started.store.clone());
        let id = store.find_organization("main").await.unwrap().unwrap().id;
        let cache = Cache::new(LONG, false);
        let slot = cache.slot(&id);
        {
            let mut asking = pin!(cache.find(&store, "main"));
            while slot.try_lock().is_ok() {
                tokio::select! {
                    biased;
                    _ = &mut asking => panic!("it was read at once"),
                    () = tokio::task::yield_now() => {}
                }
            }
        }
        assert!(slot.lock().await.is_some());
    }

    #[tokio::test]
    async fn what_is_never_read_is_given_up() {
        let cache = Cache::new(LONG, false);
        let slot = cache.slot("main");
        let lock = Arc::clone(&slot).lock_owned().await;
        let never = fill(lock, Duration::from_millis(1), false, std::future::pending()).await;
        assert!(matches!(never, Err(Refusal::Unavailable(_))), "{never:?}");
        assert!(slot.lock().await.is_none());
    }
}
