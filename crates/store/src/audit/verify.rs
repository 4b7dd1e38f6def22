//! Whether a log is what was written.

use super::{Audits, EntryHash, EntryQuery, Head};
use crate::Unavailable;

/// How many entries are held in memory at once.
const PAGE: u32 = 500;

/// What came of looking through a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How far the log is as it was written.
    pub good: Head,
    /// The first thing that is wrong; nothing is said about what comes after it.
    pub flaw: Option<Flaw>,
}

/// The first entry that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Its place.
    pub sequence: i64,
    /// What is wrong with it.
    pub kind: FlawKind,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlawKind {
    /// It is not there, and a later one is.
    Missing,
    /// Its hash is not that of what it says, in this place.
    Altered,
    /// The organization counts it, and the log ends before it.
    CutOff,
    /// The organization does not count it.
    Uncounted,
    /// What the organization keeps as the number of its entries is no number.
    NoCount,
    /// It would be the next, and there are others besides, whose numbers no entry has.
    Added,
    /// It is the last one, and not the one that the organization keeps the hash of.
    OtherHead,
    /// It would have followed the head that was noted, of which no entry is left.
    NotedHeadGone,
}

/// Looks through the whole log of an organization, and for the entry with the hash `noted`, if one was noted.
///
/// `None` when there is no such organization. Entries that are added meanwhile are looked at as well.
pub async fn verify(
    store: &(impl Audits + ?Sized),
    organization_id: &str,
    noted: Option<EntryHash>,
) -> Result<Option<Verified>, Unavailable> {
    let mut good = Head::START;
    let mut is_noted = noted.is_none_or(|noted| noted == EntryHash::START);
    let flawed = |good: Head, sequence, kind| {
        Ok(Some(Verified { good, flaw: Some(Flaw { sequence, kind }) }))
    };
    loop {
        let query = EntryQuery { after: good.count, ..EntryQuery::first(PAGE) };
        let page = store.list_entries(organization_id, &query).await?;
        for entry in &page {
            let sequence = good.count.saturating_add(1);
            if entry.sequence != sequence {
                return flawed(good, sequence, FlawKind::Missing);
            }
            if entry.hash != EntryHash::of(organization_id, sequence, good.hash, &entry.event) {
                return flawed(good, sequence, FlawKind::Altered);
            }
            good = entry.head();
            is_noted |= noted == Some(entry.hash);
        }
        if !page.is_empty() {
            continue;
        }
        // Read after the entries: whoever writes meanwhile moves all of it at once.
        let Some(tally) = store.find_tally(organization_id).await? else { return Ok(None) };
        let next = good.count.saturating_add(1);
        let Some(counted) = tally.counted else { return flawed(good, next, FlawKind::NoCount) };
        if counted < good.count {
            return flawed(good, counted.saturating_add(1), FlawKind::Uncounted);
        }
        if counted > good.count {
            let query = EntryQuery { after: good.count, ..EntryQuery::first(1) };
            if store.list_entries(organization_id, &query).await?.is_empty() {
                return flawed(good, next, FlawKind::CutOff);
            }
            continue;
        }
        if tally.hash != good.hash {
            return flawed(good, good.count, FlawKind::OtherHead);
        }
        if tally.there != good.count {
            return flawed(good, next, FlawKind::Added);
        }
        if !is_noted {
            return flawed(good, next, FlawKind::NotedHeadGone);
        }
        return Ok(Some(Verified { good, flaw: None }));
    }
}
