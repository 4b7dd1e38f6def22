//! Why something is allowed, or why not.

use crate::{
    Entity, Inventory, Place, Program, ResourceType, Scope,
    condition::{Condition, Words},
    program::{Site, Want},
};

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
    /// The conditions that do not hold, the outermost first.
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
        let granted =
            entity.map_or_else(|| program.on_organization(), |entity| program.on_entity(entity));
        let granting: Vec<_> = granted.rules_for(program, scope).collect();
        let naming =
            program.rules().iter().enumerate().filter(|(_, rule)| rule.scopes.contains(scope));
        let missing = naming.map(|(index, _)| index).filter(|index| !granting.contains(index));
        let missing = missing
            .map(|rule| Miss { rule, failing: failing(program, rule, entity, inventory) })
            .collect();
        Self { granting, missing }
    }

    /// Whether it is allowed.
    pub fn is_allowed(&self) -> bool {
        !self.granting.is_empty()
    }
}

/// The conditions around the rule at `index` that keep it from `entity`, each by itself.
fn failing(
    program: &Program,
    index: usize,
    entity: Option<&Entity>,
    inventory: &Inventory,
) -> Vec<Failing> {
    let asked = entity.map_or(ResourceType::Global, |entity| entity.entity_type.into());
    let mut failing = Vec::new();
    for (site, want) in program.guards_of(index) {
        let mut parts = Vec::new();
        parts_of(&site.condition, want, &mut parts);
        let parts = parts.into_iter().filter(|part| !want.is_met_by(part.holds_for(entity)));
        let found = parts.map(|condition| Failing {
            place: program.site_place(site),
            wanted: words(condition, want, Some(asked), inventory),
        });
        // Innermost first, as the guards come; within a condition in its own order.
        failing.splice(0..0, found);
    }
    failing
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

impl Program {
    /// The conditions around the rule at `index`, in words, the outermost first; none where it always holds.
    ///
    /// Identities are called by their names in `inventory`. Where they are about several types, tags are told with theirs.
    pub fn conditions_of(&self, index: usize, inventory: &Inventory) -> Vec<String> {
        let (mut first, mut is_mixed) = (None, false);
        for (site, _) in self.guards_of(index) {
            site.condition.each_atom(&mut |entity_type, _| {
                is_mixed |= *first.get_or_insert(entity_type) != entity_type;
            });
        }
        // No tag is one of the organization, so each is told with its type.
        let asked = is_mixed.then_some(ResourceType::Global);
        let told = |(site, want): (&Site, Want)| match want {
            Want::NotTrue => "no earlier option was taken".to_owned(),
            Want::True | Want::False => words(&site.condition, want, asked, inventory),
        };
        let mut conditions: Vec<_> = self.guards_of(index).map(told).collect();
        // Of the options before it each is passed over.
        conditions.dedup();
        conditions.reverse();
        conditions
    }
}
