//! Roles, policies and permission sets.

use crate::Timestamp;

/// A role, a policy or a permission set that someone wrote.
///
/// The built-in ones come from the catalogue and are stored only where a document brought its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The id, unique in the organization.
    pub id: String,
    /// The name, unique in the organization among records of one purpose.
    pub name: String,
    /// A description for people.
    pub description: String,
    /// What the record is.
    pub purpose: Purpose,
    /// `global` or an entity type, where one was given.
    pub resource_type: Option<String>,
    /// The built-in record this one stands for.
    pub default_identifier: Option<String>,
    /// The descriptor as JSON, exactly as written.
    pub details: String,
    /// Starts at 1 and counts the changes.
    pub version: u32,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// Who made it, by login or token name; empty when it was imported.
    pub created_by: String,
}

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// An assignable role.
    Role,
    /// The private role behind a team's direct grants.
    RolePrivate,
    /// A role made for one short-lived principal.
    RoleTemporary,
    /// The rules of a role.
    Policy,
    /// A permission set.
    Set,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 5] =
        [Self::Role, Self::RolePrivate, Self::RoleTemporary, Self::Policy, Self::Set];

    /// The name as stored, which is also Pulumi Cloud's.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::RolePrivate => "role_private",
            Self::RoleTemporary => "role_temporary",
            Self::Policy => "policy",
            Self::Set => "set",
        }
    }

    /// The purpose called `name`, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}
