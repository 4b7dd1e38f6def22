//! The organization in which a holder acts.

use super::EscalationError;
use crate::{
    AccessError, Allow, Descriptor, Member, Organization, Principal, Record, Subject, TeamMember,
    TokenKind, UxPurpose,
};

/// An organization without its entities, and who acts in it.
///
/// A role, a draft and a team do not act; a person is made up who holds it and nothing else.
#[derive(Debug, Clone)]
pub struct World {
    /// The organization.
    pub organization: Organization,
    /// Who acts: a person, or a token that is no person's own.
    pub actor: Principal,
}

/// The login and the role ids that are made up; a space cannot stand in a login.
pub(super) const SOMEBODY: &str = "whoever holds it";

impl World {
    /// The world in which `subject` acts.
    ///
    /// # Errors
    ///
    /// [`EscalationError::Access`] when there is no such subject.
    pub fn of(organization: &Organization, subject: &Subject) -> Result<Self, EscalationError> {
        let mut organization = organization.without_entities();
        let somebody = Principal::User(SOMEBODY.to_owned());
        let unknown = |kind, id: &String| AccessError::Unknown { kind, id: id.clone() };
        let actor = match subject {
            Subject::Role(id) => {
                let found = organization.records.find(id).ok_or_else(|| unknown("role", id))?;
                let role_id = Some(found.id.clone());
                organization.members.push(Member { login: SOMEBODY.to_owned(), role_id });
                somebody
            }
            Subject::Draft { details, .. } => {
                add_role(&mut organization, details.clone(), None);
                somebody
            }
            Subject::User(login) => {
                let mut members = organization.members.iter();
                let member = members.find(|member| member.login == *login);
                member.ok_or_else(|| unknown("user", login))?;
                Principal::User(login.clone())
            }
            Subject::Team(name) => {
                let mut teams = organization.teams.iter_mut();
                let team = teams.find(|team| team.name == *name);
                let team = team.ok_or_else(|| unknown("team", name))?;
                team.members.push(TeamMember { login: SOMEBODY.to_owned(), is_admin: false });
                // Without a role of one's own one would be a member, who holds more than the team gives.
                // It passes for built in: it is not there, so nobody can rewrite it.
                add_role(&mut organization, nothing(), Some(SOMEBODY.to_owned()));
                somebody
            }
            Subject::Token(id) => {
                let token = organization.tokens.iter().find(|token| token.id == *id);
                match &token.ok_or_else(|| unknown("token", id))?.kind {
                    TokenKind::Personal { login } => Principal::User(login.clone()),
                    TokenKind::Organization { .. } | TokenKind::Team { .. } => {
                        Principal::Token(id.clone())
                    }
                }
            }
        };
        Ok(Self { organization, actor })
    }
}

fn nothing() -> Descriptor {
    Descriptor::Allow(Allow { permissions: Vec::new(), max_open_secs: 0 })
}

/// Adds a role with this definition, and somebody who holds it.
fn add_role(
    organization: &mut Organization,
    details: Descriptor,
    default_identifier: Option<String>,
) {
    let id = SOMEBODY.to_owned();
    organization.records.put(Record {
        id: id.clone(),
        name: String::new(),
        description: String::new(),
        purpose: UxPurpose::Role,
        resource_type: None,
        default_identifier,
        details,
    });
    organization.members.push(Member { login: id.clone(), role_id: Some(id) });
}
