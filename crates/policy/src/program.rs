//! A role, compiled: its rules, and under which conditions each of them grants.

pub(crate) mod build;
mod compose;
pub(crate) mod select_rows;

use std::sync::Arc;

use crate::{Entity, EntityType, Scope, ScopeSet, condition::Condition, condition::Truth};

pub use build::{CompileError, Trouble, TroubleKind};

/// What one or more definitions grant, ready to be asked.
#[derive(Debug, Clone, Default)]
pub struct Program {
    pub(crate) rules: Vec<Rule>,
    pub(crate) root: Vec<Step>,
    /// Every place where a condition stands.
    pub(crate) sites: Arc<Vec<Site>>,
    /// Chains of conditions: each rule names the last link of its own.
    pub(crate) guards: Arc<Vec<Guard>>,
    /// Scopes that are not in the catalogue, and where they stand.
    pub(crate) unknown: Vec<(Place, String)>,
    /// References that lead nowhere, in the order they were met.
    pub(crate) troubles: Vec<Trouble>,
}

/// A grant of scopes at one place of a definition.
///
/// The sets that a Compose names count as part of it while they are plain lists of scopes; a set
/// with conditions of its own has its own rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Which of the compiled definitions the rule belongs to, from 0.
    pub source: usize,
    /// The way to it, from the outermost definition: through a Compose in each place but the last.
    pub path: Vec<Place>,
    /// What it grants, of every type.
    pub scopes: ScopeSet,
    /// How long an opened environment may stay open, in seconds; `None` means no limit.
    pub max_open_secs: Option<u64>,
    /// The ids of the plain sets through which it grants, where it is a Compose.
    pub sets: Vec<String>,
    /// The last of the conditions it stands under.
    pub(crate) guard: Option<usize>,
}

impl Rule {
    /// Where it stands.
    pub fn place(&self) -> Option<&Place> {
        self.path.last()
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
    /// The condition of a Condition or `IfThenElse`, or the value of an option.
    pub(crate) place: Place,
    pub(crate) condition: Condition,
    /// Whether it speaks of the team.
    pub(crate) names_team: bool,
}

/// One link of the conditions under which a rule grants.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guard {
    pub(crate) outer: Option<usize>,
    /// The index of the site.
    pub(crate) site: usize,
    pub(crate) want: Want,
}

/// What a guard asks of its condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    True,
    False,
    /// False or not applicable: an earlier option of a select was not taken.
    NotTrue,
}

/// A step of a program.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Grants the rule at this index.
    Rule(usize),
    Group(Vec<Step>),
    /// One branch where the condition at the site is definitely true, the other where it is definitely false.
    When {
        site: usize,
        then: Vec<Step>,
        otherwise: Vec<Step>,
    },
    /// The first option whose condition is definitely true.
    Select(Vec<(usize, Vec<Step>)>),
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
        let mut rules = Vec::new();
        self.collect(&self.root, entity, &mut rules);
        rules.sort_unstable();
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

    fn collect(&self, steps: &[Step], entity: Option<&Entity>, rules: &mut Vec<usize>) {
        for step in steps {
            match step {
                Step::Rule(index) => rules.push(*index),
                Step::Group(steps) => self.collect(steps, entity, rules),
                Step::When { site, then, otherwise } => match self.truth(*site, entity) {
                    Truth::True => self.collect(then, entity, rules),
                    Truth::False => self.collect(otherwise, entity, rules),
                    Truth::NotApplicable => {}
                },
                Step::Select(options) => {
                    let first =
                        options.iter().find(|(site, _)| self.truth(*site, entity) == Truth::True);
                    if let Some((_, steps)) = first {
                        self.collect(steps, entity, rules);
                    }
                }
            }
        }
    }

    fn truth(&self, site: usize, entity: Option<&Entity>) -> Truth {
        // INVARIANT: steps only name sites of their own program. Deny when in doubt.
        self.sites.get(site).map_or(Truth::NotApplicable, |site| site.condition.holds_for(entity))
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

    /// Whether it grants `scope` on `entity`.
    pub fn allows(&self, scope: Scope, entity: &Entity) -> bool {
        scope.applies_to(entity.entity_type.into())
            && self.any(&self.root, entity, &mut |rule| rule.scopes.contains(scope))
    }

    /// Every scope that it grants on `entity`.
    pub(crate) fn scopes_on(&self, entity: &Entity) -> ScopeSet {
        let mut scopes = ScopeSet::EMPTY;
        self.any(&self.root, entity, &mut |rule| {
            scopes = scopes.union(rule.scopes);
            false
        });
        scopes.intersection(ScopeSet::of_type(entity.entity_type.into()))
    }

    /// Whether a rule that holds on `entity` is wanted; asks no further then.
    fn any(&self, steps: &[Step], entity: &Entity, wanted: &mut impl FnMut(&Rule) -> bool) -> bool {
        steps.iter().any(|step| match step {
            Step::Rule(index) => self.rules.get(*index).is_some_and(&mut *wanted),
            Step::Group(steps) => self.any(steps, entity, wanted),
            Step::When { site, then, otherwise } => match self.truth(*site, Some(entity)) {
                Truth::True => self.any(then, entity, wanted),
                Truth::False => self.any(otherwise, entity, wanted),
                Truth::NotApplicable => false,
            },
            Step::Select(options) => {
                let mut options = options.iter();
                let first =
                    options.find(|(site, _)| self.truth(*site, Some(entity)) == Truth::True);
                first.is_some_and(|(_, steps)| self.any(steps, entity, wanted))
            }
        })
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
