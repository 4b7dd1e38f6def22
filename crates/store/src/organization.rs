//! Organizations and everything in them.

use async_trait::async_trait;

use crate::{
    Change, CreatorGrant, Entity, Event, Guardrail, Member, Record, SecretToken, Team, Timestamp,
    Token, Unavailable, WriteError,
};

/// Counts the writes to an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub i64);

/// An organization, without what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// The id, unique everywhere.
    pub id: String,
    /// The name, unique everywhere.
    pub name: String,
    /// Moves with every write.
    pub revision: Revision,
    /// The organization-wide role settings, as JSON.
    pub settings: String,
    /// The role of members without one, where it is not the built-in Member role.
    pub default_role_id: Option<String>,
    /// When it was made.
    pub created: Timestamp,
}

/// An organization and everything in it, read at one revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The organization.
    pub organization: Organization,
    /// Stacks, environments and accounts, in the order they came.
    pub entities: Vec<Entity>,
    /// Roles, policies and permission sets, in the order they came.
    pub records: Vec<Record>,
    /// People, in the order they came.
    pub members: Vec<Member>,
    /// Teams, in the order they came.
    pub teams: Vec<Team>,
    /// The organization's tokens, then its members' personal ones, without the revoked.
    pub tokens: Vec<Token>,
    /// What creators hold.
    pub creator_grants: Vec<CreatorGrant>,
    /// Guardrails and example tests, in the order they came.
    pub guardrails: Vec<Guardrail>,
}

impl Contents {
    /// An organization with nothing in it.
    pub const fn empty(organization: Organization) -> Self {
        Self {
            organization,
            entities: Vec::new(),
            records: Vec::new(),
            members: Vec::new(),
            teams: Vec::new(),
            tokens: Vec::new(),
            creator_grants: Vec::new(),
            guardrails: Vec::new(),
        }
    }
}

/// Why an organization was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// There is one of that name or id.
    #[error("an organization of that name or id exists")]
    NameTaken,
    /// Two things of the contents claim the same id or name.
    #[error("two things in the organization claim the same id or name: {0}")]
    Ambiguous(String),
    /// The store could not do its work.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Remembering organizations.
#[async_trait]
pub trait Organizations: Send + Sync {
    /// Creates an organization with everything in it, at revision 1.
    ///
    /// `contents.tokens` is not read: `tokens` carries them with their secrets. Users that
    /// members, teams or tokens name are created where they are missing. `event` begins its log.
    async fn create_organization(
        &self,
        contents: &Contents,
        tokens: &[SecretToken],
        event: &Event,
    ) -> Result<(), CreateError>;

    /// The organization called `name`: one cheap query.
    async fn find_organization(&self, name: &str) -> Result<Option<Organization>, Unavailable>;

    /// The organization with this id: one cheap query.
    async fn find_organization_by_id(&self, id: &str) -> Result<Option<Organization>, Unavailable>;

    /// The organizations `login` is a member of, by name.
    async fn list_organizations(&self, login: &str) -> Result<Vec<Organization>, Unavailable>;

    /// The organization with this id and everything in it, read at one revision.
    async fn contents(&self, organization_id: &str) -> Result<Option<Contents>, Unavailable>;

    /// Applies every change, in order, adds every event to the log, and moves the revision by one; or does nothing.
    ///
    /// When this returns, all of it survives a crash. A write without an event is refused.
    async fn write(
        &self,
        organization_id: &str,
        at: Revision,
        changes: &[Change],
        events: &[Event],
        now: Timestamp,
    ) -> Result<Revision, WriteError>;
}
