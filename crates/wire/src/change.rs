//! Changes to an organization that have not been made yet, as requests name them.

use policy::{Edit, Organization};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    Fault, Subject,
    snapshot::{Settings, settings},
};

/// A change to who holds what; ids are also accepted by name where the name is unique.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Change {
    /// A role, policy or set gets another definition; of a role with a policy of its own it is the policy's.
    Role {
        /// The record.
        id: String,
        /// The descriptor.
        #[cfg_attr(feature = "typescript", tsify(type = "Descriptor"))]
        details: Box<RawValue>,
    },
    /// A role, policy or set is deleted by force.
    DeleteRole {
        /// The record.
        id: String,
    },
    /// A person gets another role; the Member role where there is none.
    MemberRole {
        /// The person.
        login: String,
        /// The role.
        #[serde(default)]
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
    /// An organization token gets another role; the Member role where there is none.
    TokenRole {
        /// The token.
        id: String,
        /// The role.
        #[serde(default)]
        role_id: Option<String>,
    },
    /// The organization-wide settings, all of them.
    Settings(Settings),
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
            Self::Role { id, details } => {
                let details = policy::Descriptor::parse(details.get())?;
                Edit::Record { id: holder(organization, role(id)?), details }
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
            Self::TokenRole { id, role_id } => {
                let id = match Subject::Token(id.clone()).resolve(organization)?.0 {
                    policy::Subject::Token(id) => id,
                    _ => id.clone(),
                };
                Edit::TokenRole { id, role_id: optional(role_id)? }
            }
            Self::Settings(wanted) => Edit::Settings(settings(wanted)?),
        })
    }
}

/// The record that an editor of the role `id` changes: its policy where it names one and nothing else.
fn holder(organization: &Organization, id: String) -> String {
    let records = &organization.records;
    let role =
        |id: &str| records.find(id).filter(|record| record.purpose == policy::UxPurpose::Role);
    let named = |id: &str| match &role(id)?.details {
        policy::Descriptor::Compose(ids) => match ids.as_slice() {
            [policy] => records.find(policy).filter(|policy| !policy.is_built_in()),
            _ => None,
        },
        _ => None,
    };
    let policy = named(&id).filter(|policy| policy.purpose == policy::UxPurpose::Policy);
    policy.map_or(id, |policy| policy.id.clone())
}
