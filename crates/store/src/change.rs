//! What can be written to an organization.

use crate::{
    Entity, EntityKey, Guardrail, Member, Principal, Record, Revision, SecretToken, Team,
    TeamMember, Unavailable,
};

/// One change to an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Adds a record.
    CreateRecord(Record),
    /// Changes a record and moves its version by one.
    UpdateRecord(RecordUpdate),
    /// Removes a record that nobody holds: no member, team or token, nor new members by default.
    DeleteRecord {
        /// The record.
        id: String,
    },
    /// Takes a record from everyone who holds it: members and teams lose it, it is no longer the
    /// default role, and tokens that were bound to it are revoked (falling back to the Member role
    /// could give them more than they had).
    ReleaseRecord {
        /// The record.
        id: String,
    },
    /// Makes a role the one of members without one.
    SetDefaultRole {
        /// The role; `None` for the built-in Member role.
        id: Option<String>,
    },
    /// Adds a token of the organization or of one of its teams.
    CreateToken(SecretToken),
    /// Ends a token of the organization or of one of its teams; its name is never given again.
    RevokeToken {
        /// The token.
        id: String,
    },
    /// Adds a guardrail.
    CreateGuardrail(Guardrail),
    /// Changes a guardrail and moves its version by one.
    UpdateGuardrail(GuardrailUpdate),
    /// Removes a guardrail.
    DeleteGuardrail {
        /// The guardrail.
        id: String,
    },
    /// Makes a user, with a first personal token to sign in with. One of that login who is in no organization is begun
    /// anew, and what they had to sign in with ends; one who is in any is another person, and it is refused.
    CreateUser(SecretToken),
    /// Adds a person after those who are there; the user is created where there is none.
    AddMember(Member),
    /// Binds another role to a person.
    SetMemberRole {
        /// The person.
        login: String,
        /// The role; the organization's default role where there is none.
        role_id: Option<String>,
    },
    /// Takes a person out of the organization and of its teams; what was held as a creator goes as well.
    RemoveMember {
        /// The person.
        login: String,
    },
    /// Adds a team after those that are there.
    CreateTeam(Team),
    /// Changes what a team is called.
    UpdateTeam(TeamUpdate),
    /// Removes a team; its tokens are revoked, and what it held as a creator goes as well.
    DeleteTeam {
        /// The team.
        name: String,
    },
    /// Puts a person into a team, or changes the place the person has in it.
    PutTeamMember {
        /// The team.
        team: String,
        /// The person.
        member: TeamMember,
    },
    /// Takes a person out of a team.
    RemoveTeamMember {
        /// The team.
        team: String,
        /// The person.
        login: String,
    },
    /// Binds other roles to a team, instead of all that it had.
    SetTeamRoles {
        /// The team.
        team: String,
        /// All its roles.
        role_ids: Vec<String>,
    },
    /// Grants a team a permission set on one entity, instead of all that it was granted there.
    SetTeamGrant {
        /// The team.
        team: String,
        /// The entity.
        entity: EntityKey,
        /// The record id of the set; nothing is granted there where there is none.
        permission_set_id: Option<String>,
    },
    /// Replaces the organization-wide role settings.
    UpdateSettings {
        /// All of them, as JSON.
        settings: String,
    },
    /// Adds an entity after those that are there, and what its creator has on it.
    CreateEntity {
        /// The entity.
        entity: Entity,
        /// What else is said of it, as JSON.
        details: Option<String>,
        /// Who created it.
        creator: Principal,
        /// The name of whoever did, as it stands with its tags.
        by: String,
    },
    /// Removes an entity, and whatever was granted on it alone.
    DeleteEntity {
        /// The entity.
        key: EntityKey,
    },
    /// Replaces the tags of an entity, which counts as a change of it.
    SetEntityTags {
        /// The entity.
        key: EntityKey,
        /// All its tags, sorted by key; keys are unique. One that is there with the same value is not changed.
        tags: Vec<(String, String)>,
        /// The name of whoever changes them.
        by: String,
    },
}

/// A change to what a team is called; what is `None` stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TeamUpdate {
    /// The team.
    pub name: String,
    /// The new name for people.
    pub display_name: Option<String>,
    /// The new description.
    pub description: Option<String>,
}

/// A change to a record; what is `None` stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordUpdate {
    /// The record.
    pub id: String,
    /// The version the change was made against.
    pub version: u32,
    /// The new name.
    pub name: Option<String>,
    /// The new description.
    pub description: Option<String>,
    /// The new descriptor.
    pub details: Option<String>,
}

/// A change to a guardrail: all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GuardrailUpdate {
    /// The guardrail.
    pub id: String,
    /// The version the change was made against.
    pub version: u32,
    /// The new name.
    pub name: String,
    /// What it says now.
    pub statement: String,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The organization is at another revision: read it again and decide again.
    #[error("the organization has moved to revision {}", current.0)]
    Moved {
        /// The revision now.
        current: Revision,
    },
    /// There is no such organization, record, token, guardrail, member or team.
    #[error("`{id}` does not exist")]
    Missing {
        /// What was not found.
        id: String,
    },
    /// Another record of that purpose, another guardrail or another team has the name; or another one has the id;
    /// or the person is a member already, or is in an organization where a user is made.
    #[error("another one of that kind is called `{name}`")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// A token of the organization or of one of its teams has the name, or had it before it was revoked.
    #[error(
        "the name `{name}` belongs to a token, or did once: the name of a token is never given again"
    )]
    TokenNameTaken {
        /// The name.
        name: String,
    },
    /// The record or guardrail has another version.
    #[error("`{id}` has moved to version {current}")]
    VersionConflict {
        /// The record or guardrail.
        id: String,
        /// Its version now.
        current: u32,
    },
    /// There is no event to tell of the change.
    #[error("a change cannot be made without an event that tells of it")]
    Untold,
    /// Members, teams or tokens hold the record.
    #[error("`{id}` is still held by members, teams or tokens")]
    StillReferenced {
        /// The record.
        id: String,
    },
    /// The store could not do its work.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}
