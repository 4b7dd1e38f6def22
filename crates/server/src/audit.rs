//! What is told of what happens.

mod definition;
mod fold;
mod names;
mod refused;
mod told;

use std::borrow::Cow;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Once;

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, header};
use store::{Actor, Event, Timestamp, Token, TokenKind};
use wire::audit::{Details, EventName};
use wire::rest::name::MAX_NAME;

use crate::Config;

pub(crate) use fold::Fold;
pub(crate) use names::{is_refusal, requires_admin};
pub(crate) use refused::{Refused, refused};
pub(crate) use told::{events, token_created, token_deleted};

/// How long the name of a program may be; a longer one is not kept.
const MAX_USER_AGENT: usize = 200;
/// How many bytes of a description are kept.
const MAX_DESCRIPTION: usize = 2_000;
/// How many of those that something was taken from are told where it is too much, and of guardrails that it breaks.
const MAX_LISTED: usize = 100;
/// How many bytes of details are told whole.
const MAX_DETAILS: usize = 65_536; // 64 × 1024

/// Where a request came from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origin {
    /// The address; none when nobody can tell.
    pub(crate) address: Option<IpAddr>,
    user_agent: String,
}

impl Origin {
    /// Where a request with these parts came from.
    ///
    /// What a proxy says about it is believed only where one is configured, and only its own word: the last address,
    /// which it has added, and none of those before it, which anybody can send.
    pub(crate) fn of(config: &Config, headers: &HeaderMap, extensions: &Extensions) -> Self {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let address = if config.behind_proxy { forwarded(headers).or(peer) } else { peer };
        let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let user_agent = agent.filter(|agent| agent.len() <= MAX_USER_AGENT).unwrap_or_default();
        Self { address, user_agent: user_agent.to_owned() }
    }

    /// Something that happened by it.
    pub(crate) fn event(&self, actor: Actor, time: Timestamp, told: Told) -> Event {
        let mut description = told.description;
        if description.len() > MAX_DESCRIPTION {
            let end = (0..=MAX_DESCRIPTION).rev().find(|end| description.is_char_boundary(*end));
            description.truncate(end.unwrap_or_default());
            description.push('…');
        }
        Event {
            time,
            name: told.name.to_string(),
            description,
            actor,
            source: self.address.map(|address| address.to_string()).unwrap_or_default(),
            user_agent: self.user_agent.clone(),
            details: told.details.map(written).unwrap_or_default(),
        }
    }
}

/// The last address of `X-Forwarded-For`.
///
/// Where there is none in it, everybody behind the proxy is taken for one, which is said once.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    static SAID: Once = Once::new();
    let value = headers.get_all("x-forwarded-for").iter().next_back()?;
    let last = value.to_str().ok().and_then(|value| value.rsplit(',').next());
    let address = last.and_then(|last| address(last.trim()));
    if address.is_none() {
        SAID.call_once(|| {
            tracing::warn!(
                "the last part of an `X-Forwarded-For` is no address: the limits and the audit log take everybody \
                 whose requests have one like it for the proxy"
            );
        });
    }
    address
}

/// An address, perhaps with the port that the proxy was asked from, as some have it.
fn address(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let in_brackets = || {
        let address = text.strip_prefix('[')?.strip_suffix(']')?;
        address.parse::<Ipv6Addr>().ok().map(IpAddr::V6)
    };
    text.parse().ok().or_else(with_port).or_else(in_brackets)
}

/// What is told, before it is said who did it.
#[derive(Debug)]
pub(crate) struct Told {
    /// The name of the event.
    pub(crate) name: EventName,
    /// What happened, in words.
    pub(crate) description: String,
    /// What changed, where there is more to say.
    pub(crate) details: Option<Details>,
}

/// Whoever shows `token`.
pub(crate) fn actor(token: &Token) -> Actor {
    let login = match &token.kind {
        TokenKind::Personal { login } => login.clone(),
        TokenKind::Organization { .. } | TokenKind::Team { .. } => String::new(),
    };
    Actor { login, token_id: token.id.clone(), token_name: token.name.clone() }
}

/// `name` as it is told in words, which are cut off at their end: a long one would leave no room for what was done.
fn short(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(MAX_NAME) {
        Some((end, _)) => Cow::Owned(format!("{}…", name.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(name),
    }
}

/// `details` as JSON; where it is too long, without the cases of the difference and the texts, and with names cut
/// short. What it was about is never left out.
fn written(mut details: Details) -> String {
    // INVARIANT: what is told has nothing that cannot be written as JSON.
    let text = |details: &Details| serde_json::to_string(details).unwrap_or_default();
    let whole = text(&details);
    if whole.len() <= MAX_DETAILS {
        return whole;
    }
    if let Some(difference) = &mut details.difference {
        difference.changes.clear();
        difference.is_complete = false;
    }
    (details.before, details.after) = (None, None);
    details.released_from.truncate(MAX_LISTED);
    details.broken_guardrails.truncate(MAX_LISTED);
    let lists = [&mut details.released_from, &mut details.broken_guardrails];
    let listed = lists.into_iter().flatten();
    // What came along with a snapshot may be called anything.
    for name in listed.chain(&mut details.previous_name).chain([&mut details.name]) {
        *name = short(name).into_owned();
    }
    text(&details)
}

#[cfg(test)]
mod tests {
    use axum::http::{Extensions, HeaderMap};

    use super::Origin;
    use crate::Config;

    #[test]
    fn what_a_proxy_says_is_an_address_with_or_without_a_port() {
        let config = Config { behind_proxy: true, ..Config::default() };
        let told = |value: &str| {
            let headers = HeaderMap::from_iter([(
                "x-forwarded-for".parse().unwrap(),
                value.parse().unwrap(),
            )]);
            let origin = Origin::of(&config, &headers, &Extensions::new());
            origin.address.map(|address| address.to_string()).unwrap_or_default()
        };
        for (value, address) in [
            ("198.51.100.7", "198.51.100.7"),
            ("192.0.2.66:1, 198.51.100.7:51234", "198.51.100.7"),
            ("2001:db8::7", "2001:db8::7"),
            ("192.0.2.66,[2001:db8::7]", "2001:db8::7"),
            (" [2001:db8::7]:443 ", "2001:db8::7"),
            ("198.51.100.7, unknown", ""),
            ("198.51.100.7:", ""),
            ("198.51.100.7:port", ""),
            ("[198.51.100.7]", ""),
            ("[2001:db8::7", ""),
            ("", ""),
        ] {
            assert_eq!(told(value), address, "{value}");
        }
    }
}
