//! Conditions in words, with what the entity has instead.

use policy::{Context, Entity, EntityType, Expression, Inventory, Truth};

use super::truth::{equal, lets_through, truth};
use super::walk::Guard;

/// One condition of a rule, and how it comes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The condition, such as `env ≠ prod`.
    pub text: String,
    /// How it comes out.
    pub truth: Truth,
    /// What the entity has, such as `env is dev`.
    pub fact: Option<String>,
    /// What it is about.
    pub(super) subject: About,
}

/// What a condition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Tags,
    Identity,
    Other,
}

/// The conditions that `guards` set, one by one, for `entity` or for the organization.
pub(super) fn findings(
    guards: &[Guard<'_>],
    entity: Option<&Entity>,
    inventory: &Inventory,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for guard in guards {
        match guard {
            Guard::Holds(condition) => collect(condition, true, entity, inventory, &mut findings),
            Guard::Fails(condition) => collect(condition, false, entity, inventory, &mut findings),
            Guard::Selects { selector, options, chosen } => {
                let Some(option) = options.get(*chosen) else { continue };
                let truth = equal(selector, &option.value, entity);
                let is_earlier = truth == Truth::True && !lets_through(guard, entity);
                let wanted = (*selector).clone().equals(option.value.clone());
                findings.push(finding(&wanted, true, truth, entity, inventory));
                if is_earlier {
                    findings.push(Finding {
                        text: "no earlier option fits".to_owned(),
                        truth: Truth::False,
                        fact: Some("an earlier option fits".to_owned()),
                        subject: About::Other,
                    });
                }
            }
        }
    }
    findings
}

/// The conditions that all have to hold for `condition` to come out as `wanted`.
fn collect(
    condition: &Expression,
    wanted: bool,
    entity: Option<&Entity>,
    inventory: &Inventory,
    findings: &mut Vec<Finding>,
) {
    match (condition, wanted) {
        (Expression::Not(node), _) => collect(node, !wanted, entity, inventory, findings),
        (Expression::And(sides), true) | (Expression::Or(sides), false) => {
            for side in &**sides {
                collect(side, wanted, entity, inventory, findings);
            }
        }
        _ => {
            let truth = truth(condition, entity);
            let truth = if wanted { truth } else { truth.negated() };
            findings.push(finding(condition, wanted, truth, entity, inventory));
        }
    }
}

fn finding(
    condition: &Expression,
    wanted: bool,
    truth: Truth,
    entity: Option<&Entity>,
    inventory: &Inventory,
) -> Finding {
    let mut mentioned = Mentioned::default();
    mentioned.look(condition);
    let fact = match (truth, entity) {
        (Truth::NotApplicable, _) => mentioned.contexts.first().map(|context| {
            let this = entity.map_or("the organization", |entity| entity.entity_type.noun());
            let this = if entity.is_some() {
                format!("this is one {this}")
            } else {
                format!("this is {this}")
            };
            let asked = match context {
                Context::Team => "a team, and nobody holds a draft through one",
                Context::Entity(entity_type) => match entity_type {
                    EntityType::Stack => "stacks",
                    EntityType::Environment => "environments",
                    EntityType::InsightsAccount => "accounts",
                },
            };
            match context {
                Context::Team => format!("it asks about {asked}"),
                Context::Entity(_) => format!("it asks about {asked}, {this}"),
            }
        }),
        (_, Some(entity)) => {
            let facts: Vec<_> = mentioned
                .keys
                .iter()
                .map(|key| match entity.tag(key) {
                    Some("") => format!("{key} is empty"),
                    Some(value) => format!("{key} is {value}"),
                    None => format!("it has no {key} tag"),
                })
                .collect();
            match (facts.is_empty(), mentioned.has_identity && truth == Truth::False) {
                (false, _) => Some(facts.join(", ")),
                (true, true) => Some(format!("this is {}", entity.name)),
                (true, false) => None,
            }
        }
        (_, None) => None,
    };
    let subject = match (mentioned.keys.is_empty(), mentioned.has_identity) {
        (false, false) => About::Tags,
        (true, true) if matches!(condition, Expression::Equal(..)) && wanted => About::Identity,
        _ => About::Other,
    };
    Finding { text: phrase(condition, wanted, inventory), truth, fact, subject }
}

/// What a condition mentions.
#[derive(Default)]
struct Mentioned<'e> {
    keys: Vec<&'e str>,
    contexts: Vec<Context>,
    has_identity: bool,
}

