//! An organization as the pages see it.

use std::collections::HashMap;
use std::sync::Arc;

use policy::{Descriptor, Organization, Record, TokenKind, UxPurpose};
use wire::{Fault, Snapshot};

/// An organization, with what the engine need not know about its records.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// What the engine reads.
    pub organization: Arc<Organization>,
    editions: HashMap<String, Edition>,
}

/// Which state of a record it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edition {
    /// The version, from 1.
    pub version: u32,
    /// When it was last changed, in RFC 3339; empty where nobody knows.
    pub modified: String,
    /// Whether people without a role get this one.
    pub is_default: bool,
}

/// A role as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleEntry {
    /// The id of the role.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// A description for people.
    pub description: String,
    /// Whether every organization has it.
    pub is_built_in: bool,
    /// Which state of the definition it is.
    pub edition: Edition,
    /// Who has it.
    pub holders: Holders,
}

/// Who has a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holders {
    /// How many people.
    pub members: usize,
    /// How many teams.
    pub teams: usize,
    /// How many organization tokens.
    pub tokens: usize,
}

/// What an editor changes: a role, and the record that holds its definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Edited {
    /// The id of the role.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// A description for people.
    pub description: String,
    /// The definition: of the role's policy where it has one, else of the role.
    pub details: Descriptor,
    /// What the record with the definition is.
    pub purpose: UxPurpose,
    /// Whether it must stay as it is.
    pub is_built_in: bool,
    /// Which state of the definition it is.
    pub edition: Edition,
    /// The version of the role itself, which has its name and description.
    pub role_version: u32,
}

impl Workspace {
    /// Reads the snapshot that the server answers.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when the text is not a snapshot.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let snapshot = Snapshot::parse(text)?;
        let edition = |record: &wire::snapshot::Record| {
            let edition = Edition {
                version: record.version.unwrap_or(1),
                modified: record.modified.clone().unwrap_or_default(),
                ..Edition::default()
            };
            (record.id.clone(), edition)
        };
        let editions = snapshot.records.iter().map(edition).collect();
        Ok(Self { organization: Arc::new(snapshot.load()?), editions })
    }

    /// How many records of this purpose there are.
    pub fn count(&self, purpose: UxPurpose) -> usize {
        self.organization.records.iter().filter(|record| record.purpose == purpose).count()
    }

    /// Every role, those of the organization first, by name.
    pub fn roles(&self) -> Vec<RoleEntry> {
        let roles = self.organization.records.iter();
        let mut roles: Vec<_> = roles
            .filter(|record| record.purpose == UxPurpose::Role)
            .map(|role| RoleEntry {
                id: role.id.clone(),
                name: role.name.clone(),
                description: role.description.clone(),
                is_built_in: role.is_built_in(),
                edition: Edition {
                    is_default: self.organization.default_role_id.as_ref() == Some(&role.id),
                    ..self.edition(&self.holder(role).id)
                },
                holders: self.holders(&role.id),
            })
            .collect();
        roles.sort_by_cached_key(|role| (role.is_built_in, role.name.to_lowercase()));
        roles
    }

    /// What an editor of the role with this id changes.
    pub fn edited(&self, id: &str) -> Option<Edited> {
        let role = self.organization.records.find(id);
        let role = role.filter(|record| record.purpose == UxPurpose::Role)?;
        let holder = self.holder(role);
        Some(Edited {
            id: role.id.clone(),
            name: role.name.clone(),
            description: role.description.clone(),
            details: holder.details.clone(),
            purpose: holder.purpose,
            is_built_in: role.is_built_in(),
            edition: self.edition(&holder.id),
            role_version: self.edition(&role.id).version,
        })
    }

    /// Why a role cannot be called `name`, where it cannot; the role with the id `own` may keep its name.
    ///
    /// A role and the policy with its rules are made under one name.
    pub fn taken(&self, name: &str, own: &str) -> Option<String> {
        let records = &self.organization.records;
        let own = records.find(own);
        // A policy with a name of its own keeps it, and a role may be without one.
        let policy = own.map(|role| self.holder(role));
        let is_shared = match (own, policy) {
            (Some(role), Some(policy)) => role.id != policy.id && role.name == policy.name,
            _ => true,
        };
        let is_own =
            |record: &Record| [own, policy].into_iter().flatten().any(|own| own.id == record.id);
        let mut others = records.iter().filter(|record| record.name == name && !is_own(record));
        others.find_map(|record| match record.purpose {
            UxPurpose::Role => Some(format!("a role called `{name}` exists")),
            UxPurpose::Policy => {
                is_shared.then(|| format!("the policy of another role is called `{name}`"))
            }
            _ => None,
        })
    }

    /// The record that holds the definition of `role`: its one policy, else the role itself.
    fn holder<'a>(&'a self, role: &'a Record) -> &'a Record {
        let Descriptor::Compose(ids) = &role.details else { return role };
        let [id] = &**ids else { return role };
        let policy = self.organization.records.find(id);
        policy.filter(|record| record.purpose == UxPurpose::Policy).unwrap_or(role)
    }

    pub(super) fn edition(&self, id: &str) -> Edition {
        self.editions.get(id).cloned().unwrap_or(Edition { version: 1, ..Edition::default() })
    }

    /// Who has the role with this id.
    pub fn holders(&self, id: &str) -> Holders {
        let organization = &self.organization;
        let role = organization.records.find(id);
        let identifier = role.and_then(|role| role.default_identifier.as_deref());
        let is = |found: Option<&str>| {
            let found = found.unwrap_or("member");
            found == id || Some(found) == identifier
        };
        let tokens = organization.tokens.iter().filter(|token| match &token.kind {
            TokenKind::Organization { role_id } => is(role_id.as_deref()),
            TokenKind::Team { .. } | TokenKind::Personal { .. } => false,
        });
        let teams = organization.teams.iter();
        let members = organization.members.iter();
        Holders {
            members: members.filter(|member| is(member.role_id.as_deref())).count(),
            teams: teams.filter(|team| team.role_ids.iter().any(|id| is(Some(id)))).count(),
            tokens: tokens.count(),
        }
    }
}

impl Holders {
    /// How many there are.
    pub const fn total(self) -> usize {
        self.members + self.teams + self.tokens
    }
}
