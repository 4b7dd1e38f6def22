//! Reading accounts.

use axum::extract::State as Shared;
use axum::response::NoContent;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use store::{About, EntityKey};
use wire::rest::entity::{Account as Told, Accounts};
use wire::rest::holder::User;

use super::{Account, Details};
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
use crate::loaded::Loaded;
use crate::refusal::Refusal;
use crate::routes::entities::page::{Filter, View};
use crate::routes::entities::{Kind, Place, about, described, held, seen};
use crate::{State, answer};

/// `GET /api/preview/insights/{org}/accounts/{account}`
pub(crate) async fn find(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
) -> Result<Json<Told>, Refusal> {
    let (loaded, entity) = seen::<Account>(&state, &admitted, &place).await?;
    let about = about(&state, &loaded, &entity).await?;
    told(&loaded, &entity.name, &about).map(Json)
}

/// `HEAD /api/preview/insights/{org}/accounts/{account}`: whether there is one that the caller may read.
pub(crate) async fn is_there(
    state: Shared<State>,
    admitted: Extension<Admitted>,
    place: Segments<Place>,
) -> Result<NoContent, Refusal> {
    find(state, admitted, place).await.map(|_| NoContent)
}

/// Whose accounts a list is asked about.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Of {
    /// Those below this account: there are none.
    parent: Option<String>,
}

/// `GET /api/preview/insights/{org}/accounts`: those that the caller may read, by name.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(organization): Segments<String>,
    Parameters(of): Parameters<Of>,
    Parameters(filter): Parameters<Filter>,
) -> Result<Json<Accounts>, Refusal> {
    let loaded = state.organization(&organization).await?;
    if let Some(parent) = &of.parent {
        // No account has others below it here.
        held(&loaded, &admitted.caller, Account::READ, (Account::TYPE, parent), state.now())?;
        return Ok(Json(Accounts { accounts: Vec::new(), next_token: None }));
    }
    let views = [View::new(loaded, &admitted.caller, &filter, state.now())?];
    let page = filter.page::<Account>(&views)?;
    let ids: Vec<_> = page.entities.iter().map(|(_, entity)| entity.id.as_str()).collect();
    let [view] = &views;
    let about = described(&state, &view.loaded, Account::TYPE, &ids).await?;
    let accounts = page.entities.iter().filter_map(|(view, entity)| {
        // What is gone since is not there.
        Some(told(&view.loaded, &entity.name, about.get(&entity.id)?))
    });
    let accounts = accounts.collect::<Result<_, _>>()?;
    Ok(Json(Accounts { accounts, next_token: page.next }))
}

/// An account in the shape of `wire`.
pub(super) fn told(loaded: &Loaded, name: &str, about: &About) -> Result<Told, Refusal> {
    let details = about.details.as_deref().map(serde_json::from_str::<Details>).transpose();
    let details = details.map_err(|error| Refusal::Internal(error.to_string()))?;
    let owner = answer::owner(loaded, &about.key);
    Ok(whole(about.key.clone(), name.to_owned(), owner, details))
}

/// All that is told of an account.
pub(super) fn whole(key: EntityKey, name: String, owner: User, details: Option<Details>) -> Told {
    Told {
        id: key.id,
        name,
        owned_by: owner,
        provider: details.as_ref().map_or("", |details| details.provider.name()).to_owned(),
        provider_env_ref: details.map(|details| details.environment),
        scheduled_scan_enabled: false,
    }
}
