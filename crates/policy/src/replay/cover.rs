//! Which rules, and which scopes of each, cover what was used.

use crate::{
    ResourceType, ScopeSet, TooComplex,
    order::{self, ordered},
};

/// Places on which the same rules hold, and what has to be covered there.
#[derive(Debug)]
pub(super) struct Class {
    /// What was used on any of them.
    pub(super) used: ScopeSet,
    /// The rules that hold there, and which of it each of them covers.
    pub(super) offers: Vec<(usize, ScopeSet)>,
}

/// How far a rule reaches today: places of each resource type, in the order of [`ResourceType::ALL`].
pub(super) type Reach = [usize; 4];

/// What a rule more counts for, in places that it reaches with a scope.
///
/// One rule for many entities is preferred to one for each of them as long as it reaches at most so many more.
const RULE: usize = 10;

/// How many pairs of a rule and a class are looked at.
const MAX_LOOKS: usize = 100_000_000;

/// The scopes that each rule keeps, so that every class stays covered.
///
/// Greedy: the rule comes next that reaches least for each thing that it newly covers. In the end no scope of a
/// rule can go without uncovering something, the widest having been tried first.
pub(super) fn cover(classes: &[Class], reach: &[Reach]) -> Result<Vec<ScopeSet>, TooComplex> {
    let mut search = Search { classes, reach, looks: 0 };
    let chosen = search.choose()?;
    search.narrow(&chosen)
}

struct Search<'c> {
    classes: &'c [Class],
    /// For each rule.
    reach: &'c [Reach],
    looks: usize,
}

impl Search<'_> {
    const fn look(&mut self, looks: usize) -> Result<(), TooComplex> {
        self.looks += looks;
        if self.looks > MAX_LOOKS { Err(TooComplex) } else { Ok(()) }
    }

    /// On how many places the rule grants `scopes`, counted scope by scope.
    fn cells(&self, rule: usize, scopes: ScopeSet) -> usize {
        let Some(reach) = self.reach.get(rule) else { return 0 };
        let of_type = |(resource_type, places): (ResourceType, &usize)| {
            scopes.intersection(ScopeSet::of_type(resource_type)).len() * places
        };
        ResourceType::ALL.into_iter().zip(reach).map(of_type).sum()
    }

    /// Rules that cover everything, in the order in which they were chosen.
    fn choose(&mut self) -> Result<Vec<usize>, TooComplex> {
        let mut left: Vec<(&Class, ScopeSet)> =
            self.classes.iter().map(|class| (class, class.used)).collect();
        let mut chosen = Vec::new();
        // What only one rule covers decides about it, whatever else is chosen.
        for class in self.classes {
            self.look(class.offers.len())?;
            let (mut once, mut twice) = (ScopeSet::EMPTY, ScopeSet::EMPTY);
            for (_, offer) in &class.offers {
                twice = twice.union(once.intersection(*offer));
                once = once.union(*offer);
            }
            let only = once.difference(twice);
            let needed =
                class.offers.iter().filter(|(_, offer)| !offer.intersection(only).is_empty());
            chosen.extend(needed.map(|(rule, _)| *rule));
        }
        order::sort(&mut chosen);
        chosen.dedup();
        for (class, left) in &mut left {
            let taken = class.offers.iter().filter(|(rule, _)| chosen.binary_search(rule).is_ok());
            *left = taken.fold(*left, |left, (_, offer)| left.difference(*offer));
        }
        loop {
            left.retain(|(_, left)| !left.is_empty());
            let mut gains = vec![(0, ScopeSet::EMPTY); self.reach.len()];
            self.look(gains.len())?;
            for (class, left) in &left {
                self.look(class.offers.len())?;
                for (rule, offer) in &class.offers {
                    let new = offer.intersection(*left);
                    if let Some((gain, scopes)) = gains.get_mut(*rule) {
                        *gain += new.len();
                        *scopes = scopes.union(new);
                    }
                }
            }
            let mut best: Option<(usize, usize, usize)> = None;
            for (rule, (gain, scopes)) in
                gains.into_iter().enumerate().filter(|(_, (gain, _))| *gain > 0)
            {
                let price = RULE + self.cells(rule, scopes);
                let is_better = best.is_none_or(|(_, known, of)| {
                    price.saturating_mul(of) < known.saturating_mul(gain)
                });
                if is_better {
                    best = Some((rule, price, gain));
                }
            }
            let Some((best, ..)) = best else { return Ok(chosen) };
            chosen.push(best);
            for (class, left) in &mut left {
                let offer = class.offers.iter().find(|(rule, _)| *rule == best);
                *left = offer.map_or(*left, |(_, offer)| left.difference(*offer));
            }
        }
    }

    /// What each of the `chosen` rules has to keep.
    fn narrow(&mut self, chosen: &[usize]) -> Result<Vec<ScopeSet>, TooComplex> {
        let mut kept = vec![ScopeSet::EMPTY; self.reach.len()];
        let mut is_chosen = vec![false; self.reach.len()];
        for rule in chosen {
            if let Some(is_chosen) = is_chosen.get_mut(*rule) {
                *is_chosen = true;
            }
        }
        let mut classes_of: Vec<Vec<&Class>> = vec![Vec::new(); self.reach.len()];
        for class in self.classes {
            for (rule, offer) in &class.offers {
                if let Some(classes) = classes_of.get_mut(*rule) {
                    classes.push(class);
                }
                let is_chosen = is_chosen.get(*rule).is_some_and(|is_chosen| *is_chosen);
                if let Some(kept) = kept.get_mut(*rule).filter(|_| is_chosen) {
                    *kept = kept.union(*offer);
                }
            }
        }
        let cells = |place: usize| {
            let rule = chosen.get(place).copied().unwrap_or_default();
            self.cells(rule, kept.get(rule).copied().unwrap_or_default())
        };
        let cells: Vec<usize> = (0..chosen.len()).map(cells).collect();
        let widest = ordered(cells.len(), &mut |one, other| cells.get(other).cmp(&cells.get(one)));
        for rule in widest.into_iter().filter_map(|place| chosen.get(place).copied()) {
            let mut needed = ScopeSet::EMPTY;
            for class in classes_of.get(rule).into_iter().flatten() {
                self.look(class.offers.len())?;
                let others = class.offers.iter().filter(|(other, _)| *other != rule);
                let others = others.fold(ScopeSet::EMPTY, |all, (other, offer)| {
                    let keeps = kept.get(*other).copied().unwrap_or_default();
                    all.union(offer.intersection(keeps))
                });
                let own = class.offers.iter().find(|(offering, _)| *offering == rule);
                let own = own.map_or(ScopeSet::EMPTY, |(_, offer)| *offer);
                needed = needed.union(own.difference(others));
            }
            if let Some(kept) = kept.get_mut(rule) {
                *kept = needed;
            }
        }
        Ok(kept)
    }
}
