//! Holding guardrails against what people were given, one thing after another.

use super::{
    MAX_GIVEN, MAX_STEPS, Unanswered, Verdict,
    everybody::{Everybody, Given},
    glance::{Asked, passed},
};
use crate::{
    Access, AccessError, CompileError, Entity, Guardrail, Inventory, Never, Organization,
    Principal, Program, Records, Scope, ScopeSet, Statement, Subject,
    condition::Condition,
    principal::Part,
    program::size::{MAX_SIZE, Size},
    region,
};

/// Looks at everything that anybody was given, compiled once and then let go.
pub(super) fn over_everybody(
    guardrails: &[Guardrail],
    organization: &Organization,
    inventory: &Inventory,
) -> Vec<Verdict> {
    let everybody = Everybody::of(organization);
    let share = MAX_STEPS / guardrails.len().max(1);
    let case = |guardrail| Case::new(guardrail, &everybody, inventory, share);
    let mut court = Court {
        records: &organization.records,
        cases: guardrails.iter().map(case).collect(),
        sizes: vec![Ok(Size::default()); everybody.principals.len()],
        given: 0,
        glances: MAX_STEPS,
    };
    for given in &everybody.given {
        court.hear(given);
    }
    let Court { cases, sizes, given, .. } = court;
    let is_too_much = given > MAX_GIVEN;
    let verdict = |case: Case<'_>| case.verdict(&everybody, &sizes, is_too_much);
    cases.into_iter().map(verdict).collect()
}

/// Looks at one program that `subject` holds and nothing else.
pub(super) fn by_itself(
    guardrails: &[Guardrail],
    subject: &Subject,
    program: &Program,
) -> Vec<Verdict> {
    let share = MAX_STEPS / guardrails.len().max(1);
    let verdict = |guardrail: &Guardrail| {
        let Statement::Never { never, .. } = &guardrail.statement else { return Verdict::Holds };
        let condition = never.condition();
        let mut trial = Trial::new(condition, Vec::new());
        let mut steps = Steps { left: share, trouble: None };
        trial.hear(never, program, &[0], &mut steps);
        match (trial.found, steps.trouble) {
            (Some((_, entity)), _) => Verdict::Broken { subject: subject.clone(), entity },
            (None, Some(trouble)) => Verdict::Unknown(trouble),
            (None, None) => Verdict::Holds,
        }
    };
    guardrails.iter().map(verdict).collect()
}

struct Court<'c> {
    records: &'c Records,
    cases: Vec<Case<'c>>,
    /// By number, what everybody's parts that were looked at come to together.
    sizes: Vec<Result<Size, CompileError>>,
    /// What all parts that were looked at come to.
    given: usize,
    /// The steps that are left for looking at many guardrails at once.
    glances: usize,
}

impl Court<'_> {
    fn hear(&mut self, given: &Given) {
        let is_wanted = self.cases.iter().any(|case| case.wants(&given.holders));
        if !is_wanted || self.given > MAX_GIVEN {
            return;
        }
        match self.compiled(&given.part, &given.holders) {
            Some(program) if program.sites.iter().any(|site| site.names_team) => {
                for of_team in &given.by_team {
                    // It comes to the same for every team, and its holders have that counted already.
                    if let Ok(access) = Access::from_parts(self.records, &of_team.part) {
                        self.given += access.program.size();
                        self.judge(&access.program, &of_team.holders);
                    }
                    if self.given > MAX_GIVEN {
                        return;
                    }
                }
            }
            Some(program) => self.judge(&program, &given.holders),
            None => {}
        }
    }

    /// The program of `part`, added to what each of `holders` was given.
    fn compiled(&mut self, part: &[Part], holders: &[usize]) -> Option<Program> {
        let compiled = Access::from_parts(self.records, part).map(|access| access.program);
        let size = compiled.as_ref().map(|program| program.size).map_err(|error| *error);
        self.given += size.map_or(MAX_SIZE, Size::total);
        for holder in holders {
            if let Some(all) = self.sizes.get_mut(*holder) {
                *all = (*all).and_then(|all| all.and(size?));
            }
        }
        compiled.ok()
    }

    fn judge(&mut self, program: &Program, holders: &[usize]) {
        let named = program.named();
        let asked: Vec<_> = self.cases.iter().map(|case| case.asks(named, holders)).collect();
        let passed = passed(program, &asked, &mut self.glances);
        for (case, passed) in self.cases.iter_mut().zip(passed) {
            if !passed && case.is_about(named) {
                case.hear(program, holders);
            }
        }
    }
}

