//! Comparing two programs over everything that could ever be asked, not only over what exists today.

use std::collections::BTreeMap;

use crate::{
    Case, Entity, EntityType, Granted, Program, ResourceType, Rule, Scope, ScopeSet, TooComplex,
    order,
    program::OPENING,
    region::{Builder, MAX_STEPS, Region},
};

/// What one program grants more or less than another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// What is granted on the organization that was not.
    pub organization_gained: ScopeSet,
    /// What is no longer granted on the organization.
    pub organization_lost: ScopeSet,
    /// How the limits change of what may be opened on the organization before and after.
    pub organization_limits: Vec<LimitChange>,
    /// What changes on entities: gains and losses, by type, the widest reaching first.
    pub changes: Vec<Change>,
}

/// A scope that opens something, and for how many seconds before and after; `None` is no limit.
pub type LimitChange = (Scope, Option<u64>, Option<u64>);

/// Scopes that are gained or lost on the same entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The type of the entities.
    pub entity_type: EntityType,
    /// The scopes.
    pub scopes: ScopeSet,
    /// What happens to them.
    pub kind: ChangeKind,
    /// On which entities, case by case.
    pub cases: Vec<Case>,
    /// Whether `cases` are all of them: there can be very many, and none are told where conditions compare tags
    /// with each other.
    pub is_complete: bool,
    /// An entity on which it happens, also one that does not exist.
    pub example: Entity,
}

/// What happens to scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// They are granted and were not.
    Gained,
    /// They were granted and are not.
    Lost,
    /// They open an environment for longer than before: more than so many seconds.
    OpenLonger(u64),
    /// They no longer open an environment for more than so many seconds.
    OpenShorter(u64),
}

impl Difference {
    /// What `after` grants that `before` did not, and the other way round: exactly, over all possible entities.
    ///
    /// # Errors
    ///
    /// [`TooComplex`] when the two distinguish more cases than can be compared.
    pub fn between(before: &Program, after: &Program) -> Result<Self, TooComplex> {
        let (old, new) = (before.on_organization(), after.on_organization());
        let mut difference = Self {
            organization_gained: new.scopes.difference(old.scopes),
            organization_lost: old.scopes.difference(new.scopes),
            organization_limits: limit_changes(&old, &new),
            changes: Vec::new(),
        };
        for entity_type in EntityType::ALL {
            difference.changes.extend(changes(before, after, entity_type)?);
        }
        Ok(difference)
    }

    /// What changes on the organization: gains, losses, and what opens for longer or shorter.
    pub fn on_organization(&self) -> impl Iterator<Item = (ChangeKind, ScopeSet)> {
        let granted = [
            (ChangeKind::Gained, self.organization_gained),
            (ChangeKind::Lost, self.organization_lost),
        ];
        let limits = self.organization_limits.iter().filter_map(|(scope, before, after)| {
            Some((ChangeKind::of_limits(*before, *after)?, [*scope].into_iter().collect()))
        });
        granted.into_iter().filter(|(_, scopes)| !scopes.is_empty()).chain(limits)
    }

    /// Whether both grant the same on everything there could be.
    pub fn is_equivalent(&self) -> bool {
        *self == Self::default()
    }

    /// Whether nothing is granted that was not granted before: `after` is contained in `before`.
    pub fn only_takes_away(&self) -> bool {
        self.kinds().all(|kind| !kind.is_more())
    }

    /// Whether nothing is taken away: `before` is contained in `after`.
    pub fn only_adds(&self) -> bool {
        self.kinds().all(ChangeKind::is_more)
    }

    fn kinds(&self) -> impl Iterator<Item = ChangeKind> {
        let on_entities = self.changes.iter().map(|change| change.kind);
        self.on_organization().map(|(kind, _)| kind).chain(on_entities)
    }
}

