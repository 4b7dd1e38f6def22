//! Replay: what of a role a usage log needed, and what a draft would have refused.

mod cover;
mod evidence;
mod held;
mod log;
mod prune;
mod suggest;
mod tables;
mod walk;

pub use log::{Log, Use, UsedEntity};
pub use suggest::{NoSuggestion, Size, Suggestion};

use held::Held;
use tables::Tables;
use walk::{Asked, Walk};

use crate::{
    Access, AccessError, Drafted, Matrix, Organization, Principal, Rows, Scope, ScopeSet, Source,
    Subject,
};

/// What a log says about a role, or about everything that somebody holds.
#[derive(Debug, Clone)]
pub struct Replay {
    /// What is asked about, by itself: its rules are those that `rules` speaks of.
    pub access: Access,
    /// For each use of the log, in its order, what came of it.
    pub outcomes: Vec<Outcome>,
    /// How each rule was used, in the order of the program.
    pub rules: Vec<RuleUse>,
    /// How each scope that it names was used, sorted by name.
    pub scopes: Vec<ScopeUse>,
    /// What else granted what it granted, by source.
    pub also_granted: Vec<AlsoGranted>,
    /// Everybody who holds it, in the order of the organization, and how often they used what it grants.
    pub holders: Vec<(Principal, Tally)>,
}

/// What came of one use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// What it speaks of and nobody knows; nothing is decided then.
    pub unknown: Option<Unknown>,
    /// Whether it is allowed today, by whatever its principal holds.
    pub is_allowed: bool,
    /// Whether it would be allowed with the draft; the same as today where there is none.
    pub would_be_allowed: bool,
    /// Whether its principal holds what is asked about.
    pub is_by_holder: bool,
    /// What the thing that is asked about has to do with it today.
    pub share: Share,
}

/// What the thing that is asked about has to do with a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Share {
    /// It does not grant it.
    #[default]
    Nothing,
    /// It grants it, and so does something else that the principal holds.
    Shared,
    /// Nothing else grants it.
    Needed,
}

/// What of a use is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unknown {
    /// There is no such person, team or token.
    Principal,
    /// The catalogue has no such scope.
    Scope,
    /// There is no such entity, and the log does not say which tags it had.
    Entity,
}

/// How often something was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How often.
    pub times: u64,
    /// When last, in Unix seconds; 0 when never.
    pub last: u64,
}

/// How a rule was used.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleUse {
    /// Uses that it granted.
    pub used: Tally,
    /// How many of these no other rule of the same thing granted.
    pub alone: u64,
    /// The same for each scope that was used through it, sorted by name; all others of the rule were not.
    pub scopes: Vec<(Scope, Tally, u64)>,
}

/// How a scope was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeUse {
    /// The scope.
    pub scope: Scope,
    /// Uses that were granted.
    pub used: Tally,
    /// How many of these nothing else granted.
    pub needed: u64,
    /// On how many entities it is granted today.
    pub granted_on: usize,
    /// On how many of these it was used.
    pub used_on: usize,
}

/// Something else that granted what was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlsoGranted {
    /// What it is.
    pub source: Source,
    /// The scopes.
    pub scopes: ScopeSet,
    /// How often they were used.
    pub used: Tally,
}

/// Why there is no answer about a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// There is nothing of the kind to be asked about, or somebody was given more than can be followed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There are too many rules and places.
    #[error("the log distinguishes too many places for so many rules: more than 200,000,000 looks")]
    TooMany,
}

impl Tally {
    fn add(&mut self, used: &Use) {
        self.times = self.times.saturating_add(used.times);
        self.last = self.last.max(used.last);
    }
}

impl Replay {
    /// What `log` says about `subject`, which is a role or a principal, in `organization`, and about `drafted`.
    ///
    /// About a principal the log has to be about what it holds, as [`Log::only`] makes it: what it used itself, and a
    /// person with personal tokens. That a token has expired meanwhile is not asked.
    ///
    /// # Errors
    ///
    /// [`ReplayError`] when there is no such subject, or when there is too much to look at.
    pub fn of(
        organization: &Organization,
        subject: &Subject,
        log: &Log,
        drafted: Option<&Drafted<'_>>,
    ) -> Result<Self, ReplayError> {
        let access = Access::of(organization, subject)?;
        let role = match subject {
            Subject::Role(id) => organization.records.find(id).map(|record| record.id.as_str()),
            _ => None,
        };
        let asked = role.map_or(Asked::Everything, Asked::Role);
        let walk = Walk::new(organization, drafted.map(Drafted::people), asked, log);
        let mut tables = Tables {
            log,
            outcomes: walk.outcomes.clone(),
            rules: vec![RuleUse::default(); access.program.rules().len()],
            scopes: Vec::new(),
            also_granted: Vec::new(),
            is_used: Vec::new(),
        };
        let named = access.program.rules().iter();
        for scope in named.fold(ScopeSet::EMPTY, |all, rule| all.union(rule.scopes)).iter() {
            let used = Tally::default();
            tables.scopes.push(ScopeUse { scope, used, needed: 0, granted_on: 0, used_on: 0 });
        }
        let total = organization.inventory.len();
        tables.is_used.resize((tables.scopes.len() * total).div_ceil(64), 0);
        walk.each(&mut |visit| tables.see(organization, visit))?;
        let Tables { mut outcomes, rules, mut scopes, also_granted, is_used, .. } = tables;

        let (programs, holders) = if let Some(role) = role {
            let held = Held::of(organization, role);
            (held.programs(&organization.records, role)?, held.holders)
        } else {
            (vec![access.program.clone()], principals_of(subject, log))
        };
        let matrices = programs.iter().map(|program| Matrix::new(program, &organization.inventory));
        let matrices: Vec<Matrix> = matrices.collect();
        for (place, used) in scopes.iter_mut().enumerate() {
            let columns = matrices.iter().flat_map(Matrix::columns);
            let columns = columns.filter(|column| column.scopes.contains(used.scope));
            let granted: Vec<&Rows> = columns.map(|column| &column.rows).collect();
            let granted = Rows::union(&granted, total);
            used.granted_on = granted.len();
            let is_used = |row: &u32| {
                let cell = place * total + *row as usize;
                is_used.get(cell / 64).is_some_and(|word| word >> (cell % 64) & 1 == 1)
            };
            used.used_on = granted.iter().filter(is_used).count();
        }
        let holders = holders.into_iter().map(|principal| {
            let mut tally = Tally::default();
            for index in log.of(&principal) {
                let (Some(used), Some(outcome)) = (log.uses().get(index), outcomes.get_mut(index))
                else {
                    continue;
                };
                outcome.is_by_holder = outcome.unknown.is_none();
                if outcome.share != Share::Nothing {
                    tally.add(used);
                }
            }
            (principal, tally)
        });
        let holders = holders.collect();
        Ok(Self { access, outcomes, rules, scopes, also_granted, holders })
    }
}

/// The principal that `subject` is, and everybody else in the log, which is about what it holds.
fn principals_of(subject: &Subject, log: &Log) -> Vec<Principal> {
    let mut found: Vec<Principal> = match subject {
        Subject::User(login) => vec![Principal::User(login.clone())],
        Subject::Team(name) => vec![Principal::Team(name.clone())],
        Subject::Token(id) => vec![Principal::Token(id.clone())],
        Subject::Role(_) | Subject::Draft { .. } => Vec::new(),
    };
    for Use { principal, .. } in log.uses() {
        if found.first() != Some(principal) && found.last() != Some(principal) {
            found.push(principal.clone());
        }
    }
    found
}