impl<'e> Mentioned<'e> {
    fn look(&mut self, expression: &'e Expression) {
        match expression {
            Expression::Tag(context, key) | Expression::HasTag(context, key) => {
                self.contexts.push(*context);
                if !self.keys.contains(&key.as_str()) {
                    self.keys.push(key);
                }
            }
            Expression::Context(context) => {
                self.contexts.push(*context);
                self.has_identity = true;
            }
            Expression::And(sides) | Expression::Or(sides) | Expression::Equal(sides) => {
                for side in &**sides {
                    self.look(side);
                }
            }
            Expression::Not(node) => self.look(node),
            Expression::String(_)
            | Expression::Number(_)
            | Expression::Bool(_)
            | Expression::Identity(..) => {}
        }
    }
}

/// The tag keys that `condition` asks about, for entities of one type.
pub fn tag_keys(condition: &Expression, entity_type: EntityType) -> Vec<&str> {
    let mut keys = Vec::new();
    let mut rest = vec![condition];
    while let Some(expression) = rest.pop() {
        match expression {
            Expression::Tag(Context::Entity(of), key)
            | Expression::HasTag(Context::Entity(of), key)
                if *of == entity_type =>
            {
                keys.push(key.as_str());
            }
            Expression::And(sides) | Expression::Or(sides) | Expression::Equal(sides) => {
                rest.extend(sides.iter().rev());
            }
            Expression::Not(node) => rest.push(node),
            _ => {}
        }
    }
    keys
}

/// The condition in words; where it is not `wanted`, its opposite.
fn phrase(condition: &Expression, wanted: bool, inventory: &Inventory) -> String {
    match condition {
        Expression::Not(node) => phrase(node, !wanted, inventory),
        Expression::And(sides) | Expression::Or(sides) => {
            let is_and = matches!(condition, Expression::And(..)) == wanted;
            let side = |node: &Expression| {
                let text = phrase(node, wanted, inventory);
                match joins_all(node, wanted) {
                    Some(inner) if inner != is_and => format!("({text})"),
                    _ => text,
                }
            };
            let [left, right] = sides.each_ref().map(side);
            format!("{left} {} {right}", if is_and { "and" } else { "or" })
        }
        Expression::HasTag(context, key) => {
            format!("{} {}{key}", if wanted { "has" } else { "has no" }, owner(*context))
        }
        Expression::Equal(sides) => match &**sides {
            [Expression::Context(_), Expression::Identity(context, id)]
            | [Expression::Identity(context, id), Expression::Context(_)] => {
                format!(
                    "{} {}",
                    if wanted { "is" } else { "is not" },
                    named(*context, id, inventory)
                )
            }
            [left, right] => format!(
                "{} {} {}",
                value(left, inventory),
                if wanted { "=" } else { "≠" },
                value(right, inventory)
            ),
        },
        other if wanted => value(other, inventory),
        other => format!("not {}", value(other, inventory)),
    }
}

/// Whether the words for a condition are joined by `and`; `None` where they are not joined.
fn joins_all(condition: &Expression, wanted: bool) -> Option<bool> {
    match condition {
        Expression::Not(node) => joins_all(node, !wanted),
        Expression::And(..) => Some(wanted),
        Expression::Or(..) => Some(!wanted),
        _ => None,
    }
}

const fn owner(context: Context) -> &'static str {
    match context {
        Context::Entity(_) => "",
        Context::Team => "the team's ",
    }
}

fn value(expression: &Expression, inventory: &Inventory) -> String {
    match expression {
        Expression::Context(context) => format!("the {}", context.noun()),
        Expression::Tag(context, key) => format!("{}{key}", owner(*context)),
        Expression::String(text) if text.is_empty() => "“”".to_owned(),
        Expression::String(text) => text.clone(),
        Expression::Number(number) => format!("the number {number}"),
        Expression::Bool(value) => value.to_string(),
        Expression::Identity(context, id) => named(*context, id, inventory),
        boolean => format!("({})", phrase(boolean, true, inventory)),
    }
}

/// The name of what has this identity, or the identity where nothing has it.
fn named(context: Context, id: &str, inventory: &Inventory) -> String {
    let entity = match context {
        Context::Entity(entity_type) => {
            inventory.row(entity_type, id).and_then(|row| inventory.entity(row))
        }
        Context::Team => None,
    };
    entity.map_or_else(|| format!("{} {id}", context.noun()), |entity| entity.name.clone())
}
