//! Changes to people and teams that have not been made: what they would leave, and what they rest on.

use policy::{EntityGrant, EntityType, Member, Organization, Subject, TeamMember, TokenKind};

use super::form::words::{entity_name, set_name};

/// A change to people and teams that has not been made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A person comes into the organization.
    Admit {
        /// The login.
        login: String,
        /// The role.
        role_id: String,
        /// Whether it is the organization's default role, which the person then has whichever it is.
        is_default: bool,
    },
    /// A person leaves the organization and all its teams.
    Dismiss {
        /// The login.
        login: String,
    },
    /// A person gets another role.
    Role {
        /// The login.
        login: String,
        /// The role.
        role_id: String,
    },
    /// A person joins a team.
    Join {
        /// The team.
        team: String,
        /// The login.
        login: String,
    },
    /// A person leaves a team.
    Leave {
        /// The team.
        team: String,
        /// The login.
        login: String,
    },
    /// A team gets a role.
    Bind {
        /// The team.
        team: String,
        /// The role.
        role_id: String,
        /// Whether it takes the place of those that the team has.
        replaces: bool,
    },
    /// A team loses a role.
    Unbind {
        /// The team.
        team: String,
        /// The role.
        role_id: String,
    },
    /// A team is granted a set on one entity, instead of what it was granted there.
    Grant {
        /// The team.
        team: String,
        /// The set and the entity.
        grant: EntityGrant,
    },
    /// A team is no longer granted anything on one entity.
    Revoke {
        /// The team.
        team: String,
        /// The type of the entity.
        entity_type: EntityType,
        /// Its identity.
        id: String,
    },
    /// A team is deleted, with its tokens.
    Disband {
        /// The team.
        team: String,
    },
}

impl Change {
    /// The organization as it would be.
    #[must_use]
    pub fn made(&self, organization: &Organization) -> Organization {
        let mut after = organization.without_entities();
        after.inventory = organization.inventory.clone();
        self.apply(&mut after);
        after
    }

    fn apply(&self, after: &mut Organization) {
        match self {
            Self::Admit { login, role_id, .. } => {
                if after.members.iter().all(|member| member.login != *login) {
                    let role_id = Some(role_id.clone());
                    after.members.push(Member { login: login.clone(), role_id });
                }
            }
            Self::Dismiss { login } => {
                after.members.retain(|member| member.login != *login);
                for team in &mut after.teams {
                    team.members.retain(|member| member.login != *login);
                }
                let is_theirs = |kind: &TokenKind| matches!(kind, TokenKind::Personal { login: own } if own == login);
                after.tokens.retain(|token| !is_theirs(&token.kind));
            }
            Self::Role { login, role_id } => {
                let mut members = after.members.iter_mut();
                if let Some(member) = members.find(|member| member.login == *login) {
                    member.role_id = Some(role_id.clone());
                }
            }
            Self::Disband { team } => {
                after.teams.retain(|known| known.name != *team);
                let is_its =
                    |kind: &TokenKind| matches!(kind, TokenKind::Team { team: own } if own == team);
                after.tokens.retain(|token| !is_its(&token.kind));
            }
            Self::Join { team, .. }
            | Self::Leave { team, .. }
            | Self::Bind { team, .. }
            | Self::Unbind { team, .. }
            | Self::Grant { team, .. }
            | Self::Revoke { team, .. } => {
                if let Some(team) = after.teams.iter_mut().find(|known| known.name == *team) {
                    self.apply_to(team);
                }
            }
        }
    }

    fn apply_to(&self, team: &mut policy::Team) {
        match self {
            Self::Join { login, .. } => {
                if team.members.iter().all(|member| member.login != *login) {
                    team.members.push(TeamMember { login: login.clone(), is_admin: false });
                }
            }
            Self::Leave { login, .. } => team.members.retain(|member| member.login != *login),
            Self::Bind { role_id, replaces, .. } => {
                if *replaces {
                    team.role_ids.clear();
                }
                if !team.role_ids.contains(role_id) {
                    team.role_ids.push(role_id.clone());
                }
            }
            Self::Unbind { role_id, .. } => team.role_ids.retain(|held| held != role_id),
            Self::Grant { grant, .. } => {
                release(team, grant.entity_type, &grant.entity_id);
                team.entity_grants.push(grant.clone());
            }
            Self::Revoke { entity_type, id, .. } => release(team, *entity_type, id),
            Self::Admit { .. }
            | Self::Dismiss { .. }
            | Self::Role { .. }
            | Self::Disband { .. } => {}
        }
    }

