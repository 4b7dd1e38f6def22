//! What is in an environment, which is another product's: always nothing.

use axum::Extension;
use axum::extract::State as Shared;

use super::Environment;
use crate::State;
use crate::extract::Segments;
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::reply::{Empty, NoDefinition};
use crate::routes::entities::{Place, seen};

/// `GET` and `HEAD /api/esc/environments/{org}/{project}/{environment}`: an empty definition, in YAML.
pub(crate) async fn find(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
) -> Result<NoDefinition, Refusal> {
    let (_, entity) = seen::<Environment>(&state, &admitted, &place).await?;
    // It never changes.
    Ok(NoDefinition { id: entity.key.id })
}

/// `PATCH /api/esc/environments/{org}/{project}/{environment}`: never done.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
) -> Result<Empty, Refusal> {
    seen::<Environment>(&state, &admitted, &place).await?;
    let message =
        "the definitions of environments are not kept here, only which there are and their tags";
    Err(Refusal::BadRequest(message.to_owned()))
}