/// A guardrail, and what has come out so far.
enum Case<'c> {
    Never {
        never: &'c Never,
        trial: Trial,
        steps: Steps,
    },
    Example {
        example: Example<'c>,
        steps: Steps,
    },
    /// It speaks of something that is not there.
    Unanswered(Unanswered),
}

/// The steps of one guardrail.
struct Steps {
    left: usize,
    /// Why something was not looked at.
    trouble: Option<Unanswered>,
}

/// A search for the first who may do what nobody may.
struct Trial {
    /// Of its place.
    condition: Option<Condition>,
    /// How many parts that has.
    size: usize,
    /// By number, who may all the same.
    excepted: Vec<bool>,
    /// The first so far, and where; the organization where there is no entity.
    found: Option<(usize, Option<Entity>)>,
}

/// Whether somebody may do something, so far.
struct Example<'c> {
    holder: usize,
    scope: Scope,
    entity: Option<&'c Entity>,
    is_wanted: bool,
    is_allowed: bool,
}

impl<'c> Case<'c> {
    fn new(
        guardrail: &'c Guardrail,
        everybody: &Everybody,
        inventory: &'c Inventory,
        share: usize,
    ) -> Self {
        let steps = Steps { left: share, trouble: None };
        match &guardrail.statement {
            Statement::Never { never, except } => {
                let (condition, excepted) = (never.condition(), everybody.among(except));
                Self::Never { never, trial: Trial::new(condition, excepted), steps }
            }
            Statement::Example { principal, scope, entity, is_allowed } => {
                let Some(holder) = everybody.number(principal) else {
                    return Self::Unanswered(unknown(principal).into());
                };
                let found = entity.as_ref().map(|(entity_type, id)| {
                    let row = inventory.row(*entity_type, id);
                    let none =
                        || Unanswered::NoEntity { entity_type: *entity_type, id: id.clone() };
                    row.and_then(|row| inventory.entity(row)).ok_or_else(none)
                });
                match found.transpose() {
                    Err(unanswered) => Self::Unanswered(unanswered),
                    Ok(entity) => {
                        let (scope, is_wanted) = (*scope, *is_allowed);
                        let example =
                            Example { holder, scope, entity, is_wanted, is_allowed: false };
                        Self::Example { example, steps }
                    }
                }
            }
        }
    }

    /// Whether something that `holders` were given can still matter.
    fn wants(&self, holders: &[usize]) -> bool {
        match self {
            Self::Unanswered(_) => false,
            Self::Example { example, .. } => holders.binary_search(&example.holder).is_ok(),
            // What the one who was found holds matters: together it may be too large to be held.
            Self::Never { trial, .. } => trial
                .first(holders)
                .is_some_and(|first| trial.found.as_ref().is_none_or(|(found, _)| first <= *found)),
        }
    }

