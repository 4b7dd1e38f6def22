//! What an entity can be, as far as some conditions can tell.

use std::collections::{BTreeMap, BTreeSet};

use super::partial::{Answer, Question};
use crate::{
    EntityType,
    condition::{Atom, Condition},
};

/// The answers worth trying to each question that some conditions ask.
pub(super) struct Domains<'c> {
    identities: BTreeSet<&'c str>,
    values: BTreeMap<&'c str, BTreeSet<&'c str>>,
    /// How many unmentioned values each key can have.
    fresh: usize,
}

impl<'c> Domains<'c> {
    pub(super) fn of(
        conditions: impl Iterator<Item = &'c Condition>,
        entity_type: EntityType,
    ) -> Self {
        let mut domains = Self { identities: BTreeSet::new(), values: BTreeMap::new(), fresh: 1 };
        let mut compares_tags = false;
        for condition in conditions {
            condition.each_atom(&mut |of_type, atom| {
                if of_type != entity_type {
                    return;
                }
                match atom {
                    Atom::Constant(_) => {}
                    Atom::Is(id) => {
                        domains.identities.insert(id);
                    }
                    Atom::HasTag(key) => {
                        domains.values.entry(key).or_default();
                    }
                    Atom::TagIs(key, value) => {
                        domains.values.entry(key).or_default().insert(value);
                    }
                    Atom::TagsMatch(left, right) => {
                        compares_tags = true;
                        domains.values.entry(left).or_default();
                        domains.values.entry(right).or_default();
                    }
                }
            });
        }
        if compares_tags {
            // A value mentioned for one key can matter for another that is compared with it.
            let mut all = BTreeSet::new();
            all.extend(domains.values.values().flatten().copied());
            domains.values.values_mut().for_each(|values| values.clone_from(&all));
            domains.fresh = domains.values.len();
        }
        domains
    }

    /// The answers to `question`, the most telling first.
    pub(super) fn answers(&self, question: Question<'c>) -> Vec<Answer<'c>> {
        match question {
            Question::Identity(asked) => {
                let others = self.identities.iter().copied().filter(|id| *id != asked);
                [asked]
                    .into_iter()
                    .chain(others)
                    .map(Answer::Text)
                    .chain([Answer::Fresh(0)])
                    .collect()
            }
            Question::Tag(key, asked) => {
                let mentioned = self.values.get(key).into_iter().flatten().copied();
                let first = asked.into_iter().map(Answer::Text);
                let others = mentioned.filter(|value| Some(*value) != asked).map(Answer::Text);
                let fresh = (0..self.fresh).map(Answer::Fresh);
                first.chain([Answer::Absent]).chain(fresh).chain(others).collect()
            }
        }
    }
}

impl Condition {
    /// Calls `see` with every question it asks.
    pub(crate) fn each_atom<'c>(&'c self, see: &mut impl FnMut(EntityType, &'c Atom)) {
        match self {
            Self::Constant(_) | Self::Never | Self::Organization => {}
            Self::Atom(entity_type, atom) => see(*entity_type, atom),
            Self::Not(node) | Self::FalseWhere(node) => node.each_atom(see),
            Self::And(left, right) | Self::Or(left, right) | Self::Same(left, right) => {
                left.each_atom(see);
                right.each_atom(see);
            }
        }
    }

    /// How many parts it has.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Constant(_) | Self::Never | Self::Organization | Self::Atom(..) => 1,
            Self::Not(node) | Self::FalseWhere(node) => 1 + node.size(),
            Self::And(left, right) | Self::Or(left, right) | Self::Same(left, right) => {
                1 + left.size() + right.size()
            }
        }
    }
}
