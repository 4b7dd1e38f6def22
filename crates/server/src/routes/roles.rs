//! Roles, policies and permission sets.

use serde::Deserialize;

pub(super) mod catalogue;
pub(super) mod check;
pub(super) mod create;
pub(super) mod default;
pub(super) mod holders;
pub(super) mod read;
pub(super) mod remove;
pub(super) mod save;
pub(super) mod update;

/// What any change of roles may say.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Breaking {
    /// Whether to do it although guardrails that hold now would break.
    #[serde(default)]
    break_guardrails: bool,
}
