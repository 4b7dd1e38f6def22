//! Teams.

use crate::EntityKey;

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// The name, unique in the organization.
    pub name: String,
    /// The name for people.
    pub display_name: String,
    /// A description for people.
    pub description: String,
    /// Its people.
    pub members: Vec<TeamMember>,
    /// The roles bound to it.
    pub role_ids: Vec<String>,
    /// Permission sets on single entities.
    pub entity_grants: Vec<EntityGrant>,
}

/// A person's place in a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamMember {
    /// The login of the user.
    pub login: String,
    /// Whether the person administers the team.
    pub is_admin: bool,
}

/// A permission set on one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityGrant {
    /// The entity.
    pub entity: EntityKey,
    /// The record id of the permission set.
    pub permission_set_id: String,
}
