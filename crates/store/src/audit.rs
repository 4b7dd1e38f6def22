//! What happened in an organization, in a log that shows when somebody tampers with it.

mod entry;
mod log;
mod verify;

pub use entry::{ENCODING, Entry, EntryHash, Head};
pub use log::{Audits, EntryQuery, Order, Tally};
pub use verify::{Flaw, FlawKind, Verified, verify};

use crate::Timestamp;

/// Something that happened in an organization.
///
/// No field ever holds a secret: neither the value of a token nor what is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub time: Timestamp,
    /// What, by a short name such as `custom-role-created`.
    pub name: String,
    /// What, in words.
    pub description: String,
    /// Who.
    pub actor: Actor,
    /// The address it came from; empty when it came from the server itself.
    pub source: String,
    /// The program it came from, as that program says; empty when it said nothing, or too much.
    pub user_agent: String,
    /// What changed, as JSON; empty when there is no more to say than the description does.
    pub details: String,
}

/// Who did something; all empty for the server itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Actor {
    /// The login of a person; empty for a token that is no person's.
    pub login: String,
    /// The id of the token that was shown, or that a session was opened with.
    pub token_id: String,
    /// The name of that token; personal ones have none.
    pub token_name: String,
}
