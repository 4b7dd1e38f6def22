//! Conditions in words.

use std::fmt;

use super::{Atom, Condition};
use crate::{EntityType, Inventory, ResourceType};

/// A condition, or its opposite, in words.
pub(crate) struct Words<'c> {
    pub(crate) condition: &'c Condition,
    pub(crate) is_negated: bool,
    /// What was asked about, where something was: what speaks of tags of another type then says of which.
    pub(crate) asked: Option<ResourceType>,
    /// Where identities find their names.
    pub(crate) inventory: &'c Inventory,
}

impl fmt::Display for Words<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(self.condition, !self.is_negated, Within::Nothing, formatter)
    }
}

/// What a condition stands in, as far as parentheses go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    And,
    Or,
}

impl Words<'_> {
    /// Writes `condition`, or its opposite.
    fn write(
        &self,
        condition: &Condition,
        positive: bool,
        within: Within,
        formatter: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let not = if positive { "" } else { "not " };
        match condition {
            Condition::Constant(value) => {
                formatter.write_str(if *value == positive { "always" } else { "never" })
            }
            Condition::Never => formatter.write_str("never, because it does not concern this"),
            Condition::Organization => write!(formatter, "it is {not}the organization"),
            Condition::Atom(entity_type, atom) => {
                self.write_atom(*entity_type, atom, positive, formatter)
            }
            Condition::Not(node) => self.write(node, !positive, within, formatter),
            Condition::And(left, right) | Condition::Or(left, right) => {
                let is_and = matches!(condition, Condition::And(..)) == positive;
                let (word, inner) = if is_and { ("and", Within::And) } else { ("or", Within::Or) };
                let needs_parentheses = within != Within::Nothing && within != inner;
                if needs_parentheses {
                    formatter.write_str("(")?;
                }
                self.write(left, positive, inner, formatter)?;
                write!(formatter, " {word} ")?;
                self.write(right, positive, inner, formatter)?;
                if needs_parentheses {
                    formatter.write_str(")")?;
                }
                Ok(())
            }
            Condition::Same(left, right) => {
                formatter.write_str("(")?;
                self.write(left, true, Within::Nothing, formatter)?;
                write!(formatter, ") is {not}the same as (")?;
                self.write(right, true, Within::Nothing, formatter)?;
                formatter.write_str(")")
            }
            Condition::FalseWhere(node) => {
                formatter.write_str(if positive { "never: (" } else { "always: (" })?;
                self.write(node, true, Within::Nothing, formatter)?;
                formatter.write_str(") is of another kind than what it is compared with")
            }
        }
    }

    fn write_atom(
        &self,
        entity_type: EntityType,
        atom: &Atom,
        positive: bool,
        formatter: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let (noun, one) = (entity_type.noun(), entity_type.one());
        let is = if positive { "is" } else { "is not" };
        let is_of_other = self.asked.is_some_and(|asked| asked != entity_type.into());
        match atom {
            Atom::Constant(value) if *value == positive => write!(formatter, "it is {one}"),
            Atom::Constant(_) => write!(formatter, "never on {one}"),
            Atom::Is(id) => {
                write!(formatter, "the {noun} {is} {}", self.inventory.called(entity_type, id))
            }
            Atom::HasTag(key) if is_of_other => {
                let with = if positive { "with" } else { "without" };
                write!(formatter, "it is {one} {with} a tag `{key}`")
            }
            Atom::HasTag(key) if positive => write!(formatter, "it has a tag `{key}`"),
            Atom::HasTag(key) => write!(formatter, "it has no tag `{key}`"),
            Atom::TagIs(key, value) => {
                let whose = if is_of_other { format!("it is {one} whose ") } else { String::new() };
                write!(formatter, "{whose}`{key}` {is} `{value}`")
            }
            Atom::TagsMatch(left, right) => {
                let whose = if is_of_other { format!("it is {one} whose ") } else { String::new() };
                let not = if positive { "" } else { "not " };
                write!(formatter, "{whose}`{left}` and `{right}` are {not}the same")
            }
        }
    }
}
