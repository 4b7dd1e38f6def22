//! Teams, their people, their roles, and what they were granted on single entities.

pub(super) mod create;
pub(super) mod grant;
pub(super) mod read;
pub(super) mod remove;
pub(super) mod roles;
pub(super) mod update;

use store::{EntityKey, EntityType, Team};

use crate::loaded::Loaded;
use crate::refusal::Refusal;

/// How long the name of a team may be, and the one for people, in characters.
const MAX_NAME: usize = 100;
/// How long the description of a team may be, in characters.
const MAX_DESCRIPTION: usize = 1000;

fn find<'l>(loaded: &'l Loaded, name: &str) -> Result<&'l Team, Refusal> {
    let mut teams = loaded.contents.teams.iter();
    teams.find(|team| team.name == name).ok_or_else(|| Refusal::no_team(name))
}

/// The entity of this type that is called `name`.
pub(super) fn find_entity(
    loaded: &Loaded,
    entity_type: EntityType,
    name: &str,
) -> Option<EntityKey> {
    loaded.entity(entity_type, name).map(|entity| entity.key)
}

fn check_display_name(name: &str, pointer: &str) -> Result<(), Refusal> {
    let length = name.chars().count();
    if length <= MAX_NAME && !name.trim().is_empty() && !name.chars().any(char::is_control) {
        return Ok(());
    }
    let message = format!("expected a name of 1 to {MAX_NAME} characters, found {length}");
    Err(Refusal::body(pointer, message))
}

fn check_description(text: &str, pointer: &str) -> Result<(), Refusal> {
    if text.chars().nth(MAX_DESCRIPTION).is_none() {
        return Ok(());
    }
    let message = format!("expected a description of at most {MAX_DESCRIPTION} characters");
    Err(Refusal::body(pointer, message))
}