    /// As it is to be asked for where this is the role of everybody who is given no other.
    #[must_use]
    pub fn with_default(self, default_role: Option<&str>) -> Self {
        match self {
            Self::Admit { login, role_id, .. } => {
                let is_default = default_role == Some(role_id.as_str());
                Self::Admit { login, role_id, is_default }
            }
            other => other,
        }
    }

    /// Whose access it can touch: people first, then the team itself where nobody is in it, then its tokens.
    pub fn subjects(&self, organization: &Organization) -> Vec<Subject> {
        match self {
            Self::Admit { login, .. }
            | Self::Dismiss { login }
            | Self::Role { login, .. }
            | Self::Join { login, .. }
            | Self::Leave { login, .. } => vec![Subject::User(login.clone())],
            Self::Bind { team, .. }
            | Self::Unbind { team, .. }
            | Self::Grant { team, .. }
            | Self::Revoke { team, .. }
            | Self::Disband { team } => of_team(organization, team),
        }
    }

    /// What it rests on that can be told by name, line by line.
    pub fn footing(&self, organization: &Organization) -> Vec<(&'static str, String)> {
        match self {
            Self::Admit { login, .. }
            | Self::Dismiss { login }
            | Self::Role { login, .. }
            | Self::Join { login, .. }
            | Self::Leave { login, .. } => of_person(organization, login),
            Self::Bind { team, .. }
            | Self::Unbind { team, .. }
            | Self::Grant { team, .. }
            | Self::Revoke { team, .. }
            | Self::Disband { team } => footing_of_team(organization, team),
        }
    }
}

fn release(team: &mut policy::Team, entity_type: EntityType, id: &str) {
    team.entity_grants.retain(|held| held.entity_type != entity_type || held.entity_id != id);
}

fn of_team(organization: &Organization, name: &str) -> Vec<Subject> {
    let team = organization.teams.iter().find(|team| team.name == name);
    let members = team.map(|team| team.members.as_slice()).unwrap_or_default();
    let mut subjects: Vec<_> =
        members.iter().map(|member| Subject::User(member.login.clone())).collect();
    if subjects.is_empty() {
        subjects.push(Subject::Team(name.to_owned()));
    }
    let is_its = |kind: &TokenKind| matches!(kind, TokenKind::Team { team } if team == name);
    let tokens = organization.tokens.iter().filter(|token| is_its(&token.kind));
    subjects.extend(tokens.map(|token| Subject::Token(token.id.clone())));
    subjects
}

fn of_person(organization: &Organization, login: &str) -> Vec<(&'static str, String)> {
    let Some(member) = organization.members.iter().find(|member| member.login == login) else {
        return vec![("Membership", "not in the organization".to_owned())];
    };
    let role = member.role_id.as_deref().unwrap_or("member");
    let is_in = |team: &&policy::Team| team.members.iter().any(|member| member.login == login);
    let teams = organization.teams.iter().filter(is_in).map(|team| team.name.as_str());
    vec![
        ("Membership", "in the organization".to_owned()),
        ("Role", set_name(organization, role).to_owned()),
        ("Teams", listed(teams.collect())),
    ]
}

fn footing_of_team(organization: &Organization, name: &str) -> Vec<(&'static str, String)> {
    let Some(team) = organization.teams.iter().find(|team| team.name == name) else {
        return vec![("Team", "deleted".to_owned())];
    };
    let roles = team.role_ids.iter().map(|id| set_name(organization, id));
    let grants = team.entity_grants.iter().map(|grant| {
        let set = set_name(organization, &grant.permission_set_id);
        let entity = entity_name(organization, grant.entity_type, &grant.entity_id);
        format!("{set} on {entity}")
    });
    let grants: Vec<_> = grants.collect();
    vec![
        ("Roles", listed(roles.collect())),
        ("People", listed(team.members.iter().map(|member| member.login.as_str()).collect())),
        ("Grants", listed(grants.iter().map(String::as_str).collect())),
    ]
}

fn listed(mut names: Vec<&str>) -> String {
    names.sort_unstable();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::Change;

    #[test]
    fn the_role_that_was_shown_is_given_though_another_is_the_default_now() {
        let admit = |is_default| Change::Admit {
            login: "ada".to_owned(),
            role_id: "reads".to_owned(),
            is_default,
        };
        assert_eq!(admit(true).with_default(Some("reads")), admit(true));
        assert_eq!(admit(true).with_default(Some("deploys")), admit(false));
        assert_eq!(admit(true).with_default(None), admit(false));
    }
}
