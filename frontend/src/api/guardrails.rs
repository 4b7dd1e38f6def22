//! The guardrails and example tests of an organization.

use gloo_net::http::Method;
use serde::Deserialize;
use wire::rest::guardrail::SaveGuardrail;
use wire::snapshot::{Expectation, Guardrail, NeverRule};

use super::{Failure, at, get, read, write};

/// A stored guardrail; how it fares is found out in the browser.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stored {
    /// The id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What nobody may do.
    pub never: Option<NeverRule>,
    /// What somebody is to be allowed or refused.
    pub expect: Option<Expectation>,
    /// The version, from 1.
    pub version: u32,
    /// When it was last changed, in RFC 3339.
    pub modified: String,
    /// Who made it; empty when it was imported.
    pub created_by: String,
}

impl Stored {
    /// What it says.
    pub fn guardrail(&self) -> Guardrail {
        Guardrail {
            name: self.name.clone(),
            never: self.never.clone(),
            expect: self.expect.clone(),
        }
    }
}

/// The guardrails, in the order in which they were made.
pub async fn list(organization: &str) -> Result<Vec<Stored>, Failure> {
    /// The answer, as far as it is used.
    #[derive(Deserialize)]
    struct All {
        guardrails: Vec<Stored>,
    }
    let answer: All = read(get(&at(organization, &["scopesight", "guardrails"])).await?).await?;
    Ok(answer.guardrails)
}

/// Makes a guardrail.
pub async fn create(organization: &str, guardrail: &Guardrail) -> Result<(), Failure> {
    let path = at(organization, &["scopesight", "guardrails"]);
    write(Method::POST, &path, Some(guardrail)).await.map(drop)
}

/// Changes a guardrail as long as it is still of the version that it says.
pub async fn save(organization: &str, id: &str, guardrail: &SaveGuardrail) -> Result<(), Failure> {
    let path = at(organization, &["scopesight", "guardrails", id]);
    write(Method::PUT, &path, Some(guardrail)).await.map(drop)
}

/// Deletes a guardrail.
pub async fn delete(organization: &str, id: &str) -> Result<(), Failure> {
    let path = at(organization, &["scopesight", "guardrails", id]);
    write::<()>(Method::DELETE, &path, None).await.map(drop)
}
