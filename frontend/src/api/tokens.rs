//! Access tokens.

use gloo_net::http::Method;
use wire::rest::holder::Token;
use wire::rest::organization::UpdateOrganization;
use wire::rest::token::{
    CreateOrganizationToken, CreatePersonalToken, CreateTeamToken, CreatedToken, TokenPage,
};

use super::{Failure, at, breaking, get, read, write};

/// The most that a page of a list has.
const PAGE: usize = 1000;

/// The tokens that act as the organization, also those that have expired.
pub async fn organization_tokens(organization: &str) -> Result<Vec<Token>, Failure> {
    listed(&at(organization, &["tokens"])).await
}

/// The tokens that act as a team.
pub async fn team_tokens(organization: &str, team: &str) -> Result<Vec<Token>, Failure> {
    listed(&at(organization, &["teams", team, "tokens"])).await
}

/// The tokens of whoever is signed in.
pub async fn own_tokens() -> Result<Vec<Token>, Failure> {
    listed("/api/user/tokens").await
}

/// Makes a token that acts as the organization, limited to a role.
pub async fn create_organization_token(
    organization: &str,
    token: &CreateOrganizationToken,
    may_break: bool,
) -> Result<CreatedToken, Failure> {
    let path = breaking(at(organization, &["tokens"]), may_break);
    read(write(Method::POST, &path, Some(token)).await?).await
}

/// Makes a token that acts as a team.
pub async fn create_team_token(
    organization: &str,
    team: &str,
    token: &CreateTeamToken,
    may_break: bool,
) -> Result<CreatedToken, Failure> {
    let path = breaking(at(organization, &["teams", team, "tokens"]), may_break);
    read(write(Method::POST, &path, Some(token)).await?).await
}

/// Makes a token that acts as whoever is signed in.
pub async fn create_personal_token(token: &CreatePersonalToken) -> Result<CreatedToken, Failure> {
    read(write(Method::POST, "/api/user/tokens", Some(token)).await?).await
}

/// Revokes a token that acts as the organization.
pub async fn revoke_organization_token(organization: &str, id: &str) -> Result<(), Failure> {
    write::<()>(Method::DELETE, &at(organization, &["tokens", id]), None).await.map(drop)
}

/// Revokes a token that acts as a team.
pub async fn revoke_team_token(organization: &str, team: &str, id: &str) -> Result<(), Failure> {
    let path = at(organization, &["teams", team, "tokens", id]);
    write::<()>(Method::DELETE, &path, None).await.map(drop)
}

/// Revokes a token of whoever is signed in.
pub async fn revoke_own_token(id: &str) -> Result<(), Failure> {
    let path = format!("/api/user/tokens/{}", crate::routes::escaped(id));
    write::<()>(Method::DELETE, &path, None).await.map(drop)
}

/// Sets how many days of life a token may have left; 0 for no limit.
pub async fn set_expiry_policy(organization: &str, days: u16) -> Result<(), Failure> {
    let update = UpdateOrganization {
        set_max_access_token_expiry_days: Some(days.into()),
        ..UpdateOrganization::default()
    };
    write(Method::PATCH, &at(organization, &[]), Some(&update)).await.map(drop)
}

/// A list, page by page.
async fn listed(path: &str) -> Result<Vec<Token>, Failure> {
    let mut tokens = Vec::new();
    let mut next = None::<String>;
    loop {
        let from = next.map(|next| format!("&continuationToken={}", crate::routes::escaped(&next)));
        let query = format!("?filter=all&maxResults={PAGE}{}", from.unwrap_or_default());
        let page: TokenPage = read(get(&format!("{path}{query}")).await?).await?;
        tokens.extend(page.tokens);
        next = page.continuation_token;
        if next.is_none() {
            return Ok(tokens);
        }
    }
}
