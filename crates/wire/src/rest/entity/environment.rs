//! Environments; what is in them is another product.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::rest::holder::User;

/// The body of `POST /api/esc/environments/{org}`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateEnvironment {
    /// The project.
    pub project: String,
    /// The name within the project.
    pub name: String,
}

/// The answer of `GET /api/esc/environments/{org}`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Environments {
    /// The environments.
    pub environments: Vec<Environment>,
    /// What asks for the next page; none after the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// An environment in a list.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Environment {
    /// The identity that definitions name.
    pub id: String,
    /// The organization.
    pub organization: String,
    /// The project.
    pub project: String,
    /// The name within the project.
    pub name: String,
    /// Since when, in RFC 3339.
    pub created: String,
    /// When it or one of its tags was last changed, in RFC 3339.
    pub modified: String,
    /// Whoever created it; the organization where that is no person who is still there.
    pub owned_by: User,
    /// Its tags; none where the caller may not see them.
    pub tags: BTreeMap<String, String>,
    /// Always as Pulumi Cloud has them where nobody chose.
    pub settings: Settings,
    /// Always nothing, as Pulumi Cloud has it by now.
    pub referrer_metadata: Referrers,
}

/// Settings of an environment.
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "EnvironmentSettings")
)]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Always false.
    pub deletion_protected: bool,
}

/// How much refers to an environment.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Referrers {
    /// Always 0.
    pub environment_referrer_count: u64,
    /// Always 0.
    pub insights_account_referrer_count: u64,
    /// Always 0.
    pub stack_referrer_count: u64,
}

/// The answer of `GET …/tags` of an environment.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentTags {
    /// The tags by key.
    pub tags: BTreeMap<String, EnvironmentTag>,
    /// What asks for the next page, as `after`; empty after the last one.
    pub next_token: String,
}

/// A tag of an environment.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentTag {
    /// The key.
    pub name: String,
    /// The value.
    pub value: String,
    /// Since when, in RFC 3339.
    pub created: String,
    /// When it was last changed, in RFC 3339.
    pub modified: String,
    /// Who changed it last, a login or the name of a token; empty where it was brought along.
    pub editor_login: String,
    /// The same: nobody has another name.
    pub editor_name: String,
}

/// The body of `PATCH …/tags/{tag}` of an environment.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct UpdateTag {
    /// What it has to be now.
    pub current_tag: CurrentValue,
    /// What it is to be.
    pub new_tag: NewTag,
}

/// The value that a tag has to have for a change of it.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurrentValue {
    /// The value.
    pub value: String,
    /// The key, which the path names: what is here is not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What a tag is to be; what is absent or empty stays.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTag {
    /// The key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}
