//! Environments, without what is in them.

pub(super) mod create;
pub(super) mod definition;
pub(super) mod list;
pub(super) mod tags;

use store::EntityType;

use super::entities::Kind;
use crate::reply::Empty;

/// Environments, as entities.
pub(super) enum Environment {}

impl Kind for Environment {
    const TYPE: EntityType = EntityType::Environment;
    const READ: &'static str = "environment:read";
    type Deleted = Empty;
    const DELETED: Empty = Empty;
    const PAGE: usize = 100;
}

/// What seeing the tags of an environment takes, on it, also in a list.
const READ_TAGS: &str = "environment_tag:read";
