//! Cloud accounts; looking into them is another product.

use serde::{Deserialize, Serialize};

use crate::rest::holder::User;

/// The body of `POST /api/preview/insights/{org}/accounts/{account}`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CreateAccount {
    /// Whose cloud it is.
    pub provider: Provider,
    /// The environment with the credentials: `project/name`, perhaps with `@` and a version.
    pub environment: String,
    /// How often it is looked into.
    #[serde(default)]
    pub scan_schedule: ScanSchedule,
}

/// The body of `POST /api/preview/insights/{org}/accounts`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CreateAccounts {
    /// 1 to 100 of them, each made or not whatever becomes of the others.
    pub accounts: Vec<NamedAccount>,
    /// There are no policy packs here, so it says nothing.
    #[serde(default)]
    pub skip_auto_enable_policy_packs: bool,
}

/// One of several accounts to be made.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct NamedAccount {
    /// The name.
    pub name: String,
    /// Whose cloud it is.
    pub provider: Provider,
    /// The environment with the credentials: `project/name`, perhaps with `@` and a version.
    pub environment: String,
    /// How often it is looked into.
    #[serde(default)]
    pub scan_schedule: ScanSchedule,
}

/// The answer to it.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CreatedAccounts {
    /// Those that were made.
    pub accounts: Vec<Account>,
    /// Those that were not.
    pub failures: Vec<AccountFailure>,
}

/// An account that was not made.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFailure {
    /// Its name.
    pub name: String,
    /// Why, for people.
    pub error: String,
}

/// A cloud provider.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provider {
    /// Amazon Web Services.
    Aws,
    /// Google Cloud.
    Gcp,
    /// Microsoft Azure.
    AzureNative,
    /// Oracle Cloud.
    Oci,
    /// A Kubernetes cluster.
    Kubernetes,
}

impl Provider {
    /// The name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::Gcp => "gcp",
            Self::AzureNative => "azure-native",
            Self::Oci => "oci",
            Self::Kubernetes => "kubernetes",
        }
    }
}

/// How often an account is looked into.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ScanSchedule {
    /// Never.
    #[default]
    None,
}

/// The answer of `GET /api/preview/insights/{org}/accounts`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Accounts {
    /// The accounts.
    pub accounts: Vec<Account>,
    /// What asks for the next page; none after the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// A cloud account.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// The identity that definitions name.
    pub id: String,
    /// The name.
    pub name: String,
    /// Whoever created it; the organization where that is no person who is still there.
    pub owned_by: User,
    /// Whose cloud it is; empty for one that was brought along.
    pub provider: String,
    /// The environment with the credentials; absent for one that was brought along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_env_ref: Option<String>,
    /// Always false.
    pub scheduled_scan_enabled: bool,
}
