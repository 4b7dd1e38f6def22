//! Points in time.

use std::fmt;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A point in time, in whole milliseconds since the Unix epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The point `millis` milliseconds after the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// The point written in RFC 3339, if `text` is one.
    pub fn parse(text: &str) -> Option<Self> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).ok().map(Self)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch; 0 for anything before it.
    pub fn secs(self) -> u64 {
        u64::try_from(self.0.div_euclid(1000)).unwrap_or(0)
    }

    /// The point `secs` seconds later.
    #[must_use]
    pub fn plus_secs(self, secs: u64) -> Self {
        Self(self.0.saturating_add_unsigned(secs.saturating_mul(1000)))
    }
}

/// RFC 3339 in UTC, with milliseconds where there are any.
impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH);
        formatter.write_str(&moment.format(&Rfc3339).map_err(|_| fmt::Error)?)
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn what_is_written_reads_back() {
        let moment = Timestamp::from_millis(1_795_455_243_120);
        assert_eq!(moment.to_string(), "2026-11-23T17:34:03.12Z");
        assert_eq!(Timestamp::parse(&moment.to_string()), Some(moment));
    }

    #[test]
    fn the_far_future_saturates() {
        assert_eq!(Timestamp::from_millis(1).plus_secs(u64::MAX).millis(), i64::MAX);
        assert_eq!(Timestamp::from_millis(i64::MAX).to_string(), "1970-01-01T00:00:00Z");
    }
}
