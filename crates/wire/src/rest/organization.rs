//! Organizations: what they are, and their settings.

mod features;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use features::features;

/// The answer of `GET /api/orgs/{org}`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// The display name.
    pub name: String,
    /// The name in addresses.
    pub github_login: String,
    /// Where to find a picture; empty when there is none.
    pub avatar_url: String,
    /// Repositories; none are kept.
    pub repos: Vec<String>,
}

/// The answer of `GET …/metadata` and of `PATCH /api/orgs/{org}`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// The id.
    pub id: String,
    /// When it was made, in RFC 3339.
    pub created: String,
    /// Always `pulumi`: no other service is behind it.
    pub kind: String,
    /// What the caller is: `admin`, `billing-manager` or `member`; also `member` for any other role.
    pub user_role: String,
    /// The organization-wide role settings.
    #[serde(flatten)]
    pub settings: MetadataSettings,
    /// The role of new members, and of those without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_role_id: Option<String>,
    /// How many people are in it.
    pub member_count: usize,
    /// How many stacks there are.
    pub stack_count: usize,
    /// How many environments there are.
    pub environment_count: usize,
    /// How many accounts there are.
    pub account_count: usize,
    /// Whether a team keeps the roles it has when it is given another; ours.
    #[serde(default)]
    pub several_team_roles: bool,
    /// What it can do, by name.
    pub features: BTreeMap<String, bool>,
    /// What is not kept here, and is as if it were switched off.
    #[serde(flatten)]
    pub absent: Absent,
}

/// The organization-wide role settings.
#[expect(
    clippy::struct_excessive_bools,
    reason = "Pulumi Cloud has these switches, by these names"
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MetadataSettings {
    /// 0 none, 101 read, 102 write, 103 admin, 104 creator.
    pub default_stack_permission: u32,
    /// `none`, `read`, `open`, `write` or `admin`.
    pub default_environment_permission: String,
    /// 0 none, 1 read, 2 write, 3 admin.
    pub default_account_permission: u32,
    /// Members may create stacks.
    pub members_can_create_stacks: bool,
    /// Members may create accounts.
    pub members_can_create_accounts: bool,
    /// Members may create teams.
    pub members_can_create_teams: bool,
    /// Members who administer a stack may delete it.
    pub members_can_delete_stacks: bool,
    /// Members who administer a stack may transfer it out.
    pub members_can_transfer_stacks: bool,
    /// How many days of life an access token may have left; absent where there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_access_token_expiry_days: Option<u64>,
}

/// What Pulumi Cloud says of its other products, and clients ask for.
#[expect(
    clippy::struct_excessive_bools,
    reason = "Pulumi Cloud has these switches, by these names"
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Absent {
    /// `disabled`.
    pub ai_enablement: String,
    /// True.
    pub audit_logs_enabled: bool,
    /// False.
    pub insights_trial_using_policy: bool,
    /// True.
    pub natural_language_search_disabled: bool,
    /// True.
    pub neo_agent_disabled: bool,
    /// `manual`.
    pub neo_approval_mode: String,
    /// True.
    #[serde(rename = "neoCLIExplanationsDisabled")]
    pub neo_cli_explanations_disabled: bool,
    /// False.
    pub neo_enabled: bool,
    /// `none`.
    pub neo_task_sharing_mode: String,
    /// `none`.
    #[serde(rename = "preferredVCS")]
    pub preferred_vcs: String,
    /// False.
    pub webhooks_enabled: bool,
}

impl Default for Absent {
    fn default() -> Self {
        Self {
            ai_enablement: "disabled".to_owned(),
            audit_logs_enabled: true,
            insights_trial_using_policy: false,
            natural_language_search_disabled: true,
            neo_agent_disabled: true,
            neo_approval_mode: "manual".to_owned(),
            neo_cli_explanations_disabled: true,
            neo_enabled: false,
            neo_task_sharing_mode: "none".to_owned(),
            preferred_vcs: "none".to_owned(),
            webhooks_enabled: false,
        }
    }
}

/// The body of `PATCH /api/orgs/{org}`; what is absent stays.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct UpdateOrganization {
    /// 0 none, 101 read, 102 write, 103 admin, 104 creator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_default_stack_permission: Option<u32>,
    /// `none`, `read`, `open`, `write` or `admin`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_default_environment_permission: Option<String>,
    /// 0 none, 1 read, 2 write, 3 admin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_default_account_permission: Option<u32>,
    /// Members may create stacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_members_can_create_stacks: Option<bool>,
    /// Members may create accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_members_can_create_accounts: Option<bool>,
    /// Members may create teams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_members_can_create_teams: Option<bool>,
    /// Members who administer a stack may delete it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_members_can_delete_stacks: Option<bool>,
    /// Members who administer a stack may transfer it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_members_can_transfer_stacks: Option<bool>,
    /// How many days of life an access token may have left, 1 to 3650; 0 for no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_max_access_token_expiry_days: Option<u64>,
}
