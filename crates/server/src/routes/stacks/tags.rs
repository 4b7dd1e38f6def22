//! The tags of a stack.

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::NoContent;
use wire::rest::entity::Tag;

use super::Stack;
use crate::State;
use crate::extract::{Body, Exactly, Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;
use crate::routes::entities::Place;
use crate::routes::entities::tags::{
    TagKey, Tags, add, change, check_key, check_tags, check_value, remove,
};

/// `PATCH …/tags`: these instead of all that there were.
pub(crate) async fn replace(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Parameters(options): Parameters<Breaking>,
    Exactly(request): Exactly<Tags>,
) -> Result<NoContent, Refusal> {
    check_tags(&request, "")?;
    let edit = |tags: &mut Tags| {
        tags.clone_from(&request);
        Ok(())
    };
    change::<Stack>(&state, &admitted, &place, &options, edit).await?;
    Ok(NoContent)
}

/// `POST …/tags`: one that is not there yet.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<Tag>,
) -> Result<NoContent, Refusal> {
    check(&request)?;
    let edit = |tags: &mut Tags| add(tags, &request.name, &request.value);
    change::<Stack>(&state, &admitted, &place, &options, edit).await?;
    Ok(NoContent)
}

/// `PATCH …/tags/{tag}`: another value, and perhaps another key.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Segments(TagKey { tag: key }): Segments<TagKey>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<Tag>,
) -> Result<NoContent, Refusal> {
    if request.name != key {
        check_key(&request.name, "/name")?;
    }
    check_value(&request.value, "/value")?;
    let edit = |tags: &mut Tags| {
        remove(tags, &key)?;
        add(tags, &request.name, &request.value)
    };
    change::<Stack>(&state, &admitted, &place, &options, edit).await?;
    Ok(NoContent)
}

fn check(tag: &Tag) -> Result<(), Refusal> {
    check_key(&tag.name, "/name")?;
    check_value(&tag.value, "/value")
}
