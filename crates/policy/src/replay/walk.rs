//! Going through a log: what everybody holds, at each place where they used something.

use super::{Log, Outcome, ReplayError, Unknown, Use, UsedEntity, held::is_record};
use crate::{
    Access, Entity, Granted, Organization, Permission, Principal, Rule, Scope, ScopeSet,
    impact::Held,
    order::{self, ordered},
    principal::Part,
    program::longest,
};

/// How many rules and questions of conditions are looked at; beyond it there is no answer.
const MAX_LOOKS: usize = 200_000_000;

/// What is asked about: a role, by the id of its record, or everything that somebody holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asked<'a> {
    Role(&'a str),
    Everything,
}

/// A log, with everybody in it who holds the same together.
pub(super) struct Walk<'w> {
    organization: &'w Organization,
    drafted: Option<&'w Organization>,
    asked: Asked<'w>,
    log: &'w Log,
    groups: Vec<(Held, Vec<Principal>)>,
    /// For each use what is not known about it; nothing has been decided yet.
    pub(super) outcomes: Vec<Outcome>,
}

/// A place where some who hold the same used something.
pub(super) struct Visit<'v> {
    /// What they hold there today.
    pub(super) today: Side<'v>,
    /// What they would hold there with the draft.
    pub(super) drafted: Option<Side<'v>>,
    /// The entity; the organization where there is none.
    pub(super) entity: Option<&'v Entity>,
    /// The uses, by index in the log; each of a scope that the catalogue has.
    pub(super) uses: &'v [usize],
}

/// What some hold at a place.
pub(super) struct Side<'s> {
    pub(super) access: &'s Access,
    pub(super) granted: Granted,
    /// For each source, the index of its first rule where it is what is asked about.
    own: &'s [Option<usize>],
}

impl<'w> Walk<'w> {
    pub(super) fn new(
        organization: &'w Organization,
        drafted: Option<&'w Organization>,
        asked: Asked<'w>,
        log: &'w Log,
    ) -> Self {
        let mut walk = Self {
            organization,
            drafted,
            asked,
            log,
            groups: Vec::new(),
            outcomes: Vec::with_capacity(log.uses().len()),
        };
        let mut holding = Vec::new();
        for uses in log.uses().chunk_by(|one, other| one.principal == other.principal) {
            let Some(principal) = uses.first().map(|used| &used.principal) else { continue };
            let is_known = exists(organization, principal);
            if is_known {
                let held = |of| Part::of(of, &principal.subject()).unwrap_or_default();
                let held = (held(organization), held(drafted.unwrap_or(organization)));
                holding.push((held, principal.clone()));
            }
            let unknown = |used: &Use| match &used.permission {
                _ if !is_known => Some(Unknown::Principal),
                Permission::Unknown(_) => Some(Unknown::Scope),
                Permission::Known(_) => {
                    let is_there = |named: &UsedEntity| {
                        let row = || organization.inventory.row(named.entity_type, &named.id);
                        named.tags.is_some() || row().is_some()
                    };
                    let is_there = used.entity.as_ref().is_none_or(is_there);
                    (!is_there).then_some(Unknown::Entity)
                }
            };
            let outcome = |used| Outcome { unknown: unknown(used), ..Outcome::default() };
            walk.outcomes.extend(uses.iter().map(outcome));
        }
        walk.groups = order::grouped(holding);
        walk
    }

