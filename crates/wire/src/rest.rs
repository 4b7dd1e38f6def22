//! The shapes of the HTTP API: Pulumi Cloud's where it has one, ours elsewhere.

pub mod account;
pub mod audit;
pub mod entity;
pub mod guardrail;
pub mod holder;
pub mod member;
pub mod name;
pub mod organization;
pub mod role;
pub mod scopes;
pub mod session;
pub mod team;
pub mod token;

use serde::{Deserialize, Serialize};

use crate::Subject;

/// The body of every refusal.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// The status, once more.
    pub code: u16,
    /// What is wrong, for people.
    pub message: String,
    /// Where in the request's body, as a JSON pointer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

/// The body of a refusal for want of a scope.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScopeRefusal {
    /// The status, once more: 403.
    pub code: u16,
    /// What is wrong, for people.
    pub message: String,
    /// The scope that the caller does not hold on the organization.
    pub missing_scope: String,
    /// The roles that would grant it; told to those alone who may see roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_by: Option<Vec<RoleName>>,
}

/// A role, by id and name.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleName {
    /// The record id.
    pub id: String,
    /// The name for people.
    pub name: String,
}

/// Asks for a preview.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PreviewRequest {
    /// Whose access is asked about.
    pub subject: Subject,
}
