//! Access tokens as a list shows them, and a token that does not exist yet.

use std::collections::HashSet;

use policy::{Organization, Principal, Settings, Standing, Subject, Token, TokenKind};

use super::form::words::set_name;
use super::moment::{day, from_now};

/// An access token as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenEntry {
    /// The id.
    pub id: String,
    /// The name; personal tokens may have none.
    pub name: String,
    /// Whom it acts as.
    pub acts: Acts,
    /// When it expires, in Unix seconds; 0 for never.
    pub expires: u64,
    /// Whether it is good.
    pub standing: Standing,
}

/// Whom a token acts as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acts {
    /// The organization, limited to a role.
    Organization {
        /// The id of the role.
        role_id: String,
        /// Its name.
        role: String,
    },
    /// A team.
    Team(String),
    /// A person.
    Person(String),
}

/// What kind of token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It acts as the organization.
    Organization,
    /// It acts as a team.
    Team,
    /// It acts as a person.
    Personal,
}

impl Kind {
    /// Every kind, in the order of lists.
    pub const ALL: [Self; 3] = [Self::Organization, Self::Team, Self::Personal];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Organization => "Organization",
            Self::Team => "Team",
            Self::Personal => "Personal",
        }
    }

    /// The word for it in an address.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Team => "team",
            Self::Personal => "personal",
        }
    }

    /// The kind with this word in an address.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

impl Acts {
    /// The kind of token that acts so.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Organization { .. } => Kind::Organization,
            Self::Team(_) => Kind::Team,
            Self::Person(_) => Kind::Personal,
        }
    }

    /// Whom, by the name that people know.
    pub fn name(&self) -> &str {
        match self {
            Self::Organization { role, .. } => role,
            Self::Team(name) | Self::Person(name) => name,
        }
    }
}

impl TokenEntry {
    /// `token` as it stands at `now`, in Unix seconds.
    pub fn of(organization: &Organization, token: &Token, now: u64) -> Self {
        let acts = match &token.kind {
            TokenKind::Organization { role_id } => {
                let id = role_id.as_deref().unwrap_or("member");
                let role = set_name(organization, id).to_owned();
                Acts::Organization { role_id: id.to_owned(), role }
            }
            TokenKind::Team { team } => Acts::Team(team.clone()),
            TokenKind::Personal { login } => Acts::Person(login.clone()),
        };
        Self {
            id: token.id.clone(),
            name: token.name.clone(),
            acts,
            expires: token.expires,
            standing: Standing::of(organization, token, now),
        }
    }

    /// A token of the person `login`, as the server lists it to them, at `now`.
    ///
    /// What the expiry policy of an organization says of it is not known here.
    pub fn own(token: &wire::rest::holder::Token, login: &str, now: u64) -> Self {
        let expires = token.expires;
        let is_over = expires != 0 && expires <= now;
        let standing =
            if is_over { Standing::Expired { since: expires } } else { Standing::Active };
        // Personal tokens have no name: what it is for tells one from another.
        let name = if token.name.is_empty() { &token.description } else { &token.name };
        let (id, name) = (token.id.clone(), name.clone());
        Self { id, name, acts: Acts::Person(login.to_owned()), expires, standing }
    }

    /// Every token of the organization, by kind and name.
    pub fn all(organization: &Organization, now: u64) -> Vec<Self> {
        let tokens = organization.tokens.iter();
        let mut tokens: Vec<_> = tokens.map(|token| Self::of(organization, token, now)).collect();
        tokens.sort_by_cached_key(|token| {
            (token.acts.kind(), token.label().to_lowercase(), token.acts.name().to_owned())
        });
        tokens
    }

    /// What to call it: its name, or whose it is and which of theirs.
    pub fn label(&self) -> String {
        if self.name.is_empty() {
            format!("{}’s token {}", self.acts.name(), token_name(&self.id, &self.name))
        } else {
            self.name.clone()
        }
    }
}

/// What tells the token with this id and name from others: its name, else the beginning of its id.
///
/// Personal tokens have no name, and what they are for is known to those whose they are alone.
pub fn token_name<'a>(id: &'a str, name: &'a str) -> &'a str {
    /// The server's ids are 32 digits in base 16, of which 8 are enough to tell a few tokens apart.
    const WHOLE: usize = 32;
    const ENOUGH: usize = 8;
    match name {
        "" if id.len() >= WHOLE => id.get(..ENOUGH).unwrap_or(id),
        "" => id,
        name => name,
    }
}

/// The ids of the tokens that created something, and hold more than whom they act as.
pub fn creators(organization: &Organization) -> HashSet<String> {
    let grants = organization.creator_grants.iter();
    let tokens = grants.filter_map(|grant| match &grant.creator {
        Principal::Token(id) => Some(id.clone()),
        Principal::User(_) | Principal::Team(_) => None,
    });
    tokens.collect()
}

/// How a token stands, in a few words, and why where it is not good.
pub fn standing_in_words(standing: Standing, now: u64) -> (&'static str, Option<String>) {
    match standing {
        Standing::Active => ("Good", None),
        Standing::Expired { since } => ("Expired", Some(from_now(since, now))),
        Standing::NoExpiry { max_days } => (
            "Stopped by the expiry policy",
            Some(format!("it never expires, and {max_days} days are allowed")),
        ),
        Standing::TooLong { max_days, complies_from } => (
            "Stopped by the expiry policy",
            Some(format!("more than {max_days} days remain, until {}", day(complies_from))),
        ),
    }
}

/// Whom a token is going to act as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Draft {
    /// The organization, limited to a role.
    Organization {
        /// The id of the role.
        role_id: String,
    },
    /// A team.
    Team(String),
    /// A person.
    Person(String),
}

