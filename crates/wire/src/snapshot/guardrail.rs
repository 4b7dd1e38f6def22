//! Guardrails: what nobody may do, and what somebody is to be allowed or refused.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{EntityKey, Principal};

/// A statement that every draft is checked against: one of `never` and `expect`.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Guardrail {
    /// Its name for people.
    pub name: String,
    /// What nobody may do, over every entity there could be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub never: Option<NeverRule>,
    /// What somebody is to be allowed or refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expectation>,
}

/// Something nobody may do.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct NeverRule {
    /// The scope.
    pub scope: String,
    /// Where, as a boolean expression; everywhere when it is left out.
    #[cfg_attr(feature = "typescript", tsify(type = "BooleanExpression"))]
    #[serde(rename = "where", default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Box<RawValue>>,
    /// Who may all the same.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<Principal>,
}

/// Something that somebody is to be allowed or refused.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Expectation {
    /// Who.
    pub principal: Principal,
    /// What.
    pub scope: String,
    /// On what; the organization when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<EntityKey>,
    /// Whether it is to be allowed.
    pub allowed: bool,
}
