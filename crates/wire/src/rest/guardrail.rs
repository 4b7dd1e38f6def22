//! Guardrails that are stored with an organization.

use serde::{Deserialize, Serialize};

use crate::{
    prove::Proof,
    snapshot::{Expectation, Guardrail, NeverRule},
};

/// The body of `PUT …/scopesight/guardrails/{id}`: all of a guardrail.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SaveGuardrail {
    /// Its name for people: 1 to 100 characters.
    pub name: String,
    /// What nobody may do; one of this and `expect`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub never: Option<NeverRule>,
    /// What somebody is to be allowed or refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expectation>,
    /// Its version when it was read.
    pub version: u32,
}

impl SaveGuardrail {
    /// The guardrail and the version it was read at.
    pub fn apart(self) -> (Guardrail, u32) {
        (Guardrail { name: self.name, never: self.never, expect: self.expect }, self.version)
    }
}

/// A stored guardrail, and how it fares.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredGuardrail {
    /// The id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What nobody may do; one of this and `expect`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub never: Option<NeverRule>,
    /// What somebody is to be allowed or refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expectation>,
    /// The version, from 1.
    pub version: u32,
    /// When it was made, in RFC 3339.
    pub created: String,
    /// When it was last changed, in RFC 3339.
    pub modified: String,
    /// Who made it; empty when it was imported.
    pub created_by: String,
    /// How it fares now; absent in a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

/// The answer of `GET …/scopesight/guardrails`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredGuardrails {
    /// Whether all of them hold.
    pub hold: bool,
    /// The guardrails, in the order in which they were made.
    pub guardrails: Vec<StoredGuardrail>,
}

/// The refusal to save over someone else's change.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GuardrailConflict {
    /// The status, once more.
    pub code: u16,
    /// What is wrong, for people.
    pub message: String,
    /// The guardrail as it is saved now.
    pub current: StoredGuardrail,
}

/// The refusal of a change by which guardrails that hold now would no longer.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Breach {
    /// The status, once more.
    pub code: u16,
    /// `breaks-guardrails`.
    pub reason: &'static str,
    /// What is wrong, for people.
    pub message: String,
    /// Those that would break: by whom, where, and by which rules.
    pub guardrails: Vec<Proof>,
}
