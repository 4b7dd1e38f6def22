//! Proofs about what can never be done, over every entity there could be.

use crate::{
    Entity, EntityType, Expression, Program, ResourceType, Scope, TooComplex,
    condition::{Condition, lower},
    region::{Builder, MAX_STEPS},
};

/// A statement that must hold of whoever it is about: this scope, never where that holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Never {
    /// The scope.
    pub scope: Scope,
    /// Where it must not be granted: a boolean expression, or everywhere when there is none.
    pub place: Option<Expression>,
}

/// Something that a statement says can never be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterexample {
    /// Where the scope is granted all the same, which need not exist; the organization when there is none.
    pub entity: Option<Entity>,
    /// The rules that grant it there, by index.
    pub rules: Vec<usize>,
}

impl Never {
    /// Whether `program` never does it; a counterexample when it does.
    ///
    /// # Errors
    ///
    /// [`TooComplex`] when the program distinguishes more cases than can be looked at.
    pub fn refute(&self, program: &Program) -> Result<Option<Counterexample>, TooComplex> {
        // A scope belongs to one type of entity at the most.
        let mut left = MAX_STEPS;
        self.refute_within(program, self.condition().as_ref(), &mut left)
    }

    /// The condition of its place.
    pub(crate) fn condition(&self) -> Option<Condition> {
        self.place.as_ref().map(|expression| lower(expression, None))
    }

    /// The same, where `place` is the condition of its place, with at most `left` steps, which it takes away.
    pub(crate) fn refute_within(
        &self,
        program: &Program,
        place: Option<&Condition>,
        left: &mut usize,
    ) -> Result<Option<Counterexample>, TooComplex> {
        if self.scope.applies_to(ResourceType::Global) {
            let granted = program.on_organization();
            let is_meant = place.is_none_or(|place| place.holds_for(None) == crate::Truth::True);
            if is_meant && granted.scopes.contains(self.scope) {
                let rules = granted.rules_for(program, self.scope).collect();
                return Ok(Some(Counterexample { entity: None, rules }));
            }
        }
        for entity_type in EntityType::ALL {
            if self.scope.applies_to(ResourceType::Entity(entity_type))
                && let Some(entity) = self.example(program, place, entity_type, left)?
            {
                let rules = program.on_entity(&entity).rules_for(program, self.scope).collect();
                return Ok(Some(Counterexample { entity: Some(entity), rules }));
            }
        }
        Ok(None)
    }

    /// An entity of `entity_type` on which the scope is granted where it must not be.
    fn example(
        &self,
        program: &Program,
        place: Option<&Condition>,
        entity_type: EntityType,
        left: &mut usize,
    ) -> Result<Option<Entity>, TooComplex> {
        let allowed = *left;
        // More than one comparison may take is not at its disposal.
        *left = allowed.saturating_sub(MAX_STEPS);
        let places: Vec<_> = place.into_iter().collect();
        let mut builder = Builder::within(&[program], &places, entity_type, allowed)?;
        let granted = builder.granted(program, self.scope)?;
        let found = builder.granted_in(granted, place)?;
        *left += builder.diagram.left();
        Ok(builder.example(found))
    }
}
