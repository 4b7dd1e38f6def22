//! Creating an account.

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::NoContent;
use wire::rest::entity::CreateAccount;

use super::{Account, Details};
use crate::State;
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;
use crate::routes::entities::create::{self, New};
use crate::routes::entities::tags::Tags;
use crate::routes::entities::{Kind, Place, check_name, held};
use crate::routes::environments::Environment;

/// `POST /api/preview/insights/{org}/accounts/{account}`: whoever creates it keeps Account Admin on it.
///
/// It takes an environment that the caller may read: of others nobody is told here that they are there.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<CreateAccount>,
) -> Result<NoContent, Refusal> {
    check_name(&place.own_name, "")?;
    let environment = name_of(&request.environment)?;
    let details = Details { provider: request.provider, environment: request.environment.clone() };
    let details = serde_json::to_string(&details);
    let details = details.map_err(|error| Refusal::Internal(error.to_string()))?;
    let new = New { name: place.own_name.clone(), tags: Tags::new(), details: Some(details) };
    let created = create::create::<Account>(
        &state,
        &admitted,
        &place.organization,
        new,
        &options,
        |loaded, now| {
            let named = (Environment::TYPE, environment);
            held(loaded, &admitted.caller, Environment::READ, named, now).map(|_| ())
        },
    );
    created.await.map(|()| NoContent)
}

/// The name in a reference to an environment, which may have a version as well.
fn name_of(reference: &str) -> Result<&str, Refusal> {
    let (name, version) = reference.split_once('@').unwrap_or((reference, ""));
    let parts: Vec<_> = name.split('/').collect();
    let is_fit = |part: &str| check_name(part, "").is_ok();
    let has_version = !reference.contains('@') || is_fit(version);
    if parts.len() == 2 && parts.iter().all(|part| is_fit(part)) && has_version {
        return Ok(name);
    }
    // As long as one that is right can be: two parts of a name and a version of 100 bytes, and what is between them.
    let found: String = reference.chars().take(302).collect();
    let message = format!("expected `project/name` or `project/name@version`, found `{found}`");
    Err(Refusal::body("/environment", message))
}
