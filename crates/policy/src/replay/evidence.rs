//! What a log shows of a role: which of its rules hold together, and what was used there.

use std::collections::BTreeMap;

use super::{
    Log,
    cover::{Class, Reach},
    prune::Kept,
    walk::Visit,
};
use crate::{
    EntityType, Inventory, Matrix, Program, ResourceType, Rule, Scope, ScopeSet, TooComplex,
    order::{self, ordered},
    program::{OPENING, longest},
};

/// How many rules are kept for all classes together.
const MAX_OFFERS: usize = 2_000_000;

/// An entity, by type and identity; none for the organization and for wherever a rule holds.
pub(super) type Place = Option<(EntityType, String)>;

/// What is seen on the way through a log.
pub(super) struct Evidence<'e> {
    log: &'e Log,
    program: &'e Program,
    /// The rules that hold together, and their place in `used`.
    together: BTreeMap<Vec<usize>, usize>,
    /// What was used where they do.
    used: Vec<ScopeSet>,
    /// What was used on each entity, by the rules that hold there.
    places: Vec<(usize, Place, ScopeSet)>,
    offers: usize,
}

/// What was seen.
pub(super) struct Seen {
    pub(super) classes: Vec<Class>,
    places: Vec<(usize, Place, ScopeSet)>,
    rules: usize,
}

impl<'e> Evidence<'e> {
    pub(super) const fn new(log: &'e Log, program: &'e Program) -> Self {
        Self {
            log,
            program,
            together: BTreeMap::new(),
            used: Vec::new(),
            places: Vec::new(),
            offers: 0,
        }
    }

    pub(super) fn see(&mut self, visit: &Visit<'_>) {
        let (granted, _) = visit.today.own_granted();
        let used = visit.used(self.log).intersection(granted);
        if used.is_empty() || self.offers > MAX_OFFERS {
            return;
        }
        let place = visit.entity.map(|entity| (entity.entity_type, entity.id.clone()));
        let of_type =
            place.as_ref().map_or(ResourceType::Global, |(entity_type, _)| (*entity_type).into());
        let of_type = ScopeSet::of_type(of_type);
        let rules = visit.today.own();
        let rules = rules.filter(|(_, rule)| !rule.scopes.intersection(of_type).is_empty());
        let mut rules: Vec<usize> = rules.map(|(index, _)| index).collect();
        order::sort(&mut rules);
        rules.dedup();
        let (len, next) = (rules.len(), self.used.len());
        let class = *self.together.entry(rules).or_insert(next);
        if class == next {
            self.offers += len;
            self.used.push(ScopeSet::EMPTY);
        }
        if let Some(known) = self.used.get_mut(class) {
            *known = known.union(used);
        }
        self.places.push((class, place, used));
    }

    pub(super) fn finish(self) -> Result<Seen, TooComplex> {
        if self.offers > MAX_OFFERS {
            return Err(TooComplex);
        }
        let opening: ScopeSet = OPENING.iter().filter_map(|name| Scope::from_name(name)).collect();
        let mut classes: Vec<Class> =
            self.used.iter().map(|used| Class { used: *used, offers: Vec::new() }).collect();
        for (rules, class) in self.together {
            let Some(class) = classes.get_mut(class) else { continue };
            let rules =
                rules.into_iter().filter_map(|index| Some((index, self.program.rule(index)?)));
            let rules: Vec<(usize, &Rule)> = rules.collect();
            let longest = longest(&rules.iter().map(|(_, rule)| *rule), class.used);
            for (index, rule) in rules {
                // A rule that opens for less than another does not do in its place.
                let shorter = opening.iter().filter(|scope| {
                    let known = longest.iter().find(|(known, _)| known == scope);
                    rule.max_open_secs
                        .is_some_and(|limit| known.is_none_or(|(_, secs)| limit < *secs))
                });
                let offer = rule.scopes.intersection(class.used).difference(shorter.collect());
                if !offer.is_empty() {
                    class.offers.push((index, offer));
                }
            }
        }
        Ok(Seen { classes, places: self.places, rules: self.program.rules().len() })
    }
}

impl Seen {
    /// How far each rule that has anything to offer reaches today.
    pub(super) fn reach(&self, matrix: &Matrix, inventory: &Inventory) -> Vec<Reach> {
        let mut reach = vec![[0; 4]; self.rules];
        let mut is_known = vec![false; self.rules];
        let offers = self.classes.iter().flat_map(|class| &class.offers);
        for (rule, _) in offers {
            let Some(is_known) = is_known.get_mut(*rule).filter(|is_known| !**is_known) else {
                continue;
            };
            *is_known = true;
            let (Some(rows), Some(reach)) = (matrix.rows_of_rule(*rule), reach.get_mut(*rule))
            else {
                continue;
            };
            *reach = ResourceType::ALL.map(|resource_type| match resource_type {
                ResourceType::Global => 0,
                ResourceType::Entity(entity_type) => {
                    rows.intersection(inventory.of_type(entity_type)).len()
                }
            });
        }
        for rule in &matrix.organization().rules {
            if let Some([organization, ..]) = reach.get_mut(*rule) {
                *organization = 1;
            }
        }
        reach
    }

    /// For each rule where it is used, with which of the `scopes` that it keeps; each use by one rule.
    pub(super) fn assigned(&self, scopes: &[ScopeSet]) -> Vec<Kept> {
        let mut assigned = vec![Kept::new(); self.rules];
        let place = |index: usize| self.places.get(index).map(|(class, place, _)| (place, class));
        let order = ordered(self.places.len(), &mut |one, other| place(one).cmp(&place(other)));
        for (class, place, used) in order.iter().filter_map(|index| self.places.get(*index)) {
            let mut left = *used;
            let offers = self.classes.get(*class).into_iter().flat_map(|class| &class.offers);
            for (rule, offer) in offers {
                let keeps = scopes.get(*rule).copied().unwrap_or_default();
                let taken = left.intersection(*offer).intersection(keeps);
                let Some(assigned) = assigned.get_mut(*rule).filter(|_| !taken.is_empty()) else {
                    continue;
                };
                left = left.difference(taken);
                match assigned.last_mut().filter(|(known, _)| known == place) {
                    Some((_, scopes)) => *scopes = scopes.union(taken),
                    None => assigned.push((place.clone(), taken)),
                }
            }
        }
        assigned
    }
}
