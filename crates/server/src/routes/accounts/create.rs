//! Creating an account.

use axum::extract::State as Shared;
use axum::response::NoContent;
use axum::{Extension, Json};
use store::{EntityKey, Principal};
use wire::rest::entity::{
    AccountFailure, CreateAccount, CreateAccounts, CreatedAccounts, NamedAccount,
};
use wire::rest::holder::User;

use super::read::whole;
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

/// How many accounts are made at once.
const MAX_ACCOUNTS: usize = 100;

/// `POST /api/preview/insights/{org}/accounts/{account}`: whoever creates it keeps Account Admin on it.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<CreateAccount>,
) -> Result<NoContent, Refusal> {
    let named = (place.organization.as_str(), place.own_name.as_str());
    make(&state, &admitted, named, &request, &options).await.map(|_| NoContent)
}

/// `POST /api/preview/insights/{org}/accounts`: several, each made or not whatever becomes of the others.
pub(crate) async fn create_all(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(organization): Segments<String>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<CreateAccounts>,
) -> Result<Json<CreatedAccounts>, Refusal> {
    let found = request.accounts.len();
    if !(1..=MAX_ACCOUNTS).contains(&found) {
        let message = format!("expected 1 to {MAX_ACCOUNTS} accounts, found {found}");
        return Err(Refusal::body("/accounts", message));
    }
    let mut answer = CreatedAccounts::default();
    let mut stopped = None;
    for NamedAccount { name, provider, environment, scan_schedule } in request.accounts {
        if let Some(error) = &stopped {
            answer.failures.push(AccountFailure { name, error: format!("not tried: {error}") });
            continue;
        }
        let one = CreateAccount { provider, environment, scan_schedule };
        let named = (organization.as_str(), name.as_str());
        match make(&state, &admitted, named, &one, &options).await {
            Ok(key) => {
                let owner = match admitted.caller.principal() {
                    Principal::User(login) => login,
                    _ => organization.clone(),
                };
                let details = Details { provider: one.provider, environment: one.environment };
                answer.accounts.push(whole(key, name, User::new(&owner), Some(details)));
            }
            // Nothing is wrong with the account, so the next would fare no better; what was made before it is told.
            Err(
                refusal @ (Refusal::Internal(_)
                | Refusal::Unavailable(_)
                | Refusal::Hindered(_)
                | Refusal::Unauthorized),
            ) => {
                if answer.accounts.is_empty() {
                    return Err(refusal);
                }
                let refusal = match refusal {
                    Refusal::Unavailable(reason) => {
                        tracing::error!(reason, "an account may not have been made");
                        Refusal::Unsure
                    }
                    refusal => refusal,
                };
                if let Refusal::Internal(reason) | Refusal::Hindered(reason) = &refusal {
                    tracing::error!(reason, "an account was not made");
                }
                let error = refusal.to_string();
                stopped = Some(error.clone());
                answer.failures.push(AccountFailure { name, error });
            }
            Err(refusal) => {
                // What was made is told also where the log cannot tell of what was refused.
                if let Ok(loaded) = state.organization(&organization).await {
                    admitted.note(&loaded, &refusal);
                }
                answer.failures.push(AccountFailure { name, error: refusal.to_string() });
            }
        }
    }
    Ok(Json(answer))
}

/// Makes an account, by the names of its organization and its own.
///
/// It takes an environment that the caller may read: of others nobody is told here that they are there.
async fn make(
    state: &State,
    admitted: &Admitted,
    (organization, name): (&str, &str),
    request: &CreateAccount,
    options: &Breaking,
) -> Result<EntityKey, Refusal> {
    check_name(name, "")?;
    let environment = name_of(&request.environment)?;
    let details = Details { provider: request.provider, environment: request.environment.clone() };
    let details = serde_json::to_string(&details);
    let details = details.map_err(|error| Refusal::Internal(error.to_string()))?;
    let new = New { name: name.to_owned(), tags: Tags::new(), details: Some(details) };
    create::create::<Account>(state, admitted, organization, new, options, |loaded, now| {
        let named = (Environment::TYPE, environment);
        held(loaded, &admitted.caller, Environment::READ, named, now).map(|_| ())
    })
    .await
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
