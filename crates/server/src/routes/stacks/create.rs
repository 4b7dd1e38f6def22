//! Creating a stack.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use wire::rest::entity::{CreateStack, CreatedStack};

use super::Stack;
use crate::State;
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;
use crate::routes::entities::check_name;
use crate::routes::entities::create::{self, New};
use crate::routes::entities::tags::check_tags;

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
    let name = format!("{project}/{}", request.stack_name);
    let new = New { name, tags: request.tags, details: None };
    create::create::<Stack>(&state, &admitted, &organization, new, &options, |_, _| Ok(())).await?;
    Ok(Json(CreatedStack::default()))
}
