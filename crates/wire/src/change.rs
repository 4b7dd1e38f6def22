//! Changes to an organization that have not been made yet, as requests name them.

use policy::{Edit, Level, Organization};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    Fault, Subject,
    explain::find_entity,
    retag::Retagging,
    snapshot::{EntityKey, Settings, UxPurpose, settings, tags::by_key},
};

/// A change to who holds what; ids are also accepted by name where the name is unique.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Change {
    /// A role, policy or set gets another definition; of a role with a policy of its own it is the policy's, unless
    /// the definition says that it is a role or names a policy itself.
    Role {
        /// The record.
        id: String,
        /// What the definition is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ux_purpose: Option<UxPurpose>,
        /// The descriptor.
        #[cfg_attr(feature = "typescript", tsify(type = "Descriptor"))]
        details: Box<RawValue>,
    },
    /// A part of the definition of a role, policy or set becomes another one; the record is the one named, also
    /// where it is a role with a policy of its own.
    RolePart {
        /// The record.
        id: String,
        /// Where the part stands, as a JSON pointer; `…/entries/-` adds an entry to a group.
        pointer: String,
        /// The descriptor that stands there then.
        #[cfg_attr(feature = "typescript", tsify(type = "Descriptor"))]
        details: Box<RawValue>,
    },
    /// A role, policy or set is deleted by force.
    DeleteRole {
        /// The record.
        id: String,
    },
    /// A person gets another role; the organization's default role where there is none.
    MemberRole {
        /// The person.
        login: String,
        /// The role.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role_id: Option<String>,
    },
    /// A team gets other roles.
    TeamRoles {
        /// The team.
        team: String,
        /// All its roles.
        role_ids: Vec<String>,
    },
    /// A person joins a team.
    JoinTeam {
        /// The team.
        team: String,
        /// The person.
        login: String,
    },
    /// A person leaves a team.
    LeaveTeam {
        /// The team.
        team: String,
        /// The person.
        login: String,
    },
    /// A team is granted a permission set on one entity, in the place of what it was granted there before.
    GrantTeam {
        /// The team.
        team: String,
        /// The entity, by id or unique name.
        entity: EntityKey,
        /// The set.
        permission_set_id: String,
    },
    /// An organization token gets another role; the Member role where there is none.
    TokenRole {
        /// The token.
        id: String,
        /// The role.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role_id: Option<String>,
    },
    /// The organization-wide settings, all of them.
    Settings(Settings),
    /// An entity gets other tags.
    Retag(Retagging),
}

impl Change {
    /// The change in `organization`.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when it speaks of something that is not there, or when a definition is refused.
    pub fn resolve(&self, organization: &Organization) -> Result<Edit, Fault> {
        let role = |id: &String| match Subject::Role(id.clone()).resolve(organization)?.0 {
            policy::Subject::Role(id) => Ok::<_, Fault>(id),
            _ => Ok(id.clone()),
        };
        let optional = |id: &Option<String>| id.as_ref().map(role).transpose();
        Ok(match self {
            Self::Role { id, ux_purpose, details } => {
                let details = policy::Descriptor::parse(details.get())?;
                let (id, purpose) = (role(id)?, ux_purpose.map(Into::into));
                let target = organization.records.drafted(&id, &details, purpose);
                Edit::Record { id: target.map_or(id.clone(), |record| record.id.clone()), details }
            }
            Self::RolePart { id, pointer, details } => {
                let details = policy::Descriptor::parse(details.get())?;
                Edit::RecordPart { id: role(id)?, pointer: pointer.clone(), details }
            }
            Self::DeleteRole { id } => Edit::DeleteRecord { id: role(id)? },
            Self::MemberRole { login, role_id } => {
                Edit::MemberRole { login: login.clone(), role_id: optional(role_id)? }
            }
            Self::TeamRoles { team, role_ids } => {
                let role_ids = role_ids.iter().map(role).collect::<Result<_, _>>()?;
                Edit::TeamRoles { team: team.clone(), role_ids }
            }
            Self::JoinTeam { team, login } => {
                Edit::JoinTeam { team: team.clone(), login: login.clone() }
            }
            Self::LeaveTeam { team, login } => {
                Edit::LeaveTeam { team: team.clone(), login: login.clone() }
            }
            Self::GrantTeam { team, entity, permission_set_id } => {
                let entity = find_entity(organization, entity)?;
                let grant = policy::EntityGrant {
                    entity_type: entity.entity_type,
                    entity_id: entity.id.clone(),
                    permission_set_id: role(permission_set_id)?,
                };
                Edit::GrantTeam { team: team.clone(), grant }
            }
            Self::TokenRole { id, role_id } => {
                let id = match Subject::Token(id.clone()).resolve(organization)?.0 {
                    policy::Subject::Token(id) => id,
                    _ => id.clone(),
                };
                Edit::TokenRole { id, role_id: optional(role_id)? }
            }
            Self::Settings(wanted) => Edit::Settings(settings(wanted)?),
            Self::Retag(Retagging { entity, set, remove }) => {
                let entity = find_entity(organization, entity)?;
                Edit::Retag {
                    entity_type: entity.entity_type,
                    id: entity.id.clone(),
                    set: set.clone().into_iter().collect(),
                    remove: remove.clone(),
                }
            }
        })
    }
}

