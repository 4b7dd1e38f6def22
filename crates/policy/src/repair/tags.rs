//! Other tags on the entity, so that a rule which is there reaches it.

use super::{Asked, Candidate, Candidates, RepairChange, RepairKind};
use crate::{
    Edit, Entity, order,
    region::{Builder, Nearest, Region, TagChange},
};

/// How many ways are told to reach one rule with as few tags as it takes.
const MAX_WAYS: usize = 8;

impl Asked<'_> {
    /// For each rule with the scope, the fewest other tags that bring the entity to it.
    pub(super) fn tags(&self, candidates: &mut Candidates) {
        let Some(entity) = self.entity else { return };
        let program = &self.access.program;
        let made = Builder::new(&[program], entity.entity_type).and_then(|mut builder| {
            let regions = builder.rules(program, &|rule| rule.scopes.contains(self.scope))?;
            Ok((builder, regions))
        });
        let Ok((builder, regions)) = made else {
            candidates.is_complete = false;
            return;
        };
        let nearest = Nearest::of(&builder, entity);
        // The rules that take the fewest tags first; those that hold on the same entities are one.
        let mut reached = Vec::<(u32, usize, Region)>::new();
        let mut known: Vec<_> = regions.iter().copied().zip(0..).collect();
        order::sort(&mut known);
        known.dedup_by_key(|(region, _)| *region);
        for (region, rule) in known {
            reached.extend(nearest.cost(region).map(|cost| (cost, rule, region)));
        }
        order::sort(&mut reached);
        candidates.family();
        for (_, rule, region) in reached {
            let (ways, is_all) = nearest.changes(region, MAX_WAYS, &self.organization.inventory);
            candidates.is_complete &= is_all;
            let mut ways = ways.into_iter().map(|changes| retag(entity, rule, changes));
            if !ways.all(|candidate| candidates.push(candidate)) {
                return;
            }
        }
    }
}

fn retag(entity: &Entity, rule: usize, changes: Vec<TagChange>) -> Candidate {
    let size = changes.len();
    let (mut set, mut remove) = (Vec::new(), Vec::new());
    for (key, value) in changes {
        match value {
            Some(value) => set.push((key, value)),
            None => remove.push(key),
        }
    }
    let (entity_type, id) = (entity.entity_type, entity.id.clone());
    let change = RepairChange::Edit(Edit::Retag { entity_type, id, set, remove });
    Candidate { kind: RepairKind::Retag { rule }, change, size }
}
