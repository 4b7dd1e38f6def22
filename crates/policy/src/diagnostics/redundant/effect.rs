//! What rules grant, however they are written.

use std::ops::Range;

use super::cover::uncovered;
use crate::{
    EntityType, Program, ResourceType, Rule, Scope, ScopeSet, TooComplex,
    diagnostics::{Regions, Subject},
    order,
    program::OPENING,
    region::{Diagram, Region},
};

/// One of the four things that something is granted on: the organization, or entities of one type.
pub(super) struct Side<'s> {
    of_type: ScopeSet,
    /// Where each rule of the program holds, and the diagram of that; `None` where it cannot be had.
    pub(super) known: Option<(&'s [Region], &'s mut Diagram)>,
}

impl<'s> Side<'s> {
    /// The organization, where every region is all or nothing.
    pub(super) fn organization(regions: &'s [Region], diagram: &'s mut Diagram) -> Self {
        let of_type = ScopeSet::of_type(ResourceType::Global);
        Self { of_type, known: Some((regions, diagram)) }
    }

    /// Entities of one type.
    pub(super) fn entities(entity_type: EntityType, regions: &'s mut Option<Regions<'_>>) -> Self {
        let known = regions.as_mut();
        let known = known.map(|known| (known.rules.as_slice(), &mut known.builder.diagram));
        Self { of_type: ScopeSet::of_type(entity_type.into()), known }
    }
}

/// What a rule grants on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Grant {
    pub(super) region: Region,
    pub(super) scopes: ScopeSet,
    /// For how many seconds what is opened may stay open; [`UNLIMITED`] also where nothing is opened.
    pub(super) limit: u64,
}

/// How many times a rule may be asked whether it grants what others do: rules times the sets of scopes, and times
/// of opening, that they tell apart.
const MAX_ASKED: usize = 500_000;

const UNLIMITED: u64 = u64::MAX;

const NOTHING: Grant = Grant { region: Region::NONE, scopes: ScopeSet::EMPTY, limit: UNLIMITED };

/// What a rule grants, by side. Rules of one definition with the same effect grant the same.
pub(super) type Effect = [Grant; 4];

/// What the rules of one definition grant; they are counted from 0 here.
pub(super) struct Effects {
    start: usize,
    list: Vec<Effect>,
    is_claimable: Vec<bool>,
    opening: ScopeSet,
}

