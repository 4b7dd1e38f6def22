//! An entity of which only some things are decided.

use crate::{
    EntityType,
    condition::{Atom, Condition, Truth},
};

/// Something that a condition wants to know, with the answer it asks about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Question<'c> {
    Identity(&'c str),
    Tag(&'c str, Option<&'c str>),
}

/// What an identity or the value of a tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer<'c> {
    Absent,
    /// One that a condition mentions.
    Text(&'c str),
    /// One that none mentions; different numbers are different values.
    Fresh(usize),
}

/// The value of a condition as far as it is decided.
#[derive(Debug, Clone, Copy)]
pub(super) enum Known<'c> {
    Truth(Truth),
    Undecided(Question<'c>),
}

#[derive(Debug, Default)]
pub(super) struct Partial<'c> {
    identity: Option<Answer<'c>>,
    /// Few, and so looked through.
    tags: Vec<(&'c str, Answer<'c>)>,
}

impl<'c> Partial<'c> {
    pub(super) fn decide(&mut self, question: Question<'c>, answer: Answer<'c>) {
        match question {
            Question::Identity(_) => self.identity = Some(answer),
            Question::Tag(key, _) => {
                self.tags.retain(|(known, _)| *known != key);
                self.tags.push((key, answer));
            }
        }
    }

    pub(super) fn forget(&mut self, question: Question<'c>) {
        match question {
            Question::Identity(_) => self.identity = None,
            Question::Tag(key, _) => self.tags.retain(|(known, _)| *known != key),
        }
    }

    /// The value of `condition` for an entity of `entity_type`.
    pub(super) fn value(&self, condition: &'c Condition, entity_type: EntityType) -> Known<'c> {
        use Known::{Truth as Is, Undecided};
        match condition {
            Condition::Constant(value) => Is(Truth::of(*value)),
            Condition::Never => Is(Truth::NotApplicable),
            Condition::Organization => Is(Truth::False),
            Condition::Atom(of_type, _) if *of_type != entity_type => Is(Truth::NotApplicable),
            Condition::Atom(_, atom) => match self.atom(atom) {
                Ok(value) => Is(Truth::of(value)),
                Err(question) => Undecided(question),
            },
            Condition::Not(node) => match self.value(node, entity_type) {
                Is(truth) => Is(truth.negated()),
                undecided @ Undecided(_) => undecided,
            },
            Condition::And(left, right) => {
                match (self.value(left, entity_type), self.value(right, entity_type)) {
                    (Is(Truth::False), _) | (_, Is(Truth::False)) => Is(Truth::False),
                    (Is(left), Is(right)) => Is(left.and(right)),
                    (Undecided(question), _) | (_, Undecided(question)) => Undecided(question),
                }
            }
            Condition::Or(left, right) => {
                match (self.value(left, entity_type), self.value(right, entity_type)) {
                    (Is(Truth::True), _) | (_, Is(Truth::True)) => Is(Truth::True),
                    (Is(left), Is(right)) => Is(left.or(right)),
                    (Undecided(question), _) | (_, Undecided(question)) => Undecided(question),
                }
            }
            Condition::Same(left, right) => {
                match (self.value(left, entity_type), self.value(right, entity_type)) {
                    (Is(Truth::NotApplicable), _) | (_, Is(Truth::NotApplicable)) => {
                        Is(Truth::NotApplicable)
                    }
                    (Is(left), Is(right)) => Is(Truth::of(left == right)),
                    (Undecided(question), _) | (_, Undecided(question)) => Undecided(question),
                }
            }
            Condition::FalseWhere(node) => match self.value(node, entity_type) {
                Is(Truth::NotApplicable) => Is(Truth::NotApplicable),
                Is(_) => Is(Truth::False),
                undecided @ Undecided(_) => undecided,
            },
        }
    }

    fn atom(&self, atom: &'c Atom) -> Result<bool, Question<'c>> {
        let tag = |key, asked| {
            let known = self.tags.iter().find(|(known, _)| *known == key);
            known.map(|(_, answer)| *answer).ok_or(Question::Tag(key, asked))
        };
        match atom {
            Atom::Constant(value) => Ok(*value),
            Atom::Is(id) => Ok(self.identity.ok_or(Question::Identity(id))? == Answer::Text(id)),
            Atom::HasTag(key) => Ok(tag(key, None)? != Answer::Absent),
            Atom::TagIs(key, value) => Ok(tag(key, Some(value))? == Answer::Text(value)),
            Atom::TagsMatch(left, right) => {
                let (left, right) = (tag(left, None)?, tag(right, None)?);
                Ok(left == right && left != Answer::Absent)
            }
        }
    }
}
