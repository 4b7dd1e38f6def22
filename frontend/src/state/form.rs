//! The rules of a role as a person edits them: a lens on a descriptor.
//!
//! [`Form::read`] takes a descriptor apart into rules, [`Form::write`] puts it together in the shape that
//! Pulumi's console writes. Writing what was read gives exactly the descriptor that was read, whatever its
//! shape: an entry becomes a rule only if that rule writes the very same entry, and is kept as it stands
//! otherwise.

pub mod changes;
mod owners;
pub mod reach;
mod read;
pub mod rule;
pub mod words;
mod write;

pub use owners::{Owner, Owners};
pub use read::leaves;
pub use rule::{Chosen, Every, Grants, Leaf, Operator, RuleForm, Tagged};

/// What a role grants, as a list of rules.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Form {
    /// What is granted on the organization.
    pub organization_access: Grants,
    /// What is granted on entities.
    pub rules: Vec<RuleForm>,
    /// Whether a single entry stands alone, without a group around it.
    is_bare: bool,
    /// The order of the unconditional sets, where it is not the console's.
    order: Option<Vec<String>>,
}

impl Form {
    /// These rules, to be written as a group of entries.
    pub const fn new(organization_access: Grants, rules: Vec<RuleForm>) -> Self {
        Self { organization_access, rules, is_bare: false, order: None }
    }

    /// The place of the first rule that is no part of the definition yet.
    pub fn unfinished(&self) -> Option<usize> {
        self.rules.iter().position(|rule| !rule.is_said())
    }
}