    /// What nobody may do, where that is one of `scopes` and `holders` matter.
    fn asks(&self, scopes: ScopeSet, holders: &[usize]) -> Option<Asked<'_>> {
        match self {
            Self::Never { never, trial, .. } if scopes.contains(never.scope) => {
                let (condition, size) = (trial.condition.as_ref(), trial.size);
                trial.next(holders).map(|_| Asked { never, condition, size })
            }
            _ => None,
        }
    }

    /// Whether it is about one of `scopes`.
    const fn is_about(&self, scopes: ScopeSet) -> bool {
        match self {
            Self::Never { never, .. } => scopes.contains(never.scope),
            Self::Example { example, .. } => scopes.contains(example.scope),
            Self::Unanswered(_) => false,
        }
    }

    fn hear(&mut self, program: &Program, holders: &[usize]) {
        match self {
            Self::Unanswered(_) => {}
            Self::Never { never, trial, steps } => trial.hear(never, program, holders, steps),
            Self::Example { example, steps } => {
                let is_theirs = holders.binary_search(&example.holder).is_ok();
                if is_theirs && !example.is_allowed && steps.take(program.size()) {
                    let granted = match example.entity {
                        Some(entity) => program.on_entity(entity),
                        None => program.on_organization(),
                    };
                    example.is_allowed = granted.scopes.contains(example.scope);
                }
            }
        }
    }

    fn verdict(
        self,
        everybody: &Everybody,
        sizes: &[Result<Size, CompileError>],
        is_too_much: bool,
    ) -> Verdict {
        let refused = |number: usize| sizes.get(number).and_then(|size| size.err());
        let trouble =
            |steps: Steps| steps.trouble.or_else(|| is_too_much.then_some(Unanswered::TooMuch));
        match self {
            Self::Unanswered(unanswered) => Verdict::Unknown(unanswered),
            Self::Never { trial, steps, .. } => {
                if let Some((number, entity)) = trial.found
                    && refused(number).is_none()
                    && let Some(principal) = everybody.principals.get(number)
                {
                    return Verdict::Broken { subject: principal.subject(), entity };
                }
                let is_meant =
                    |number: &usize| !trial.excepted.get(*number).copied().unwrap_or(false);
                let numbers = 0..everybody.principals.len();
                let refused = numbers.filter(is_meant).find_map(refused);
                refused
                    .map(Unanswered::from)
                    .or_else(|| trouble(steps))
                    .map_or(Verdict::Holds, Verdict::Unknown)
            }
            Self::Example { example, steps } => {
                let Example { is_allowed, is_wanted, holder, .. } = example;
                if let Some(error) = refused(holder) {
                    return Verdict::Unknown(error.into());
                }
                match trouble(steps) {
                    Some(trouble) if !is_allowed => Verdict::Unknown(trouble),
                    _ if is_allowed == is_wanted => Verdict::Holds,
                    _ => Verdict::Unmet { is_allowed },
                }
            }
        }
    }
}

impl Trial {
    fn new(condition: Option<Condition>, excepted: Vec<bool>) -> Self {
        let size = condition.as_ref().map_or(0, Condition::size);
        Self { condition, size, excepted, found: None }
    }

    /// The first of `holders` who is not excepted.
    fn first(&self, holders: &[usize]) -> Option<usize> {
        let is_meant = |number: &usize| !self.excepted.get(*number).copied().unwrap_or(false);
        holders.iter().copied().find(is_meant)
    }

    /// The same, unless somebody before them was found already.
    fn next(&self, holders: &[usize]) -> Option<usize> {
        let is_later = |first: &usize| self.found.as_ref().is_some_and(|(found, _)| found <= first);
        self.first(holders).filter(|first| !is_later(first))
    }

    fn hear(&mut self, never: &Never, program: &Program, holders: &[usize], steps: &mut Steps) {
        let Some(first) = self.next(holders) else { return };
        // Every condition is looked through for what it asks before anything is compared.
        if !steps.take(program.size() + self.size) {
            return;
        }
        // Whether a comparison is cut short by what is left, or too complex by itself.
        let is_short = steps.left < region::MAX_STEPS;
        match never.refute_within(program, self.condition.as_ref(), &mut steps.left) {
            Ok(None) => {}
            Ok(Some(counterexample)) => self.found = Some((first, counterexample.entity)),
            Err(_) if is_short => steps.trouble = Some(Unanswered::TooMuch),
            Err(error) => steps.trouble = Some(error.into()),
        }
    }
}

impl Steps {
    /// Takes one step and `more`, if so many are left.
    fn take(&mut self, more: usize) -> bool {
        let left = self.left.checked_sub(more + 1);
        match left {
            Some(left) => self.left = left,
            None => self.trouble = Some(Unanswered::TooMuch),
        }
        left.is_some()
    }
}

fn unknown(principal: &Principal) -> AccessError {
    let (kind, id) = match principal {
        Principal::User(login) => ("user", login),
        Principal::Team(name) => ("team", name),
        Principal::Token(id) => ("token", id),
    };
    AccessError::Unknown { kind, id: id.clone() }
}
