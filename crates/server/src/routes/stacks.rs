//! Stacks.

pub(super) mod create;
pub(super) mod read;
pub(super) mod tags;
pub(super) mod teams;

use axum::response::NoContent;
use store::EntityType;

use super::entities::Kind;

/// Stacks, as entities.
pub(super) enum Stack {}

impl Kind for Stack {
    const TYPE: EntityType = EntityType::Stack;
    const READ: &'static str = "stack:read";
    type Deleted = NoContent;
    const DELETED: NoContent = NoContent;
    const PAGE: usize = 1000;
}
