//! What Scopesight remembers, and what it asks of whatever remembers it.
//!
//! A store keeps organizations and who may sign in; it decides nothing.
//! It knows no JSON beyond carrying it, no clock and no randomness: times, ids and secrets are
//! arguments.
//!
//! Every organization has a revision, a counter that every write moves in its own transaction.
//! A caller reads the contents at one revision, decides, and hands the resulting [`Change`]s back
//! together with that revision; the store applies all of them, or none and says
//! [`WriteError::Moved`].
//! So whatever was decided still held when it was written.
//!
//! Every organization also has a log of what happened in it, see [`audit`]. A write carries the [`Event`]s that tell
//! of it, and both are written in one transaction.

pub mod audit;
pub mod change;
#[cfg(feature = "contract")]
pub mod contract;
pub mod entity;
pub mod guardrail;
pub mod key;
pub mod member;
pub mod organization;
pub mod record;
pub mod session;
pub mod team;
pub mod timestamp;
pub mod token;
pub mod user;

pub use audit::{Actor, Audits, Entry, EntryHash, EntryQuery, Event, Head, Order};
pub use change::{Change, GuardrailUpdate, RecordUpdate, TeamUpdate, WriteError};
pub use entity::{About, CreatorGrant, Entities, Entity, EntityKey, EntityType, Principal, Tag};
pub use guardrail::Guardrail;
pub use key::Keys;
pub use member::Member;
pub use organization::{Contents, CreateError, Organization, Organizations, Revision};
pub use record::{Purpose, Record};
pub use session::{Session, Sessions};
pub use team::{EntityGrant, Team, TeamMember};
pub use timestamp::Timestamp;
pub use token::{SecretHash, SecretToken, Token, TokenKind, Tokens};
pub use user::{User, Users};

/// Everything a server needs remembered.
#[async_trait::async_trait]
pub trait Store: Organizations + Entities + Users + Tokens + Sessions + Keys + Audits {
    /// Whether the store can answer now.
    async fn ready(&self) -> Result<(), Unavailable>;

    /// The version of all that is kept, found without waiting; `None` where the store cannot tell it so.
    ///
    /// It is another one after anything was written, by whomever. So what was read after it was asked for holds as long
    /// as it stays the same.
    fn data_version(&self) -> Option<DataVersion> {
        None
    }
}

/// The version of all that a store keeps; a number that means something only beside another one of the same store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataVersion(pub i64);

/// The store could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Unavailable {
    /// Nobody answered: another try may do better. What was to be written may be written or not.
    #[error("the store does not answer: {0}")]
    Silent(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// There was no room or no time for it, or nothing can be written now: another try may do better. Nothing was
    /// written.
    #[error("the store cannot do it now: {0}")]
    Hindered(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It cannot be done: a damaged file, what no version of this program wrote.
    #[error("the store is unavailable: {0}")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}