impl Effects {
    pub(super) fn of(subject: Subject<'_>, range: Range<usize>, sides: &[Side<'_>; 4]) -> Self {
        let opening: ScopeSet = OPENING.iter().filter_map(|name| Scope::from_name(name)).collect();
        let program = subject.program;
        let rules = || range.clone().filter_map(|index| Some((index, program.rule(index)?)));
        let effect = |(index, rule): (usize, &Rule)| {
            // Through another team it may grant something else.
            if program.speaks_of_team(index) {
                return [NOTHING; 4];
            }
            sides.each_ref().map(|side| {
                let region = side.known.as_ref().and_then(|(regions, _)| regions.get(index));
                let scopes = rule.scopes.intersection(side.of_type);
                let region = region.copied().unwrap_or(Region::NONE);
                if region == Region::NONE || scopes.is_empty() {
                    return NOTHING;
                }
                let opens = !scopes.intersection(opening).is_empty();
                let limit = rule.max_open_secs.filter(|_| opens).unwrap_or(UNLIMITED);
                Grant { region, scopes, limit }
            })
        };
        let unknown = sides.iter().filter(|side| side.known.is_none());
        let unknown = unknown.fold(ScopeSet::EMPTY, |all, side| all.union(side.of_type));
        let shared = shared_records(program, range.clone());
        let is_claimable = |(_, rule): (usize, &Rule)| {
            let record = subject.program.record(rule);
            rule.scopes.intersection(unknown).is_empty()
                && subject.is_ours(rule)
                && record.is_none_or(|record| shared.binary_search(&record).is_err())
        };
        Self {
            start: range.start,
            list: rules().map(effect).collect(),
            is_claimable: rules().map(is_claimable).collect(),
            opening,
        }
    }

    /// The rule of the program that is number `own` here.
    pub(super) const fn rule(&self, own: usize) -> usize {
        self.start + own
    }

    pub(super) fn effect(&self, own: usize) -> Effect {
        self.list.get(own).copied().unwrap_or([NOTHING; 4])
    }

    pub(super) fn is_claimable(&self, own: usize) -> bool {
        self.is_claimable.get(own).copied().unwrap_or(false)
    }

    /// Whether `other` names every scope that `own` grants, wherever that is.
    pub(super) fn names_all(&self, other: usize, own: usize) -> bool {
        let (other, own) = (self.effect(other), self.effect(own));
        own.iter().zip(&other).all(|(own, other)| own.scopes.is_within(other.scopes))
    }

    /// For how many seconds it opens something, where that is limited.
    pub(super) fn limit(&self, own: usize) -> Option<u64> {
        let limits = self.effect(own).map(|grant| grant.limit);
        limits.into_iter().filter(|limit| *limit != UNLIMITED).min()
    }

    /// The rules that grant anything, of those with the same effect the first; `see` hears of the others, each with
    /// the first.
    pub(super) fn without_repetitions(&self, mut see: impl FnMut(usize, usize)) -> Vec<usize> {
        let effect = |own| self.list.get(own);
        let mut order =
            order::ordered(self.list.len(), &mut |one, other| effect(one).cmp(&effect(other)));
        order.retain(|own| self.effect(*own) != [NOTHING; 4]);
        let mut kept = Vec::with_capacity(order.len());
        for group in order.chunk_by(|left, right| self.list.get(*left) == self.list.get(*right)) {
            let Some((first, others)) = group.split_first() else { continue };
            kept.push(*first);
            for other in others.iter().filter(|other| self.is_claimable(**other)) {
                see(*other, *first);
            }
        }
        order::sort(&mut kept);
        kept
    }

    /// For each rule of `kept`, whether it grants something that none of the others does, as far as is known.
    pub(super) fn adding(&self, kept: &[usize], sides: &mut [Side<'_>; 4]) -> Vec<bool> {
        let mut adds: Vec<bool> = kept.iter().map(|own| !self.is_claimable(*own)).collect();
        for (place, side) in sides.iter_mut().enumerate() {
            let grants: Vec<_> = kept
                .iter()
                .map(|own| self.effect(*own).get(place).copied().unwrap_or(NOTHING))
                .collect();
            let Some((_, diagram)) = &mut side.known else { continue };
            if self.look(&grants, diagram, &mut adds).is_err() {
                // Whatever was not found out is not claimed.
                let known = grants.iter().map(|grant| *grant == NOTHING);
                adds.iter_mut().zip(known).for_each(|(adds, is_known)| *adds |= !is_known);
            }
        }
        adds
    }

    /// Notes those of `grants` that the others do not cover.
    fn look(
        &self,
        grants: &[Grant],
        diagram: &mut Diagram,
        adds: &mut [bool],
    ) -> Result<(), TooComplex> {
        let mut questions = Vec::new();
        for (scopes, limits) in self.parts(grants.iter().map(|grant| grant.scopes)) {
            if !limits {
                questions.push((scopes, None));
                continue;
            }
            let naming = grants.iter().filter(|grant| scopes.is_within(grant.scopes));
            let mut limits: Vec<_> = naming.map(|grant| grant.limit).collect();
            order::sort(&mut limits);
            limits.dedup();
            questions.extend(limits.into_iter().map(|limit| (scopes, Some(limit))));
        }
        if questions.len().saturating_mul(grants.len()) > MAX_ASKED {
            return Err(TooComplex);
        }
        let takes_part = |grant: &Grant, (scopes, limit): (ScopeSet, Option<u64>)| {
            scopes.is_within(grant.scopes) && limit.is_none_or(|limit| grant.limit >= limit)
        };
        // What few grant is where most rules add something, and those are asked about no more.
        let granting = |question| grants.iter().filter(|grant| takes_part(grant, question)).count();
        let mut counted: Vec<_> =
            questions.into_iter().map(|question| (granting(question), question)).collect();
        order::sort_by_key(&mut counted, |(count, _)| *count);
        for (_, question) in counted {
            let with = grants.iter().enumerate().filter(|(_, grant)| takes_part(grant, question));
            let (places, regions): (Vec<_>, Vec<_>) =
                with.clone().map(|(place, grant)| (place, grant.region)).unzip();
            // Whoever covers the longest time that a rule leaves open covers the shorter ones as well.
            let is_wanted: Vec<_> = with
                .map(|(place, grant)| {
                    question.1.is_none_or(|limit| grant.limit == limit)
                        && adds.get(place) == Some(&false)
                })
                .collect();
            if !is_wanted.contains(&true) {
                continue;
            }
            for place in uncovered(diagram, &regions, &is_wanted)? {
                if let Some(adds) = places.get(place).and_then(|place| adds.get_mut(*place)) {
                    *adds = true;
                }
            }
        }
        Ok(())
    }

    /// Scopes that stand in the same ones of `sets`, and whether limits matter to them.
    pub(super) fn parts(&self, sets: impl Iterator<Item = ScopeSet>) -> Vec<(ScopeSet, bool)> {
        let parts = ScopeSet::partition(sets).into_iter().flat_map(|scopes| {
            [(scopes.difference(self.opening), false), (scopes.intersection(self.opening), true)]
        });
        parts.filter(|(scopes, _)| !scopes.is_empty()).collect()
    }
}

/// The records that hold rules of `range` and are included in more than one way, sorted.
fn shared_records(program: &Program, range: Range<usize>) -> Vec<&str> {
    // The record that holds a rule, and the way to it.
    let way = |rule: &Rule| {
        let mut path = program.path(rule);
        path.pop()?;
        Some((program.record(rule)?, path))
    };
    let rules = program.rules().get(range).unwrap_or_default();
    // Neighbours mostly stand in one record, reached in one way.
    let alike = rules.chunk_by(|one, other| program.are_beside(one, other));
    let mut ways: Vec<_> = alike.filter_map(|rules| way(rules.first()?)).collect();
    order::sort(&mut ways);
    ways.dedup();
    let mut records: Vec<_> = ways
        .windows(2)
        .filter_map(|pair| match pair {
            [(one, _), (other, _)] if one == other => Some(*one),
            _ => None,
        })
        .collect();
    records.dedup();
    records
}
