//! Who is calling, and what the server can do.

use serde::{Deserialize, Serialize};

/// The answer of `GET /api/user`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Caller"))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// The login; for a token that is no person's, the organization's name.
    pub github_login: String,
    /// The display name.
    pub name: String,
    /// The id.
    pub id: String,
    /// The address; empty, none is kept.
    pub email: String,
    /// Where to find a picture; empty when there is none.
    pub avatar_url: String,
    /// Always false: there are no passwords here that a second factor could guard.
    #[serde(rename = "hasMFA")]
    pub has_mfa: bool,
    /// Other services the account is tied to; none.
    pub identities: Vec<String>,
    /// Always false.
    pub is_managed_by_multi_org: bool,
    /// Always false.
    pub is_org_managed: bool,
    /// The organizations it may see.
    pub organizations: Vec<Organization>,
    /// About the token, where it is no person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_info: Option<TokenInfo>,
}

/// An organization, and what the caller is in it.
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "CallerOrganization")
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// The display name.
    pub name: String,
    /// The name in addresses.
    pub github_login: String,
    /// Where to find a picture; empty when there is none.
    pub avatar_url: String,
    /// `admin`, `billing-manager` or `member`; also `member` for any other role, as clients know
    /// no other word.
    pub role: String,
}

/// About a token that is no person's.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenInfo {
    /// The name of the token.
    pub name: String,
    /// The organization it belongs to.
    pub organization: String,
    /// The team it acts as, if it does.
    pub team: String,
}

/// The answer of `GET /api/capabilities`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Capabilities {
    /// Things of the service that clients ask about; access management is none of them.
    pub capabilities: Vec<Capability>,
}

/// A thing of the service that clients ask about.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capability {
    /// Its name.
    pub capability: String,
}
