//! The draft of a token, as far as it is typed.

use leptos::prelude::*;
use wire::rest::token::{
    CreateOrganizationToken, CreatePersonalToken, CreateTeamToken, CreatedToken,
};

use crate::api::{Failure, tokens};
use crate::state::moment::{DAY_SECS, end_of_day};
use crate::state::tokens::{Draft, Kind};

/// The most days that a token may live here: two years, one of them a leap year.
pub const MAX_DAYS: u64 = 731;

/// When a token is going to expire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expiry {
    /// So many days after it is made.
    Days(u64),
    /// At the end of a day, as it is typed.
    Until(String),
    /// Never.
    Never,
}

/// The draft of a token.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// What kind of token it is going to be.
    pub kind: RwSignal<Kind>,
    /// Its name.
    pub name: RwSignal<String>,
    /// What it is for.
    pub description: RwSignal<String>,
    /// The id of the role that it is limited to.
    pub role: RwSignal<Option<String>>,
    /// The team that it acts as.
    pub team: RwSignal<Option<String>>,
    /// When it expires.
    pub expiry: RwSignal<Expiry>,
    /// The login of whoever makes it, which a personal token acts as.
    pub login: StoredValue<Option<String>>,
}

/// Everything that is typed and chosen for a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    kind: Kind,
    /// The name and the description.
    texts: [String; 2],
    /// The role and the team.
    holders: [Option<String>; 2],
    expiry: Expiry,
}

impl Expiry {
    /// The moment, in Unix seconds, for a token made at `now`; 0 for never. Nothing where no day is typed.
    pub fn secs(&self, now: u64) -> Option<u64> {
        match self {
            // A minute less, so that a clock that is a little behind does not find it too long.
            Self::Days(days) => Some(now + days * DAY_SECS - 60),
            Self::Until(text) => end_of_day(text),
            Self::Never => Some(0),
        }
    }

    /// What is wrong with it for an organization that allows `max_days` days; 0 for no limit.
    pub fn problem(&self, max_days: u64, now: u64) -> Option<String> {
        let Some(secs) = self.secs(now) else {
            return Some("Choose the day on which it expires".to_owned());
        };
        let allowed = format!("The expiry policy allows {max_days} days");
        if secs == 0 {
            return (max_days > 0).then(|| format!("{allowed}, and this one would never expire"));
        }
        let left = secs.saturating_sub(now);
        if left == 0 {
            Some("This day is over, choose one to come".to_owned())
        } else if max_days > 0 && left > max_days * DAY_SECS {
            Some(format!("{allowed}, and this is further ahead"))
        } else if left > MAX_DAYS * DAY_SECS {
            Some("A token lives two years at the most".to_owned())
        } else {
            None
        }
    }
}

impl Form {
    /// An empty form that begins with a kind and perhaps a team.
    pub fn new(kind: Kind, team: Option<String>, login: Option<String>, max_days: u64) -> Self {
        let days = if max_days == 0 { 30 } else { max_days.min(30) };
        Self {
            kind: RwSignal::new(kind),
            name: RwSignal::new(String::new()),
            description: RwSignal::new(String::new()),
            role: RwSignal::new(None),
            team: RwSignal::new(team),
            expiry: RwSignal::new(Expiry::Days(days)),
            login: StoredValue::new(login),
        }
    }

    /// Whom the token is going to act as, once that is chosen.
    pub fn draft(self) -> Option<Draft> {
        match self.kind.get() {
            Kind::Organization => Some(Draft::Organization { role_id: self.role.get()? }),
            Kind::Team => self.team.get().map(Draft::Team),
            Kind::Personal => self.login.get_value().map(Draft::Person),
        }
    }

    /// Everything that is typed and chosen.
    pub fn choice(self) -> Choice {
        Choice {
            kind: self.kind.get(),
            texts: [self.name.get(), self.description.get()],
            holders: [self.role.get(), self.team.get()],
            expiry: self.expiry.get(),
        }
    }

    /// What is still missing, in words.
    pub fn missing(self) -> Option<&'static str> {
        let kind = self.kind.get();
        if kind != Kind::Personal && self.name.with(|name| name.trim().is_empty()) {
            return Some("Give it a name");
        }
        match kind {
            Kind::Organization if self.role.with(Option::is_none) => Some("Choose a role"),
            Kind::Team if self.team.with(Option::is_none) => Some("Choose a team"),
            Kind::Personal if self.login.with_value(Option::is_none) => {
                Some("Only people have personal tokens")
            }
            _ => None,
        }
    }

    /// Makes the token; although guardrails would break where it `may_break` them.
    pub async fn make(
        self,
        organization: &str,
        now: u64,
        may_break: bool,
    ) -> Result<CreatedToken, Failure> {
        let name = self.name.get_untracked().trim().to_owned();
        let description = self.description.get_untracked().trim().to_owned();
        let expires = self.expiry.with_untracked(|expiry| expiry.secs(now)).unwrap_or_default();
        match self.kind.get_untracked() {
            Kind::Organization => {
                let role_id = self.role.get_untracked();
                let token =
                    CreateOrganizationToken { name, description, expires, admin: false, role_id };
                tokens::create_organization_token(organization, &token, may_break).await
            }
            Kind::Team => {
                let team = self.team.get_untracked().unwrap_or_default();
                let token = CreateTeamToken { name, description, expires };
                tokens::create_team_token(organization, &team, &token, may_break).await
            }
            Kind::Personal => {
                tokens::create_personal_token(&CreatePersonalToken { description, expires }).await
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Expiry;
    use crate::state::moment::DAY_SECS;

    const NOW: u64 = 1_795_910_400;

    #[test]
    fn an_expiry_is_held_to_the_policy_and_to_two_years() {
        let problem = |expiry: &Expiry, days| expiry.problem(days, NOW);
        assert_eq!(problem(&Expiry::Days(30), 0), None);
        assert_eq!(problem(&Expiry::Days(30), 30), None);
        assert!(problem(&Expiry::Days(31), 30).unwrap().contains("30 days"));
        assert_eq!(problem(&Expiry::Never, 0), None);
        assert!(problem(&Expiry::Never, 30).unwrap().contains("never expire"));
        assert_eq!(problem(&Expiry::Days(731), 0), None);
        assert!(problem(&Expiry::Days(800), 0).unwrap().contains("two years"));
        let until = |text: &str| Expiry::Until(text.to_owned());
        assert!(problem(&until(""), 0).is_some());
        assert!(problem(&until("2001-01-01"), 0).unwrap().contains("over"));
        assert_eq!(problem(&until("2026-12-24"), 0), None);
        assert!(until("2026-12-24").secs(NOW).unwrap() > NOW + 20 * DAY_SECS);
    }
}
