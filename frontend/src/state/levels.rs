//! The levels that a team can be granted on one entity, and the built-in sets they stand for.

use policy::EntityType;

/// A level of access to one entity: the built-in permission set of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Looking.
    Read,
    /// Opening, which yields the secrets; environments only.
    Open,
    /// Changing.
    Write,
    /// Everything.
    Admin,
}

impl Level {
    /// The levels there are on entities of a type, the lowest first.
    pub const fn of(entity_type: EntityType) -> &'static [Self] {
        match entity_type {
            EntityType::Environment => &[Self::Read, Self::Open, Self::Write, Self::Admin],
            EntityType::Stack | EntityType::InsightsAccount => {
                &[Self::Read, Self::Write, Self::Admin]
            }
        }
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "Read",
            Self::Open => "Open",
            Self::Write => "Write",
            Self::Admin => "Admin",
        }
    }

    /// The id of the built-in set it stands for; none where there is no such level.
    pub const fn set(self, entity_type: EntityType) -> Option<&'static str> {
        let level = match self {
            Self::Read => policy::Level::Read,
            Self::Open => policy::Level::Open,
            Self::Write => policy::Level::Write,
            Self::Admin => policy::Level::Admin,
        };
        level.permission_set(entity_type)
    }

    /// The number for it on a stack.
    pub const fn on_stack(self) -> u32 {
        match self {
            Self::Read | Self::Open => 101,
            Self::Write => 102,
            Self::Admin => 103,
        }
    }

    /// The number for it on an account.
    pub const fn on_account(self) -> u32 {
        match self {
            Self::Read | Self::Open => 1,
            Self::Write => 2,
            Self::Admin => 3,
        }
    }

    /// The word for it on an environment.
    pub const fn on_environment(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Open => "open",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }
}
