//! How often one address may be wrong.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use store::Timestamp;

/// How many addresses are remembered at once.
const MAX_ADDRESSES: usize = 10_000;

/// Counts failures by address and minute.
#[derive(Debug, Default)]
pub(crate) struct Failures {
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    minute: u64,
    by_address: HashMap<IpAddr, u32>,
}

impl Failures {
    /// Whether `address` has failed fewer than `limit` times in this minute.
    pub(crate) fn allows(&self, address: IpAddr, limit: u32, now: Timestamp) -> bool {
        self.with(now, |by_address| by_address.get(&address).is_none_or(|count| *count < limit))
    }

    /// Remembers that `address` has failed.
    pub(crate) fn count(&self, address: IpAddr, now: Timestamp) {
        self.with(now, |by_address| {
            // Whoever commands more addresses than this is not slowed down by counting them.
            if by_address.len() < MAX_ADDRESSES || by_address.contains_key(&address) {
                let count = by_address.entry(address).or_default();
                *count = count.saturating_add(1);
            }
        });
    }

    fn with<T>(&self, now: Timestamp, act: impl FnOnce(&mut HashMap<IpAddr, u32>) -> T) -> T {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.secs() / 60;
        if counted.minute != minute {
            *counted = Counted { minute, by_address: HashMap::new() };
        }
        act(&mut counted.by_address)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use store::Timestamp;

    use super::Failures;

    #[test]
    fn a_minute_later_all_is_forgotten() {
        let failures = Failures::default();
        let (one, other) = (IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::from([10, 0, 0, 1]));
        let now = Timestamp::from_millis(60_000);
        for _ in 0..3 {
            assert!(failures.allows(one, 3, now));
            failures.count(one, now);
        }
        assert!(!failures.allows(one, 3, now));
        assert!(failures.allows(other, 3, now));
        assert!(failures.allows(one, 3, now.plus_secs(60)));
    }
}
