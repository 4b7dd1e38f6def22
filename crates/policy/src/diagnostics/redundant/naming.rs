//! Which other rules grant what a rule grants.

use super::effect::{Effects, Side};
use crate::{TooComplex, order, region::Region};

/// How many times one rule is held against another to find those names.
pub(super) const MAX_LOOKS: usize = 50_000;

/// Of more rules than this it is not tried to leave one out.
const MAX_PRUNED: usize = 16;

/// Finds the rules that cover another.
pub(super) struct Naming<'n, 's> {
    pub(super) effects: &'n Effects,
    /// The rules without repetitions.
    pub(super) kept: &'n [usize],
    /// Whether each of them adds something.
    pub(super) adds: &'n [bool],
    pub(super) sides: &'n mut [Side<'s>; 4],
    pub(super) looks: &'n mut usize,
}

impl Naming<'_, '_> {
    /// Rules that together grant what `own` grants, in order: one if one does, else none of a few that could be
    /// left out; nothing where finding them would take too long.
    ///
    /// Rules that add something themselves are preferred, for they stay when all that add nothing go.
    pub(super) fn covers(&mut self, own: usize) -> Vec<usize> {
        let of = |adding: bool| {
            let others = self.kept.iter().zip(self.adds);
            others.filter(move |(other, adds)| **other != own && **adds == adding)
        };
        let others: Vec<_> = of(true).chain(of(false)).map(|(other, _)| *other).collect();
        let mut covers = self.find(own, &others).ok().flatten().unwrap_or_default();
        order::sort(&mut covers);
        covers
    }

    /// Whether `own` is itself told to add nothing.
    pub(super) fn is_superfluous(&self, own: usize) -> bool {
        let place = self.kept.binary_search(&own).ok();
        place.and_then(|place| self.adds.get(place)) == Some(&false)
    }

    fn find(&mut self, own: usize, others: &[usize]) -> Result<Option<Vec<usize>>, TooComplex> {
        for other in others {
            if self.effects.names_all(*other, own) && self.cover(own, &[*other])?.is_some() {
                return Ok(Some(vec![*other]));
            }
        }
        let Some(mut chosen) = self.cover(own, others)? else { return Ok(None) };
        if chosen.len() <= MAX_PRUNED {
            for place in (0..chosen.len()).rev() {
                let mut fewer = chosen.clone();
                fewer.remove(place);
                if self.cover(own, &fewer)?.is_some() {
                    chosen = fewer;
                }
            }
        }
        Ok(Some(chosen))
    }

    /// Those of `others` that take part in granting all that `own` grants; `None` where they do not grant all.
    fn cover(&mut self, own: usize, others: &[usize]) -> Result<Option<Vec<usize>>, TooComplex> {
        *self.looks = self.looks.checked_sub(others.len()).ok_or(TooComplex)?;
        let (effects, mut chosen) = (self.effects, Vec::new());
        for (place, grant) in effects.effect(own).into_iter().enumerate() {
            let known = self.sides.get_mut(place).and_then(|side| side.known.as_mut());
            let Some((_, diagram)) = known.filter(|_| !grant.scopes.is_empty()) else { continue };
            let theirs: Vec<_> = others
                .iter()
                .filter_map(|other| Some((*other, *effects.effect(*other).get(place)?)))
                .collect();
            let named = theirs.iter().map(|(_, other)| other.scopes.intersection(grant.scopes));
            for (scopes, is_limited) in effects.parts(named.chain([grant.scopes])) {
                let mut left = grant.region;
                for (other, theirs) in &theirs {
                    let is_enough = scopes.is_within(theirs.scopes)
                        && (!is_limited || theirs.limit >= grant.limit);
                    if left == Region::NONE || !is_enough {
                        continue;
                    }
                    let rest = diagram.without(left, theirs.region)?;
                    if rest != left && !chosen.contains(other) {
                        chosen.push(*other);
                    }
                    left = rest;
                }
                if left != Region::NONE {
                    return Ok(None);
                }
            }
        }
        Ok(Some(chosen))
    }
}
