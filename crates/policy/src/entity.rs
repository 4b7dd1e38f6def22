//! Entities: the things access is granted on.

use std::fmt;

/// The kind of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityType {
    /// A Pulumi stack.
    Stack,
    /// A Pulumi ESC environment.
    Environment,
    /// A cloud account; `insights-account` on the wire.
    InsightsAccount,
}

impl EntityType {
    /// Every entity type, in the order the product lists them.
    pub const ALL: [Self; 3] = [Self::Stack, Self::Environment, Self::InsightsAccount];

    /// The name on the wire: `stack`, `environment` or `insights-account`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stack => "stack",
            Self::Environment => "environment",
            Self::InsightsAccount => "insights-account",
        }
    }

    /// The entity type called `name` on the wire, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|entity_type| entity_type.name() == name)
    }

    /// Its place in [`Self::ALL`].
    pub(crate) const fn index(self) -> usize {
        match self {
            Self::Stack => 0,
            Self::Environment => 1,
            Self::InsightsAccount => 2,
        }
    }

    /// The word for one of them in a sentence.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Stack => "stack",
            Self::Environment => "environment",
            Self::InsightsAccount => "account",
        }
    }

    /// One of these, with its article.
    pub const fn one(self) -> &'static str {
        match self {
            Self::Stack => "a stack",
            Self::Environment => "an environment",
            Self::InsightsAccount => "an account",
        }
    }
}

impl fmt::Display for EntityType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What a scope can be granted on: the organization itself, or entities of one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResourceType {
    /// The organization; `global` on the wire.
    Global,
    /// Entities of one type.
    Entity(EntityType),
}

impl ResourceType {
    /// The organization first, then every entity type.
    pub const ALL: [Self; 4] = [
        Self::Global,
        Self::Entity(EntityType::Stack),
        Self::Entity(EntityType::Environment),
        Self::Entity(EntityType::InsightsAccount),
    ];

    /// The name on the wire: `global`, or the entity type's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Entity(entity_type) => entity_type.name(),
        }
    }

    /// The resource type called `name` on the wire, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|resource_type| resource_type.name() == name)
    }

    /// Its place in [`ResourceType::ALL`].
    pub(crate) const fn index(self) -> usize {
        match self {
            Self::Global => 0,
            Self::Entity(EntityType::Stack) => 1,
            Self::Entity(EntityType::Environment) => 2,
            Self::Entity(EntityType::InsightsAccount) => 3,
        }
    }
}

impl From<EntityType> for ResourceType {
    fn from(entity_type: EntityType) -> Self {
        Self::Entity(entity_type)
    }
}

/// A stack, an environment or a cloud account, as far as access is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its type.
    pub entity_type: EntityType,
    /// Its opaque identity, unique within its type. Roles name entities by this.
    pub id: String,
    /// Its name for people, such as `shop/prod`.
    pub name: String,
    /// Its tags: keys are unique, compared exactly.
    pub tags: Vec<(String, String)>,
}

impl Entity {
    /// The value of the tag `key`, if the entity has it.
    pub fn tag(&self, key: &str) -> Option<&str> {
        self.tags.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The same entity without the tags `remove` and with the tags `set`.
    #[must_use]
    pub fn retagged(&self, set: &[(String, String)], remove: &[String]) -> Self {
        let is_new = |key: &String| remove.contains(key) || set.iter().any(|(new, _)| new == key);
        let mut entity = self.clone();
        entity.tags.retain(|(key, _)| !is_new(key));
        entity.tags.extend(set.iter().cloned());
        entity
    }
}
