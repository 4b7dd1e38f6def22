//! An event in its place in the log.

use std::fmt;

use sha2::{Digest, Sha256};

use super::Event;

/// How entries are hashed: what every encoding begins with, and another encoding would begin with another one.
pub const ENCODING: &str = "scopesight-audit-1";

/// An event in its place in the log of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place: 1 for the first one, and no number is left out.
    pub sequence: i64,
    /// What happened.
    pub event: Event,
    /// Over the event, its place, and the hash of the entry before it.
    pub hash: EntryHash,
}

/// How far a log has come: what its organization keeps beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many entries there are.
    pub count: i64,
    /// The hash of the last one; [`EntryHash::START`] when there is none.
    pub hash: EntryHash,
}

/// A SHA-256 that stands for an entry and every entry before it; 64 hexadecimal digits as text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryHash(pub [u8; 32]);

impl EntryHash {
    /// What the first entry has before it.
    pub const START: Self = Self([0; 32]);

    /// The hash of the entry number `sequence` of an organization.
    ///
    /// The SHA-256 of these texts, in this order, each written as a netstring (its length in bytes as a decimal
    /// number, a colon, its bytes in UTF-8, a comma): `scopesight-audit-1`, the id of the organization, the
    /// sequence number, the hash before it in hexadecimal, the time in milliseconds since the Unix epoch, the
    /// name, the description, the login, the id and the name of the token, the source, the user agent, and the
    /// details. Numbers are decimal.
    #[must_use]
    pub fn of(organization_id: &str, sequence: i64, before: Self, event: &Event) -> Self {
        let (sequence, before) = (sequence.to_string(), before.to_string());
        let time = event.time.millis().to_string();
        let fields: [&str; 13] = [
            ENCODING,
            organization_id,
            &sequence,
            &before,
            &time,
            &event.name,
            &event.description,
            &event.actor.login,
            &event.actor.token_id,
            &event.actor.token_name,
            &event.source,
            &event.user_agent,
            &event.details,
        ];
        let mut hasher = Sha256::new();
        for field in fields {
            hasher.update(format!("{}:", field.len()));
            hasher.update(field);
            hasher.update(",");
        }
        Self(hasher.finalize().into())
    }

    /// The hash written as `text`, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = pair.iter().try_fold(0u8, |value, digit| {
                let digit = char::from(*digit).to_digit(16)?;
                Some(value << 4 | u8::try_from(digit).ok()?)
            })?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for EntryHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for EntryHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "EntryHash({self})")
    }
}

impl Head {
    /// Where a log begins.
    pub const START: Self = Self { count: 0, hash: EntryHash::START };

    /// The entry that `event` becomes after this head; the head after it is [`Entry::head`].
    #[must_use]
    pub fn entry(self, organization_id: &str, event: Event) -> Entry {
        let sequence = self.count.saturating_add(1);
        let hash = EntryHash::of(organization_id, sequence, self.hash, &event);
        Entry { sequence, event, hash }
    }
}

impl Entry {
    /// The head of a log that ends with this entry.
    #[must_use]
    pub const fn head(&self) -> Head {
        Head { count: self.sequence, hash: self.hash }
    }
}

#[cfg(test)]
mod tests {
    use super::{EntryHash, Head};
    use crate::{Actor, Event, Timestamp};

    fn event() -> Event {
        Event {
            time: Timestamp::from_millis(1_795_455_243_120),
            name: "custom-role-created".to_owned(),
            description: "created the rôle".to_owned(),
            actor: Actor {
                login: "ada".to_owned(),
                token_id: "p1".to_owned(),
                token_name: String::new(),
            },
            source: "10.0.0.1".to_owned(),
            user_agent: "curl/8".to_owned(),
            details: "{}".to_owned(),
        }
    }

    #[test]
    fn the_encoding_is_the_documented_one() {
        // { n() { printf '%s:%s,' "$(printf %s "$1" | wc -c)" "$1"; }; n scopesight-audit-1; n o; n 1;
        //   n $(printf '0%.0s' $(seq 64)); n 1795455243120; n custom-role-created; n 'created the rôle'; n ada;
        //   n p1; n ''; n 10.0.0.1; n curl/8; n '{}'; } | sha256sum
        let hash = Head::START.entry("o", event()).hash.to_string();
        assert_eq!(hash, "56760bfaf472c9faf20ec5b55eb69c514334f84f1924355f0caa34d58fb77bd9");
    }

    #[test]
    fn whatever_differs_has_another_hash() {
        let hash = |organization: &str, event| Head::START.entry(organization, event).hash;
        let changed = |change: fn(&mut Event)| {
            let mut event = event();
            change(&mut event);
            hash("o", event)
        };
        let all = [
            hash("o", event()),
            hash("p", event()),
            Head { count: 1, ..Head::START }.entry("o", event()).hash,
            Head { hash: EntryHash([1; 32]), ..Head::START }.entry("o", event()).hash,
            changed(|event| event.time = event.time.plus_secs(1)),
            changed(|event| event.name.push('.')),
            changed(|event| event.description.push('.')),
            changed(|event| event.actor.login.push('.')),
            changed(|event| event.actor.token_id.push('.')),
            changed(|event| event.actor.token_name.push('.')),
            changed(|event| event.source.push('.')),
            changed(|event| event.user_agent.push('.')),
            changed(|event| event.details.push('.')),
            // The end of one field moved to the beginning of the next.
            changed(|event| {
                event.name = "custom-role-create".to_owned();
                event.description = "dcreated the rôle".to_owned();
            }),
        ];
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }

    #[test]
    fn what_is_written_reads_back() {
        let hash = Head::START.entry("o", event()).hash;
        assert_eq!(EntryHash::parse(&hash.to_string()), Some(hash));
        for text in ["", "00", &"g".repeat(64), &"0".repeat(65), &"é".repeat(32)] {
            assert_eq!(EntryHash::parse(text), None, "{text}");
        }
    }
}
