//! Access tokens: the organization's, its teams', and everybody's own.

pub(crate) mod organization;
pub(crate) mod personal;
pub(crate) mod stopped;
pub(crate) mod team;

use schemars::JsonSchema;
use serde::Deserialize;
use store::{SecretToken, Timestamp, Token, TokenKind};
use wire::rest::holder;
use wire::rest::name::MAX_TOKEN_NAME;
use wire::rest::token::{CreatedToken, TokenPage};

use crate::State;
use crate::loaded::Loaded;
use crate::names::{check_description, check_name};
use crate::refusal::Refusal;
use crate::secret::Secret;

/// How many tokens a page has where the request does not say.
const PAGE: usize = 100;
/// How many it may ask for.
const MAX_PAGE: usize = 1000;
/// How far ahead a token may expire: two years, one of them a leap year.
const MAX_LIFE_SECS: u64 = (366 + 365) * 24 * 60 * 60;

/// What stands after the question mark of a list.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listing {
    /// Which of them; those that are good now where it is left out.
    #[serde(default)]
    filter: Filter,
    /// What the page before said.
    continuation_token: Option<String>,
    /// How many at the most: 1 to 1000, 100 where it is left out.
    #[schemars(range(min = 1, max = 1000))]
    max_results: Option<usize>,
}

/// What stands after the question mark when a token is made.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Making {
    /// Whether to make it although guardrails that hold now would break; ours.
    #[serde(default)]
    break_guardrails: bool,
}

/// Which tokens a list shows.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Filter {
    #[default]
    Active,
    Expired,
    All,
}

impl Listing {
    /// The page of `tokens`, which stay in their order.
    fn page<'t>(
        &self,
        tokens: impl Iterator<Item = &'t Token>,
        now: Timestamp,
        answer: impl Fn(&Token) -> holder::Token,
    ) -> Result<TokenPage, Refusal> {
        let most = self.max_results.unwrap_or(PAGE);
        if !(1..=MAX_PAGE).contains(&most) {
            let message = format!("expected a `maxResults` of 1 to {MAX_PAGE}, found {most}");
            return Err(Refusal::BadRequest(message));
        }
        let wanted = |token: &&Token| {
            let is_expired = token.expires != 0 && token.expires <= now.secs();
            match self.filter {
                Filter::Active => !is_expired,
                Filter::Expired => is_expired,
                Filter::All => true,
            }
        };
        let mut tokens = tokens;
        // The last one of the page before, which may have expired since; tokens stay in their order, so nothing is
        // shown twice or left out.
        if let Some(last) = &self.continuation_token
            && !tokens.any(|token| token.id == *last)
        {
            return Err(Refusal::BadRequest(format!(
                "the `continuationToken` `{last}` is not of this list: ask for the first page again"
            )));
        }
        let mut page: Vec<_> = tokens.filter(wanted).take(most + 1).collect();
        let is_last = page.len() <= most;
        page.truncate(most);
        let last = page.last().filter(|_| !is_last).map(|token| token.id.clone());
        Ok(TokenPage { tokens: page.into_iter().map(answer).collect(), continuation_token: last })
    }
}

/// The tokens of `loaded` that `wanted` names, each with when it was last used: that moves no revision.
pub(crate) async fn used(
    state: &State,
    loaded: &Loaded,
    wanted: impl Fn(&TokenKind) -> bool,
) -> Result<Vec<Token>, Refusal> {
    let by_id = state.store().last_uses(&loaded.organization().id).await?;
    let tokens = loaded.contents.tokens.iter().filter(|token| wanted(&token.kind));
    let used = tokens.map(|token| Token {
        last_used: by_id.get(&token.id).copied().max(token.last_used),
        ..token.clone()
    });
    Ok(used.collect())
}

/// What a new token is to be, whatever its kind.
pub(crate) struct New<'r> {
    pub(crate) name: &'r str,
    pub(crate) description: &'r str,
    pub(crate) expires: u64,
}

impl New<'_> {
    /// Refuses a name that cannot be given.
    fn check_name(&self) -> Result<(), Refusal> {
        check_name(self.name, MAX_TOKEN_NAME, "/name")
    }

    /// Refuses a description that is too long and an expiry that cannot be.
    fn check(&self, now: Timestamp) -> Result<(), Refusal> {
        check_description(self.description, "/description")?;
        let (expires, now) = (self.expires, now.secs());
        if expires == 0 || (expires > now && expires - now <= MAX_LIFE_SECS) {
            return Ok(());
        }
        let message = format!(
            "expected 0 for never, or a time within two years of now ({now}) in Unix seconds, found {expires}"
        );
        Err(Refusal::body("/expires", message))
    }

    /// The token, and what its maker is told once.
    pub(crate) fn make(
        &self,
        state: &State,
        organization_id: Option<&str>,
        kind: TokenKind,
        created_by: &str,
        now: Timestamp,
    ) -> Result<(SecretToken, CreatedToken), Refusal> {
        let secret = Secret::token(state.random()?);
        let token = Token {
            id: state.id()?,
            organization_id: organization_id.map(str::to_owned),
            name: self.name.to_owned(),
            description: self.description.to_owned(),
            kind,
            expires: self.expires,
            created: now,
            created_by: created_by.to_owned(),
            last_used: None,
        };
        let told = CreatedToken { id: token.id.clone(), token_value: secret.reveal().to_owned() };
        Ok((SecretToken { token, hash: Some(secret.hash(state.key())) }, told))
    }
}

/// Refuses a name that is a member's login: the audit log tells by it who did something, and can be searched by it.
fn check_nobodys(loaded: &Loaded, name: &str) -> Result<(), Refusal> {
    if loaded.contents.members.iter().any(|member| member.login == name) {
        let message = format!("a member is called `{name}`: call the token otherwise");
        return Err(Refusal::Conflict(message));
    }
    Ok(())
}

/// Refuses a token of the organization that its expiry policy would refuse as well.
fn check_policy(loaded: &Loaded, token: &policy::Token, now: Timestamp) -> Result<(), Refusal> {
    if policy::Standing::of(&loaded.engine, token, now.secs()).is_active() {
        return Ok(());
    }
    let days = loaded.engine.settings.max_access_token_expiry_days;
    let message = format!("the organization asks for tokens that expire within {days} days");
    Err(Refusal::body("/expires", message))
}
