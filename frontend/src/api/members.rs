//! People in an organization.

use gloo_net::http::Method;
use wire::rest::member::{AddMember, UpdateMember};

use super::{Failure, at, breaking, write};

/// Takes a person in who is known to the server, with a role; the organization's default role where there is none.
pub async fn admit(
    organization: &str,
    login: &str,
    role_id: Option<&str>,
    may_break: bool,
) -> Result<(), Failure> {
    let path = breaking(at(organization, &["members", login]), may_break);
    let person = AddMember { role: None, fga_role_id: role_id.map(ToOwned::to_owned) };
    write(Method::POST, &path, Some(&person)).await.map(drop)
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
