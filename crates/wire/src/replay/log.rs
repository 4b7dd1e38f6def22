//! Reading usage logs: a line for each entry, or one list of them.

use std::{collections::BTreeMap, fmt};

use policy::{Log, Permission, Use, UsedEntity};
use serde::{
    Deserialize,
    de::{Deserializer, Error as _, SeqAccess, Visitor},
};

use crate::{
    Fault, fault,
    snapshot::{EntityType, Principal, tags},
};

/// How many entries a log may have.
pub const MAX_ENTRIES: usize = 1_000_000;
/// How many bytes a line of a log may have: 64 kB, 64 × 1024.
pub const MAX_LINE_BYTES: usize = 65_536;
/// How many bytes a log may have: 256 MB, 256 × 1024 × 1024.
pub const MAX_BYTES: usize = 268_435_456;

/// An entry of a usage log: who used which scope on what, and when.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", expecting = "an entry of a usage log")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Entry {
    /// When, in Unix seconds.
    pub at: u64,
    /// Who.
    pub principal: Principal,
    /// The scope's name; one that the catalogue does not have is told apart.
    pub scope: String,
    /// On what; the organization when it is left out.
    #[serde(default)]
    pub entity: Option<EntryEntity>,
}

/// An entity as an entry names it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", expecting = "an entity with type and id")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct EntryEntity {
    /// Its type.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    /// Its identity.
    pub id: String,
    /// The tags it had then; those it has today when they are left out.
    #[serde(default, deserialize_with = "tags::optional")]
    #[cfg_attr(feature = "typescript", tsify(type = "{ [key: string]: string }"))]
    pub tags: Option<BTreeMap<String, String>>,
}

/// The log in `text`: JSON Lines, or a list of the same entries.
///
/// # Errors
///
/// A [`Fault`] for an entry that is refused, with the number of its line or a pointer into the list, and
/// `too-large` beyond a million entries, 256 MB, or 64 kB in a line.
pub fn read(text: &str) -> Result<Log, Fault> {
    if text.len() > MAX_BYTES {
        return Err(too_large(format!(
            "the log has {} bytes, expected at most {MAX_BYTES}",
            text.len()
        )));
    }
    if text.trim_start().starts_with('[') {
        return fault::read::<List>(text).map(|list| list.0);
    }
    let mut log = Log::default();
    let mut count = 0;
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        count += 1;
        if count > MAX_ENTRIES {
            return Err(too_large(format!("line {number}: {}", too_many())));
        }
        if line.len() > MAX_LINE_BYTES {
            let found = format!("{} bytes, expected at most {MAX_LINE_BYTES}", line.len());
            return Err(too_large(format!("line {number}: {found}")));
        }
        log.add(fault::read_line::<Entry>(line, number)?.into());
    }
    Ok(log.folded())
}

fn too_large(message: String) -> Fault {
    Fault::new("too-large", "", message)
}

fn too_many() -> String {
    format!("expected at most {MAX_ENTRIES} entries")
}

impl From<Entry> for Use {
    fn from(entry: Entry) -> Self {
        let entity = |entity: EntryEntity| UsedEntity {
            entity_type: entity.entity_type.into(),
            id: entity.id,
            tags: entity.tags.map(|tags| tags.into_iter().collect()),
        };
        Self {
            principal: entry.principal.into(),
            entity: entry.entity.map(entity),
            permission: Permission::from_name(&entry.scope),
            first: entry.at,
            last: entry.at,
            times: 1,
        }
    }
}

/// A log that stands as a list: folded while it is read.
struct List(Log);

impl<'de> Deserialize<'de> for List {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Entries).map(Self)
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Log;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a list of entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Log, A::Error> {
        let (mut log, mut count) = (Log::default(), 0);
        while let Some(entry) = list.next_element::<Entry>()? {
            count += 1;
            if count > MAX_ENTRIES {
                return Err(A::Error::custom(too_many()));
            }
            log.add(entry.into());
        }
        Ok(log.folded())
    }
}
