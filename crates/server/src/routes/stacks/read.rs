//! Reading stacks.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use policy::EntityType;
use serde::Deserialize;
use wire::rest::entity::{Stack, StackSummary, Stacks};

use super::{Path, held};
use crate::State;
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
use crate::loaded::name_parts;
use crate::refusal::Refusal;

/// How many stacks a page has unless it is asked for fewer.
const PAGE: usize = 1000;

/// `GET /api/stacks/{org}/{project}/{stack}`
pub(crate) async fn find(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, project, stack)): Segments<Path>,
) -> Result<Json<Stack>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let (caller, now) = (&admitted.caller, state.now());
    let entity = held(&loaded, caller, "stack:read", (&project, &stack), now)?;
    Ok(Json(Stack {
        id: entity.key.id,
        org_name: organization,
        project_name: project,
        stack_name: stack,
        active_update: String::new(),
        tags: entity.tags.into_iter().collect(),
        version: 0,
    }))
}

/// What a list of stacks can be asked for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Filter {
    organization: Option<String>,
    project: Option<String>,
    tag_name: Option<String>,
    tag_value: Option<String>,
    max_results: Option<usize>,
    continuation_token: Option<String>,
}

/// `GET /api/user/stacks`: those that the caller may read, in the order they came; of all the caller's organizations
/// unless one is named.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Parameters(filter): Parameters<Filter>,
) -> Result<Json<Stacks>, Refusal> {
    let names = match &filter.organization {
        Some(name) => vec![name.clone()],
        None => admitted.caller.organizations(&state).await?,
    };
    let read = policy::Scope::from_name("stack:read");
    let mut stacks = Vec::new();
    for name in names {
        let loaded = state.organization(&name).await?;
        let held = match loaded.access(&admitted.caller, state.now()) {
            Ok(held) => held,
            // One that was named has to be there; of the others those count where anything is held.
            Err(refusal) if filter.organization.is_some() => return Err(refusal),
            Err(_) => continue,
        };
        let wanted = loaded.engine.inventory.entities().iter().filter(|entity| {
            let (project, _) = name_parts(&entity.name);
            let has_tag = filter.tag_name.as_ref().is_none_or(|key| {
                let tag = entity.tags.iter().find(|(own, _)| own == key);
                tag.is_some_and(|(_, own)| {
                    filter.tag_value.as_ref().is_none_or(|value| value == own)
                })
            });
            entity.entity_type == EntityType::Stack
                && filter.project.as_ref().is_none_or(|wanted| wanted == project)
                && has_tag
                && read.is_some_and(|read| held.access.allows(read, Some(entity)))
        });
        stacks.extend(wanted.map(|entity| {
            let (project, stack) = name_parts(&entity.name);
            StackSummary {
                id: entity.id.clone(),
                org_name: name.clone(),
                project_name: project.to_owned(),
                stack_name: stack.to_owned(),
            }
        }));
    }
    let start = match &filter.continuation_token {
        None => 0,
        Some(last) => {
            let place = stacks.iter().position(|stack| stack.id == *last);
            // The one that the last page ended with may be gone since.
            place.map(|place| place + 1).ok_or_else(|| {
                Refusal::BadRequest("`continuationToken` is none that a page ended with".to_owned())
            })?
        }
    };
    let size = filter.max_results.unwrap_or(PAGE).clamp(1, PAGE);
    let is_more = stacks.len() > start.saturating_add(size);
    let page: Vec<_> = stacks.into_iter().skip(start).take(size).collect();
    let continuation_token = page.last().filter(|_| is_more).map(|stack| stack.id.clone());
    Ok(Json(Stacks { stacks: page, continuation_token }))
}
