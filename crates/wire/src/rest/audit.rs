//! The audit log.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::holder::User;

/// The answer of `GET …/auditlogs/v2`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditPage {
    /// What happened, the latest first.
    pub audit_log_events: Vec<AuditEvent>,
    /// Asks for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continuation_token: Option<String>,
}

/// Something that happened.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEvent {
    /// When, in Unix seconds.
    pub timestamp: i64,
    /// The address it came from; empty when it came from the server itself.
    #[serde(rename = "sourceIP")]
    pub source_ip: String,
    /// What.
    pub event: String,
    /// What, in words.
    pub description: String,
    /// The person; for a token that is no person's, the organization.
    pub user: User,
    /// The id of the token.
    #[serde(rename = "tokenID", default, skip_serializing_if = "String::is_empty")]
    pub token_id: String,
    /// The name of the token.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub token_name: String,
    /// The name of whoever is no person.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub actor_name: String,
    /// Whether Pulumi Cloud asks for an admin of the organization.
    #[serde(default, skip_serializing_if = "is_false")]
    pub req_org_admin: bool,
    /// Whether Pulumi Cloud asks for an admin of the stack.
    #[serde(default, skip_serializing_if = "is_false")]
    pub req_stack_admin: bool,
    /// Whether somebody was refused.
    #[serde(default, skip_serializing_if = "is_false")]
    pub auth_failure: bool,
    /// What Pulumi Cloud does not say; ours.
    pub scopesight: AuditEntry,
}

/// The entry in the chained log.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Its number, counted from 1.
    pub sequence: i64,
    /// The hash that chains it to the one before it.
    pub hash: String,
    /// The exact time, in milliseconds since the Unix epoch.
    pub time_millis: i64,
    /// The program it came from, as that program says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub user_agent: String,
    /// What changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Box<RawValue>>,
}

/// The answer of `GET …/scopesight/audit/head`: how far the log has come.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditHead {
    /// How many entries there are.
    pub count: i64,
    /// The hash of the last one: noted elsewhere, it shows later that nothing before it has changed.
    pub head: String,
    /// How entries are hashed.
    pub encoding: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde hands over")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}
