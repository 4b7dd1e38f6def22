//! What any change of access may say.

use schemars::JsonSchema;
use serde::Deserialize;

/// What any change of access may say after the question mark.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Breaking {
    /// Whether to do it although guardrails that hold now would break; ours.
    #[serde(default)]
    pub(super) break_guardrails: bool,
}
