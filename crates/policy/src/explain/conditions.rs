//! The conditions around a rule, in words.

use super::words;
use crate::{EntityType, Inventory, Program, ResourceType, program::Want};

/// How the conditions around a guard are told: found once for all rules of a program, because an option of a select
/// stands under all those before it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    /// The types that it and what is around it speak of.
    types: [bool; EntityType::ALL.len()],
    /// The next one outwards that is told by itself: of the options that are passed over together, the last.
    next: Option<usize>,
}

impl Program {
    /// The conditions around the rule at `index`, in words, the outermost first; none where it always holds.
    ///
    /// Identities are called by their names in `inventory`. Where they are about several types, tags are told with theirs.
    pub fn conditions_of(&self, index: usize, inventory: &Inventory) -> Vec<String> {
        let told = self.told.get_or_init(|| told(self).into());
        let mut next = self.rules.get(index).and_then(|rule| rule.guard);
        let types = next.and_then(|guard| told.get(guard)).map(|told| told.types);
        let is_mixed =
            types.is_some_and(|types| types.iter().filter(|is_asked| **is_asked).count() > 1);
        // No tag is one of the organization, so each is told with its type.
        let asked = is_mixed.then_some(ResourceType::Global);
        let mut conditions: Vec<String> = Vec::new();
        while let Some((at, guard)) = next.and_then(|at| Some((at, self.guards.get(at)?))) {
            next = told.get(at).and_then(|told| told.next);
            let condition = match (guard.want, self.sites.get(guard.site)) {
                (Want::NotTrue, _) => "no earlier option was taken".to_owned(),
                (want, Some(site)) => words(&site.condition, want, asked, inventory),
                (_, None) => continue,
            };
            if conditions.last() != Some(&condition) {
                conditions.push(condition);
            }
        }
        conditions.reverse();
        conditions
    }
}

fn told(program: &Program) -> Vec<Told> {
    let mut found: Vec<Told> = Vec::with_capacity(program.guards.len());
    // A guard always comes after the one around it.
    for guard in program.guards.iter() {
        let around =
            guard.outer.and_then(|outer| Some((program.guards.get(outer)?, *found.get(outer)?)));
        let mut types = around.map_or_else(Default::default, |(_, told)| told.types);
        if let Some(site) = program.sites.get(guard.site) {
            site.condition.each_atom(&mut |entity_type, _| {
                if let Some(is_asked) = types.get_mut(entity_type.index()) {
                    *is_asked = true;
                }
            });
        }
        let next = match (guard.want, around) {
            (Want::NotTrue, Some((outer, told))) if outer.want == Want::NotTrue => told.next,
            _ => guard.outer,
        };
        found.push(Told { types, next });
    }
    found
}
