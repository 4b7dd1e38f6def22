//! Conditions: boolean expressions, lowered to what can be asked about an entity.

mod lower;
mod words;

pub(crate) use lower::{lower, selects};
pub(crate) use words::Words;

use crate::{Entity, EntityType, Identity};

/// The three values of a condition.
///
/// A context that does not fit what is asked about (a stack condition, asked about an environment or about
/// the organization) is not applicable, and so is everything that hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// It does not concern what is asked about.
    NotApplicable,
}

impl Truth {
    /// `True` or `False`.
    pub const fn of(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }

    /// The opposite; not applicable stays so.
    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::NotApplicable => Self::NotApplicable,
        }
    }

    /// Kleene's *and*.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::NotApplicable,
        }
    }

    /// Kleene's *or*.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::True, _) | (_, Self::True) => Self::True,
            (Self::False, Self::False) => Self::False,
            _ => Self::NotApplicable,
        }
    }
}

/// A boolean expression, lowered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Condition {
    /// The same on everything, the organization included.
    Constant(bool),
    /// Not applicable to anything.
    Never,
    /// True on the organization, false on every entity. No expression says this; settings do.
    Organization,
    /// A question about entities of one type; not applicable to everything else.
    Atom(EntityType, Atom),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
    /// Both are applicable and have the same value.
    Same(Box<Condition>, Box<Condition>),
    /// False wherever the other is applicable, whatever its value there.
    FalseWhere(Box<Condition>),
}

/// A question about an entity that always has an answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Atom {
    /// The same on every entity of the type.
    Constant(bool),
    /// Whether the entity has this identity.
    Is(Identity),
    /// Whether it has the tag.
    HasTag(Box<str>),
    /// Whether it has the tag with this value.
    TagIs(Box<str>, Box<str>),
    /// Whether it has both tags, with one value.
    TagsMatch(Box<str>, Box<str>),
}

impl Condition {
    pub(crate) fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self::And(Box::new(self), Box::new(other))
    }

    /// The value for `entity`, or for the organization where there is none.
    pub(crate) fn holds_for(&self, entity: Option<&Entity>) -> Truth {
        match self {
            Self::Constant(value) => Truth::of(*value),
            Self::Never => Truth::NotApplicable,
            Self::Organization => Truth::of(entity.is_none()),
            Self::Atom(entity_type, atom) => match entity {
                Some(entity) if entity.entity_type == *entity_type => {
                    Truth::of(atom.holds_for(entity))
                }
                _ => Truth::NotApplicable,
            },
            Self::Not(node) => node.holds_for(entity).negated(),
            Self::And(left, right) => left.holds_for(entity).and(right.holds_for(entity)),
            Self::Or(left, right) => left.holds_for(entity).or(right.holds_for(entity)),
            Self::Same(left, right) => match (left.holds_for(entity), right.holds_for(entity)) {
                (Truth::NotApplicable, _) | (_, Truth::NotApplicable) => Truth::NotApplicable,
                (left, right) => Truth::of(left == right),
            },
            Self::FalseWhere(node) => match node.holds_for(entity) {
                Truth::NotApplicable => Truth::NotApplicable,
                Truth::True | Truth::False => Truth::False,
            },
        }
    }
}

impl Atom {
    fn holds_for(&self, entity: &Entity) -> bool {
        match self {
            Self::Constant(value) => *value,
            Self::Is(id) => entity.id == **id,
            Self::HasTag(key) => entity.tag(key).is_some(),
            Self::TagIs(key, value) => entity.tag(key) == Some(value),
            Self::TagsMatch(left, right) => {
                entity.tag(left).is_some_and(|value| entity.tag(right) == Some(value))
            }
        }
    }
}
