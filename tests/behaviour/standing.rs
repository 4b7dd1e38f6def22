//! Tokens over time: their own expiry and the organization's expiry policy.

use policy::{Access, Organization, Standing, Subject, Token, TokenKind, stopped_by};
use serde_json::json;
use tests::random::Random;
use wire::Snapshot;

use crate::everywhere;

const DAY: u64 = 86_400;

everywhere! {
    fn a_token_stands_as_asking_for_every_day_says() {
        let mut seen = [0; 4];
        for round in 0..2000 {
            let mut random = Random::new(round);
            let (organization, token) = organization(&mut random);
            let days = u64::from(organization.settings.max_access_token_expiry_days);
            let now = day(&mut random, 12);
            let found = Standing::of(&organization, &token, now);
            let is_good = |now: u64| {
                let lives = token.expires == 0 || token.expires > now;
                let complies = days == 0 || (token.expires != 0 && token.expires.saturating_sub(now) <= days * DAY);
                lives && complies
            };
            assert_eq!(found.is_active(), is_good(now), "seed {round}, {token:?}, {now}");
            match found {
                Standing::Active => seen[0] += 1,
                Standing::Expired { since } => {
                    assert!(since == token.expires && since <= now);
                    seen[1] += 1;
                }
                Standing::NoExpiry { .. } => {
                    assert!((0..100).all(|day| !is_good(now + day * DAY)));
                    seen[2] += 1;
                }
                Standing::TooLong { complies_from, .. } => {
                    assert!(is_good(complies_from) && !is_good(complies_from - 1), "seed {round}");
                    seen[3] += 1;
                }
            }
            let access = Access::at(&organization, &Subject::Token("t".into()), now).unwrap();
            assert_eq!(access.is_nothing(), !found.is_active(), "seed {round}");
            assert_eq!(access.standing, found);
        }
        assert!(seen.iter().all(|count| *count > 100), "{seen:?}");
    }

    fn a_draft_of_the_policy_names_the_tokens_it_would_stop() {
        let mut stopped = 0;
        for round in 0..500 {
            let mut random = Random::new(round);
            let (organization, token) = organization(&mut random);
            let now = day(&mut random, 12);
            let days = [0, 1, 3, 7][random.below(4)];
            let found = stopped_by(&organization, days, now);
            let mut after = organization.clone();
            after.settings.max_access_token_expiry_days = days;
            let is_stopped = Standing::of(&organization, &token, now).is_active()
                && !Standing::of(&after, &token, now).is_active();
            assert_eq!(!found.is_empty(), is_stopped, "seed {round}");
            stopped += found.len();
        }
        assert!(stopped > 30, "{stopped}");
    }

    fn a_policy_out_of_range_is_refused_where_it_stands() {
        let load = |days: u64| {
            let settings = json!({"maxAccessTokenExpiryDays": days});
            let snapshot = json!({"entities": [], "records": [], "organization": {"settings": settings}});
            Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load)
        };
        for days in [0, 1, 3650] {
            assert_eq!(u64::from(load(days).unwrap().settings.max_access_token_expiry_days), days);
        }
        for days in [3651, 70_000, u64::MAX] {
            let fault = load(days).unwrap_err();
            assert_eq!(fault.pointer, "/organization/settings/maxAccessTokenExpiryDays");
            assert_eq!(fault.code, "out-of-range");
        }
    }
}

/// A time within so many days, also on the very second of midnight.
fn day(random: &mut Random, days: usize) -> u64 {
    let second = [0, 1, DAY - 1][random.below(3)];
    u64::try_from(random.below(days)).unwrap() * DAY + second
}

fn organization(random: &mut Random) -> (Organization, Token) {
    let expires = if random.below(4) == 0 { 0 } else { day(random, 20) };
    let kind = TokenKind::Organization { role_id: None };
    let token = Token { id: "t".into(), name: "ci".into(), kind, expires };
    let mut organization = Organization { tokens: vec![token.clone()], ..Organization::default() };
    organization.settings.max_access_token_expiry_days = [0, 1, 3, 7][random.below(4)];
    (organization, token)
}
