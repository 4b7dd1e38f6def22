//! From rules to a descriptor, in the shape that the console writes.

use policy::{Descriptor, Expression};

use super::{Form, Owner, RuleForm, Tagged, rule::allow};

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
            entries.push((Owner::Everywhere, Descriptor::Compose(sets.into())));
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
