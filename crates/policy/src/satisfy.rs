//! Whether conditions can hold on any entity at all, also on one that does not exist yet.
//!
//! Exact by a small-model argument: an entity of one type is told apart by these conditions only through
//! its identity (each one mentioned, or any other) and, for each tag key they mention, through its value
//! (absent, each value mentioned, or one that is not mentioned; as many of those as there are keys, so
//! that any pattern of equal and unequal tags can occur). The search tries these entities, deciding
//! one thing at a time and only what an undecided condition asks for.

mod domain;
mod partial;

use crate::{
    EntityType,
    condition::{Condition, Truth},
    program::Want,
};

use domain::Domains;
use partial::{Known, Partial};

/// How many conditions searches may look at before they give up.
#[derive(Debug)]
pub(crate) struct Budget {
    /// For one search.
    pub(crate) each: usize,
    /// For all of them together.
    pub(crate) total: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { each: 20_000, total: 300_000 }
    }
}

/// Whether some entity of `entity_type` satisfies all of `guards`; `None` when the search gave up.
pub(crate) fn on_some_entity(
    guards: &[(&Condition, Want)],
    entity_type: EntityType,
    budget: &mut Budget,
) -> Option<bool> {
    let domains = Domains::of(guards.iter().map(|(condition, _)| *condition), entity_type);
    let allowed = budget.each.min(budget.total);
    let mut search = Search { guards, domains: &domains, entity_type, budget: allowed };
    let found = search.from(&mut Partial::default());
    budget.total -= allowed - search.budget;
    found
}

impl Want {
    pub(crate) const fn is_met_by(self, truth: Truth) -> bool {
        match self {
            Self::True => matches!(truth, Truth::True),
            Self::False => matches!(truth, Truth::False),
            Self::NotTrue => !matches!(truth, Truth::True),
        }
    }
}

struct Search<'s> {
    guards: &'s [(&'s Condition, Want)],
    domains: &'s Domains<'s>,
    entity_type: EntityType,
    budget: usize,
}

impl<'s> Search<'s> {
    fn from(&mut self, partial: &mut Partial<'s>) -> Option<bool> {
        let mut undecided = None;
        for (condition, want) in self.guards {
            let size = condition.size();
            if size > self.budget {
                self.budget = 0;
                return None;
            }
            self.budget -= size;
            match partial.value(condition, self.entity_type) {
                Known::Truth(truth) if want.is_met_by(truth) => {}
                Known::Truth(_) => return Some(false),
                Known::Undecided(question) => {
                    undecided.get_or_insert(question);
                }
            }
        }
        let Some(question) = undecided else { return Some(true) };
        for answer in self.domains.answers(question) {
            partial.decide(question, answer);
            if self.from(partial)? {
                return Some(true);
            }
        }
        partial.forget(question);
        Some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, Want, on_some_entity};
    use crate::{Context, EntityType, Expression, condition::lower};

    fn can_hold(expression: &Expression) -> bool {
        let condition = lower(expression, None);
        on_some_entity(&[(&condition, Want::True)], EntityType::Stack, &mut Budget::default())
            .unwrap()
    }

    fn tag(key: &str, value: &str) -> Expression {
        Expression::tag_is(EntityType::Stack, key, value)
    }

    #[test]
    fn contradictions_are_found_and_nothing_else() {
        let same = |left: &str, right: &str| {
            let tag = |key: &str| Expression::Tag(Context::Entity(EntityType::Stack), key.into());
            tag(left).equals(tag(right))
        };
        let impossible = [
            tag("env", "dev").and(tag("env", "prod")),
            tag("env", "dev").and(tag("env", "dev").negated()),
            same("a", "b").and(same("b", "c")).and(same("a", "c").negated()),
            same("a", "b").and(tag("a", "x")).and(tag("b", "y")),
            Expression::is_entity(EntityType::Stack, "1")
                .and(Expression::is_entity(EntityType::Stack, "2")),
        ];
        let possible = [
            tag("env", "dev").or(tag("env", "prod")),
            tag("env", "dev").negated().and(tag("env", "prod").negated()),
            same("a", "b").and(same("b", "c").negated()).and(tag("a", "x").negated()),
            Expression::is_entity(EntityType::Stack, "1")
                .and(Expression::is_entity(EntityType::Stack, "2").negated()),
        ];
        for expression in &impossible {
            assert!(!can_hold(expression), "{expression:?}");
        }
        for expression in &possible {
            assert!(can_hold(expression), "{expression:?}");
        }
    }

    #[test]
    fn a_search_that_would_take_too_long_gives_up() {
        // Forty pairwise different tags out of thirty-nine values: true of no entity, and hard to see.
        let keys: Vec<_> = (0..40).map(|key| format!("k{key}")).collect();
        let one_of = |key: &String| {
            (0..39).map(|value| tag(key, &value.to_string())).reduce(Expression::or).unwrap()
        };
        let mut all = keys.iter().map(one_of).reduce(Expression::and).unwrap();
        for (index, left) in keys.iter().enumerate() {
            for right in &keys[index + 1..] {
                let tag =
                    |key: &str| Expression::Tag(Context::Entity(EntityType::Stack), key.into());
                all = all.and(tag(left).equals(tag(right)).negated());
            }
        }
        let condition = lower(&all, None);
        let found =
            on_some_entity(&[(&condition, Want::True)], EntityType::Stack, &mut Budget::default());
        assert_eq!(found, None);
    }
}
