//! Roles, policies and permission sets.

use std::fmt::{self, Formatter};

use serde::de::{self, IntoDeserializer as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::{digest::Parts, prove::Proof, snapshot::UxPurpose};

/// A record, as `GET …/roles/{id}` answers it.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The record id.
    pub id: String,
    /// The organization's id.
    pub org_id: String,
    /// The name for people.
    pub name: String,
    /// A description for people.
    pub description: String,
    /// What the record is.
    pub ux_purpose: UxPurpose,
    /// `global` or an entity type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    /// The built-in record it is, or stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_identifier: Option<String>,
    /// The descriptor, exactly as written.
    pub details: Box<RawValue>,
    /// The version, from 1.
    pub version: u32,
    /// When it was made, in RFC 3339.
    pub created: String,
    /// When it was last changed, in RFC 3339.
    pub modified: String,
    /// Whether members without a role get this one.
    pub is_org_default: bool,
    /// The decision digest, where the request that created it brought one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// The answer of `GET …/roles`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Records {
    /// The records of one purpose, the built-in ones first.
    pub roles: Vec<Record>,
}

/// The body of `POST …/roles`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CreateRole {
    /// The name for people: 1 to 100 characters.
    #[serde(default)]
    pub name: String,
    /// A description for people.
    #[serde(default)]
    pub description: String,
    /// What the record is to be; a role where it is absent or empty.
    #[serde(default, deserialize_with = "purpose", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<UxPurpose>"))]
    pub ux_purpose: Option<UxPurpose>,
    /// `global` or an entity type; `organization` is `global`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    /// The descriptor.
    pub details: Box<RawValue>,
    /// The decision digest that an editor showed; ours, Pulumi Cloud has no such thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// What that is made of, so that a refusal can say what differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest_parts: Option<Parts>,
}

fn purpose<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<UxPurpose>, D::Error> {
    /// Reads the text itself, so that a refusal stands where that does.
    struct Named;

    impl Visitor<'_> for Named {
        type Value = Option<UxPurpose>;

        fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_str<E: de::Error>(self, name: &str) -> Result<Option<UxPurpose>, E> {
            if name.is_empty() {
                return Ok(None);
            }
            UxPurpose::deserialize(name.into_deserializer()).map(Some)
        }
    }

    deserializer.deserialize_str(Named)
}

/// The body of `PATCH …/roles/{id}`; what is absent stays.
///
/// The names in Pascal case are what clients sent until spring 2026.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct UpdateRole {
    /// The new name: 1 to 100 characters.
    #[serde(default, alias = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new description, at most 1000 characters; an empty one clears it.
    #[serde(default, alias = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The new descriptor.
    #[serde(default, alias = "Details", skip_serializing_if = "Option::is_none")]
    pub details: Option<Box<RawValue>>,
}

/// The body of `PUT …/scopesight/roles/{id}`: a role as it stands in an editor.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SaveRole {
    /// The name for people: 1 to 100 characters.
    pub name: String,
    /// A description for people, at most 1000 characters.
    #[serde(default)]
    pub description: String,
    /// The descriptor: of the role's policy where it has one, else of the role.
    pub details: Box<RawValue>,
    /// The version of the record whose descriptor it is, when the editor read it.
    pub version: u32,
    /// The version of the role itself, when the editor read it; a role without a policy may leave it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_version: Option<u32>,
    /// The decision digest that the editor showed; without it nothing is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// What that is made of, so that a refusal can say what differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest_parts: Option<Parts>,
    /// Whether to save it although guardrails that hold now would break.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub break_guardrails: bool,
}

/// A role as an editor shows it: one thing, also where it is a role and its policy.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EditedRole {
    /// The id of the role.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// A description for people.
    pub description: String,
    /// The descriptor: of the role's policy where it has one, else of the role.
    pub details: Box<RawValue>,
    /// The version of the record whose descriptor it is.
    pub version: u32,
    /// The version of the role itself, which has its name and description; the same where it has no policy.
    pub role_version: u32,
    /// When that record was last changed, in RFC 3339.
    pub modified: String,
    /// The decision digest of what was saved; only in the answer of a save.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// A role that was saved from an editor.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedRole {
    /// The role.
    #[serde(flatten)]
    pub role: EditedRole,
    /// The guardrails that held before and do not now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub broken_guardrails: Vec<Proof>,
}

/// The refusal to save over someone else's change.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// The status, once more.
    pub code: u16,
    /// What is wrong, for people.
    pub message: String,
    /// The role as it is saved now.
    pub current: EditedRole,
}

/// The refusal to save what is not what was shown.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mismatch {
    /// The status, once more.
    pub code: u16,
    /// What is wrong, for people.
    pub message: String,
    /// The decision digest as it is now.
    pub digest: String,
    /// Which parts of it differ, of those that were said.
    pub differs: Vec<String>,
}

impl From<policy::UxPurpose> for UxPurpose {
    fn from(purpose: policy::UxPurpose) -> Self {
        match purpose {
            policy::UxPurpose::Role => Self::Role,
            policy::UxPurpose::RolePrivate => Self::RolePrivate,
            policy::UxPurpose::RoleTemporary => Self::RoleTemporary,
            policy::UxPurpose::Policy => Self::Policy,
            policy::UxPurpose::Set => Self::Set,
        }
    }
}
