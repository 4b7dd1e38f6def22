//! People and teams as lists show them.

use std::collections::HashMap;

use policy::{Organization, Principal};

use super::form::words::set_name;

/// A person as a list shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonEntry {
    /// The login.
    pub login: String,
    /// The id of the role.
    pub role_id: String,
    /// The name of the role.
    pub role: String,
    /// The names of the teams.
    pub teams: Vec<String>,
    /// How many entities they created and therefore administer.
    pub created: usize,
}

impl PersonEntry {
    /// Everybody, by login.
    pub fn all(organization: &Organization) -> Vec<Self> {
        let mut teams = HashMap::<&str, Vec<String>>::new();
        for team in &organization.teams {
            for member in &team.members {
                teams.entry(&member.login).or_default().push(team.name.clone());
            }
        }
        let mut created = HashMap::<&str, usize>::new();
        for grant in &organization.creator_grants {
            if let Principal::User(login) = &grant.creator {
                *created.entry(login).or_default() += 1;
            }
        }
        let entry = |member: &policy::Member| {
            let role_id = member.role_id.as_deref().unwrap_or("member");
            let login = member.login.as_str();
            Self {
                login: login.to_owned(),
                role_id: role_id.to_owned(),
                role: set_name(organization, role_id).to_owned(),
                teams: teams.remove(login).unwrap_or_default(),
                created: created.get(login).copied().unwrap_or_default(),
            }
        };
        let mut people: Vec<_> = organization.members.iter().map(entry).collect();
        people.sort_by_cached_key(|person| person.login.to_lowercase());
        people
    }

    /// What makes two people reach the same.
    pub fn key(&self) -> String {
        if self.created > 0 {
            return format!("person {}", self.login);
        }
        format!("{} {}", self.role_id, self.teams.join(" "))
    }
}

/// A team as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamEntry {
    /// The name.
    pub name: String,
    /// How many people are in it.
    pub members: usize,
    /// The names of its roles.
    pub roles: Vec<String>,
    /// On how many single entities it is granted something.
    pub grants: usize,
}

impl TeamEntry {
    /// Every team, by name.
    pub fn all(organization: &Organization) -> Vec<Self> {
        let entry = |team: &policy::Team| Self {
            name: team.name.clone(),
            members: team.members.len(),
            roles: team.role_ids.iter().map(|id| set_name(organization, id).to_owned()).collect(),
            grants: team.entity_grants.len(),
        };
        let mut teams: Vec<_> = organization.teams.iter().map(entry).collect();
        teams.sort_by_cached_key(|team| team.name.to_lowercase());
        teams
    }
}

#[cfg(test)]
mod tests {
    use policy::{Member, Organization, Team, TeamMember};

    use super::{PersonEntry, TeamEntry};

    #[test]
    fn people_and_teams_are_told_by_name() {
        let member = |login: &str| Member { login: login.to_owned(), role_id: None };
        let in_team = TeamMember { login: "ada".to_owned(), is_admin: true };
        let team = Team {
            name: "core".to_owned(),
            members: vec![in_team],
            role_ids: vec!["admin".to_owned()],
            entity_grants: Vec::new(),
        };
        let organization = Organization {
            members: vec![member("Ben"), member("ada")],
            teams: vec![team],
            ..Organization::default()
        };
        let people = PersonEntry::all(&organization);
        let told: Vec<_> =
            people.iter().map(|person| (person.login.as_str(), person.teams.len())).collect();
        assert_eq!(told, [("ada", 1), ("Ben", 0)]);
        assert_ne!(people[0].key(), people[1].key());
        assert_eq!(TeamEntry::all(&organization)[0].roles, ["Admin"]);
    }
}
