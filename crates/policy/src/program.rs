//! A role, compiled: its rules, and under which conditions each of them grants.

pub(crate) mod build;
mod compose;
pub(crate) mod select_rows;
pub(crate) mod size;
mod trail;
mod trouble;
mod walk;

use std::sync::{Arc, OnceLock};

use crate::{Entity, EntityType, Scope, ScopeSet, condition::Condition, explain::Told};

pub use size::CompileError;
pub(crate) use trail::{Trail, Trails};
pub use trouble::{Trouble, TroubleKind};

/// What one or more definitions grant, ready to be asked.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// In the order in which they stand, so that the rules under one condition are neighbours.
    pub(crate) rules: Arc<Vec<Rule>>,
    /// Every place where a condition stands.
    pub(crate) sites: Arc<Vec<Site>>,
    /// Conditions by what they surround, in the same order: each after the one around it.
    pub(crate) guards: Arc<Vec<Guard>>,
    /// Scopes that are not in the catalogue, and where they stand.
    pub(crate) unknown: Vec<(Trail, String)>,
    /// References that lead nowhere, in the order they were met.
    pub(crate) troubles: Vec<Trouble>,
    /// The teams that conditions which speak of the team compare it with, as often as they do.
    pub(crate) teams: Vec<String>,
    /// What it came to while it was compiled.
    pub(crate) size: size::Size,
    /// The ids of plain sets that rules grant through, each list once.
    set_lists: Vec<Arc<[String]>>,
    trails: Trails,
    /// How conditions are told, for each guard, once they are.
    pub(crate) told: OnceLock<Arc<[Told]>>,
}

/// A grant of scopes at one place of a definition.
///
/// The sets that a Compose names count as part of it while they are plain lists of scopes; a set
/// with conditions of its own has its own rules.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Which of the compiled definitions the rule belongs to, from 0.
    pub source: usize,
    /// What it grants, of every type.
    pub scopes: ScopeSet,
    /// How long an opened environment may stay open, in seconds; `None` means no limit.
    pub max_open_secs: Option<u64>,
    /// The index of the list of plain sets through which it grants, where it is a Compose.
    set_list: Option<usize>,
    /// Where it stands; nowhere for a grant that no definition makes.
    trail: Option<Trail>,
    /// The last of the conditions it stands under.
    pub(crate) guard: Option<usize>,
}

impl Rule {
    /// Whether any of its scopes opens an environment, and so has its limit.
    pub fn opens(&self) -> bool {
        let mut opening = OPENING.iter().filter_map(|name| Scope::from_name(name));
        opening.any(|scope| self.scopes.contains(scope))
    }

    /// Whether a definition makes the grant.
    pub const fn is_defined(&self) -> bool {
        self.trail.is_some()
    }
}

/// A place in a definition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The id of the record; `None` for a definition that is not a record.
    pub record: Option<String>,
    /// The JSON pointer into its details.
    pub pointer: String,
}

/// A place where a condition stands.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    /// The condition of a Condition or `IfThenElse`, or the value of an option; nowhere for one that no
    /// definition states.
    trail: Option<Trail>,
    pub(crate) condition: Condition,
    /// Whether it speaks of the team.
    pub(crate) names_team: bool,
}

/// One link of the conditions under which rules grant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guard {
    pub(crate) outer: Option<usize>,
    /// The index of the site.
    pub(crate) site: usize,
    pub(crate) want: Want,
    /// The first rule under it.
    first_rule: usize,
    /// The first rule and the first guard that come after everything under it.
    rules_end: usize,
    guards_end: usize,
}

impl Guard {
    /// The rules under it, by index.
    pub(crate) const fn rules(&self) -> std::ops::Range<usize> {
        self.first_rule..self.rules_end
    }

    /// Whether no rule stands under it.
    pub(crate) const fn is_bare(&self) -> bool {
        self.first_rule == self.rules_end
    }
}

