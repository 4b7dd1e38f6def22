//! Access tokens.

use policy::{Organization, Standing, TokenKind};
use serde::{Deserialize, Serialize};

use super::holder::Token;
use crate::standing::StandingInfo;
use crate::{Fault, snapshot::max_days};

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

/// The answer of `GET …/scopesight/tokens/stopped`: the tokens that are good now and that an expiry policy would stop.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoppedTokens {
    /// The tokens of the organization and its teams, then personal ones.
    pub tokens: Vec<StoppedToken>,
}

/// A token that an expiry policy would stop.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoppedToken {
    /// The id.
    pub id: String,
    /// The name; personal tokens have none.
    pub name: String,
    /// `organization`, `team` or `personal`.
    #[serde(rename = "type")]
    pub token_type: &'static str,
    /// The team that it acts as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The login of the person that it acts as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// When it expires, in Unix seconds; 0 for never.
    pub expires: u64,
    /// Why it would be refused.
    pub refused: StandingInfo,
}

impl StoppedTokens {
    /// The tokens that a policy of `days` days would stop at `now`, in Unix seconds.
    ///
    /// # Errors
    ///
    /// `out-of-range` when `days` is more than 3650.
    pub fn by(organization: &Organization, days: u64, now: u64) -> Result<Self, Fault> {
        let stopped = policy::stopped_by(organization, max_days(days)?, now);
        let token = |(token, standing): (&policy::Token, Standing)| {
            let (token_type, team, user) = match &token.kind {
                TokenKind::Organization { .. } => ("organization", None, None),
                TokenKind::Team { team } => ("team", Some(team.clone()), None),
                TokenKind::Personal { login } => ("personal", None, Some(login.clone())),
            };
            let (id, name, expires) = (token.id.clone(), token.name.clone(), token.expires);
            let refused = StandingInfo::of(standing)?;
            Some(StoppedToken { id, name, token_type, team, user, expires, refused })
        };
        Ok(Self { tokens: stopped.into_iter().filter_map(token).collect() })
    }
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
