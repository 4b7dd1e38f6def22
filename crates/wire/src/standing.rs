//! Why a token is refused as a whole, and which tokens an expiry policy would stop.

use policy::{Organization, Standing};
use serde::Serialize;

use crate::{Fault, snapshot::max_days, subject::Label};

/// Why a token is refused.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct StandingInfo {
    /// `expired`, `no-expiry` or `too-long`.
    pub reason: &'static str,
    /// The same for people.
    pub message: String,
    /// Since when it has expired, in Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<u64>,
    /// From when on it complies, in Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complies_from: Option<u64>,
}

/// The tokens that an expiry policy would stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Stopped {
    /// The tokens that are good now and would be refused, in the order of the snapshot.
    pub tokens: Vec<StoppedToken>,
}

/// A token that an expiry policy would stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct StoppedToken {
    /// The token.
    pub subject: Label,
    /// Why it would be refused.
    pub refused: StandingInfo,
}

impl StandingInfo {
    /// Why a token of this standing is refused; nothing for a good one.
    pub fn of(standing: Standing) -> Option<Self> {
        let info = |reason, message| Self { reason, message, since: None, complies_from: None };
        Some(match standing {
            Standing::Active => return None,
            Standing::Expired { since } => {
                let message = "the token has expired".to_owned();
                Self { since: Some(since), ..info("expired", message) }
            }
            Standing::NoExpiry { max_days } => {
                let found = "the token has none";
                info(
                    "no-expiry",
                    format!("the expiry policy asks for an expiry within {max_days} days, {found}"),
                )
            }
            Standing::TooLong { max_days, complies_from } => {
                let found = "more of the token's life remains";
                let message = format!("the expiry policy allows {max_days} days, {found}");
                Self { complies_from: Some(complies_from), ..info("too-long", message) }
            }
        })
    }
}

impl Stopped {
    /// The tokens that a policy of `days` days would stop at `now`, in Unix seconds.
    ///
    /// # Errors
    ///
    /// `out-of-range` when `days` is more than 3650.
    pub fn by(organization: &Organization, days: u64, now: u64) -> Result<Self, Fault> {
        let stopped = policy::stopped_by(organization, max_days(days)?, now);
        let token = |(token, standing): (&policy::Token, Standing)| {
            let (id, name) = (Some(token.id.clone()), token.name.clone());
            let subject = Label { subject_type: "token".to_owned(), id, name };
            Some(StoppedToken { subject, refused: StandingInfo::of(standing)? })
        };
        Ok(Self { tokens: stopped.into_iter().filter_map(token).collect() })
    }
}
