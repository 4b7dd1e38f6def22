//! Writing definitions in the wire format.

use std::fmt::Write as _;

use super::{Allow, Context, Descriptor, Expression, tag};
use crate::EntityType;

/// The text of `descriptor`: on one line, or indented by two spaces a level.
pub(super) fn descriptor(descriptor: &Descriptor, indent: Option<usize>) -> String {
    let mut writer = Writer { text: String::new(), indent };
    writer.descriptor(descriptor);
    writer.text
}

impl Expression {
    /// The expression in Pulumi Cloud's wire format, on one line.
    pub fn to_json(&self) -> String {
        let mut writer = Writer { text: String::new(), indent: None };
        writer.expression(self);
        writer.text
    }

    /// Its `__type`.
    pub(crate) const fn tag(&self) -> &'static str {
        match self {
            Self::Context(Context::Entity(EntityType::Stack)) => tag::STACK,
            Self::Context(Context::Entity(EntityType::Environment)) => tag::ENVIRONMENT,
            Self::Context(Context::Entity(EntityType::InsightsAccount)) => tag::INSIGHTS_ACCOUNT,
            Self::Context(Context::Team) => tag::TEAM,
            Self::Equal(..) => tag::EQUAL,
            Self::And(..) => tag::AND,
            Self::Or(..) => tag::OR,
            Self::Not(_) => tag::NOT,
            Self::HasTag(..) => tag::HAS_TAG,
            Self::Tag(..) => tag::TAG,
            Self::String(_) => tag::STRING,
            Self::Number(_) => tag::NUMBER,
            Self::Bool(_) => tag::BOOL,
            Self::Identity(Context::Entity(EntityType::Stack), _) => tag::STACK_ID,
            Self::Identity(Context::Entity(EntityType::Environment), _) => tag::ENVIRONMENT_ID,
            Self::Identity(Context::Entity(EntityType::InsightsAccount), _) => {
                tag::INSIGHTS_ACCOUNT_ID
            }
            Self::Identity(Context::Team, _) => tag::TEAM_ID,
        }
    }
}

struct Writer {
    text: String,
    /// The level of indentation; `None` writes one line.
    indent: Option<usize>,
}

impl Writer {
    fn descriptor(&mut self, descriptor: &Descriptor) {
        match descriptor {
            Descriptor::Allow(allow) => self.allow(allow),
            Descriptor::Group(entries) => self.object(tag::GROUP, |writer| {
                writer.field("entries", |writer| writer.list(entries, Self::descriptor));
            }),
            Descriptor::Condition { condition, node } => self.object(tag::CONDITION, |writer| {
                writer.field("condition", |writer| writer.expression(condition));
                writer.field("subNode", |writer| writer.descriptor(node));
            }),
            Descriptor::IfThenElse { condition, then, otherwise } => {
                self.object(tag::IF_THEN_ELSE, |writer| {
                    writer.field("condition", |writer| writer.expression(condition));
                    for (name, branch) in [("subNodeForTrue", then), ("subNodeForFalse", otherwise)]
                    {
                        if let Some(node) = branch {
                            writer.field(name, |writer| writer.descriptor(node));
                        }
                    }
                });
            }
            Descriptor::Select { selector, options } => self.object(tag::SELECT, |writer| {
                if let Some(selector) = selector {
                    writer.field("selector", |writer| writer.expression(selector));
                }
                writer.field("options", |writer| {
                    writer.list(options, |writer, option| {
                        writer.braces(|writer| {
                            writer.field("value", |writer| writer.expression(&option.value));
                            if let Some(node) = &option.node {
                                writer.field("node", |writer| writer.descriptor(node));
                            }
                        });
                    });
                });
            }),
            Descriptor::Compose(ids) => self.object(tag::COMPOSE, |writer| {
                writer.field("permissionDescriptors", |writer| {
                    writer.list(ids, |writer, id| writer.string(id));
                });
            }),
        }
    }

    fn allow(&mut self, allow: &Allow) {
        self.object(tag::ALLOW, |writer| {
            writer.field("permissions", |writer| {
                writer.list(&allow.permissions, |writer, permission| {
                    writer.string(permission.name());
                });
            });
            if allow.max_open_secs > 0 {
                writer.field("constraints", |writer| {
                    writer.braces(|writer| {
                        writer
                            .field("MaxOpenDuration", |writer| writer.display(allow.max_open_secs));
                    });
                });
            }
        });
    }

    fn expression(&mut self, expression: &Expression) {
        self.object(expression.tag(), |writer| match expression {
            Expression::Context(_) => {}
            Expression::Equal(sides) | Expression::And(sides) | Expression::Or(sides) => {
                let [left, right] = &**sides;
                writer.field("left", |writer| writer.expression(left));
                writer.field("right", |writer| writer.expression(right));
            }
            Expression::Not(node) => writer.field("node", |writer| writer.expression(node)),
            Expression::HasTag(context, key) | Expression::Tag(context, key) => {
                writer.field("context", |writer| writer.expression(&Expression::Context(*context)));
                writer.field("key", |writer| writer.string(key));
            }
            Expression::String(value) => writer.field("value", |writer| writer.string(value)),
            // Rust prints the shortest text that reads back as the same double, never an exponent.
            Expression::Number(value) => writer.field("value", |writer| writer.display(value)),
            Expression::Bool(value) => writer.field("value", |writer| writer.display(value)),
            Expression::Identity(_, id) => writer.field("identity", |writer| writer.string(id)),
        });
    }

    fn object(&mut self, tag: &str, body: impl FnOnce(&mut Self)) {
        self.braces(|writer| {
            writer.field("__type", |writer| writer.string(tag));
            body(writer);
        });
    }

    fn braces(&mut self, body: impl FnOnce(&mut Self)) {
        self.text.push('{');
        self.indent = self.indent.map(|level| level + 1);
        body(self);
        self.indent = self.indent.map(|level| level - 1);
        self.new_line();
        self.text.push('}');
    }

    fn field(&mut self, name: &str, value: impl FnOnce(&mut Self)) {
        self.name(name);
        value(self);
    }

    fn name(&mut self, name: &str) {
        if !self.text.ends_with('{') {
            self.text.push(',');
        }
        self.new_line();
        self.string(name);
        self.text.push_str(if self.indent.is_some() { ": " } else { ":" });
    }

    fn list<T>(&mut self, items: &[T], item: impl Fn(&mut Self, &T)) {
        self.text.push('[');
        self.indent = self.indent.map(|level| level + 1);
        for (position, value) in items.iter().enumerate() {
            if position > 0 {
                self.text.push(',');
            }
            self.new_line();
            item(self, value);
        }
        self.indent = self.indent.map(|level| level - 1);
        if !items.is_empty() {
            self.new_line();
        }
        self.text.push(']');
    }

    fn new_line(&mut self) {
        if let Some(level) = self.indent {
            self.text.push('\n');
            self.text.extend(std::iter::repeat_n("  ", level));
        }
    }

    fn string(&mut self, value: &str) {
        // A text is always JSON.
        self.text.push_str(&serde_json::to_string(value).unwrap_or_default());
    }

    fn display(&mut self, value: impl std::fmt::Display) {
        // Writing into a string cannot fail.
        let _ = write!(self.text, "{value}");
    }
}
