//! Counting what a log used.

use super::{AlsoGranted, Log, Outcome, RuleUse, ScopeUse, Share, Tally, Use, walk::Visit};
use crate::{Organization, Permission, Scope, ScopeSet, Source, order};

/// What is counted on the way through a log.
pub(super) struct Tables<'l> {
    pub(super) log: &'l Log,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) rules: Vec<RuleUse>,
    pub(super) scopes: Vec<ScopeUse>,
    pub(super) also_granted: Vec<AlsoGranted>,
    /// Whether each of `scopes` was used on each row of the inventory, one scope after another: a bit for each.
    pub(super) is_used: Vec<u64>,
}

impl Tables<'_> {
    pub(super) fn see(&mut self, organization: &Organization, visit: &Visit<'_>) {
        let row = visit
            .entity
            .and_then(|entity| organization.inventory.row(entity.entity_type, &entity.id));
        for index in visit.uses {
            let Some(used) = self.log.uses().get(*index) else { continue };
            let Permission::Known(scope) = used.permission else { continue };
            let is_allowed = visit.today.granted.scopes.contains(scope);
            let then = visit.drafted.as_ref().unwrap_or(&visit.today);
            let mut outcome = Outcome {
                is_allowed,
                would_be_allowed: then.granted.scopes.contains(scope),
                ..Outcome::default()
            };
            if is_allowed {
                let own = visit.today.own().filter(|(_, rule)| rule.scopes.contains(scope));
                let mut own: Vec<usize> = own.map(|(index, _)| index).collect();
                order::sort(&mut own);
                own.dedup();
                let mut others: Vec<usize> = visit.today.others(scope).collect();
                others.dedup();
                if !own.is_empty() {
                    let is_needed = others.is_empty();
                    outcome.share = if is_needed { Share::Needed } else { Share::Shared };
                    self.count(used, scope, &own, is_needed);
                    self.mark(scope, row, organization.inventory.len());
                    for source in others {
                        self.also(visit.today.access.sources.get(source), scope, used);
                    }
                }
            }
            if let Some(place) = self.outcomes.get_mut(*index) {
                *place = outcome;
            }
        }
    }

    /// Marks that `scope` was used at `row`, if the entity is there.
    fn mark(&mut self, scope: Scope, row: Option<u32>, total: usize) {
        let place = self.scopes.iter().position(|known| known.scope == scope);
        let cell = place.zip(row).map(|(place, row)| place * total + row as usize);
        let Some(cell) = cell else { return };
        if let Some(word) = self.is_used.get_mut(cell / 64) {
            *word |= 1 << (cell % 64);
        }
    }

    /// Counts a use that the rules `own` granted.
    fn count(&mut self, used: &Use, scope: Scope, own: &[usize], is_needed: bool) {
        if let Some(known) = self.scopes.iter_mut().find(|known| known.scope == scope) {
            known.used.add(used);
            known.needed += if is_needed { used.times } else { 0 };
        }
        let alone = if own.len() == 1 { used.times } else { 0 };
        for rule in own {
            let Some(rule) = self.rules.get_mut(*rule) else { continue };
            rule.used.add(used);
            rule.alone += alone;
            let place = rule.scopes.partition_point(|(known, ..)| *known < scope);
            if rule.scopes.get(place).is_none_or(|(known, ..)| *known != scope) {
                rule.scopes.insert(place, (scope, Tally::default(), 0));
            }
            if let Some((_, tally, only)) = rule.scopes.get_mut(place) {
                tally.add(used);
                *only += alone;
            }
        }
    }

    /// Counts a use that `source` granted as well.
    fn also(&mut self, source: Option<&Source>, scope: Scope, used: &Use) {
        let Some(source) = source else { return };
        let place = self.also_granted.partition_point(|known| known.source < *source);
        if self.also_granted.get(place).is_none_or(|known| known.source != *source) {
            let (scopes, used) = (ScopeSet::EMPTY, Tally::default());
            self.also_granted.insert(place, AlsoGranted { source: source.clone(), scopes, used });
        }
        if let Some(known) = self.also_granted.get_mut(place) {
            known.scopes.insert(scope);
            known.used.add(used);
        }
    }
}
