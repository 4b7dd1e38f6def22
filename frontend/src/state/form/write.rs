//! From rules to a descriptor, in the shape that the console writes.

use policy::{Descriptor, Expression};

use super::{Form, RuleForm, Tagged, rule::allow};

/// Whose an entry of the descriptor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The unconditional sets: of the organization access and of the rules for every entity of a type.
    Everywhere,
    /// The single scopes of the organization access.
    Organization,
    /// The rule at this index.
    Rule(usize),
}

impl Form {
    /// The descriptor that the rules come to.
    ///
    /// A rule that is not finished (see [`RuleForm::missing`]) is left out where it could not be said.
    pub fn write(&self) -> Descriptor {
        let mut entries: Vec<_> = self.entries().into_iter().map(|(_, entry)| entry).collect();
        match entries.pop() {
            Some(entry) if self.is_bare && entries.is_empty() => entry,
            last => {
                entries.extend(last);
                Descriptor::Group(entries)
            }
        }
    }

    /// The entries of the descriptor, each with whose it is.
    pub fn entries(&self) -> Vec<(Owner, Descriptor)> {
        let mut entries = Vec::new();
        let sets = self.unconditional();
        if !sets.is_empty() {
            entries.push((Owner::Everywhere, Descriptor::Compose(sets)));
        }
        if !self.organization_access.scopes.is_empty() {
            entries.push((Owner::Organization, allow(&self.organization_access.scopes)));
        }
        for (index, rule) in self.rules.iter().enumerate() {
            entries.extend(rule.write().into_iter().map(|entry| (Owner::Rule(index), entry)));
        }
        entries
    }

    /// The ids of all sets that are granted without a condition, in one list.
    pub(super) fn unconditional(&self) -> Vec<String> {
        let shared = self.rules.iter().filter_map(|rule| match rule {
            RuleForm::Every(rule) if !rule.stands_apart => Some(&rule.grants.sets),
            _ => None,
        });
        let mut sets = self.organization_access.sets.clone();
        sets.extend(shared.flatten().cloned());
        if let Some(order) = &self.order {
            sets.sort_by_key(|id| order.iter().position(|other| other == id).unwrap_or(usize::MAX));
        }
        sets
    }

    /// Whose the entry at `index` is.
    pub fn owner(&self, index: usize) -> Option<Owner> {
        self.entries().get(index).map(|(owner, _)| *owner)
    }

    /// The place of the first entry that is `owner`'s.
    ///
    /// The sets of rules for every entity of a type stand in the entry they share.
    pub fn entry_of(&self, owner: Owner) -> Option<usize> {
        let entries = self.entries();
        let place = |owner| entries.iter().position(|(other, _)| *other == owner);
        place(owner).or_else(|| match owner {
            Owner::Rule(index) => match self.rules.get(index) {
                Some(RuleForm::Every(rule)) if !rule.grants.is_empty() => place(Owner::Everywhere),
                _ => None,
            },
            Owner::Organization => place(Owner::Everywhere),
            Owner::Everywhere => None,
        })
    }

    /// Whom the place at `pointer` in the definition is about.
    pub fn owner_at(&self, pointer: &str) -> Option<Owner> {
        let mut steps = pointer.split('/').skip(1);
        let entry = match (self.is_bare && self.entries().len() == 1, steps.next(), steps.next()) {
            (true, ..) => 0,
            (false, Some("entries"), Some(index)) => index.parse().ok()?,
            _ => return None,
        };
        let owner = self.owner(entry)?;
        let named = pointer.rsplit_once("/permissionDescriptors/");
        match named.and_then(|(_, index)| index.parse::<usize>().ok()) {
            Some(index) if owner == Owner::Everywhere => self.owner_of_set(index).or(Some(owner)),
            _ => Some(owner),
        }
    }

    /// Whose the unconditional set at `index` is.
    fn owner_of_set(&self, index: usize) -> Option<Owner> {
        let sets = self.unconditional();
        let id = sets.get(index)?;
        if self.organization_access.sets.contains(id) {
            return Some(Owner::Organization);
        }
        let rules = self.rules.iter().enumerate();
        let mut owners = rules.filter(|(_, rule)| {
            matches!(rule, RuleForm::Every(rule) if !rule.stands_apart && rule.grants.sets.contains(id))
        });
        owners.next().map(|(index, _)| Owner::Rule(index))
    }

    /// Whether the entry at `index` speaks of `owner`.
    pub fn is_part(&self, index: usize, owner: Owner) -> bool {
        match self.owner(index) {
            Some(Owner::Everywhere) => match owner {
                Owner::Everywhere => true,
                Owner::Organization => !self.organization_access.sets.is_empty(),
                Owner::Rule(rule) => matches!(
                    self.rules.get(rule),
                    Some(RuleForm::Every(rule)) if !rule.stands_apart && !rule.grants.sets.is_empty()
                ),
            },
            found => found == Some(owner),
        }
    }
}

impl RuleForm {
    /// Its own entries; the sets of a rule for every entity of a type stand with others of that kind.
    pub(super) fn write(&self) -> Vec<Descriptor> {
        match self {
            Self::Every(rule) if rule.grants.is_empty() => Vec::new(),
            Self::Every(rule) if rule.stands_apart => vec![rule.grants.write()],
            Self::Every(rule) if rule.grants.scopes.is_empty() => Vec::new(),
            Self::Every(rule) => vec![allow(&rule.grants.scopes)],
            Self::Chosen(rule) => {
                let entry = |id: &String| Descriptor::Condition {
                    condition: Expression::is_entity(rule.entity_type, id.clone()),
                    node: Box::new(rule.grants.write()),
                };
                rule.ids.iter().map(entry).collect()
            }
            Self::Tagged(rule) => rule
                .condition()
                .map(|condition| Descriptor::Condition {
                    condition,
                    node: Box::new(rule.grants.write()),
                })
                .into_iter()
                .collect(),
            Self::Custom(entry) => vec![entry.clone()],
        }
    }
}

impl Tagged {
    /// All its conditions at once, folded from the left; none while one of them has no key.
    pub fn condition(&self) -> Option<Expression> {
        if self.leaves.iter().any(|leaf| leaf.key.is_empty()) {
            return None;
        }
        self.leaves.iter().map(|leaf| leaf.write(self.entity_type)).reduce(Expression::and)
    }
}
