//! Records: roles, policies and permission sets, which share one table and one endpoint.

mod check;

use std::{collections::HashMap, sync::Arc};

pub use check::{CheckError, check_write};

use crate::{
    Allow, Descriptor, Permission, ResourceType, Scope,
    catalogue::{BUILT_IN_ROLES, BUILT_IN_SETS, BuiltIn},
};

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UxPurpose {
    /// An assignable role. It may name policies.
    Role,
    /// The private role behind a team's direct grants.
    RolePrivate,
    /// A role made for one short-lived principal.
    RoleTemporary,
    /// The rules of a role. It may name sets.
    Policy,
    /// A permission set. It may name nothing.
    Set,
}

impl UxPurpose {
    /// Every purpose.
    pub const ALL: [Self; 5] =
        [Self::Role, Self::RolePrivate, Self::RoleTemporary, Self::Policy, Self::Set];

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::RolePrivate => "role_private",
            Self::RoleTemporary => "role_temporary",
            Self::Policy => "policy",
            Self::Set => "set",
        }
    }

    /// The purpose called `name` on the wire, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }

    /// What a record of this purpose may name in a Compose.
    pub const fn may_name(self) -> Option<Self> {
        match self {
            Self::Role | Self::RolePrivate | Self::RoleTemporary => Some(Self::Policy),
            Self::Policy => Some(Self::Set),
            Self::Set => None,
        }
    }
}

/// A role, a policy or a permission set.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The record id, by which a Compose names it.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// A description for people.
    pub description: String,
    /// What it is.
    pub purpose: UxPurpose,
    /// What its scopes are meant for, where it says so and we know the word.
    pub resource_type: Option<ResourceType>,
    /// The built-in record it is, or stands for.
    pub default_identifier: Option<String>,
    /// What it grants.
    pub details: Descriptor,
}

impl Record {
    /// Whether it is one of the records that every organization has.
    pub fn is_built_in(&self) -> bool {
        self.default_identifier.is_some()
    }

    /// Whether it is a list of scopes without this one.
    pub fn lacks(&self, scope: Scope) -> bool {
        self.plain().is_some_and(|listed| !listed.scopes().contains(scope))
    }

    /// The scopes it grants when it does so without any condition, reference or constraint.
    ///
    /// The console writes every permission set like this.
    pub fn flat_scopes(&self) -> Option<&Allow> {
        self.plain().filter(|allow| allow.max_open_secs == 0)
    }

    /// The same of a record that may limit for how long it opens.
    pub fn plain(&self) -> Option<&Allow> {
        match &self.details {
            Descriptor::Allow(allow) => Some(allow),
            _ => None,
        }
    }

    fn built_in(built_in: &BuiltIn, purpose: UxPurpose) -> Self {
        let permissions =
            built_in.scopes.iter().map(|index| Permission::Known(Scope::at(*index))).collect();
        Self {
            id: built_in.id.to_owned(),
            name: built_in.name.to_owned(),
            description: built_in.description.to_owned(),
            purpose,
            resource_type: built_in.resource_type.and_then(ResourceType::from_name),
            default_identifier: Some(built_in.id.to_owned()),
            details: Descriptor::Allow(Allow { permissions, max_open_secs: 0 }),
        }
    }
}

/// Every record of an organization, the built-in ones included.
///
/// Copies share the records: a change is tried on a copy of all of them, and touches one.
#[derive(Debug, Clone)]
pub struct Records {
    records: Vec<Arc<Record>>,
    by_id: Arc<HashMap<String, usize>>,
}

impl Default for Records {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Records {
    /// The built-in records followed by `own`.
    ///
    /// A built-in record is left out when `own` brings one with its `defaultIdentifier`, which is then
    /// found under either id, or one with its id. Of records with the same id the last one counts.
    pub fn new(own: Vec<Record>) -> Self {
        let mut records: Vec<_> = BUILT_IN_ROLES
            .iter()
            .map(|role| Record::built_in(role, UxPurpose::Role))
            .chain(BUILT_IN_SETS.iter().map(|set| Record::built_in(set, UxPurpose::Set)))
            .filter(|record| {
                !own.iter().any(|own| {
                    own.default_identifier == record.default_identifier || own.id == record.id
                })
            })
            .collect();
        records.extend(own);
        let mut by_id = HashMap::new();
        for (index, record) in records.iter().enumerate() {
            if let Some(identifier) = &record.default_identifier {
                by_id.entry(identifier.clone()).or_insert(index);
            }
        }
        by_id.extend(records.iter().enumerate().map(|(index, record)| (record.id.clone(), index)));
        Self { records: records.into_iter().map(Arc::new).collect(), by_id: Arc::new(by_id) }
    }

    /// The record with this id, or the one that stands for the built-in record of this name.
    pub fn find(&self, id: &str) -> Option<&Record> {
        self.records.get(*self.by_id.get(id)?).map(AsRef::as_ref)
    }

    /// The record whose definition an editor of the role `id` changes: the policy that holds its rules where the
    /// role is nothing but one policy, as the console writes it, else the role itself.
    pub fn edited(&self, id: &str) -> Option<&Record> {
        let role = self.find(id)?;
        let policy = match &role.details {
            Descriptor::Compose(ids) if role.purpose == UxPurpose::Role => match &**ids {
                [id] => self.find(id).filter(|policy| policy.purpose == UxPurpose::Policy),
                _ => None,
            },
            _ => None,
        };
        Some(policy.filter(|policy| !policy.is_built_in()).unwrap_or(role))
    }

    /// The record whose definition a draft of the role `id` takes the place of.
    ///
    /// It is the one that an editor of the role changes ([`Self::edited`]), or the role itself where `purpose` or a
    /// policy that `details` name says that they are a role.
    pub fn drafted(
        &self,
        id: &str,
        details: &Descriptor,
        purpose: Option<UxPurpose>,
    ) -> Option<&Record> {
        let is_policy =
            |id: &str| self.find(id).is_some_and(|record| record.purpose == UxPurpose::Policy);
        let is_role = match purpose {
            Some(purpose) => purpose == UxPurpose::Role,
            None => details.references().into_iter().any(is_policy),
        };
        if is_role { self.find(id) } else { self.edited(id) }
    }

    /// Adds `record`, or puts it in the place of the one with its id.
    pub fn put(&mut self, record: Record) {
        let place = self.by_id.get(&record.id).and_then(|index| self.records.get_mut(*index));
        if let Some(place) = place {
            *place = Arc::new(record);
        } else {
            Arc::make_mut(&mut self.by_id).insert(record.id.clone(), self.records.len());
            self.records.push(Arc::new(record));
        }
    }

    /// Every record: the built-in ones first, then in the order they came.
    pub fn iter(&self) -> impl Iterator<Item = &Record> {
        self.records.iter().map(AsRef::as_ref)
    }
}
