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
