//! Expressions: what conditions are made of.

use super::{ParseError, decode};
use crate::{EntityType, Identity, program::size};

/// An expression of the language.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// The stack, environment, account or team that the question is about.
    Context(Context),
    /// Whether both sides have the same value; values of different kinds are never equal.
    Equal(Sides),
    /// Both operands, which are boolean expressions.
    And(Sides),
    /// Either operand, which are boolean expressions.
    Or(Sides),
    /// The opposite of a boolean expression.
    Not(Box<Expression>),
    /// Whether the context has a tag.
    HasTag(Context, String),
    /// The value of a tag of the context.
    Tag(Context, String),
    /// A text.
    String(String),
    /// A number.
    Number(f64),
    /// A truth value. It is a value, not a condition.
    Bool(bool),
    /// The opaque identity of a stack, environment, account or team.
    Identity(Context, Identity),
}

/// The left and the right side of an expression.
///
/// One piece of memory: a role of chosen entities is thousands of comparisons, and following them is what
/// compiling it waits for.
pub type Sides = Box<[Expression; 2]>;

/// What an expression may refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// The entity, when it is of this type.
    Entity(EntityType),
    /// The team whose role is being evaluated.
    Team,
}

impl Context {
    /// The word for it in a sentence.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Entity(entity_type) => entity_type.noun(),
            Self::Team => "team",
        }
    }
}

impl Expression {
    /// Reads a boolean expression in Pulumi Cloud's wire format.
    ///
    /// # Errors
    ///
    /// A [`ParseError`] with a JSON pointer, also when the expression is not a boolean one.
    pub fn parse_condition(text: &str) -> Result<Self, ParseError> {
        decode::condition_text(text)
    }

    /// Whether it can stand as a condition.
    pub const fn is_boolean(&self) -> bool {
        matches!(
            self,
            Self::Equal(..) | Self::And(..) | Self::Or(..) | Self::Not(_) | Self::HasTag(..)
        )
    }

    /// The one entity that it asks for, where it does nothing else: what roles of chosen entities consist of.
    pub(crate) fn only_entity(&self) -> Option<(EntityType, &Identity)> {
        let Self::Equal(sides) = self else { return None };
        match &**sides {
            [Self::Context(Context::Entity(asked)), Self::Identity(Context::Entity(of), id)]
                if asked == of =>
            {
                Some((*asked, id))
            }
            _ => None,
        }
    }

    /// How many expressions it is made of, with what its texts count, and whether it speaks of the team whose role is
    /// being evaluated.
    pub(crate) fn extent(&self) -> (usize, bool) {
        match self {
            Self::Equal(sides) | Self::And(sides) | Self::Or(sides) => {
                let [(left, in_left), (right, in_right)] = sides.each_ref().map(Self::extent);
                (1 + left + right, in_left || in_right)
            }
            Self::Not(node) => {
                let (size, names_team) = node.extent();
                (1 + size, names_team)
            }
            Self::Context(context) => (1, *context == Context::Team),
            Self::HasTag(context, key) | Self::Tag(context, key) => {
                (1 + size::of_text(key), *context == Context::Team)
            }
            Self::String(text) => (1 + size::of_text(text), false),
            // The names of teams are copied.
            Self::Identity(Context::Team, name) => (1 + size::of_text(name), false),
            // Copies of other identities share what they hold.
            Self::Number(_) | Self::Bool(_) | Self::Identity(..) => (1, false),
        }
    }

    /// Adds the teams that it names to `found`, each as often as it is named.
    pub(crate) fn teams(&self, found: &mut Vec<String>) {
        match self {
            Self::Equal(sides) | Self::And(sides) | Self::Or(sides) => {
                for side in sides.iter() {
                    side.teams(found);
                }
            }
            Self::Not(node) => node.teams(found),
            Self::Identity(Context::Team, name) => found.push(name.to_string()),
            _ => {}
        }
    }

    /// The condition that both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::And(Box::new([self, other]))
    }

    /// The condition that either holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::Or(Box::new([self, other]))
    }

    /// The opposite condition.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// The condition that both have the same value.
    #[must_use]
    pub fn equals(self, other: Self) -> Self {
        Self::Equal(Box::new([self, other]))
    }

    /// The condition that the entity is the one of this type and identity.
    pub fn is_entity(entity_type: EntityType, id: impl Into<Identity>) -> Self {
        let context = Context::Entity(entity_type);
        Self::Context(context).equals(Self::Identity(context, id.into()))
    }

    /// The condition that an entity of this type has the tag `key` with `value`.
    pub fn tag_is(
        entity_type: EntityType,
        key: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        Self::Tag(Context::Entity(entity_type), key.into()).equals(Self::String(value.into()))
    }
}
