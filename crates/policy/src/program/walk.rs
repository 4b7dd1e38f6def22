//! Walking the rules that hold, past those whose conditions do not.

use super::{Guard, Program};
use crate::Entity;

impl Program {
    /// The rules that hold on `entity`, or on the organization where there is none, in their order.
    ///
    /// Each condition is looked at once for everything under it; where it does not hold, all of that is skipped.
    /// Allocates nothing and does not recurse.
    pub(super) fn holding<'a>(
        &'a self,
        entity: Option<&'a Entity>,
    ) -> impl Iterator<Item = usize> + 'a {
        let (mut next_rule, mut next_guard) = (0, 0);
        std::iter::from_fn(move || {
            while let Some(guard) = self.guards.get(next_guard)
                && guard.first_rule == next_rule
            {
                if self.is_met(guard, entity) {
                    next_guard += 1;
                } else {
                    (next_rule, next_guard) = (guard.rules_end, guard.guards_end);
                }
            }
            let rule = (next_rule < self.rules.len()).then_some(next_rule);
            next_rule += 1;
            rule
        })
    }

    /// Whether `guard` by itself lets `entity` through, or the organization.
    pub(crate) fn is_met(&self, guard: &Guard, entity: Option<&Entity>) -> bool {
        // INVARIANT: guards only name sites of their own program. Deny when in doubt.
        let site = self.sites.get(guard.site);
        site.is_some_and(|site| guard.want.is_met_by(site.condition.holds_for(entity)))
    }
}