impl ChangeKind {
    /// What another limit comes to, in seconds where there is one; `None` when it is the same.
    pub fn of_limits(before: Option<u64>, after: Option<u64>) -> Option<Self> {
        match (before, after) {
            (Some(before), after) if after.is_none_or(|after| after > before) => {
                Some(Self::OpenLonger(before))
            }
            (before, Some(after)) if before.is_none_or(|before| before > after) => {
                Some(Self::OpenShorter(after))
            }
            _ => None,
        }
    }

    /// Whether something may be done that could not be done before.
    pub const fn is_more(self) -> bool {
        matches!(self, Self::Gained | Self::OpenLonger(_))
    }
}

/// How the limits change of scopes that are granted before and after.
pub fn limit_changes(before: &Granted, after: &Granted) -> Vec<LimitChange> {
    if before.max_open_secs == after.max_open_secs {
        return Vec::new();
    }
    let secs = |granted: &Granted, scope| {
        granted.max_open_secs.iter().find(|(limited, _)| *limited == scope).map(|(_, secs)| *secs)
    };
    let stays = before.scopes.intersection(after.scopes);
    let change = |scope| (scope, secs(before, scope), secs(after, scope));
    stays.iter().map(change).filter(|(_, before, after)| before != after).collect()
}

/// Something a program may or may not allow: a scope, or opening for more than so many seconds with it.
pub(crate) type Ability = (Scope, Option<u64>);

/// Rules that name the same scopes, with the same limit.
type Group = (ScopeSet, Option<u64>);

fn changes(
    before: &Program,
    after: &Program,
    entity_type: EntityType,
) -> Result<Vec<Change>, TooComplex> {
    let mut builder = Builder::new(&[before, after], entity_type)?;
    let of_type = ScopeSet::of_type(ResourceType::Entity(entity_type));
    let group = |rule: &Rule| (rule.scopes.intersection(of_type), rule.max_open_secs);
    let rules = || before.rules().iter().chain(after.rules());
    let mut groups: Vec<Group> =
        rules().map(group).filter(|(scopes, _)| !scopes.is_empty()).collect();
    order::sort(&mut groups);
    groups.dedup();
    let mut limits: Vec<_> = rules().filter_map(|rule| rule.max_open_secs).collect();
    order::sort(&mut limits);
    limits.dedup();
    let opening: ScopeSet = OPENING.iter().filter_map(|name| Scope::from_name(name)).collect();
    let named = groups.iter().fold(ScopeSet::EMPTY, |all, (scopes, _)| all.union(*scopes));
    let limited = named.intersection(opening).len().saturating_mul(limits.len());
    check_limits(limited, before.rules().len() + after.rules().len())?;
    let mut joined = |program: &Program| {
        let regions = builder.rules(program, &|rule| !group(rule).0.is_empty())?;
        let mut parts: Vec<Vec<Region>> = vec![Vec::new(); groups.len()];
        for (rule, region) in program.rules().iter().zip(regions) {
            let place = groups.binary_search(&group(rule)).ok();
            if let Some(parts) = place.and_then(|place| parts.get_mut(place)) {
                parts.push(region);
            }
        }
        parts.iter().map(|parts| builder.diagram.any(parts)).collect::<Result<Vec<_>, _>>()
    };
    let (old, new) = (joined(before)?, joined(after)?);
    let mut found = Vec::<((ChangeKind, Region), ScopeSet)>::new();
    // Scopes that the same groups name change together.
    for scopes in ScopeSet::partition(groups.iter().map(|(scopes, _)| *scopes)) {
        let longer = limits.iter().copied().map(Some);
        let limited = scopes.intersection(opening);
        for longer_than in [None].into_iter().chain(longer.filter(|_| !limited.is_empty())) {
            let mut allowed = |regions: &[Region]| {
                // What does not allow it stays in its place as nothing: then equal parts of two joins are joined once.
                let allows = |(named, limit): &Group| {
                    scopes.is_within(*named)
                        && longer_than.is_none_or(|secs| limit.is_none_or(|limit| limit > secs))
                };
                let parts = groups.iter().zip(regions);
                let part = |(group, region): (&Group, &Region)| {
                    if allows(group) { *region } else { Region::NONE }
                };
                builder.diagram.any(&parts.map(part).collect::<Vec<_>>())
            };
            let (old, new) = (allowed(&old)?, allowed(&new)?);
            let gained = builder.diagram.without(new, old)?;
            let lost = builder.diagram.without(old, new)?;
            let kinds = match longer_than {
                None => [(ChangeKind::Gained, gained), (ChangeKind::Lost, lost)],
                Some(secs) => {
                    [(ChangeKind::OpenLonger(secs), gained), (ChangeKind::OpenShorter(secs), lost)]
                }
            };
            let changed = if longer_than.is_none() { scopes } else { limited };
            let kinds = kinds.into_iter().filter(|(_, region)| *region != Region::NONE);
            found.extend(kinds.map(|key| (key, changed)));
        }
    }
    // What changes in the same way on the same entities is one change.
    let change = |((kind, region), scopes): ((ChangeKind, Region), Vec<ScopeSet>)| {
        let scopes = scopes.into_iter().fold(ScopeSet::EMPTY, ScopeSet::union);
        let (cases, is_complete) = builder.cases(region);
        // A region that is not empty has an example.
        let example = builder.example(region)?;
        Some(Change { entity_type, scopes, kind, cases, is_complete, example })
    };
    Ok(order::grouped(found).into_iter().filter_map(change).collect())
}

