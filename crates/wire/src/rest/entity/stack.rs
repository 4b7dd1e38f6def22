//! Stacks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The body of `POST /api/stacks/{org}/{project}`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateStack {
    /// The name within the project.
    pub stack_name: String,
    /// Its tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

/// The answer to it.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatedStack {
    /// Always none.
    pub messages: Vec<String>,
}

/// A stack; updates are another product, so it never has one.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stack {
    /// The identity that definitions name.
    pub id: String,
    /// The organization.
    pub org_name: String,
    /// The project.
    pub project_name: String,
    /// The name within the project.
    pub stack_name: String,
    /// Always empty.
    pub active_update: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Always 0.
    pub version: u64,
}

/// The answer of `GET /api/user/stacks`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stacks {
    /// The stacks.
    pub stacks: Vec<StackSummary>,
    /// What asks for the next page; none after the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continuation_token: Option<String>,
}

/// A stack in a list.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StackSummary {
    /// The identity that definitions name.
    pub id: String,
    /// The organization.
    pub org_name: String,
    /// The project.
    pub project_name: String,
    /// The name within the project.
    pub stack_name: String,
}

/// A tag and its value: the body of `POST …/tags` of a stack or an environment, and of `PATCH …/tags/{tag}` of a stack.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// The key.
    pub name: String,
    /// The value.
    pub value: String,
}

/// The answer of `GET /api/stacks/{org}/{project}/{stack}/teams`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StackTeams {
    /// The project of the stack.
    pub project_name: String,
    /// The teams that were granted something on the stack alone.
    pub teams: Vec<StackTeam>,
}

/// A team that was granted something on a stack.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StackTeam {
    /// The name.
    pub name: String,
    /// The name for people.
    pub display_name: String,
    /// A description for people.
    pub description: String,
    /// Whether the caller is in it.
    pub is_member: bool,
    /// 101 read, 102 write, 103 admin; 0 for a set that none of these numbers stands for.
    pub permission: u32,
}
