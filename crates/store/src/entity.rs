//! Stacks, environments and accounts, and what their creators hold on them.

use async_trait::async_trait;

use crate::{Timestamp, Unavailable};

/// A stack, an environment or an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its type and identity.
    pub key: EntityKey,
    /// The name for people, such as `shop/prod`.
    pub name: String,
    /// Tags, sorted by key; keys are unique.
    pub tags: Vec<(String, String)>,
}

/// What is said of an entity and nothing is decided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its type and identity.
    pub key: EntityKey,
    /// What else is said of it, as JSON; of most there is nothing.
    pub details: Option<String>,
    /// When it was created, or brought along.
    pub created: Timestamp,
    /// When it or one of its tags was last changed.
    pub modified: Timestamp,
    /// Its tags, sorted by key.
    pub tags: Vec<Tag>,
}

/// A tag of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
    /// When the entity got it.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// Who changed it last; empty where it was brought along.
    pub modified_by: String,
}

/// Names an entity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityKey {
    /// Its type.
    pub entity_type: EntityType,
    /// Its opaque identity, unique within the type.
    pub id: String,
}

/// The type of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityType {
    /// A Pulumi stack.
    Stack,
    /// A Pulumi ESC environment.
    Environment,
    /// A cloud account.
    InsightsAccount,
}

impl EntityType {
    /// Every entity type.
    pub const ALL: [Self; 3] = [Self::Stack, Self::Environment, Self::InsightsAccount];

    /// The name as stored, which is also Pulumi Cloud's.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stack => "stack",
            Self::Environment => "environment",
            Self::InsightsAccount => "insights-account",
        }
    }

    /// The entity type called `name`, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|entity_type| entity_type.name() == name)
    }
}

/// Whoever created an entity keeps a grant on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatorGrant {
    /// Who created it.
    pub principal: Principal,
    /// What was created.
    pub entity: EntityKey,
}

/// Someone or something that holds access.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Principal {
    /// A person, by login.
    User(String),
    /// A team, by name.
    Team(String),
    /// An access token, by id.
    Token(String),
}

/// Remembering what is said of entities.
#[async_trait]
pub trait Entities: Send + Sync {
    /// What is said of the entities of one type with these ids, in whatever order; of those that are not there nothing.
    async fn describe_entities(
        &self,
        organization_id: &str,
        entity_type: EntityType,
        ids: &[&str],
    ) -> Result<Vec<About>, Unavailable>;
}
