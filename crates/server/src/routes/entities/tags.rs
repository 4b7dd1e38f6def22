//! The tags of entities.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::NoContent;
use serde::Deserialize;
use store::{Change, Timestamp};

use super::{Kind, Place, held};
use crate::State;
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
use crate::names::check_seen;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;

/// How long the key of a tag may be, and its value.
const MAX_KEY: usize = 40;
const MAX_VALUE: usize = 256;
/// How many tags an entity may have.
const MAX_TAGS: usize = 100;

/// What paths name beside the entity.
#[derive(Debug, Deserialize)]
pub(crate) struct TagKey {
    /// The key of a tag.
    pub(in crate::routes) tag: String,
}

/// Keys and values.
pub(in crate::routes) type Tags = BTreeMap<String, String>;

/// `DELETE …/tags/{tag}`
pub(in crate::routes) async fn delete<K: Kind>(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Segments(TagKey { tag: key }): Segments<TagKey>,
    Parameters(options): Parameters<Breaking>,
) -> Result<NoContent, Refusal> {
    let edit = |tags: &mut Tags| remove(tags, &key).map(|_| ());
    change::<K>(&state, &admitted, &place, &options, edit).await?;
    Ok(NoContent)
}

/// Changes the tags of an entity by `edit`, if the caller holds on it what the route asks for; when they did.
pub(in crate::routes) async fn change<K: Kind>(
    state: &State,
    admitted: &Admitted,
    place: &Place,
    options: &Breaking,
    edit: impl Fn(&mut Tags) -> Result<(), Refusal>,
) -> Result<Timestamp, Refusal> {
    let (name, may_break) = (place.name(), options.break_guardrails);
    let scope = admitted.scope_on_entity();
    let changed = state.write(&place.organization, admitted.right(), may_break, |loaded, now| {
        let entity = held(loaded, &admitted.caller, scope, (K::TYPE, &name), now)?;
        let mut tags = entity.tags.iter().cloned().collect();
        edit(&mut tags)?;
        let tags: Vec<_> = tags.into_iter().collect();
        // What stays as it is is no change.
        let is_same = tags == entity.tags;
        let by = admitted.caller.name().to_owned();
        let change = Change::SetEntityTags { key: entity.key.clone(), tags, by };
        Ok((if is_same { Vec::new() } else { vec![change] }, now))
    });
    Ok(changed.await?.made)
}

/// Adds a tag that is not there yet.
pub(in crate::routes) fn add(tags: &mut Tags, key: &str, value: &str) -> Result<(), Refusal> {
    if tags.insert(key.to_owned(), value.to_owned()).is_some() {
        return Err(Refusal::Conflict(format!("there is a tag `{key}` already")));
    }
    check_count(tags, "")
}

/// Takes a tag away, and gives its value back.
pub(in crate::routes) fn remove(tags: &mut Tags, key: &str) -> Result<String, Refusal> {
    tags.remove(key).ok_or_else(|| no_tag(key))
}

/// There is no tag with this key.
pub(in crate::routes) fn no_tag(key: &str) -> Refusal {
    Refusal::NotFound { kind: "tag", name: key.to_owned() }
}

/// Refuses tags that are too many or too long.
pub(in crate::routes) fn check_tags(tags: &Tags, pointer: &str) -> Result<(), Refusal> {
    check_count(tags, pointer)?;
    for (key, value) in tags {
        let at = policy::pointer::field(pointer, key);
        check_key(key, &at)?;
        check_value(value, &at)?;
    }
    Ok(())
}

fn check_count(tags: &Tags, pointer: &str) -> Result<(), Refusal> {
    let found = tags.len();
    if found <= MAX_TAGS {
        return Ok(());
    }
    Err(Refusal::body(pointer, format!("expected at most {MAX_TAGS} tags, found {found}")))
}

/// Refuses a key that is empty, too long, or does not look like what it is.
pub(in crate::routes) fn check_key(key: &str, pointer: &str) -> Result<(), Refusal> {
    let found = key.chars().count();
    if (1..=MAX_KEY).contains(&found) {
        return check_seen(key, pointer);
    }
    let message = format!("expected a key of 1 to {MAX_KEY} characters, found {found}");
    Err(Refusal::body(pointer, message))
}

/// Refuses a value that is too long.
pub(in crate::routes) fn check_value(value: &str, pointer: &str) -> Result<(), Refusal> {
    let found = value.chars().count();
    if found <= MAX_VALUE {
        return Ok(());
    }
    let message = format!("expected a value of at most {MAX_VALUE} characters, found {found}");
    Err(Refusal::body(pointer, message))
}
