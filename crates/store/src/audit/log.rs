//! Remembering what happened.

use async_trait::async_trait;

use super::{Entry, EntryHash, Event, Head};
use crate::{Timestamp, Unavailable};

/// Which entries of a log are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryQuery {
    /// Only entries after this place.
    pub after: i64,
    /// Only entries before this place.
    pub before: i64,
    /// Only what happened then or later.
    pub from: Timestamp,
    /// Only what happened earlier.
    pub until: Timestamp,
    /// Only events of this name.
    pub name: Option<String>,
    /// Only what was done by the person of this login, or with the token of this name that is no person's.
    pub actor: Option<String>,
    /// Which come first.
    pub order: Order,
    /// At most so many.
    pub limit: u32,
}

impl EntryQuery {
    /// The first `limit` entries there are.
    pub const fn first(limit: u32) -> Self {
        Self {
            after: 0,
            before: i64::MAX,
            from: Timestamp::from_millis(i64::MIN),
            until: Timestamp::from_millis(i64::MAX),
            name: None,
            actor: None,
            order: Order::OldestFirst,
            limit,
        }
    }
}

/// Which entries come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The order in which things happened.
    OldestFirst,
    /// The other way round.
    NewestFirst,
}

/// Remembering what happened, in logs that only grow.
///
/// Every entry is chained to the one before it, and the organization keeps how many there are and the hash of the
/// last one; all three are written in one transaction.
#[async_trait]
pub trait Audits: Send + Sync {
    /// Adds events to the log of an organization, in order, without moving its revision: for what changes nothing.
    ///
    /// Does nothing when there is no such organization.
    async fn record(&self, organization_id: &str, events: &[Event]) -> Result<(), Unavailable>;

    /// Some entries of an organization's log.
    async fn list_entries(
        &self,
        organization_id: &str,
        query: &EntryQuery,
    ) -> Result<Vec<Entry>, Unavailable>;

    /// How far the log of an organization has come; `None` when there is no such organization.
    async fn find_head(&self, organization_id: &str) -> Result<Option<Head>, Unavailable>;

    /// What the log of an organization is held against, all of one moment; `None` when there is no such organization.
    async fn find_tally(&self, organization_id: &str) -> Result<Option<Tally>, Unavailable>;
}

/// What a log is held against, whatever somebody made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// How many entries the organization counts; `None` where what it keeps is no number.
    pub counted: Option<i64>,
    /// The hash of the last one, as the organization keeps it.
    pub hash: EntryHash,
    /// How many entries there are, whatever their numbers.
    pub there: i64,
}
