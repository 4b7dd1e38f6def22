//! Which part of a form each place in the descriptor belongs to.

use super::{Form, RuleForm};

/// Whose an entry of the descriptor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The unconditional sets: of the organization access and of the rules for every entity of a type.
    Everywhere,
    /// The single scopes of the organization access.
    Organization,
    /// The rule at this index.
    Rule(usize),
}

/// Whose the places of a descriptor are, found once for all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Owners {
    /// Of the entries, in order.
    entries: Vec<Owner>,
    /// Of the unconditional sets, in order.
    sets: Vec<Owner>,
    is_bare: bool,
}

impl Form {
    /// Whose the places of the descriptor are that the form writes.
    pub fn owners(&self) -> Owners {
        let entries: Vec<_> = self.entries().into_iter().map(|(owner, _)| owner).collect();
        let sets = self.unconditional().iter().map(|id| self.owner_of_set(id)).collect();
        Owners { is_bare: self.is_bare && entries.len() == 1, entries, sets }
    }

    fn owner_of_set(&self, id: &String) -> Owner {
        if self.organization_access.sets.contains(id) {
            return Owner::Organization;
        }
        let has_set = |rule: &RuleForm| match rule {
            RuleForm::Every(rule) => !rule.stands_apart && rule.grants.sets.contains(id),
            _ => false,
        };
        self.rules.iter().position(has_set).map_or(Owner::Everywhere, Owner::Rule)
    }
}

impl Owners {
    /// Whose the entry at `index` is.
    pub fn of_entry(&self, index: usize) -> Option<Owner> {
        self.entries.get(index).copied()
    }

    /// The place of the first entry that speaks of `owner`.
    pub fn entry_of(&self, owner: Owner) -> Option<usize> {
        let place = |owner| self.entries.iter().position(|other| *other == owner);
        place(owner).or_else(|| place(Owner::Everywhere).filter(|_| self.sets.contains(&owner)))
    }

    /// Whether the entry at `index` speaks of `owner`.
    pub fn is_part(&self, index: usize, owner: Owner) -> bool {
        let found = self.of_entry(index);
        found == Some(owner) || found == Some(Owner::Everywhere) && self.sets.contains(&owner)
    }

    /// Whom the place at `pointer` in the definition is about.
    pub fn at(&self, pointer: &str) -> Option<Owner> {
        let mut steps = pointer.split('/').skip(1);
        let entry = match (self.is_bare, steps.next(), steps.next()) {
            (true, ..) => 0,
            (false, Some("entries"), Some(index)) => index.parse().ok()?,
            _ => return None,
        };
        let owner = self.of_entry(entry)?;
        let named = pointer.rsplit_once("/permissionDescriptors/");
        match named.and_then(|(_, index)| index.parse::<usize>().ok()) {
            Some(index) if owner == Owner::Everywhere => self.sets.get(index).copied(),
            _ => Some(owner),
        }
    }
}
