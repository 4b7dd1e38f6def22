//! Teams.

mod update;

use serde::{Deserialize, Serialize};

use super::holder::User;

pub use update::{
    EnvironmentName, GrantAccount, GrantEnvironment, GrantOnStack, GrantStack, MemberAction,
    StackName, UpdateTeam,
};

/// The answer of `GET …/teams` and of `GET …/roles/{id}/teams`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teams {
    /// The teams.
    pub teams: Vec<Team>,
}

/// A team.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Team {
    /// Always `pulumi`: kept here and not by another service.
    pub kind: String,
    /// The name.
    pub name: String,
    /// The name for people.
    pub display_name: String,
    /// A description for people.
    pub description: String,
    /// Its people.
    pub members: Vec<TeamMember>,
    /// Its roles.
    pub role_ids: Vec<String>,
    /// What it was granted on single stacks.
    pub stacks: Vec<TeamStack>,
    /// What it was granted on single environments.
    pub environments: Vec<TeamEnvironment>,
    /// What it was granted on single accounts.
    pub accounts: Vec<TeamAccount>,
    /// What the caller is in it: `none`, `member` or `admin`; absent where nobody in particular asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_role: Option<String>,
}

/// A person's place in a team.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamMember {
    /// The person.
    #[serde(flatten)]
    pub user: User,
    /// `member` or `admin`.
    pub role: String,
}

/// A permission set on one stack.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamStack {
    /// The project of the stack.
    pub project_name: String,
    /// The stack in it.
    pub stack_name: String,
    /// 101 read, 102 write, 103 admin; 0 for a set that none of these numbers stands for.
    pub permission: u32,
    /// The name of the set.
    pub permission_set_name: String,
}

/// A permission set on one environment.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamEnvironment {
    /// The project of the environment.
    pub project_name: String,
    /// The environment in it.
    pub env_name: String,
    /// `read`, `open`, `write` or `admin`; `none` for a set that none of these words stands for.
    pub permission: String,
    /// The name of the set.
    pub permission_set_name: String,
}

/// A permission set on one account.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamAccount {
    /// The account.
    pub account_name: String,
    /// 1 read, 2 write, 3 admin; 0 for a set that none of these numbers stands for.
    pub permission: u32,
    /// The name of the set.
    pub permission_set_name: String,
}

/// The body of `POST …/teams/pulumi`.
///
/// Pulumi's Terraform provider says beside the names where it makes the team and of which kind; both stand in the path.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CreateTeam {
    /// The name, which stands in addresses.
    pub name: String,
    /// The name for people; the name where it is empty.
    #[serde(default)]
    pub display_name: String,
    /// A description for people.
    #[serde(default)]
    pub description: String,
    /// The organization of the path, where it is said once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// `pulumi`, where it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_type: Option<String>,
    /// 0, where it is said: the team is none of GitHub's.
    #[serde(default, rename = "githubTeamID", skip_serializing_if = "Option::is_none")]
    pub github_team_id: Option<u64>,
}
