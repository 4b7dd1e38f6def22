//! Proofs about what can never be done, over every entity there could be.

use crate::{
    Entity, EntityType, Expression, Program, ResourceType, Scope, TooComplex,
    condition::{Condition, lower},
    region::{Builder, Region},
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
        let place = self.place.as_ref().map(|expression| lower(expression, None));
        if self.scope.applies_to(ResourceType::Global) {
            let granted = program.on_organization();
            let is_meant =
                place.as_ref().is_none_or(|place| place.holds_for(None) == crate::Truth::True);
            if is_meant && granted.scopes.contains(self.scope) {
                let rules = granted.rules_for(program, self.scope).collect();
                return Ok(Some(Counterexample { entity: None, rules }));
            }
        }
        for entity_type in EntityType::ALL {
            if self.scope.applies_to(ResourceType::Entity(entity_type))
                && let Some(entity) = self.example(program, place.as_ref(), entity_type)?
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
    ) -> Result<Option<Entity>, TooComplex> {
        let mut builder = Builder::new(&[program], place, entity_type)?;
        let granting = builder.rules(program, |rule| rule.scopes.contains(self.scope))?;
        let granted = builder.diagram.any(&granting)?;
        let meant = match place {
            None => Region::ALL,
            Some(place) => builder.where_is(place, true)?,
        };
        let found = builder.diagram.and(granted, meant)?;
        Ok(builder.example(found))
    }
}
