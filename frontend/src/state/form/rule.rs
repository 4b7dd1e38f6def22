//! One rule.

use policy::{Allow, Descriptor, EntityType, Expression, Permission};

/// A rule: what is granted, and on which entities.
#[derive(Debug, Clone, PartialEq)]
pub enum RuleForm {
    /// On every entity of a type, also on those that do not exist yet.
    Every(Every),
    /// On entities chosen one by one.
    Chosen(Chosen),
    /// On the entities whose tags match.
    Tagged(Tagged),
    /// Something that the other kinds cannot say, as it stands.
    Custom(Descriptor),
}

/// A rule for every entity of a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Every {
    /// The type.
    pub entity_type: EntityType,
    /// What is granted.
    pub grants: Grants,
    /// Whether its sets stand in an entry of their own, and not in the one that all such rules share.
    pub stands_apart: bool,
}

/// A rule for chosen entities.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// Their type.
    pub entity_type: EntityType,
    /// Their identities.
    pub ids: Vec<String>,
    /// What is granted.
    pub grants: Grants,
}

/// A rule for entities by tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged {
    /// Their type.
    pub entity_type: EntityType,
    /// What their tags have to satisfy, all of it.
    pub leaves: Vec<Leaf>,
    /// What is granted.
    pub grants: Grants,
}

/// One condition on a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// The key of the tag.
    pub key: String,
    /// What is asked of it.
    pub operator: Operator,
    /// What it is compared with, where it is compared.
    pub value: String,
}

/// What is asked of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// It has the value.
    Equals,
    /// It has another value, or is missing.
    Differs,
    /// It is there.
    Has,
    /// It is missing.
    Lacks,
}

impl Operator {
    /// Every operator.
    pub const ALL: [Self; 4] = [Self::Equals, Self::Differs, Self::Has, Self::Lacks];

    /// A stable word, for the value of an option.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Equals => "equals",
            Self::Differs => "differs",
            Self::Has => "has",
            Self::Lacks => "lacks",
        }
    }

    /// The operator with this stable word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.name() == name)
    }

    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Equals => "equals",
            Self::Differs => "does not equal",
            Self::Has => "is present",
            Self::Lacks => "is missing",
        }
    }

    /// Whether it compares the tag with a value.
    pub const fn takes_value(self) -> bool {
        matches!(self, Self::Equals | Self::Differs)
    }
}

/// Permission sets and single scopes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grants {
    /// The ids of the permission sets.
    pub sets: Vec<String>,
    /// The names of the single scopes.
    pub scopes: Vec<String>,
}

impl Grants {
    /// Whether nothing is granted.
    pub const fn is_empty(&self) -> bool {
        self.sets.is_empty() && self.scopes.is_empty()
    }

    /// Adds the set, or takes it out where it is in.
    pub fn toggle_set(&mut self, id: &str) {
        toggle(&mut self.sets, id);
    }

    /// Adds the scope, or takes it out where it is in.
    pub fn toggle_scope(&mut self, name: &str) {
        toggle(&mut self.scopes, name);
    }

    /// The node that grants them: sets by reference, scopes directly, both in a group.
    pub fn write(&self) -> Descriptor {
        let sets = || Descriptor::Compose(self.sets.as_slice().into());
        if self.scopes.is_empty() {
            sets()
        } else if self.sets.is_empty() {
            allow(&self.scopes)
        } else {
            Descriptor::Group(vec![sets(), allow(&self.scopes)])
        }
    }

    /// The grants that `node` makes, where sets and scopes can say it.
    pub fn read(node: &Descriptor) -> Option<Self> {
        let grants = match node {
            Descriptor::Compose(ids) => Self { sets: ids.to_vec(), scopes: Vec::new() },
            Descriptor::Allow(allow) => Self { sets: Vec::new(), scopes: names(allow) },
            Descriptor::Group(entries) => match entries.as_slice() {
                [Descriptor::Compose(ids), Descriptor::Allow(allow)] => {
                    Self { sets: ids.to_vec(), scopes: names(allow) }
                }
                _ => return None,
            },
            _ => return None,
        };
        (grants.write() == *node).then_some(grants)
    }
}

