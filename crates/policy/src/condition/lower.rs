//! From expressions to conditions.

use super::{Atom, Condition};
use crate::{Context, EntityType, Expression, Identity};

/// Lowers the boolean expression `expression`, evaluated for the role of `team` where there is one.
pub(crate) fn lower(expression: &Expression, team: Option<&str>) -> Condition {
    match expression {
        Expression::And(sides) => {
            let [left, right] = sides.each_ref().map(|side| lower(side, team));
            left.and(right)
        }
        Expression::Or(sides) => {
            let [left, right] = sides.each_ref().map(|side| Box::new(lower(side, team)));
            Condition::Or(left, right)
        }
        Expression::Not(node) => lower(node, team).negated(),
        Expression::HasTag(Context::Entity(entity_type), key) => {
            Condition::Atom(*entity_type, Atom::HasTag(key.as_str().into()))
        }
        // Teams have no tags.
        Expression::HasTag(Context::Team, _) => known_in_team(team, false),
        Expression::Equal(sides) => {
            let [left, right] = &**sides;
            equal(value(left, team), value(right, team))
        }
        // INVARIANT: parsing puts nothing but boolean expressions here. Deny when in doubt.
        _ => Condition::Never,
    }
}

/// Whether the selector of a select equals the value of an option.
pub(crate) fn selects(selector: &Expression, option: &Expression, team: Option<&str>) -> Condition {
    equal(value(selector, team), value(option, team))
}

fn known_in_team(team: Option<&str>, value: bool) -> Condition {
    if team.is_some() { Condition::Constant(value) } else { Condition::Never }
}

/// What an expression stands for in a comparison.
enum Value<'e> {
    /// The identity of the entity asked about.
    Identity(EntityType),
    /// The value of a tag of the entity asked about.
    Tag(EntityType, &'e str),
    /// Something not applicable, whatever is asked about.
    NotApplicable,
    /// Always the same.
    Literal(Literal<'e>),
    Truth(Condition),
}

enum Literal<'e> {
    String(&'e str),
    Number(f64),
    Bool(bool),
    Identity(EntityType, &'e Identity),
    Team(&'e str),
    /// The value of a tag that is not there: equal to nothing.
    Missing,
}

fn value<'e>(expression: &'e Expression, team: Option<&'e str>) -> Value<'e> {
    let literal = Value::Literal;
    match expression {
        Expression::Context(Context::Entity(entity_type)) => Value::Identity(*entity_type),
        Expression::Context(Context::Team) => {
            team.map_or(Value::NotApplicable, |name| literal(Literal::Team(name)))
        }
        Expression::Tag(Context::Entity(entity_type), key) => Value::Tag(*entity_type, key),
        Expression::Tag(Context::Team, _) => {
            team.map_or(Value::NotApplicable, |_| literal(Literal::Missing))
        }
        Expression::String(value) => literal(Literal::String(value)),
        Expression::Number(value) => literal(Literal::Number(*value)),
        Expression::Bool(value) => literal(Literal::Bool(*value)),
        Expression::Identity(Context::Entity(entity_type), id) => {
            literal(Literal::Identity(*entity_type, id))
        }
        Expression::Identity(Context::Team, id) => literal(Literal::Team(id)),
        boolean => Value::Truth(lower(boolean, team)),
    }
}

/// Whether two values are equal: values of different kinds never are.
fn equal(left: Value<'_>, right: Value<'_>) -> Condition {
    match (left, right) {
        (Value::NotApplicable, _) | (_, Value::NotApplicable) => Condition::Never,
        (Value::Literal(left), Value::Literal(right)) => {
            Condition::Constant(same_literal(&left, &right))
        }
        (Value::Identity(entity_type), Value::Literal(literal))
        | (Value::Literal(literal), Value::Identity(entity_type)) => Condition::Atom(
            entity_type,
            match literal {
                Literal::Identity(other, id) if other == entity_type => Atom::Is(id.clone()),
                _ => Atom::Constant(false),
            },
        ),
        (Value::Tag(entity_type, key), Value::Literal(literal))
        | (Value::Literal(literal), Value::Tag(entity_type, key)) => Condition::Atom(
            entity_type,
            match literal {
                Literal::String(value) => Atom::TagIs(key.into(), value.into()),
                _ => Atom::Constant(false),
            },
        ),
        (Value::Tag(left, key), Value::Tag(right, other)) => on_one_type(
            left,
            right,
            if key == other {
                Atom::HasTag(key.into())
            } else {
                Atom::TagsMatch(key.into(), other.into())
            },
        ),
        (Value::Identity(left), Value::Identity(right)) => {
            on_one_type(left, right, Atom::Constant(true))
        }
        (Value::Identity(left), Value::Tag(right, _))
        | (Value::Tag(left, _), Value::Identity(right)) => {
            on_one_type(left, right, Atom::Constant(false))
        }
        (Value::Truth(left), Value::Truth(right)) => {
            Condition::Same(Box::new(left), Box::new(right))
        }
        (Value::Truth(truth), Value::Literal(Literal::Bool(value)))
        | (Value::Literal(Literal::Bool(value)), Value::Truth(truth)) => {
            if value {
                truth
            } else {
                truth.negated()
            }
        }
        (Value::Truth(truth), Value::Literal(_)) | (Value::Literal(_), Value::Truth(truth)) => {
            Condition::FalseWhere(Box::new(truth))
        }
        (Value::Truth(truth), Value::Identity(entity_type) | Value::Tag(entity_type, _))
        | (Value::Identity(entity_type) | Value::Tag(entity_type, _), Value::Truth(truth)) => {
            let applicable = Condition::Atom(entity_type, Atom::Constant(true));
            // `Same` is applicable where both sides are.
            Condition::FalseWhere(Box::new(Condition::Same(Box::new(truth), Box::new(applicable))))
        }
    }
}

fn on_one_type(left: EntityType, right: EntityType, atom: Atom) -> Condition {
    // Nothing is of two types: one of the sides is always not applicable.
    if left == right { Condition::Atom(left, atom) } else { Condition::Never }
}

#[expect(clippy::float_cmp, reason = "numbers are equal when they are the same double")]
fn same_literal(left: &Literal<'_>, right: &Literal<'_>) -> bool {
    match (left, right) {
        (Literal::String(left), Literal::String(right))
        | (Literal::Team(left), Literal::Team(right)) => left == right,
        (Literal::Number(left), Literal::Number(right)) => left == right,
        (Literal::Bool(left), Literal::Bool(right)) => left == right,
        (Literal::Identity(left, id), Literal::Identity(right, other)) => {
            left == right && id == other
        }
        _ => false,
    }
}
