//! Creating a stack.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use store::{Change, Entity, EntityKey, EntityType};
use wire::rest::entity::{CreateStack, CreatedStack};

use super::{check_name, check_tags, retagged};
use crate::State;
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;

/// `POST /api/stacks/{org}/{project}`: whoever creates it keeps Stack Admin on it.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, project)): Segments<(String, String)>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<CreateStack>,
) -> Result<Json<CreatedStack>, Refusal> {
    check_name(&project, "")?;
    check_name(&request.stack_name, "/stackName")?;
    check_tags(&request.tags, "/tags")?;
    let id = state.id()?;
    let name = format!("{project}/{}", request.stack_name);
    let creator = admitted.caller.principal();
    let may_break = options.break_guardrails;
    let created = state.write(&organization, admitted.right(), may_break, |loaded, now| {
        if loaded.entity(EntityType::Stack, &name).is_some() {
            return Err(Refusal::Conflict(format!("stack `{name}` exists already")));
        }
        let key = EntityKey { entity_type: EntityType::Stack, id: id.clone() };
        let tags = retagged(&[], &request.tags, &admitted.caller, now);
        let (created, modified) = (now, now);
        let entity = Entity { key, name: name.clone(), tags, details: None, created, modified };
        Ok((vec![Change::CreateEntity { entity, creator: creator.clone() }], ()))
    });
    created.await?;
    Ok(Json(CreatedStack::default()))
}
