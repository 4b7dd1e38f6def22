//! Guardrails and example tests.

use crate::Timestamp;

/// A statement that has to hold whoever changes what: something nobody may do, or an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guardrail {
    /// The id, unique in the organization.
    pub id: String,
    /// The name, unique among the guardrails of the organization.
    pub name: String,
    /// What it says, as JSON, exactly as written.
    pub statement: String,
    /// Starts at 1 and counts the changes.
    pub version: u32,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// Who made it, by login or token name; empty when it was imported.
    pub created_by: String,
}