/// What a guard asks of its condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Want {
    True,
    False,
    /// False or not applicable: an earlier option of a select was not taken.
    NotTrue,
}

/// What a program grants on one entity or on the organization.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Granted {
    /// The scopes.
    pub scopes: ScopeSet,
    /// For how long each opening scope may hold open, in seconds, where there is a limit.
    pub max_open_secs: Vec<(Scope, u64)>,
    /// The rules that hold here, in the order of the program.
    pub rules: Vec<usize>,
}

impl Granted {
    /// The rules that grant `scope`, by index.
    pub fn rules_for<'a>(
        &'a self,
        program: &'a Program,
        scope: Scope,
    ) -> impl Iterator<Item = usize> + 'a {
        self.rules.iter().copied().filter(move |index| {
            program.rules.get(*index).is_some_and(|rule| rule.scopes.contains(scope))
        })
    }
}

/// The scopes that `MaxOpenDuration` limits: those that open an environment.
pub(crate) const OPENING: [&str; 3] =
    ["environment:open", "environment_version:open", "environment_yaml:open"];

impl Program {
    /// Its rules, in the order of the definitions.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule at `index`.
    pub fn rule(&self, index: usize) -> Option<&Rule> {
        self.rules.get(index)
    }

    /// Where `rule`, which is one of these, stands; `None` for a grant that no definition makes.
    pub fn place(&self, rule: &Rule) -> Option<Place> {
        rule.trail.map(|trail| self.trails.place(trail))
    }

    /// The way to `rule`, from the outermost definition: through a Compose in each place but the last.
    pub fn path(&self, rule: &Rule) -> Vec<Place> {
        rule.trail.map_or(Vec::new(), |trail| self.trails.path(trail))
    }

    /// The id of the record that `rule` stands in, if it is in one.
    pub fn record(&self, rule: &Rule) -> Option<&str> {
        self.trails.record(rule.trail?)
    }

    /// The ids of the plain sets through which `rule` grants, where it is a Compose.
    pub fn sets(&self, rule: &Rule) -> &[String] {
        rule.set_list.and_then(|list| self.set_lists.get(list)).map_or(&[], |sets| &**sets)
    }

    /// Whether two rules stand in one definition, come to in one way.
    pub(crate) fn are_beside(&self, one: &Rule, other: &Rule) -> bool {
        match (one.trail, other.trail) {
            (Some(one), Some(other)) => self.trails.are_beside(one, other),
            _ => false,
        }
    }

    /// Where something of it stands; the beginning of no definition where no definition states it.
    pub(crate) fn place_at(&self, trail: Option<Trail>) -> Place {
        let nowhere = || Place { record: None, pointer: String::new() };
        trail.map_or_else(nowhere, |trail| self.trails.place(trail))
    }

    /// Where the condition at `site` stands.
    pub(crate) fn site_place(&self, site: &Site) -> Place {
        self.place_at(site.trail)
    }

    /// The way to the condition at `site`, from the outermost definition: through a Compose in each place but the last.
    pub(crate) fn site_path(&self, site: &Site) -> Vec<Place> {
        site.trail.map_or(Vec::new(), |trail| self.trails.path(trail))
    }

    /// The id of the record that the condition at `site` is in, if it is in one.
    pub(crate) fn site_record(&self, site: &Site) -> Option<&str> {
        self.trails.record(site.trail?)
    }

    /// Where the reference stands that is in trouble; the beginning of no definition where a binding makes it.
    pub fn trouble_place(&self, trouble: &Trouble) -> Place {
        self.place_at(trouble.trail)
    }

    /// Every scope that some rule grants, wherever.
    pub(crate) fn named(&self) -> ScopeSet {
        self.rules.iter().fold(ScopeSet::EMPTY, |named, rule| named.union(rule.scopes))
    }