/// Refuses more limits than can be held against every rule.
const fn check_limits(limits: usize, rules: usize) -> Result<(), TooComplex> {
    if limits.saturating_mul(rules) > MAX_STEPS { Err(TooComplex) } else { Ok(()) }
}

/// What the programs distinguish on entities of this type.
pub(crate) fn abilities(programs: &[&Program], entity_type: EntityType) -> Vec<Ability> {
    let rules = || programs.iter().flat_map(|program| program.rules());
    let named = rules().fold(ScopeSet::EMPTY, |scopes, rule| scopes.union(rule.scopes));
    let named = named.intersection(ScopeSet::of_type(ResourceType::Entity(entity_type)));
    let mut limits: Vec<_> = rules().filter_map(|rule| rule.max_open_secs).collect();
    order::sort(&mut limits);
    limits.dedup();
    let opening = |scope: &Scope| OPENING.contains(&scope.name());
    let longer = named
        .iter()
        .filter(opening)
        .flat_map(|scope| limits.iter().map(move |secs| (scope, Some(*secs))));
    named.iter().map(|scope| (scope, None)).chain(longer).collect()
}

/// For each ability, where `program` allows it.
pub(crate) fn regions(
    builder: &mut Builder<'_>,
    program: &Program,
    abilities: &[Ability],
) -> Result<Vec<Region>, TooComplex> {
    let limited = abilities.iter().filter(|(_, longer_than)| longer_than.is_some()).count();
    check_limits(limited, program.rules().len())?;
    let rules = builder.rules(program, &|_| true)?;
    // Scopes that the same rules name are in the same place, for each limit: joined once.
    let alike = ScopeSet::partition(program.rules().iter().map(|rule| rule.scopes));
    let mut joined = BTreeMap::<(Option<usize>, Option<u64>), Region>::new();
    let mut regions = Vec::with_capacity(abilities.len());
    for (scope, longer_than) in abilities {
        let key = (alike.iter().position(|scopes| scopes.contains(*scope)), *longer_than);
        let region = if let Some(region) = joined.get(&key) {
            *region
        } else {
            let allows = |rule: &Rule| {
                let is_long_enough = longer_than
                    .is_none_or(|secs| rule.max_open_secs.is_none_or(|limit| limit > secs));
                rule.scopes.contains(*scope) && is_long_enough
            };
            let naming = program.rules().iter().zip(&rules).filter(|(rule, _)| allows(rule));
            let parts: Vec<_> = naming.map(|(_, region)| *region).collect();
            let region = builder.diagram.any(&parts)?;
            joined.insert(key, region);
            region
        };
        regions.push(region);
    }
    Ok(regions)
}
