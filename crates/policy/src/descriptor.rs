//! The descriptor language: what a role, a policy or a permission set says.

mod decode;
mod encode;
mod expression;
mod fields;
mod lists;
mod place;
mod problem;

pub use expression::{Context, Expression, Sides};
pub use problem::{ParseError, Problem};

use std::sync::Arc;

use crate::{Scope, ScopeSet};

/// How deep descriptors and expressions may nest.
pub const MAX_LEVELS: usize = 256;
/// How many entries a group may have.
pub const MAX_ENTRIES: usize = 2000;
/// How many bytes the text of a definition may have: 1 MB, 1024 × 1024.
pub const MAX_BYTES: usize = 1_048_576;

/// What grants scopes: a tree of grants and conditions.
///
/// Grants only add; there is no deny. Made by [`Descriptor::parse`], written by
/// [`Descriptor::to_json`]; both keep everything the language can say.
#[derive(Debug, Clone, PartialEq)]
pub enum Descriptor {
    /// `PermissionDescriptorAllow`: grants its permissions.
    Allow(Allow),
    /// `PermissionDescriptorGroup`: everything its entries grant.
    Group(Vec<Descriptor>),
    /// `PermissionDescriptorCondition`: what its node grants, where its condition is true.
    Condition {
        /// A boolean expression.
        condition: Expression,
        /// What is granted.
        node: Box<Descriptor>,
    },
    /// `PermissionDescriptorIfThenElse`: one branch where the condition is true, the other where it
    /// is false; a missing branch grants nothing, and neither is taken where it is not applicable.
    IfThenElse {
        /// A boolean expression.
        condition: Expression,
        /// What is granted where it is true.
        then: Option<Box<Descriptor>>,
        /// What is granted where it is false.
        otherwise: Option<Box<Descriptor>>,
    },
    /// `PermissionDescriptorSelect`: what the first option grants whose value equals the selector.
    Select {
        /// What the options are compared with; without one nothing is granted.
        selector: Option<Expression>,
        /// The options, the first that equals wins.
        options: Vec<SelectOption>,
    },
    /// `PermissionDescriptorCompose`: what the named records grant, at the time of asking.
    Compose(Arc<[String]>),
}

/// A grant of scopes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Allow {
    /// What is granted, in the order written.
    pub permissions: Vec<Permission>,
    /// For how long an opened environment may stay open, in seconds; 0 means no limit.
    pub max_open_secs: u64,
}

impl Allow {
    /// The scopes of the catalogue that it names; unknown names grant nothing.
    pub fn scopes(&self) -> ScopeSet {
        let known = self.permissions.iter().filter_map(|permission| match permission {
            Permission::Known(scope) => Some(*scope),
            Permission::Unknown(_) => None,
        });
        known.collect()
    }
}

/// One option of a select.
#[derive(Debug, Clone, PartialEq)]
pub struct SelectOption {
    /// What the selector has to equal.
    pub value: Expression,
    /// What is granted then; nothing where it is missing.
    pub node: Option<Descriptor>,
}

/// A scope as a definition names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// A scope of the catalogue.
    Known(Scope),
    /// A name that is not in the catalogue: kept, shown, and without effect.
    Unknown(String),
}

impl Permission {
    /// The permission called `name`.
    pub fn from_name(name: &str) -> Self {
        Scope::from_name(name).map_or_else(|| Self::Unknown(name.to_owned()), Self::Known)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Known(scope) => scope.name(),
            Self::Unknown(name) => name,
        }
    }
}

impl Descriptor {
    /// A grant of `scopes`, without a condition.
    pub fn allow(scopes: impl IntoIterator<Item = Scope>) -> Self {
        let permissions = scopes.into_iter().map(Permission::Known).collect();
        Self::Allow(Allow { permissions, max_open_secs: 0 })
    }

    /// Reads a definition in Pulumi Cloud's wire format.
    ///
    /// Omitted zero values (`""`, `0`, `false`, empty lists) are filled in, as Pulumi's own emitter leaves
    /// them out. Everything else that does not fit is refused.
    ///
    /// # Errors
    ///
    /// A [`ParseError`] with a JSON pointer: each [`Problem`] says when it occurs.
    ///
    /// # Examples
    ///
    /// ```
    /// # use policy::Descriptor;
    /// let wrong = r#"{"__type": "PermissionDescriptorAllow", "permission": ["stack:read"]}"#;
    /// let error = Descriptor::parse(wrong).unwrap_err();
    /// assert_eq!(error.to_string(), "at /permission: unknown field `permission`, did you mean `permissions`?");
    /// ```
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        decode::descriptor_text(text)
    }

    /// The definition in Pulumi Cloud's wire format, on one line.
    pub fn to_json(&self) -> String {
        encode::descriptor(self, None)
    }

    /// The definition in Pulumi Cloud's wire format, indented for people.
    pub fn to_json_pretty(&self) -> String {
        encode::descriptor(self, Some(0))
    }
}

/// The fixed words of the wire format.
pub(crate) mod tag {
    pub(crate) const ALLOW: &str = "PermissionDescriptorAllow";
    pub(crate) const GROUP: &str = "PermissionDescriptorGroup";
    pub(crate) const CONDITION: &str = "PermissionDescriptorCondition";
    pub(crate) const IF_THEN_ELSE: &str = "PermissionDescriptorIfThenElse";
    pub(crate) const SELECT: &str = "PermissionDescriptorSelect";
    pub(crate) const COMPOSE: &str = "PermissionDescriptorCompose";
    pub(crate) const DESCRIPTORS: [&str; 6] =
        [ALLOW, GROUP, CONDITION, IF_THEN_ELSE, SELECT, COMPOSE];

    pub(crate) const STACK: &str = "PermissionExpressionStack";
    pub(crate) const ENVIRONMENT: &str = "PermissionExpressionEnvironment";
    pub(crate) const INSIGHTS_ACCOUNT: &str = "PermissionExpressionInsightsAccount";
    pub(crate) const TEAM: &str = "PermissionExpressionTeam";
    pub(crate) const EQUAL: &str = "PermissionExpressionEqual";
    pub(crate) const AND: &str = "PermissionExpressionAnd";
    pub(crate) const OR: &str = "PermissionExpressionOr";
    pub(crate) const NOT: &str = "PermissionExpressionNot";
    pub(crate) const HAS_TAG: &str = "PermissionExpressionHasTag";
    pub(crate) const TAG: &str = "PermissionExpressionTag";
    pub(crate) const STRING: &str = "PermissionLiteralExpressionString";
    pub(crate) const NUMBER: &str = "PermissionLiteralExpressionNumber";
    pub(crate) const BOOL: &str = "PermissionLiteralExpressionBool";
    pub(crate) const STACK_ID: &str = "PermissionLiteralExpressionStack";
    pub(crate) const ENVIRONMENT_ID: &str = "PermissionLiteralExpressionEnvironment";
    pub(crate) const INSIGHTS_ACCOUNT_ID: &str = "PermissionLiteralExpressionInsightsAccount";
    pub(crate) const TEAM_ID: &str = "PermissionLiteralExpressionTeam";
    pub(crate) const EXPRESSIONS: [&str; 17] = [
        STACK,
        ENVIRONMENT,
        INSIGHTS_ACCOUNT,
        TEAM,
        EQUAL,
        AND,
        OR,
        NOT,
        HAS_TAG,
        TAG,
        STRING,
        NUMBER,
        BOOL,
        STACK_ID,
        ENVIRONMENT_ID,
        INSIGHTS_ACCOUNT_ID,
        TEAM_ID,
    ];
}
