//! The registry of stacks: which there are and how they are tagged, so that rules have something to reach.
//!
//! What is asked of one stack needs a scope on that stack. Whoever holds nothing on it is told that it is not there.

pub(crate) mod create;
pub(crate) mod read;
pub(crate) mod remove;
pub(crate) mod tags;

use std::collections::BTreeMap;

use store::{Entity, EntityType, Timestamp};

use crate::caller::Caller;
use crate::loaded::Loaded;
use crate::refusal::Refusal;

/// How long the parts of a name may be.
const MAX_NAME: usize = 100;
/// How long the key of a tag may be, and its value.
const MAX_KEY: usize = 40;
const MAX_VALUE: usize = 256;
/// How many tags an entity may have.
const MAX_TAGS: usize = 100;

/// The organization, the project and the name of a stack, as paths name it.
pub(crate) type Path = (String, String, String);

/// The stack at a path, if `caller` holds `scope` on it.
fn held(
    loaded: &Loaded,
    caller: &Caller,
    scope: &'static str,
    (project, stack): (&str, &str),
    now: Timestamp,
) -> Result<Entity, Refusal> {
    let name = format!("{project}/{stack}");
    let Some(entity) = loaded.entity(EntityType::Stack, &name) else {
        // Whoever holds nothing at all in the organization is not even told that there is one.
        loaded.access(caller, now)?;
        return Err(Refusal::NotFound { kind: "stack", name });
    };
    loaded.require_on(caller, scope, &entity, now)?;
    Ok(entity)
}

/// Refuses a part of a name that could not stand in an address.
pub(super) fn check_name(text: &str, pointer: &str) -> Result<(), Refusal> {
    let is_fit = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    if text.is_empty() || text.len() > MAX_NAME || !text.chars().all(is_fit) {
        let found: String = text.chars().take(MAX_NAME).collect();
        let expected = format!("expected 1 to {MAX_NAME} letters, digits, `-`, `_` or `.`");
        return Err(Refusal::body(pointer, format!("{expected}, found `{found}`")));
    }
    Ok(())
}

/// Refuses tags that are too many or too long.
pub(super) fn check_tags(tags: &BTreeMap<String, String>, pointer: &str) -> Result<(), Refusal> {
    if tags.len() > MAX_TAGS {
        let found = tags.len();
        let message = format!("expected at most {MAX_TAGS} tags, found {found}");
        return Err(Refusal::body(pointer, message));
    }
    for (key, value) in tags {
        let at = policy::pointer::field(pointer, key);
        check_tag(key, value, &at)?;
    }
    Ok(())
}

fn check_tag(key: &str, value: &str, pointer: &str) -> Result<(), Refusal> {
    let (keys, values) = (key.chars().count(), value.chars().count());
    if keys == 0 || keys > MAX_KEY {
        let message = format!("expected a key of 1 to {MAX_KEY} characters, found {keys}");
        return Err(Refusal::body(pointer, message));
    }
    if values > MAX_VALUE {
        let message = format!("expected a value of at most {MAX_VALUE} characters, found {values}");
        return Err(Refusal::body(pointer, message));
    }
    Ok(())
}
