//! What an entity can be, as far as some conditions can tell.

use super::partial::{Answer, Question};
use crate::{
    EntityType,
    condition::{Atom, Condition},
    order,
};

/// The answers worth trying to each question that some conditions ask.
#[derive(Default)]
pub(super) struct Domains<'c> {
    identities: Vec<&'c str>,
    keys: Vec<&'c str>,
    /// Keys with values that are mentioned for them.
    values: Vec<(&'c str, &'c str)>,
    /// Every value, where tags are compared: one mentioned for one key can matter for another.
    shared: Vec<&'c str>,
    compares_tags: bool,
}

impl<'c> Domains<'c> {
    pub(super) fn of(
        conditions: impl Iterator<Item = &'c Condition>,
        entity_type: EntityType,
    ) -> Self {
        let mut domains = Self::default();
        for condition in conditions {
            condition.each_atom(&mut |of_type, atom| {
                if of_type == entity_type {
                    domains.mention(atom);
                }
            });
        }
        if domains.compares_tags {
            domains.shared = domains.values.iter().map(|(_, value)| *value).collect();
        }
        for list in [&mut domains.identities, &mut domains.keys, &mut domains.shared] {
            list.sort_unstable();
            list.dedup();
        }
        order::sort(&mut domains.values);
        domains.values.dedup();
        domains
    }

    fn mention(&mut self, atom: &'c Atom) {
        match atom {
            Atom::Constant(_) => {}
            Atom::Is(id) => self.identities.push(id),
            Atom::HasTag(key) => self.keys.push(key),
            Atom::TagIs(key, value) => {
                self.keys.push(key);
                self.values.push((key, value));
            }
            Atom::TagsMatch(left, right) => {
                self.compares_tags = true;
                self.keys.extend([&**left, right]);
            }
        }
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
                // How many values that nobody mentions a key can have.
                let fresh = if self.compares_tags { self.keys.len() } else { 1 };
                let of_key = self.values.iter().filter(|(of_key, _)| *of_key == key);
                let of_key = of_key.map(|(_, value)| *value).filter(|_| !self.compares_tags);
                let others = of_key.chain(self.shared.iter().copied());
                let mut answers: Vec<_> = asked.map(Answer::Text).into_iter().collect();
                answers.push(Answer::Absent);
                answers.extend((0..fresh).map(Answer::Fresh));
                answers.extend(others.filter(|value| Some(*value) != asked).map(Answer::Text));
                answers
            }
        }
    }
}

impl Condition {
    /// Calls `see` with every question it asks.
    pub(crate) fn each_atom<'c>(&'c self, see: &mut dyn FnMut(EntityType, &'c Atom)) {
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
