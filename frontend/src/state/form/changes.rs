//! How two forms differ.

use super::{Form, RuleForm};

/// How a form differs from the one before.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// Whether the access on the organization differs.
    pub organization_access: bool,
    /// Rules that came.
    pub added: Vec<RuleForm>,
    /// Rules that went.
    pub removed: Vec<RuleForm>,
    /// Whether rules that stayed stand in another order.
    pub is_reordered: bool,
}

impl Changes {
    /// What is different in `after`.
    pub fn between(before: &Form, after: &Form) -> Self {
        let mut removed = before.rules.clone();
        let (kept, added) = matched(after.rules.clone(), &mut removed);
        let stayed = before.rules.iter().filter(|rule| kept.contains(rule));
        Self {
            organization_access: before.organization_access != after.organization_access,
            is_reordered: !stayed.eq(kept.iter()),
            added,
            removed,
        }
    }

    /// How many changes there are; a rule that was changed counts once.
    pub fn count(&self) -> usize {
        usize::from(self.organization_access)
            + self.added.len().max(self.removed.len())
            + usize::from(self.is_reordered)
    }
}

/// What of `some` is in `others` as well, which loses it, and what is not; what stands twice counts twice.
pub(in crate::state) fn matched(
    some: Vec<RuleForm>,
    others: &mut Vec<RuleForm>,
) -> (Vec<RuleForm>, Vec<RuleForm>) {
    some.into_iter().partition(|rule| {
        let found = others.iter().position(|other| other == rule);
        found.map(|place| others.remove(place)).is_some()
    })
}
