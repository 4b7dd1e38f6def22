//! On what each rule could ever hold.

use super::Regions;
use crate::{EntityType, Program, ResourceType, region::Region, satisfy};

/// On what each rule could ever hold.
pub(super) struct Possible {
    /// By rule; `None` where that was not found out.
    types: Vec<Option<Vec<ResourceType>>>,
}

/// How many rules under conditions are searched; beyond it, nothing is claimed.
///
/// A role of chosen entities has a rule for each, and they all look alike.
const MAX_SEARCHED: usize = 4000;

/// How many conditions deep a rule may stand to be searched.
const MAX_GUARDS: usize = 64;

impl Possible {
    /// `on_organization` are the rules that hold on the organization, in order.
    pub(super) fn of(
        program: &Program,
        on_organization: &[usize],
        regions: &[Option<Regions<'_>>; 3],
    ) -> Self {
        let mut budget = satisfy::Budget::default();
        let types = |index| {
            let mut types = Vec::new();
            if on_organization.binary_search(&index).is_ok() {
                types.push(ResourceType::Global);
            }
            for (entity_type, regions) in EntityType::ALL.into_iter().zip(regions) {
                let can_hold = match regions {
                    Some(regions) => regions.of_rule(index) != Region::NONE,
                    None => search(program, index, entity_type, &mut budget)?,
                };
                if can_hold {
                    types.push(ResourceType::Entity(entity_type));
                }
            }
            Some(types)
        };
        Self { types: (0..program.rules().len()).map(types).collect() }
    }

    /// On what the rule at `index` could ever hold, if that was found out.
    pub(super) fn types_of(&self, index: usize) -> Option<&[ResourceType]> {
        self.types.get(index)?.as_deref()
    }
}

/// Whether the rule at `index` could hold on some entity, where diagrams were too much.
fn search(
    program: &Program,
    index: usize,
    entity_type: EntityType,
    budget: &mut satisfy::Budget,
) -> Option<bool> {
    if index >= MAX_SEARCHED {
        return None;
    }
    let guards: Vec<_> = program
        .guards_of(index)
        .take(MAX_GUARDS + 1)
        .map(|(site, want)| (&site.condition, want))
        .collect();
    if guards.len() > MAX_GUARDS {
        return None;
    }
    satisfy::on_some_entity(&guards, entity_type, budget)
}
