//! Every request that the web UI makes.
//!
//! The browser is signed in by a cookie that scripts cannot read; writes carry a header that a foreign
//! page cannot send. A request whose session has ended waits until the same person has signed in again ([`ended`]).

pub mod audit;
pub mod ended;
mod failure;
pub mod guardrails;
pub mod members;
pub mod organization;
pub mod records;
pub mod teams;
pub mod tokens;
mod whose;

use gloo_net::http::{Method, Request, RequestBuilder, Response};
use serde::{Serialize, de::DeserializeOwned};
use wire::rest::{
    account::Account,
    role::{CreateRole, EditedRole, Record, SaveRole},
};

use crate::state::arrivals::Mark;
pub use failure::Failure;
use whose::Whose;

const WRITE_HEADER: &str = "X-Scopesight";

/// Signs in with the value of an access token.
pub async fn sign_in(token: &str) -> Result<(), Failure> {
    /// The body of `POST /session`, which `wire` can only read.
    #[derive(Serialize)]
    struct SignIn<'a> {
        token: &'a str,
    }
    // The answer to a wrong token is no end of a session.
    let request = written(Method::POST, "/session", None, Some(&SignIn { token }))();
    answered(request.map_err(Failure::unreachable)?.send().await).await.map(drop)
}

/// Ends the session of this browser.
pub async fn sign_out() -> Result<(), Failure> {
    let request = written::<()>(Method::DELETE, "/session", None, None)();
    answered(request.map_err(Failure::unreachable)?.send().await).await.map(drop)
}

/// The conformance corpus, as text.
pub async fn corpus() -> Result<String, Failure> {
    text("/conformance.json").await
}

/// Who is signed in, without waiting for somebody who is.
pub async fn account() -> Result<Account, Failure> {
    let request = Request::get("/api/user").build().map_err(Failure::unreachable)?;
    let response = answered(request.send().await).await?;
    let whose = Whose::of(&response);
    let account = read(response).await?;
    whose.remember();
    Ok(account)
}

/// Everything that an evaluation needs about an organization, as text, and how the server marks it.
pub async fn snapshot(organization: &str) -> Result<(String, Option<Mark>), Failure> {
    let response = get(&at(organization, &["scopesight", "snapshot"])).await?;
    let mark = response.headers().get("ETag").and_then(|tag| Mark::parse(&tag));
    Ok((whole(response).await?, mark))
}

/// The same without its entities, which are most of it.
pub async fn outline(organization: &str) -> Result<String, Failure> {
    text(&(at(organization, &["scopesight", "snapshot"]) + "?entities=false")).await
}

/// Creates a role, and the policy that holds its rules.
pub async fn create_role(organization: &str, role: &CreateRole) -> Result<Record, Failure> {
    let path = at(organization, &["roles"]) + "?createPolicyAndRole=true";
    read(write(Method::POST, &path, Some(role)).await?).await
}

/// Saves a role as it stands in an editor.
pub async fn save_role(
    organization: &str,
    id: &str,
    role: &SaveRole,
) -> Result<EditedRole, Failure> {
    let path = at(organization, &["scopesight", "roles", id]);
    read(write(Method::PUT, &path, Some(role)).await?).await
}

/// Deletes a role, unless somebody holds it.
pub async fn delete_role(organization: &str, id: &str) -> Result<(), Failure> {
    write::<()>(Method::DELETE, &at(organization, &["roles", id]), None).await.map(drop)
}

fn at(organization: &str, segments: &[&str]) -> String {
    segments
        .iter()
        .fold(format!("/api/orgs/{}", crate::routes::escaped(organization)), |path, segment| {
            format!("{path}/{}", crate::routes::escaped(segment))
        })
}

/// The path of a write that is made although guardrails would break, if it `may_break` them.
fn breaking(path: String, may_break: bool) -> String {
    if may_break { path + "?breakGuardrails=true" } else { path }
}

async fn get(path: &str) -> Result<Response, Failure> {
    ended::sent(|| Request::get(path).build()).await
}

async fn text(path: &str) -> Result<String, Failure> {
    whole(get(path).await?).await
}

async fn whole(response: Response) -> Result<String, Failure> {
    response.text().await.map_err(|error| Failure::Unreadable(error.to_string()))
}

async fn write<T: Serialize>(
    method: Method,
    path: &str,
    body: Option<&T>,
) -> Result<Response, Failure> {
    ended::sent(written(method, path, None, body)).await
}

/// The same, refused with 412 unless what is there is of this version.
async fn write_if<T: Serialize>(
    method: Method,
    path: &str,
    version: u32,
    body: &T,
) -> Result<Response, Failure> {
    ended::sent(written(method, path, Some(version), Some(body))).await
}

/// Makes the request of a write as often as it is sent.
fn written<T: Serialize>(
    method: Method,
    path: &str,
    version: Option<u32>,
    body: Option<&T>,
) -> impl Fn() -> Result<Request, gloo_net::Error> {
    move || {
        let builder = RequestBuilder::new(path).method(method.clone()).header(WRITE_HEADER, "1");
        let builder = match version {
            Some(version) => builder.header("If-Match", &format!("\"{version}\"")),
            None => builder,
        };
        match body {
            Some(body) => builder.json(body),
            None => builder.build(),
        }
    }
}

async fn answered(response: Result<Response, gloo_net::Error>) -> Result<Response, Failure> {
    let response = response.map_err(Failure::unreachable)?;
    if response.ok() {
        return Ok(response);
    }
    let status = response.status();
    Err(Failure::read(status, &response.text().await.unwrap_or_default()))
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Failure> {
    // By way of text, because the shapes keep parts of it as it was written.
    let text = whole(response).await?;
    serde_json::from_str(&text).map_err(|error| Failure::Unreadable(error.to_string()))
}
