//! The tags of an environment.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use store::{Tag, Timestamp};
use wire::rest::entity::{self, EnvironmentTag, EnvironmentTags, UpdateTag};

use super::Environment;
use crate::State;
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;
use crate::routes::entities::page::most;
use crate::routes::entities::tags::{
    TagKey, Tags, add, change, check_key, check_value, no_tag, remove,
};
use crate::routes::entities::{Kind, Place, about, seen};

/// What stands for the next page after the last one: `esc` asks until it comes.
const LAST: usize = 0;

/// Which tags are asked for.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Part {
    /// How many were told before.
    #[serde(default)]
    after: usize,
    /// How many at the most: 1 to 1000.
    #[schemars(range(min = 1, max = 1000))]
    count: Option<usize>,
}

/// `GET …/tags?after=&count=`: by key; `after` is how many were told before.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Parameters(part): Parameters<Part>,
) -> Result<Json<EnvironmentTags>, Refusal> {
    let most = most(part.count, Environment::PAGE)?;
    let (loaded, entity) = seen::<Environment>(&state, &admitted, &place).await?;
    let entity = about(&state, &loaded, &entity).await?;
    let end = part.after.saturating_add(most);
    let next_token = if end < entity.tags.len() { end } else { LAST }.to_string();
    let tags = entity.tags.iter().skip(part.after).take(most);
    let tags = tags.map(|tag| (tag.key.clone(), told(tag))).collect();
    Ok(Json(EnvironmentTags { tags, next_token }))
}

/// `GET …/tags/{tag}`
pub(crate) async fn find(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Segments(TagKey { tag: key }): Segments<TagKey>,
) -> Result<Json<EnvironmentTag>, Refusal> {
    let (loaded, entity) = seen::<Environment>(&state, &admitted, &place).await?;
    find_in(&about(&state, &loaded, &entity).await?.tags, &key)
}

/// `POST …/tags`: one that is not there yet.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<entity::Tag>,
) -> Result<Json<EnvironmentTag>, Refusal> {
    let entity::Tag { name, value } = &request;
    check_key(name, "/name")?;
    check_value(value, "/value")?;
    let edit = |tags: &mut Tags| add(tags, name, value);
    let now = change::<Environment>(&state, &admitted, &place, &options, edit).await?;
    Ok(Json(told(&made(&admitted, (name, value), now))))
}

/// `PATCH …/tags/{tag}`: another value, and perhaps another key, where the value is still what the caller thinks.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Segments(TagKey { tag: key }): Segments<TagKey>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<UpdateTag>,
) -> Result<Json<EnvironmentTag>, Refusal> {
    let UpdateTag { current_tag: expected, new_tag: new } = &request;
    // Clients send what stays as nothing.
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let name = given(&new.name);
    if let Some(name) = &name {
        check_key(name, "/newTag/name")?;
    }
    let (name, value) = (
        &name.unwrap_or_else(|| key.clone()),
        &given(&new.value).unwrap_or_else(|| expected.value.clone()),
    );
    check_value(value, "/newTag/value")?;
    // Read before, so that nothing has to be read any more once it is changed.
    let (loaded, entity) = seen::<Environment>(&state, &admitted, &place).await?;
    let before = about(&state, &loaded, &entity).await?.tags;
    let before = before.into_iter().find(|tag| tag.key == *name);
    let edit = |tags: &mut Tags| {
        let found = remove(tags, &key)?;
        if found != expected.value {
            let expected = &expected.value;
            let message = format!("expected the tag `{key}` to be `{expected}`, found `{found}`");
            return Err(Refusal::Conflict(message));
        }
        add(tags, name, value)
    };
    let now = change::<Environment>(&state, &admitted, &place, &options, edit).await?;
    let made = made(&admitted, (name, value), now);
    Ok(Json(told(&match before {
        Some(before) if before.value == *value => before,
        Some(before) => Tag { created: before.created, ..made },
        None => made,
    })))
}

/// A tag that was made by the caller.
fn made(admitted: &Admitted, (key, value): (&str, &str), now: Timestamp) -> Tag {
    Tag {
        key: key.to_owned(),
        value: value.to_owned(),
        created: now,
        modified: now,
        modified_by: admitted.caller.name().to_owned(),
    }
}

fn find_in(tags: &[Tag], key: &str) -> Result<Json<EnvironmentTag>, Refusal> {
    let tag = tags.iter().find(|tag| tag.key == key);
    tag.map(|tag| Json(told(tag))).ok_or_else(|| no_tag(key))
}

fn told(tag: &Tag) -> EnvironmentTag {
    EnvironmentTag {
        name: tag.key.clone(),
        value: tag.value.clone(),
        created: tag.created.to_string(),
        modified: tag.modified.to_string(),
        editor_login: tag.modified_by.clone(),
        editor_name: tag.modified_by.clone(),
    }
}
