//! The tags of a stack.

use axum::Extension;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use wire::rest::entity::Tag;

use super::Stack;
use crate::State;
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;
use crate::routes::entities::Place;
use crate::routes::entities::tags::{
    self, TagKey, Tags, add, check_key, check_tags, check_value, remove,
};

/// What tags take, whatever is done with them.
const SCOPE: &str = "stack_tags:update";

/// `PATCH …/tags`: these instead of all that there were.
pub(crate) async fn replace(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<Tags>,
) -> Result<StatusCode, Refusal> {
    check_tags(&request, "")?;
    change(&state, &admitted, &place, &options, |tags| {
        tags.clone_from(&request);
        Ok(())
    })
    .await
}

/// `POST …/tags`: one that is not there yet.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<Tag>,
) -> Result<StatusCode, Refusal> {
    check(&request)?;
    let edit = |tags: &mut Tags| add(tags, &request.name, &request.value);
    change(&state, &admitted, &place, &options, edit).await
}

/// `PATCH …/tags/{tag}`: another value, and perhaps another key.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Segments(TagKey { tag: key }): Segments<TagKey>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<Tag>,
) -> Result<StatusCode, Refusal> {
    check(&request)?;
    change(&state, &admitted, &place, &options, |tags| {
        remove(tags, &key)?;
        add(tags, &request.name, &request.value)
    })
    .await
}

/// `DELETE …/tags/{tag}`
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Segments(TagKey { tag: key }): Segments<TagKey>,
    Parameters(options): Parameters<Breaking>,
) -> Result<StatusCode, Refusal> {
    change(&state, &admitted, &place, &options, |tags| remove(tags, &key).map(|_| ())).await
}

fn check(tag: &Tag) -> Result<(), Refusal> {
    check_key(&tag.name, "/name")?;
    check_value(&tag.value, "/value")
}

async fn change(
    state: &State,
    admitted: &Admitted,
    place: &Place,
    options: &Breaking,
    edit: impl Fn(&mut Tags) -> Result<(), Refusal>,
) -> Result<StatusCode, Refusal> {
    tags::change::<Stack>(state, admitted, place, SCOPE, options, edit).await?;
    Ok(StatusCode::NO_CONTENT)
}
