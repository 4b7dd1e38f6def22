//! People in an organization.

use serde::{Deserialize, Serialize};

use super::{holder::User, team::Team, token::CreatedToken};

/// A page of the answer of `GET …/members`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberPage {
    /// The people, by login.
    pub members: Vec<Member>,
    /// Asks for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continuation_token: Option<String>,
}

/// A person in an organization.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// The person.
    pub user: User,
    /// `admin`, `billing-manager` or `member`; also `member` for any other role, as clients know no other word.
    pub role: String,
    /// The role that counts: the own one, or the organization's default role.
    pub fga_role: MemberRole,
    /// Since when, in RFC 3339.
    pub created: String,
    /// Always true: there are no people here that the server does not know.
    pub known_to_pulumi: bool,
    /// Always false: nobody is an administrator by another service.
    pub virtual_admin: bool,
}

/// The role of a person.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberRole {
    /// The record id.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// When the role was last changed, in RFC 3339.
    pub modified_at: String,
}

/// The body of `POST …/members/{login}`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct AddMember {
    /// `member`, `admin` or `billing-manager`; the organization's default role when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The id of any role, built in or not, which wins; ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fga_role_id: Option<String>,
}

/// The body of `POST …/scopesight/people/{login}`; ours.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct TakeIn {
    /// `member`, `admin` or `billing-manager`; the organization's default role when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The id of any role, built in or not, which wins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fga_role_id: Option<String>,
    /// Whether it may be somebody whom another organization of the server has taken in, and who signs in as they do
    /// there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub known: bool,
}

/// The answer of `POST …/scopesight/people/{login}`; ours.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TakenIn {
    /// The person, who is in the organization now.
    pub member: Member,
    /// What somebody signs in with whom the server did not know before: told this once. Absent of everybody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_token: Option<FirstToken>,
}

/// The token that a person signs in with first.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FirstToken {
    /// The token, and its value.
    #[serde(flatten)]
    pub token: CreatedToken,
    /// When it expires, in Unix seconds: until then the person makes one of their own.
    pub expires: u64,
}

/// The body of `PATCH …/members/{login}`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct UpdateMember {
    /// `member`, `admin` or `billing-manager`; not read beside `fgaRoleId`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The id of any role, built in or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fga_role_id: Option<String>,
}

/// The answer of `GET …/members/{login}/teams`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberTeams {
    /// The names for people of the teams the person is in.
    pub teams: Vec<String>,
}

/// The answer of `GET /api/console/orgs/{org}/members/{login}/stacks/{project}/{stack}`: the levels alone, where a
/// preview has every scope.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StackPermissions {
    /// The person.
    pub user_info: User,
    /// `admin`, `billing-manager` or `member`; also `member` for any other role.
    pub organization_role: String,
    /// The level that members have on every stack, by number.
    pub organization_default: u32,
    /// 104 for who created the stack, 0 for everybody else.
    pub explicit_permission: u32,
    /// The levels of the person's teams on the stack.
    pub team_permissions: Vec<TeamPermission>,
}

/// The level of a team on a stack.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPermission {
    /// 101 read, 102 write, 103 admin; 0 for a set that none of these numbers stands for.
    pub permission: u32,
    /// The team.
    pub team: Team,
}
