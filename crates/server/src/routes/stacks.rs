//! Stacks.

pub(super) mod create;
pub(super) mod read;
pub(super) mod tags;
pub(super) mod teams;

use axum::http::StatusCode;
use store::EntityType;

use super::entities::{Kind, Tagged};

/// Stacks, as entities.
pub(super) enum Stack {}

impl Kind for Stack {
    const TYPE: EntityType = EntityType::Stack;
    const READ: &'static str = "stack:read";
    const DELETE: &'static str = "stack:delete";
    const DELETED: StatusCode = StatusCode::NO_CONTENT;
    const PAGE: usize = 1000;
}

/// One scope for whatever is done with tags.
impl Tagged for Stack {
    const CREATE_TAG: &'static str = "stack_tags:update";
    const UPDATE_TAG: &'static str = "stack_tags:update";
    const DELETE_TAG: &'static str = "stack_tags:update";
}
