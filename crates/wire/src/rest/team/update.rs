//! Changing a team.

use serde::{Deserialize, Serialize};

/// The body of `PATCH …/teams/{team}`; what is absent stays.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct UpdateTeam {
    /// The new name for people; the name where it is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_display_name: Option<String>,
    /// The new description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_description: Option<String>,
    /// The person whom `memberAction` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// What to do with `member`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_action: Option<MemberAction>,
    /// Grants on a stack, instead of what was granted on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add_stack_permission: Option<GrantStack>,
    /// The same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit_stack_permission: Option<GrantStack>,
    /// Grants nothing on a stack any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remove_stack: Option<StackName>,
    /// Grants on an environment, instead of what was granted on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add_environment_permission: Option<GrantEnvironment>,
    /// The same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit_environment_permission: Option<GrantEnvironment>,
    /// Grants nothing on an environment any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remove_environment: Option<EnvironmentName>,
}

/// What to do with a person in a team.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MemberAction {
    /// Puts the person in, as a member.
    Add,
    /// Takes the person out.
    Remove,
    /// Makes the person an administrator of the team.
    Promote,
    /// Makes the person a plain member of the team.
    Demote,
}

/// A level on one stack.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct GrantStack {
    /// The project of the stack.
    pub project_name: String,
    /// The stack in it.
    pub stack_name: String,
    /// 0 none, 101 read, 102 write, 103 admin, 104 creator.
    pub permission: u32,
    /// Told in answers, and not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission_set_name: Option<String>,
}

/// A level on one environment.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct GrantEnvironment {
    /// The project of the environment.
    pub project_name: String,
    /// The environment in it.
    pub env_name: String,
    /// `none`, `read`, `open`, `write` or `admin`.
    pub permission: String,
    /// How long it may be held open: refused, nobody would hold anyone to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_open_duration: Option<String>,
    /// Told in answers, and not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission_set_name: Option<String>,
}

/// Names a stack.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct StackName {
    /// The project.
    pub project_name: String,
    /// The stack in it.
    pub stack_name: String,
}

/// Names an environment.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EnvironmentName {
    /// The project.
    pub project_name: String,
    /// The environment in it.
    pub env_name: String,
}

/// The body of `PATCH /api/console/stacks/{org}/{project}/{stack}/teams/{team}`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct GrantOnStack {
    /// 0 none, 101 read, 102 write, 103 admin, 104 creator; nothing is granted any more where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<u32>,
}

/// The body of `PATCH /api/preview/insights/{org}/accounts/{account}/teams/{team}`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct GrantAccount {
    /// 0 none, 1 read, 2 write, 3 admin; nothing is granted any more where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<u32>,
}
