//! Reading stacks.

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use wire::rest::entity::{Stack as Told, StackSummary, Stacks};

use super::Stack;
use crate::State;
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
use crate::loaded::name_parts;
use crate::refusal::Refusal;
use crate::routes::entities::page::{Filter, View};
use crate::routes::entities::{Place, seen};

/// `GET /api/stacks/{org}/{project}/{stack}`
pub(crate) async fn find(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
) -> Result<Json<Told>, Refusal> {
    let (_, entity) = seen::<Stack>(&state, &admitted, &place).await?;
    let (project, stack) = name_parts(&entity.name);
    Ok(Json(Told {
        id: entity.key.id.clone(),
        org_name: place.organization,
        project_name: project.to_owned(),
        stack_name: stack.to_owned(),
        active_update: String::new(),
        tags: entity.tags.into_iter().collect(),
        version: 0,
    }))
}

/// Which organization a list is asked of.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Of {
    /// Those of one organization; of all that the caller is in where it is left out.
    organization: Option<String>,
}

/// `GET /api/user/stacks`: those that the caller may read, by name; of all the caller's organizations unless one is
/// named.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Parameters(of): Parameters<Of>,
    Parameters(filter): Parameters<Filter>,
) -> Result<Json<Stacks>, Refusal> {
    let names = match &of.organization {
        Some(name) => vec![name.clone()],
        None => admitted.caller.organizations(&state).await?,
    };
    let mut views = Vec::new();
    for name in names {
        let loaded = state.organization(&name).await?;
        match View::new(Arc::clone(&loaded), &admitted.caller, &filter, state.now()) {
            Ok(view) => views.push(view),
            // One that was named has to be there; of the others those count where anything is held.
            Err(refusal) if of.organization.is_some() => {
                admitted.note(&loaded, &refusal);
                return Err(refusal);
            }
            Err(_) => {}
        }
    }
    let page = filter.page::<Stack>(&views)?;
    let stacks = page.entities.iter().map(|(view, entity)| {
        let (project, stack) = name_parts(&entity.name);
        StackSummary {
            id: entity.id.clone(),
            org_name: view.loaded.organization().name.clone(),
            project_name: project.to_owned(),
            stack_name: stack.to_owned(),
        }
    });
    Ok(Json(Stacks { stacks: stacks.collect(), continuation_token: page.next }))
}

/// `HEAD /api/stacks/{org}/{project}`: whether there is a project with a stack that the caller may read.
pub(crate) async fn is_project_there(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, project)): Segments<(String, String)>,
) -> Result<Json<String>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let filter = Filter::one_of(&project);
    let views = [View::new(loaded, &admitted.caller, &filter, state.now())?];
    if filter.page::<Stack>(&views)?.entities.is_empty() {
        return Err(Refusal::NotFound { kind: "project", name: project });
    }
    Ok(Json(project))
}