    /// How many grants, conditions, references and expressions it was compiled from, a long text counting as several: a
    /// measure of the work it makes.
    pub const fn size(&self) -> usize {
        self.size.total()
    }

    /// References that lead nowhere, and grant nothing.
    pub fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }

    /// What it grants on `entity`, with the rules that do.
    ///
    /// Cannot fail and does no I/O, so the browser and the server always answer alike.
    pub fn on_entity(&self, entity: &Entity) -> Granted {
        self.on(Some(entity))
    }

    /// What it grants on the organization, with the rules that do.
    pub fn on_organization(&self) -> Granted {
        self.on(None)
    }

    fn on(&self, entity: Option<&Entity>) -> Granted {
        let rules: Vec<_> = self.holding(entity).collect();
        let of_type = ScopeSet::of_type(
            entity.map_or(crate::ResourceType::Global, |entity| entity.entity_type.into()),
        );
        let holding = || rules.iter().filter_map(|index| self.rules.get(*index));
        let scopes = holding()
            .fold(ScopeSet::EMPTY, |scopes, rule| scopes.union(rule.scopes))
            .intersection(of_type);
        let max_open_secs = longest(&holding(), scopes);
        Granted { scopes, max_open_secs, rules }
    }

    /// The conditions under which the rule at `index` grants, innermost first.
    pub(crate) fn guards_of(&self, index: usize) -> impl Iterator<Item = (&Site, Want)> {
        let mut next = self.rules.get(index).and_then(|rule| rule.guard);
        std::iter::from_fn(move || {
            let guard = self.guards.get(next?)?;
            next = guard.outer;
            Some((self.sites.get(guard.site)?, guard.want))
        })
    }

    /// Whether the rule at `index` stands under a condition that speaks of the team: through another team, or through
    /// none, it may hold elsewhere.
    pub(crate) fn speaks_of_team(&self, index: usize) -> bool {
        self.guards_of(index).any(|(site, _)| site.names_team)
    }

    /// Whether it grants `scope` on `entity`.
    pub fn allows(&self, scope: Scope, entity: &Entity) -> bool {
        scope.applies_to(entity.entity_type.into())
            && self.holding_on(entity).any(|rule| rule.scopes.contains(scope))
    }

    /// Every scope that it grants on `entity`.
    pub(crate) fn scopes_on(&self, entity: &Entity) -> ScopeSet {
        let holding = self.holding_on(entity);
        holding
            .fold(ScopeSet::EMPTY, |scopes, rule| scopes.union(rule.scopes))
            .intersection(ScopeSet::of_type(entity.entity_type.into()))
    }

    fn holding_on<'a>(&'a self, entity: &'a Entity) -> impl Iterator<Item = &'a Rule> {
        self.holding(Some(entity)).filter_map(|index| self.rules.get(index))
    }
}

/// The longest time that `rules` leave an environment open for, for each opening scope in `scopes`.
///
/// A rule without a limit beats every limit, so there is none then.
pub(crate) fn longest<'a>(
    rules: &(impl Iterator<Item = &'a Rule> + Clone),
    scopes: ScopeSet,
) -> Vec<(Scope, u64)> {
    if rules.clone().all(|rule| rule.max_open_secs.is_none()) {
        return Vec::new();
    }
    let opening = OPENING.iter().filter_map(|name| Scope::from_name(name));
    opening
        .filter(|scope| scopes.contains(*scope))
        .filter_map(|scope| {
            let limits = rules
                .clone()
                .filter(|rule| rule.scopes.contains(scope))
                .map(|rule| rule.max_open_secs);
            limits.reduce(|left, right| Some(left?.max(right?))).flatten().map(|secs| (scope, secs))
        })
        .collect()
}

/// How far a grant goes that is no definition: by a setting, or of one set on one entity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    /// The organization only.
    Organization,
    /// Every entity of a type.
    Every(EntityType),
    /// One entity.
    One(EntityType, String),
}
