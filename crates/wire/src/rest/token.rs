//! Access tokens.

use serde::{Deserialize, Serialize};

use super::holder::Token;

/// A page of the answer of `GET …/tokens`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenPage {
    /// The tokens, in the order they were made.
    pub tokens: Vec<Token>,
    /// Asks for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continuation_token: Option<String>,
}

/// The body of `POST /api/orgs/{org}/tokens`.
///
/// Old clients leave out everything but `name`, `description` and `admin`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CreateOrganizationToken {
    /// 1 to 40 characters, never given to another token of the organization.
    pub name: String,
    /// A description for people.
    #[serde(default)]
    pub description: String,
    /// When it expires, in Unix seconds, at most two years ahead; 0 for never.
    #[serde(default)]
    pub expires: u64,
    /// The older way to ask for the built-in Admin role; not together with `roleID`.
    #[serde(default)]
    pub admin: bool,
    /// The role it is limited to; the Member role where there is none.
    #[serde(default, rename = "roleID", skip_serializing_if = "Option::is_none")]
    pub role_id: Option<String>,
}

/// The body of `POST /api/orgs/{org}/teams/{team}/tokens`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CreateTeamToken {
    /// 1 to 40 characters, never given to another token of the organization.
    pub name: String,
    /// A description for people.
    #[serde(default)]
    pub description: String,
    /// When it expires, in Unix seconds, at most two years ahead; 0 for never.
    #[serde(default)]
    pub expires: u64,
}

/// The body of `POST /api/user/tokens`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CreatePersonalToken {
    /// A description for people.
    #[serde(default)]
    pub description: String,
    /// When it expires, in Unix seconds, at most two years ahead; 0 for never.
    #[serde(default)]
    pub expires: u64,
}

/// A token that was just made: the only time that its value is told.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatedToken {
    /// The id.
    pub id: String,
    /// What to send as `Authorization: token …`.
    pub token_value: String,
}

/// Never the value: secrets do not end in logs.
impl std::fmt::Debug for CreatedToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("CreatedToken").field("id", &self.id).finish_non_exhaustive()
    }
}
