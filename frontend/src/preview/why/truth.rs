//! The value of an expression on one entity, for explanations; three-valued as the engine's.

use policy::{Context, Entity, Expression, Truth};

use super::walk::Guard;

/// The value of `condition` for `entity`, or for the organization where there is none.
pub(super) fn truth(condition: &Expression, entity: Option<&Entity>) -> Truth {
    match condition {
        Expression::And(sides) => {
            let [left, right] = sides.each_ref().map(|side| truth(side, entity));
            left.and(right)
        }
        Expression::Or(sides) => {
            let [left, right] = sides.each_ref().map(|side| truth(side, entity));
            left.or(right)
        }
        Expression::Not(node) => truth(node, entity).negated(),
        Expression::HasTag(context, key) => fitting(*context, entity)
            .map_or(Truth::NotApplicable, |entity| Truth::of(entity.tag(key).is_some())),
        Expression::Equal(sides) => {
            let [left, right] = &**sides;
            equal(left, right, entity)
        }
        _ => Truth::NotApplicable,
    }
}

/// Whether both sides have one value.
pub(super) fn equal(left: &Expression, right: &Expression, entity: Option<&Entity>) -> Truth {
    match (value(left, entity), value(right, entity)) {
        (Value::NotApplicable, _) | (_, Value::NotApplicable) => Truth::NotApplicable,
        (Value::Missing, _) | (_, Value::Missing) => Truth::False,
        (left, right) => Truth::of(left == right),
    }
}

/// Whether `guard` lets through what it guards.
pub(super) fn lets_through(guard: &Guard<'_>, entity: Option<&Entity>) -> bool {
    match guard {
        Guard::Holds(condition) => truth(condition, entity) == Truth::True,
        Guard::Fails(condition) => truth(condition, entity) == Truth::False,
        Guard::Selects { selector, options, chosen } => {
            let first = options
                .iter()
                .position(|option| equal(selector, &option.value, entity) == Truth::True);
            first == Some(*chosen)
        }
    }
}

/// What an expression stands for on one entity.
#[derive(Debug, PartialEq)]
enum Value<'v> {
    NotApplicable,
    /// The value of a tag that is not there: equal to nothing.
    Missing,
    Text(&'v str),
    Number(f64),
    Bool(bool),
    Identity(Context, &'v str),
}

fn value<'v>(expression: &'v Expression, entity: Option<&'v Entity>) -> Value<'v> {
    match expression {
        Expression::Context(context) => fitting(*context, entity)
            .map_or(Value::NotApplicable, |entity| Value::Identity(*context, &entity.id)),
        Expression::Tag(context, key) => match fitting(*context, entity) {
            Some(entity) => entity.tag(key).map_or(Value::Missing, Value::Text),
            None => Value::NotApplicable,
        },
        Expression::String(text) => Value::Text(text),
        Expression::Number(number) => Value::Number(*number),
        Expression::Bool(value) => Value::Bool(*value),
        Expression::Identity(context, id) => Value::Identity(*context, id),
        boolean => match truth(boolean, entity) {
            Truth::True => Value::Bool(true),
            Truth::False => Value::Bool(false),
            Truth::NotApplicable => Value::NotApplicable,
        },
    }
}

/// The entity, when the context is about entities of its type. A draft has no team.
fn fitting(context: Context, entity: Option<&Entity>) -> Option<&Entity> {
    entity.filter(|entity| context == Context::Entity(entity.entity_type))
}
