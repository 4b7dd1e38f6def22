//! Cases: what we say about the language, as data.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, value::RawValue};

/// One file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// What the file is about.
    pub about: String,
    /// Questions that have an answer.
    #[serde(default)]
    pub answered: Vec<Answered>,
    /// Definitions that are refused.
    #[serde(default)]
    pub refused: Vec<Refused>,
}

/// Questions about one organization.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The claim.
    pub claim: String,
    /// The organization.
    pub snapshot: Value,
    /// Who is asked about.
    pub subject: Value,
    /// The scopes granted on the organization.
    #[serde(default)]
    pub organization: Vec<String>,
    /// The scopes granted on each entity, by `type/id`; nothing on the others.
    #[serde(default)]
    pub entities: BTreeMap<String, Vec<String>>,
    /// The limits on each entity, by `type/id` and scope, in seconds.
    #[serde(default)]
    pub limits: BTreeMap<String, BTreeMap<String, u64>>,
    /// The diagnostics, as `code pointer: message`, with `record#pointer` for another record.
    #[serde(default)]
    pub diagnostics: Vec<String>,
}

/// A definition that is refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// The claim.
    pub claim: String,
    /// The definition, as written.
    pub definition: Box<RawValue>,
    /// The code of the refusal.
    pub code: String,
    /// Where, and what it says.
    pub message: String,
}

/// Every file of cases.
pub const FILES: [(&str, &str); 10] = [
    ("three-values", include_str!("../cases/three-values.json")),
    ("tags", include_str!("../cases/tags.json")),
    ("kinds", include_str!("../cases/kinds.json")),
    ("branches", include_str!("../cases/branches.json")),
    ("scopes", include_str!("../cases/scopes.json")),
    ("references", include_str!("../cases/references.json")),
    ("durations", include_str!("../cases/durations.json")),
    ("principals", include_str!("../cases/principals.json")),
    ("lint", include_str!("../cases/lint.json")),
    ("refusals", include_str!("../cases/refusals.json")),
];
