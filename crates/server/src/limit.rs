//! How often one address may ask for something.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use axum::extract::{Request, State as Shared};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use store::Timestamp;

use crate::State;
use crate::audit::Origin;
use crate::refusal::Refusal;

/// How many addresses are remembered at once.
const MAX_ADDRESSES: usize = 10_000;

/// Counts by address and minute.
#[derive(Debug, Default)]
pub(crate) struct PerMinute {
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    minute: u64,
    by_address: HashMap<IpAddr, u32>,
}

impl PerMinute {
    /// Whether fewer than `limit` have been counted of `address` in this minute.
    pub(crate) fn allows(&self, address: IpAddr, limit: u32, now: Timestamp) -> bool {
        let address = counted_as(address);
        self.with(now, |by_address| by_address.get(&address).is_none_or(|count| *count < limit))
    }

    /// Counts one more of `address`, and says how many there are in this minute.
    pub(crate) fn count(&self, address: IpAddr, now: Timestamp) -> u32 {
        let address = counted_as(address);
        self.with(now, |by_address| {
            // Whoever commands more addresses than this is not slowed down by counting them.
            if by_address.len() >= MAX_ADDRESSES && !by_address.contains_key(&address) {
                return 0;
            }
            let count = by_address.entry(address).or_default();
            *count = count.saturating_add(1);
            *count
        })
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

/// What an address is counted as: whoever has one of IPv6 has the 2⁶⁴ beside it as well.
fn counted_as(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        canonical @ IpAddr::V4(_) => canonical,
    }
}

/// Where whoever watches over the server asks, again and again: a server that answers 429 there seems to be ill.
const WATCHED: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Refuses what one address asks for too often, where there is a limit.
pub(crate) async fn hold_back(
    Shared(state): Shared<State>,
    request: Request,
    next: Next,
) -> Response {
    let limit = state.config().requests_per_minute;
    if limit == 0 || WATCHED.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let origin = Origin::of(state.config(), request.headers(), request.extensions());
    // Whoever comes from nowhere is nobody that could be told from others.
    let Some(address) = origin.address else { return next.run(request).await };
    let now = state.now();
    if state.requests().count(address, now) > limit {
        let secs = 60 - now.secs() % 60;
        return Refusal::TooManyRequests { limit, secs }.into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use store::Timestamp;

    use super::{MAX_ADDRESSES, PerMinute};

    #[test]
    fn a_minute_later_all_is_forgotten() {
        let failures = PerMinute::default();
        let (one, other) = (IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::from([10, 0, 0, 1]));
        let now = Timestamp::from_millis(60_000);
        for number in 1..=3 {
            assert!(failures.allows(one, 3, now));
            assert_eq!(failures.count(one, now), number);
        }
        assert!(!failures.allows(one, 3, now));
        assert!(failures.allows(other, 3, now));
        assert!(failures.allows(one, 3, now.plus_secs(60)));
    }

    #[test]
    fn neighbours_of_ipv6_are_one_and_ipv4_is_the_same_in_either_way() {
        let requests = PerMinute::default();
        let now = Timestamp::from_millis(0);
        let count = |address: &str| requests.count(address.parse().unwrap(), now);
        assert_eq!([count("2001:db8:0:1::1"), count("2001:db8:0:1:ffff::2")], [1, 2]);
        assert_eq!(count("2001:db8:0:2::1"), 1);
        assert_eq!([count("10.0.0.1"), count("::ffff:10.0.0.1"), count("10.0.0.2")], [1, 2, 1]);
    }

    #[test]
    fn no_more_addresses_are_remembered_than_may_be() {
        let requests = PerMinute::default();
        let now = Timestamp::from_millis(0);
        let address =
            |number: usize| IpAddr::V4(Ipv4Addr::from_bits(u32::try_from(number).unwrap()));
        (0..MAX_ADDRESSES).for_each(|number| assert_eq!(requests.count(address(number), now), 1));
        assert_eq!(requests.count(address(MAX_ADDRESSES), now), 0);
        assert_eq!(requests.count(address(0), now), 2);
    }
}