/// A grant of the scopes of these names.
pub(super) fn allow(names: &[String]) -> Descriptor {
    let permissions = names.iter().map(|name| Permission::from_name(name)).collect();
    Descriptor::Allow(Allow { permissions, max_open_secs: 0 })
}

fn names(allow: &Allow) -> Vec<String> {
    allow.permissions.iter().map(|permission| permission.name().to_owned()).collect()
}

/// Adds `item`, or takes it out where it is in.
pub fn toggle(list: &mut Vec<String>, item: &str) {
    match list.iter().position(|other| other == item) {
        Some(index) => {
            list.remove(index);
        }
        None => list.push(item.to_owned()),
    }
}

impl RuleForm {
    /// What it grants, where it is a rule that says so by sets and scopes.
    pub const fn grants(&self) -> Option<&Grants> {
        match self {
            Self::Every(Every { grants, .. })
            | Self::Chosen(Chosen { grants, .. })
            | Self::Tagged(Tagged { grants, .. }) => Some(grants),
            Self::Custom(_) => None,
        }
    }

    /// The same, to be changed.
    pub const fn grants_mut(&mut self) -> Option<&mut Grants> {
        match self {
            Self::Every(Every { grants, .. })
            | Self::Chosen(Chosen { grants, .. })
            | Self::Tagged(Tagged { grants, .. }) => Some(grants),
            Self::Custom(_) => None,
        }
    }

    /// The type of the entities it speaks of, where it is of one.
    pub const fn entity_type(&self) -> Option<EntityType> {
        match self {
            Self::Every(Every { entity_type, .. })
            | Self::Chosen(Chosen { entity_type, .. })
            | Self::Tagged(Tagged { entity_type, .. }) => Some(*entity_type),
            Self::Custom(_) => None,
        }
    }

    /// Whether it is part of the definition.
    pub fn is_said(&self) -> bool {
        match self {
            Self::Every(rule) => !rule.grants.is_empty(),
            _ => !self.write().is_empty(),
        }
    }

    /// Why it is not part of the definition yet, or grants nothing there.
    pub fn missing(&self) -> Option<&'static str> {
        match self {
            Self::Every(rule) if rule.grants.is_empty() => Some("Choose what it grants"),
            Self::Chosen(rule) if rule.ids.is_empty() => Some("Choose at least one entity"),
            Self::Tagged(rule) if rule.leaves.is_empty() => Some("Add at least one condition"),
            Self::Tagged(rule) if rule.leaves.iter().any(|leaf| leaf.key.is_empty()) => {
                Some("Every condition needs the key of a tag")
            }
            Self::Chosen(Chosen { grants, .. }) | Self::Tagged(Tagged { grants, .. })
                if grants.is_empty() =>
            {
                Some("Choose what it grants")
            }
            _ => None,
        }
    }
}

impl Leaf {
    /// The condition on an entity of this type.
    pub fn write(&self, entity_type: EntityType) -> Expression {
        let has = || Expression::HasTag(policy::Context::Entity(entity_type), self.key.clone());
        let equals = || Expression::tag_is(entity_type, self.key.clone(), self.value.clone());
        match self.operator {
            Operator::Equals => equals(),
            Operator::Differs => equals().negated(),
            Operator::Has => has(),
            Operator::Lacks => has().negated(),
        }
    }

    /// The leaf that `condition` is, with the type of the entities it speaks of.
    pub fn read(condition: &Expression) -> Option<(EntityType, Self)> {
        use policy::Context::Entity;
        let (positive, is_negated) = match condition {
            Expression::Not(node) => (node.as_ref(), true),
            other => (other, false),
        };
        match positive {
            Expression::HasTag(Entity(entity_type), key) => {
                let operator = if is_negated { Operator::Lacks } else { Operator::Has };
                Some((*entity_type, Self { key: key.clone(), operator, value: String::new() }))
            }
            Expression::Equal(sides) => match &**sides {
                [Expression::Tag(Entity(entity_type), key), Expression::String(value)] => {
                    let operator = if is_negated { Operator::Differs } else { Operator::Equals };
                    let leaf = Self { key: key.clone(), operator, value: value.clone() };
                    Some((*entity_type, leaf))
                }
                _ => None,
            },
            _ => None,
        }
    }
}