    /// Visits every place at which some who hold the same used something.
    pub(super) fn each(&self, see: &mut dyn FnMut(&Visit<'_>)) -> Result<(), ReplayError> {
        let mut looks = 0;
        for ((today, then), principals) in &self.groups {
            let today = Holding::of(self.organization, today, self.asked)?;
            let then = self.drafted.map(|drafted| Holding::of(drafted, then, self.asked));
            let then = then.transpose()?;
            let size = today.size() + then.as_ref().map_or(0, Holding::size);
            let known = |index: &usize| {
                self.outcomes.get(*index).is_some_and(|outcome| outcome.unknown.is_none())
            };
            let own = principals.iter().flat_map(|principal| self.log.of(principal));
            let own: Vec<usize> = own.filter(known).collect();
            let entity =
                |index: usize| self.log.uses().get(index).and_then(|used| used.entity.as_ref());
            let at = |place: usize| own.get(place).and_then(|index| entity(*index));
            let order = ordered(own.len(), &mut |one, other| at(one).cmp(&at(other)));
            let uses: Vec<usize> =
                order.into_iter().filter_map(|place| own.get(place).copied()).collect();
            for uses in uses.chunk_by(|one, other| entity(*one) == entity(*other)) {
                looks += size;
                if looks > MAX_LOOKS {
                    return Err(ReplayError::TooMany);
                }
                let named = uses.first().and_then(|index| entity(*index));
                let entity = named.and_then(|named| find(self.organization, named));
                let entity = entity.as_deref();
                let drafted = then.as_ref().map(|then| then.at(entity));
                see(&Visit { today: today.at(entity), drafted, entity, uses });
            }
        }
        Ok(())
    }
}

/// Whether there is such a person, team or token.
fn exists(organization: &Organization, principal: &Principal) -> bool {
    match principal {
        Principal::User(login) => organization.members.iter().any(|member| member.login == *login),
        Principal::Team(name) => organization.teams.iter().any(|team| team.name == *name),
        Principal::Token(id) => organization.tokens.iter().any(|token| token.id == *id),
    }
}

/// The entity that a log names: with the tags that it says, or as it is today.
fn find<'o>(
    organization: &'o Organization,
    named: &UsedEntity,
) -> Option<std::borrow::Cow<'o, Entity>> {
    use std::borrow::Cow;
    if let Some(tags) = &named.tags {
        let UsedEntity { entity_type, id, .. } = named.clone();
        return Some(Cow::Owned(Entity {
            entity_type,
            id,
            name: String::new(),
            tags: tags.clone(),
        }));
    }
    let row = organization.inventory.row(named.entity_type, &named.id)?;
    organization.inventory.entity(row).map(Cow::Borrowed)
}

/// What some hold.
struct Holding {
    access: Access,
    own: Vec<Option<usize>>,
}

impl Holding {
    fn of(
        organization: &Organization,
        parts: &[Part],
        asked: Asked<'_>,
    ) -> Result<Self, ReplayError> {
        let records = &organization.records;
        let access = Access::from_parts(records, parts).map_err(crate::AccessError::from)?;
        let own = parts.iter().enumerate().map(|(source, part)| match asked {
            // Then the rules are numbered through.
            Asked::Everything => Some(0),
            Asked::Role(id) => {
                let first = || access.program.rules().iter().position(|rule| rule.source == source);
                let held = part.record().filter(|held| is_record(records, held, id));
                held.map(|_| first().unwrap_or(0))
            }
        });
        Ok(Self { own: own.collect(), access })
    }

    /// How much there is to look at for one place.
    fn size(&self) -> usize {
        let mut size = 1 + self.access.program.rules().len();
        for site in self.access.program.sites.iter() {
            site.condition.each_atom(&mut |_, _| size += 1);
        }
        size
    }

    fn at(&self, entity: Option<&Entity>) -> Side<'_> {
        let program = &self.access.program;
        let granted =
            entity.map_or_else(|| program.on_organization(), |entity| program.on_entity(entity));
        Side { access: &self.access, granted, own: &self.own }
    }
}

impl Visit<'_> {
    /// Every scope that was used here.
    pub(super) fn used(&self, log: &Log) -> ScopeSet {
        self.uses.iter().filter_map(|index| log.scope(*index)).collect()
    }
}

impl Side<'_> {
    fn holding(&self) -> impl Iterator<Item = (usize, &Rule)> {
        self.granted
            .rules
            .iter()
            .filter_map(|index| Some((*index, self.access.program.rule(*index)?)))
    }

    /// The rules of what is asked about that hold here, numbered as when it is held by itself, with duplicates.
    pub(super) fn own(&self) -> impl Iterator<Item = (usize, &Rule)> {
        self.holding().filter_map(|(index, rule)| {
            let first = self.own.get(rule.source).copied().flatten()?;
            Some((index - first, rule))
        })
    }

    /// Everything else by which `scope` is granted here, by source, with duplicates.
    pub(super) fn others(&self, scope: Scope) -> impl Iterator<Item = usize> {
        let others = self.holding().map(|(_, rule)| rule);
        let others = others.filter(move |rule| rule.scopes.contains(scope));
        others
            .map(|rule| rule.source)
            .filter(|source| self.own.get(*source).copied().flatten().is_none())
    }

    /// What the thing that is asked about grants here, and for how long it opens.
    pub(super) fn own_granted(&self) -> (ScopeSet, Vec<(Scope, u64)>) {
        let rules: Vec<&Rule> = self.own().map(|(_, rule)| rule).collect();
        let scopes = rules.iter().fold(ScopeSet::EMPTY, |all, rule| all.union(rule.scopes));
        let scopes = scopes.intersection(self.granted.scopes);
        (scopes, longest(&rules.iter().copied(), scopes))
    }
}
