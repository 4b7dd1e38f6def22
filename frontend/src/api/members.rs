//! People in an organization.

use gloo_net::http::Method;
use wire::rest::member::{FirstToken, TakeIn, TakenIn, UpdateMember};

use super::{Failure, at, breaking, read, write};

/// What is done all the same, once somebody has agreed to it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Agreed {
    /// Guardrails that hold now may break.
    pub may_break: bool,
    /// Whoever is taken in may be somebody whom another organization has let sign in.
    pub known: bool,
}

/// Takes a person in, with a role; the organization's default role where there is none. Whoever is new to the server
/// signs in with the answer.
pub async fn admit(
    organization: &str,
    login: &str,
    role_id: Option<&str>,
    agreed: Agreed,
) -> Result<Option<FirstToken>, Failure> {
    let path = breaking(at(organization, &["scopesight", "people", login]), agreed.may_break);
    let fga_role_id = role_id.map(ToOwned::to_owned);
    let person = TakeIn { role: None, fga_role_id, known: agreed.known };
    let taken: TakenIn = read(write(Method::POST, &path, Some(&person)).await?).await?;
    Ok(taken.first_token)
}

/// Gives a person another role.
pub async fn set_role(
    organization: &str,
    login: &str,
    role_id: &str,
    may_break: bool,
) -> Result<(), Failure> {
    let path = breaking(at(organization, &["members", login]), may_break);
    let update = UpdateMember { role: None, fga_role_id: Some(role_id.to_owned()) };
    write(Method::PATCH, &path, Some(&update)).await.map(drop)
}

/// Takes a person out of the organization and all its teams.
pub async fn dismiss(organization: &str, login: &str, may_break: bool) -> Result<(), Failure> {
    let path = breaking(at(organization, &["members", login]), may_break);
    write::<()>(Method::DELETE, &path, None).await.map(drop)
}
