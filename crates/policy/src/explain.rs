//! Why something is allowed, or why not.

mod away;
mod conditions;

pub(crate) use away::Away;
pub(crate) use conditions::Told;

use crate::{
    Entity, Inventory, Place, Program, ResourceType, Scope,
    condition::{Condition, Words},
    program::{Guard, Want},
};

/// How many conditions that keep rules away are looked at before each further rule is told with one.
///
/// A role of 2000 rules under ten conditions each comes to a fifth of it; thousands of rules within thousands of
/// conditions are answered all the same.
const MAX_LOOKS: usize = 100_000;

/// Why a scope is allowed on something, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The rules that grant it, by index. It is allowed when there is one.
    pub granting: Vec<usize>,
    /// The rules that name it and do not reach what is asked about.
    pub missing: Vec<Miss>,
}

/// A rule that would grant a scope if its conditions held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// The rule, by index.
    pub rule: usize,
    /// The conditions that do not hold, the outermost first; that one alone once there were 100,000 of other rules.
    pub failing: Vec<Failing>,
}

/// A condition that does not hold as it would have to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failing {
    /// Where it stands.
    pub place: Place,
    /// What would have to be so, in words.
    pub wanted: String,
}

impl Explanation {
    /// Why `program` allows `scope` on `entity`, or on the organization where there is none, or why not.
    ///
    /// Identities are called by their names in `inventory`.
    pub fn of(
        program: &Program,
        scope: Scope,
        entity: Option<&Entity>,
        inventory: &Inventory,
    ) -> Self {
        let asked = entity.map_or(ResourceType::Global, |entity| entity.entity_type.into());
        if !scope.applies_to(asked) {
            return Self { granting: Vec::new(), missing: Vec::new() };
        }
        let granting = Self::granting(program, scope, entity);
        let naming =
            program.rules().iter().enumerate().filter(|(_, rule)| rule.scopes.contains(scope));
        let missing = naming.map(|(index, _)| index);
        let missing = missing.filter(|index| granting.binary_search(index).is_err());
        let away = Away::of(program, entity);
        let away = &away;
        let mut teller = Teller { program, entity, inventory, away, left: MAX_LOOKS, alone: None };
        let missing = missing.map(|rule| Miss { rule, failing: teller.failing(rule) }).collect();
        Self { granting, missing }
    }

    /// The rules by which `program` allows `scope` on `entity`, or on the organization where there is none, by index.
    pub fn granting(program: &Program, scope: Scope, entity: Option<&Entity>) -> Vec<usize> {
        let asked = entity.map_or(ResourceType::Global, |entity| entity.entity_type.into());
        if !scope.applies_to(asked) {
            return Vec::new();
        }
        let granted =
            entity.map_or_else(|| program.on_organization(), |entity| program.on_entity(entity));
        granted.rules_for(program, scope).collect()
    }

    /// Whether it is allowed.
    pub fn is_allowed(&self) -> bool {
        !self.granting.is_empty()
    }
}

/// Tells what keeps rules away.
struct Teller<'t> {
    program: &'t Program,
    entity: Option<&'t Entity>,
    inventory: &'t Inventory,
    away: &'t Away<'t>,
    /// How many conditions may still be looked at.
    left: usize,
    /// Once that is none: the last guard that was told by one condition, and that.
    alone: Option<(usize, &'t Condition)>,
}

impl<'t> Teller<'t> {
    /// The conditions around the rule at `index` that keep it away, each by itself.
    fn failing(&mut self, index: usize) -> Vec<Failing> {
        let innermost = self.program.rule(index).and_then(|rule| rule.guard);
        if self.left == 0 {
            return self.outermost(innermost).into_iter().collect();
        }
        let mut found = Vec::new();
        // Innermost first, as the guards come; within a condition in its own order.
        let away = self.away;
        for guard in away.around(innermost) {
            let parts = self.parts(guard);
            self.left = self.left.saturating_sub(parts.len());
            if self.left == 0 {
                return self.outermost(innermost).into_iter().collect();
            }
            let parts = parts.into_iter().rev().filter(|part| self.fails(part, guard.want));
            found.extend(parts.filter_map(|part| self.tell(part, guard)));
        }
        found.reverse();
        found
    }

    /// The first condition of the outermost guard that keeps away what stands under `guard`.
    fn outermost(&mut self, guard: Option<usize>) -> Option<Failing> {
        let (index, guard) = self.away.outermost(guard)?;
        let known = self.alone.filter(|(known, _)| *known == index);
        let part = match known {
            Some((_, part)) => part,
            None => self.parts(guard).into_iter().find(|part| self.fails(part, guard.want))?,
        };
        self.alone = Some((index, part));
        self.tell(part, guard)
    }

    /// What all has to be as `guard` wants it.
    fn parts(&self, guard: &Guard) -> Vec<&'t Condition> {
        let mut parts = Vec::new();
        if let Some(site) = self.program.sites.get(guard.site) {
            parts_of(&site.condition, guard.want, &mut parts);
        }
        parts
    }

    fn fails(&self, part: &Condition, want: Want) -> bool {
        !want.is_met_by(part.holds_for(self.entity))
    }

    fn tell(&self, part: &Condition, guard: &Guard) -> Option<Failing> {
        let asked = self.entity.map_or(ResourceType::Global, |entity| entity.entity_type.into());
        let site = self.program.sites.get(guard.site)?;
        Some(Failing {
            place: self.program.site_place(site),
            wanted: words(part, guard.want, Some(asked), self.inventory),
        })
    }
}

/// The parts of `condition` that all have to be as wanted.
fn parts_of<'c>(condition: &'c Condition, want: Want, parts: &mut Vec<&'c Condition>) {
    match (condition, want) {
        (Condition::And(left, right), Want::True) | (Condition::Or(left, right), Want::False) => {
            parts_of(left, want, parts);
            parts_of(right, want, parts);
        }
        _ => parts.push(condition),
    }
}

/// What a guard asks for of `condition`.
fn words(
    condition: &Condition,
    want: Want,
    asked: Option<ResourceType>,
    inventory: &Inventory,
) -> String {
    Words { condition, is_negated: want != Want::True, asked, inventory }.to_string()
}