/// The id that no token has.
const DRAFT_ID: &str = "";

impl Draft {
    /// The organization with the token in it, and whose access is asked about.
    ///
    /// The engine decides about it as it will once it is there: a team token holds what the Member role gives as well.
    pub fn made(&self, organization: &Organization) -> (Organization, Subject) {
        let mut after = organization.without_entities();
        after.inventory = organization.inventory.clone();
        let kind = match self {
            Self::Organization { role_id } => {
                TokenKind::Organization { role_id: Some(role_id.clone()) }
            }
            Self::Team(team) => TokenKind::Team { team: team.clone() },
            Self::Person(login) => TokenKind::Personal { login: login.clone() },
        };
        let (id, name) = (DRAFT_ID.to_owned(), String::new());
        after.tokens.push(Token { id: id.clone(), name, kind, expires: 0 });
        (after, Subject::Token(id))
    }
}

/// The tokens that an expiry policy of `days` days would stop, and are good now.
pub fn stopped_by(organization: &Organization, days: u16, now: u64) -> Vec<TokenEntry> {
    let stopped = policy::stopped_by(organization, days, now).into_iter();
    let entry =
        |(token, standing)| TokenEntry { standing, ..TokenEntry::of(organization, token, now) };
    stopped.map(entry).collect()
}

/// The tokens that the policy stops now, and that one of `days` days would no longer stop.
pub fn freed_by(organization: &Organization, days: u16, now: u64) -> Vec<TokenEntry> {
    let settings = Settings { max_access_token_expiry_days: days, ..organization.settings };
    let draft = Organization { settings, ..Organization::default() };
    let freed = organization.tokens.iter().filter(|token| {
        let before = Standing::of(organization, token, now);
        let is_stopped = !before.is_active() && !matches!(before, Standing::Expired { .. });
        is_stopped && Standing::of(&draft, token, now).is_active()
    });
    freed.map(|token| TokenEntry::of(organization, token, now)).collect()
}

#[cfg(test)]
mod tests {
    use policy::{CreatorGrant, EntityType, Organization, Principal, Settings, Token, TokenKind};

    use super::{Draft, creators, freed_by, stopped_by};
    use crate::state::moment::DAY_SECS;
    use crate::state::subject::evaluated;

    const NOW: u64 = 1_795_910_400;

    fn token(id: &str, expires: u64) -> Token {
        let kind = TokenKind::Organization { role_id: None };
        Token { id: id.to_owned(), name: id.to_owned(), kind, expires }
    }

    fn organization(days: u16) -> Organization {
        let settings = Settings { max_access_token_expiry_days: days, ..Settings::default() };
        let tokens = vec![
            token("never", 0),
            token("long", NOW + 100 * DAY_SECS),
            token("short", NOW + 10 * DAY_SECS),
            token("gone", NOW - 1),
        ];
        Organization { settings, tokens, ..Organization::default() }
    }

    #[test]
    fn a_policy_stops_what_lives_too_long_and_frees_what_another_stopped() {
        let ids = |tokens: Vec<super::TokenEntry>| {
            tokens.into_iter().map(|token| token.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(stopped_by(&organization(0), 30, NOW)), ["never", "long"]);
        assert_eq!(ids(stopped_by(&organization(30), 5, NOW)), ["short"]);
        assert_eq!(ids(freed_by(&organization(30), 120, NOW)), ["long"]);
        assert_eq!(ids(freed_by(&organization(30), 0, NOW)), ["never", "long"]);
    }

    #[test]
    fn only_tokens_that_created_something_hold_more_than_whom_they_act_as() {
        let grant = |creator: Principal, entity: &str| CreatorGrant {
            creator,
            entity_type: EntityType::Stack,
            entity_id: entity.to_owned(),
        };
        let token = || Principal::Token("long".to_owned());
        let creator_grants = vec![
            grant(Principal::User("never".to_owned()), "one"),
            grant(token(), "two"),
            grant(Principal::Team("short".to_owned()), "three"),
            grant(token(), "four"),
        ];
        let organization = Organization { creator_grants, ..organization(0) };
        assert_eq!(creators(&organization), ["long".to_owned()].into());
    }

    #[test]
    fn two_tokens_without_a_name_are_told_apart() {
        let kind = || TokenKind::Personal { login: "ada".to_owned() };
        let nameless =
            |id: &str| Token { id: id.to_owned(), name: String::new(), kind: kind(), expires: 0 };
        let tokens = vec![
            nameless("0123456789abcdef0123456789abcdef"),
            nameless("fedcba9876543210fedcba9876543210"),
            nameless("laptop"),
        ];
        let organization = Organization { tokens, ..Organization::default() };
        let name = |token: &Token| {
            crate::state::effects::name(&organization, &Principal::Token(token.id.clone()))
        };
        let names: Vec<_> = organization.tokens.iter().map(name).collect();
        assert_eq!(
            names,
            ["token 01234567 of ada", "token fedcba98 of ada", "token laptop of ada"]
        );
        let labels = super::TokenEntry::all(&organization, NOW);
        let labels: Vec<_> = labels.iter().map(super::TokenEntry::label).collect();
        assert_eq!(labels, ["ada’s token 01234567", "ada’s token fedcba98", "ada’s token laptop"]);
    }

    #[test]
    fn a_draft_is_evaluated_as_the_token_it_will_be() {
        let draft = Draft::Organization { role_id: "admin".to_owned() };
        let (after, subject) = draft.made(&organization(0));
        let evaluation = evaluated(&after, &subject).unwrap();
        let scopes = evaluation.matrix.organization().scopes;
        assert!(scopes.contains(policy::Scope::from_name("role:update").unwrap()));
        assert_eq!(after.tokens.len(), 5);
    }
}