/// How a request names `edit`.
pub(crate) fn named(edit: &Edit) -> Change {
    match edit.clone() {
        Edit::Record { id, details } => {
            // An edit names the record itself, also where it is a role with a policy of its own.
            let ux_purpose = Some(UxPurpose::Role);
            Change::Role { id, ux_purpose, details: text(&details) }
        }
        Edit::RecordPart { id, pointer, details } => {
            Change::RolePart { id, pointer, details: text(&details) }
        }
        Edit::DeleteRecord { id } => Change::DeleteRole { id },
        Edit::MemberRole { login, role_id } => Change::MemberRole { login, role_id },
        Edit::TeamRoles { team, role_ids } => Change::TeamRoles { team, role_ids },
        Edit::JoinTeam { team, login } => Change::JoinTeam { team, login },
        Edit::LeaveTeam { team, login } => Change::LeaveTeam { team, login },
        Edit::GrantTeam { team, grant } => {
            let entity = EntityKey { entity_type: grant.entity_type.into(), id: grant.entity_id };
            Change::GrantTeam { team, entity, permission_set_id: grant.permission_set_id }
        }
        Edit::TokenRole { id, role_id } => Change::TokenRole { id, role_id },
        Edit::Settings(wanted) => Change::Settings(written(&wanted)),
        Edit::Retag { entity_type, id, set, remove } => {
            let entity = EntityKey { entity_type: entity_type.into(), id };
            Change::Retag(Retagging { entity, set: by_key(set), remove })
        }
    }
}

/// The settings as Pulumi Cloud writes them.
fn written(settings: &policy::Settings) -> Settings {
    let number = |level: Level, numbers: [u32; 5]| {
        let [none, read, write, admin, creator] = numbers;
        match level {
            Level::None => none,
            // Only environments know Open, and theirs is a word.
            Level::Read | Level::Open => read,
            Level::Write => write,
            Level::Admin => admin,
            Level::Creator => creator,
        }
    };
    let stack = [0, 101, 102, 103, 104];
    // Only stacks know Creator.
    let account = [0, 1, 2, 3, 3];
    Settings {
        default_stack_permission: number(settings.default_stack_permission, stack),
        default_environment_permission: word(settings.default_environment_permission).to_owned(),
        default_account_permission: number(settings.default_account_permission, account),
        members_can_create_stacks: settings.members_can_create_stacks,
        members_can_create_accounts: settings.members_can_create_accounts,
        members_can_create_teams: settings.members_can_create_teams,
        members_can_delete_stacks: settings.members_can_delete_stacks,
        members_can_transfer_stacks: settings.members_can_transfer_stacks,
        max_access_token_expiry_days: settings.max_access_token_expiry_days.into(),
    }
}

/// A level as environments name it.
pub(crate) const fn word(level: Level) -> &'static str {
    match level {
        Level::None => "none",
        Level::Read => "read",
        Level::Open => "open",
        Level::Write => "write",
        Level::Admin | Level::Creator => "admin",
    }
}

/// A definition as it is written.
pub(crate) fn text(details: &policy::Descriptor) -> Box<RawValue> {
    // INVARIANT: what a definition is written as is JSON.
    RawValue::from_string(details.to_json()).unwrap_or_else(|_| RawValue::NULL.to_owned())
}
