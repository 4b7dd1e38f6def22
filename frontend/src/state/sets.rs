//! Permission sets, and the roles that use them.

use policy::{Allow, Descriptor, Record, ResourceType, ScopeSet, UxPurpose};

use super::workspace::{Edition, Workspace};

/// A permission set as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct SetEntry {
    /// The id of the set.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// A description for people.
    pub description: String,
    /// What its scopes are meant for; none where it does not say so.
    pub resource_type: Option<ResourceType>,
    /// Whether every organization has it.
    pub is_built_in: bool,
    /// Which state of it it is.
    pub edition: Edition,
    /// What it grants, where it does so without conditions.
    pub allow: Option<Allow>,
    /// The roles that use it, by id and name.
    pub used_by: Vec<(String, String)>,
}

impl SetEntry {
    /// The scopes of the catalogue that it grants.
    pub fn scopes(&self) -> ScopeSet {
        self.allow.as_ref().map(Allow::scopes).unwrap_or_default()
    }
}

impl Workspace {
    /// Every permission set, those of the organization first, by name.
    pub fn sets(&self) -> Vec<SetEntry> {
        let sets = self.organization.records.iter();
        let mut sets: Vec<_> = sets
            .filter(|record| record.purpose == UxPurpose::Set)
            .map(|record| self.entry(record))
            .collect();
        sets.sort_by_cached_key(|set| (set.is_built_in, set.name.to_lowercase()));
        sets
    }

    /// The permission set with this id.
    pub fn set(&self, id: &str) -> Option<SetEntry> {
        let record = self.organization.records.find(id);
        Some(self.entry(record.filter(|record| record.purpose == UxPurpose::Set)?))
    }

    fn entry(&self, record: &Record) -> SetEntry {
        SetEntry {
            id: record.id.clone(),
            name: record.name.clone(),
            description: record.description.clone(),
            resource_type: record.resource_type,
            is_built_in: record.is_built_in(),
            edition: self.edition(&record.id),
            allow: match &record.details {
                Descriptor::Allow(allow) => Some(allow.clone()),
                _ => None,
            },
            used_by: self.users_of(record),
        }
    }

    /// The roles that grant what `set` grants because they name it, by id and name, sorted by name.
    fn users_of(&self, set: &Record) -> Vec<(String, String)> {
        let records = &self.organization.records;
        let names = |record: &Record, id: &str| {
            let identifier = set.default_identifier.as_deref();
            let references = record.details.references();
            references.contains(&id) || identifier.is_some_and(|id| references.contains(&id))
        };
        let policies = records
            .iter()
            .filter(|record| record.purpose == UxPurpose::Policy && names(record, &set.id));
        let policies: Vec<_> = policies.map(|policy| policy.id.as_str()).collect();
        let roles = records.iter().filter(|record| {
            record.purpose == UxPurpose::Role
                && record.details.references().iter().any(|id| policies.contains(id))
        });
        let mut roles: Vec<_> = roles.map(|role| (role.id.clone(), role.name.clone())).collect();
        roles.sort_by_cached_key(|(_, name)| name.to_lowercase());
        roles
    }
}

#[cfg(test)]
mod tests {
    use crate::state::workspace::Workspace;

    const DEMO: &str = include_str!("../../../demo/acme.json");

    #[test]
    fn a_set_knows_the_roles_that_name_it_through_their_policies() -> Result<(), wire::Fault> {
        let workspace = Workspace::parse(DEMO)?;
        let sets = workspace.sets();
        let used: Vec<_> = sets.iter().filter(|set| !set.used_by.is_empty()).collect();
        assert!(!used.is_empty());
        for set in used {
            for (id, _) in &set.used_by {
                let records = &workspace.organization.records;
                let role = records.find(id).map(|role| role.details.references());
                let policy = role.as_ref().and_then(|ids| ids.iter().next().copied());
                let policy = policy.and_then(|id| records.find(id));
                assert!(
                    policy.is_some_and(|policy| policy
                        .details
                        .references()
                        .contains(&set.id.as_str()))
                );
            }
        }
        Ok(())
    }
}
