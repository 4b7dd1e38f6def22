//! Creating an environment.

use axum::Extension;
use axum::extract::State as Shared;
use wire::rest::entity::CreateEnvironment;

use super::Environment;
use crate::State;
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::reply::Empty;
use crate::routes::breaking::Breaking;
use crate::routes::entities::check_name;
use crate::routes::entities::create::{self, New};
use crate::routes::entities::tags::Tags;

/// `POST /api/esc/environments/{org}`: whoever creates it keeps Environment Admin on it.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(organization): Segments<String>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<CreateEnvironment>,
) -> Result<Empty, Refusal> {
    check_name(&request.project, "/project")?;
    check_name(&request.name, "/name")?;
    let name = format!("{}/{}", request.project, request.name);
    let new = New { name, tags: Tags::new(), details: None };
    let created =
        create::create::<Environment>(&state, &admitted, &organization, new, &options, |_, _| {
            Ok(())
        });
    created.await.map(|_| Empty)
}
