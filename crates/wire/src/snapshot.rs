//! The snapshot: one document that carries everything an evaluation needs.

mod guardrail;
mod load;
pub(crate) mod tags;

pub use guardrail::{Expectation, Guardrail, NeverRule};
pub use load::check_settings;
pub(crate) use load::{max_days, settings};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Everything an evaluation needs, as files, the command line, the module and the server know it.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    rename_all = "camelCase",
    expecting = "a snapshot, an object with `entities` and `records`"
)]
pub struct Snapshot {
    /// The organization's name and its role settings.
    #[serde(default)]
    pub organization: Organization,
    /// Stacks, environments and accounts.
    pub entities: Vec<Entity>,
    /// Roles, policies and permission sets; the built-in ones may be left out.
    pub records: Vec<Record>,
    /// People.
    #[serde(default)]
    pub members: Vec<Member>,
    /// Teams.
    #[serde(default)]
    pub teams: Vec<Team>,
    /// Access tokens, without their secrets.
    #[serde(default)]
    pub tokens: Vec<Token>,
    /// What creators hold on what they created.
    #[serde(default)]
    pub creator_grants: Vec<CreatorGrant>,
    /// Statements that every draft is checked against.
    #[serde(default)]
    pub guardrails: Vec<Guardrail>,
}

/// The organization's name and its role settings.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "SnapshotOrganization")
)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Organization {
    /// The name.
    #[serde(default)]
    pub name: String,
    /// The organization-wide role settings.
    #[serde(default)]
    pub settings: Settings,
    /// Whether a team that is given a role keeps those it has; where it is left out, whether some team has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub several_team_roles: Option<bool>,
    /// The role of members who have none, built-in or not; where it is left out, the one whose record says
    /// `isOrgDefault`, and the built-in Member role where none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_role_id: Option<String>,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "Pulumi Cloud has these switches, by these names"
)]
/// The organization-wide role settings, by Pulumi Cloud's field names and numbers.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Settings {
    /// 0 none, 101 read, 102 write, 103 admin, 104 creator.
    pub default_stack_permission: u32,
    /// `none`, `read`, `open`, `write` or `admin`.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(skip_serializing_if = "String::is_empty")]
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
    /// How many days of life an access token may have left, 1 to 3650; 0 means no limit.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(skip_serializing_if = "is_zero")]
    pub max_access_token_expiry_days: u64,
}

fn is_zero<T: Default + PartialEq>(number: &T) -> bool {
    *number == T::default()
}

/// A stack, an environment or an account.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Entity {
    /// `stack`, `environment` or `insights-account`.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    /// The opaque identity, unique within the type.
    pub id: String,
    /// The name for people, such as `shop/prod`.
    pub name: String,
    /// Tags, by key.
    #[serde(default, deserialize_with = "tags::deserialize")]
    #[cfg_attr(feature = "typescript", tsify(type = "{ [key: string]: string }"))]
    pub tags: BTreeMap<String, String>,
}

/// The type of an entity.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntityType {
    /// A Pulumi stack.
    Stack,
    /// A Pulumi ESC environment.
    Environment,
    /// A cloud account.
    InsightsAccount,
}

/// A role, a policy or a permission set.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SnapshotRecord"))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Record {
    /// The record id.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// A description for people.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What the record is.
    pub ux_purpose: UxPurpose,
    /// What the record's scopes are meant for: `global` or an entity type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    /// The built-in record this one stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_identifier: Option<String>,
    /// The descriptor, exactly as written.
    #[cfg_attr(feature = "typescript", tsify(type = "Descriptor"))]
    pub details: Box<RawValue>,
    /// The version of the record, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The organization's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    /// When it was made, in RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// When it was last changed, in RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Whether it is the role of people without one of their own; of several the first counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_org_default: Option<bool>,
}

/// What a record is.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UxPurpose {
    /// An assignable role.
    Role,
    /// The private role behind a team's direct grants.
    RolePrivate,
    /// A role made for one short-lived principal.
    RoleTemporary,
    /// The rules of a role.
    Policy,
    /// A permission set.
    Set,
}

/// A person in the organization.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SnapshotMember"))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Member {
    /// The login.
    pub login: String,
    /// The role; the organization's default role where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_id: Option<String>,
}

/// A team.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SnapshotTeam"))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Team {
    /// The name.
    pub name: String,
    /// Its people.
    #[serde(default)]
    pub members: Vec<TeamMember>,
    /// Its roles.
    #[serde(default)]
    pub role_ids: Vec<String>,
    /// Permission sets granted on single entities.
    #[serde(default)]
    pub entity_grants: Vec<EntityGrant>,
}

/// A person's place in a team.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "SnapshotTeamMember")
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct TeamMember {
    /// The login.
    pub login: String,
    /// Whether the person administers the team.
    #[serde(default)]
    pub role: TeamRole,
}

/// What a person is in a team.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TeamRole {
    /// A member.
    #[default]
    Member,
    /// An administrator of the team.
    Admin,
}

/// A permission set on one entity.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EntityGrant {
    /// The entity's type.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    /// The entity's identity.
    pub id: String,
    /// The record id of the permission set.
    pub permission_set_id: String,
}

/// An access token, without its secret.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SnapshotToken"))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Token {
    /// The record id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Whom it acts as.
    #[serde(rename = "type")]
    pub token_type: TokenType,
    /// The role of an organization token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_id: Option<String>,
    /// The team a team token acts as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The login a personal token acts as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// When it expires, in Unix seconds; 0 means never.
    #[serde(default)]
    pub expires: u64,
}

/// Whom a token acts as.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenType {
    /// The organization, limited to a role.
    Organization,
    /// A team.
    Team,
    /// A person.
    Personal,
}

/// What a creator holds on what was created.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CreatorGrant {
    /// Who created it.
    pub principal: Principal,
    /// What was created.
    pub entity: EntityKey,
}

/// Names a principal.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Principal {
    /// What it is.
    #[serde(rename = "type")]
    pub principal_type: PrincipalType,
    /// The login, the team's name or the token's id.
    pub id: String,
}

/// What a principal is.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PrincipalType {
    /// A person.
    User,
    /// A team.
    Team,
    /// An access token.
    Token,
}

/// Names an entity.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EntityKey {
    /// Its type.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    /// Its identity.
    pub id: String,
}
