//! What of a role a usage log needed, what a draft would have refused, and a smaller role.

mod counts;
mod log;
mod named;
mod suggestion;
mod uses;

pub use counts::{AlsoGranted, HolderUse, RuleScopeUse, RuleUse, ScopeUse};
pub use log::{Entry, EntryEntity, MAX_BYTES, MAX_ENTRIES, MAX_LINE_BYTES, read};
pub use suggestion::{GrantedRule, Size, Suggest, Suggestion};
pub use uses::{UnknownUse, UseInfo};

use uses::Uses;

use policy::{Drafted, Log, Organization, Principal, Scope, ScopeSet, Subject as Asked, TokenKind};
use serde::{Deserialize, Serialize};

use crate::{
    Fault, Subject,
    subject::{Draft, Label},
};

/// What is asked of a usage log.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Replaying {
    /// What is asked about: a role, or a user, a team or a token with everything that it holds.
    pub subject: Subject,
    /// A definition in the place of the role's.
    #[serde(default)]
    pub draft: Option<Draft>,
    /// Whether a smaller role is wanted.
    #[serde(default)]
    pub suggest: Option<Suggest>,
}

/// What a usage log says about a role, or about everything that somebody holds.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Replay {
    /// Who or what was asked about.
    pub subject: Label,
    /// The log that counts.
    pub log: LogInfo,
    /// Everybody who holds it, in the order of the snapshot, and how often they used what it grants.
    pub holders: Vec<HolderUse>,
    /// How each rule was used.
    pub rules: Vec<RuleUse>,
    /// How each scope that it names was used, sorted by name.
    pub scopes: Vec<ScopeUse>,
    /// What else granted what it granted and they used, by source.
    pub also_granted: Vec<AlsoGranted>,
    /// What anybody in the log used and may use today, and the draft refuses; the most used first.
    pub refused: Vec<UseInfo>,
    /// What is refused today, and the draft would allow.
    pub newly_allowed: Vec<UseInfo>,
    /// What its holders used and what is refused today as well as with the draft.
    pub refused_today: Vec<UseInfo>,
    /// What nothing is decided about: it speaks of somebody or something that is not there.
    pub unknown: Vec<UnknownUse>,
    /// A smaller role, where one was wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<Suggestion>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_suggestion: Option<String>,
}

/// A usage log, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct LogInfo {
    /// How many entries it has.
    pub entries: u64,
    /// How many of them are distinct, but for the time.
    pub uses: usize,
    /// The time of the first, in Unix seconds; 0 without any.
    pub first: u64,
    /// The time of the last, in Unix seconds; 0 without any.
    pub last: u64,
}

impl Replaying {
    /// What `log` says.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when there is no such subject, when the draft is refused, `wrong-subject` when a draft or a
    /// suggestion is asked of something else than a role, and `too-many` when there is too much to look at.
    pub fn answer(&self, organization: &Organization, log: &Log) -> Result<Replay, Fault> {
        let wrong = |message| Fault::new("wrong-subject", "", message);
        let (subject, label) = self.subject.resolve(organization)?;
        let role = match &subject {
            Asked::Role(id) => Some(id.as_str()),
            Asked::Draft { .. } => {
                return Err(wrong("expected a role that the draft takes the place of"));
            }
            _ if self.draft.is_some() || self.suggest.is_some() => {
                return Err(wrong(
                    "expected a role, which a draft or a smaller one takes the place of",
                ));
            }
            _ => None,
        };
        let drafted = match (&self.draft, role) {
            (Some(draft), Some(role)) => {
                let asked = Subject::Draft(draft.clone()).resolve(organization);
                let asked = asked.map_err(|fault| fault.within("/draft/details"))?.0;
                let Asked::Draft { details, purpose } = asked else {
                    return Err(wrong("expected a definition"));
                };
                Drafted::new(organization, role, details, purpose)
            }
            _ => None,
        };
        let named = named::by_id(organization, log);
        let log = named.as_ref().unwrap_or(log);
        let own = own_log(organization, &subject, log);
        let log = own.as_ref().unwrap_or(log);
        let replay = policy::Replay::of(organization, &subject, log, drafted.as_ref())?;
        let mut answer = told(organization, label, log, &replay);
        if let (Some(suggest), Some(role)) = (self.suggest, role) {
            match policy::Suggestion::of(organization, role, log, suggest == Suggest::Tight) {
                // What a log does not speak of is no evidence that nobody needs it.
                Ok(found) if found.covered == 0 => {
                    let is_decided =
                        replay.outcomes.iter().any(|outcome| outcome.unknown.is_none());
                    let reason = match (log.entries(), is_decided) {
                        (0, _) => "the log has no entries",
                        (_, false) => {
                            "no entry of the log could be decided: what it names, by ids or unique names, is not here"
                        }
                        (_, true) => "nothing in the log was used that the role grants",
                    };
                    answer.no_suggestion = Some(reason.to_owned());
                }
                Ok(found) => {
                    answer.suggestion = Some(Suggestion::told(organization, role, &found)?);
                }
                Err(reason) => answer.no_suggestion = Some(reason.to_string()),
            }
        }
        Ok(answer)
    }
}

/// What a principal used: a person also with the personal tokens. The whole log for a role.
fn own_log(organization: &Organization, subject: &Asked, log: &Log) -> Option<Log> {
    let personal = |id: &String, of: &String| {
        organization.tokens.iter().any(|token| {
            token.id == *id && matches!(&token.kind, TokenKind::Personal { login } if login == of)
        })
    };
    let is_own = |principal: &Principal| match (subject, principal) {
        (Asked::User(of), Principal::Token(id)) => personal(id, of),
        _ => principal.subject() == *subject,
    };
    (!matches!(subject, Asked::Role(_))).then(|| log.only(is_own))
}

fn told(organization: &Organization, label: Label, log: &Log, replay: &policy::Replay) -> Replay {
    let holders = replay.holders.iter();
    let holders = holders.map(|(holder, used)| HolderUse::told(organization, holder, *used));
    let rules = replay.rules.iter().enumerate();
    let rules =
        rules.filter_map(|(index, found)| RuleUse::told(organization, replay, index, found));
    let uses = Uses::of(organization, log, replay);
    Replay {
        subject: label,
        log: LogInfo {
            entries: log.entries(),
            uses: log.uses().len(),
            first: log.uses().iter().map(|used| used.first).min().unwrap_or(0),
            last: log.uses().iter().map(|used| used.last).max().unwrap_or(0),
        },
        holders: holders.collect(),
        rules: rules.collect(),
        scopes: replay.scopes.iter().map(ScopeUse::told).collect(),
        also_granted: replay.also_granted.iter().map(AlsoGranted::told).collect(),
        refused: uses.only(&|outcome| outcome.is_allowed && !outcome.would_be_allowed),
        newly_allowed: uses.only(&|outcome| !outcome.is_allowed && outcome.would_be_allowed),
        refused_today: uses.only(&|outcome| {
            !outcome.is_allowed && !outcome.would_be_allowed && outcome.is_by_holder
        }),
        unknown: uses.unknown(),
        suggestion: None,
        no_suggestion: None,
    }
}

fn names(scopes: ScopeSet) -> Vec<&'static str> {
    scopes.iter().map(Scope::name).collect()
}

impl From<policy::ReplayError> for Fault {
    fn from(error: policy::ReplayError) -> Self {
        match error {
            policy::ReplayError::Access(error) => error.into(),
            policy::ReplayError::TooMany => Self::new("too-many", "", error.to_string()),
        }
    }
}
