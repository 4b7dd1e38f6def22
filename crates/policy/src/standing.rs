//! Whether a token is good for anything at a given time.

use crate::{Organization, Token};

/// Seconds of a day.
const DAY_SECS: u64 = 24 * 60 * 60;

/// How a token stands at a given time: by its own expiry, and by the organization's expiry policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// It is good.
    #[default]
    Active,
    /// It has expired.
    Expired {
        /// When, in Unix seconds.
        since: u64,
    },
    /// The policy asks for an expiry and it has none: it never complies.
    NoExpiry {
        /// The days that the policy allows.
        max_days: u16,
    },
    /// More of its life remains than the policy allows.
    TooLong {
        /// The days that the policy allows.
        max_days: u16,
        /// From when on it complies, in Unix seconds.
        complies_from: u64,
    },
}

impl Standing {
    /// How `token` stands in `organization` at `now`, in Unix seconds.
    ///
    /// The policy looks at the life that remains, on every request, so a long token grows into compliance.
    pub fn of(organization: &Organization, token: &Token, now: u64) -> Self {
        let max_days = organization.settings.max_access_token_expiry_days;
        if token.expires != 0 && token.expires <= now {
            return Self::Expired { since: token.expires };
        }
        if max_days == 0 {
            return Self::Active;
        }
        if token.expires == 0 {
            return Self::NoExpiry { max_days };
        }
        let complies_from = token.expires.saturating_sub(u64::from(max_days) * DAY_SECS);
        if complies_from > now { Self::TooLong { max_days, complies_from } } else { Self::Active }
    }

    /// From when on a token that stands so may stand otherwise, in Unix seconds; never, where there is none.
    pub(crate) fn changes_at(self, token: &Token) -> Option<u64> {
        match self {
            Self::Active => Some(token.expires).filter(|expires| *expires != 0),
            Self::TooLong { complies_from, .. } => Some(complies_from),
            Self::Expired { .. } | Self::NoExpiry { .. } => None,
        }
    }

    /// Whether the token is good.
    pub fn is_active(self) -> bool {
        self == Self::Active
    }
}

/// The tokens that are good at `now` and would be refused if the expiry policy allowed `max_days` days, in the
/// order of the organization; 0 stands for no policy.
pub fn stopped_by(organization: &Organization, max_days: u16, now: u64) -> Vec<(&Token, Standing)> {
    let settings =
        crate::Settings { max_access_token_expiry_days: max_days, ..organization.settings };
    let draft = Organization { settings, ..Organization::default() };
    let active = organization
        .tokens
        .iter()
        .filter(|token| Standing::of(organization, token, now).is_active());
    let then = active.map(|token| (token, Standing::of(&draft, token, now)));
    then.filter(|(_, standing)| !standing.is_active()).collect()
}
