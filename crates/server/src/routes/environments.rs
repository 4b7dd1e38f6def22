//! Environments, without what is in them.

pub(super) mod create;
pub(super) mod definition;
pub(super) mod list;
pub(super) mod tags;

use axum::http::StatusCode;
use store::EntityType;

use super::entities::{Kind, Tagged};

/// Environments, as entities.
pub(super) enum Environment {}

impl Kind for Environment {
    const TYPE: EntityType = EntityType::Environment;
    const READ: &'static str = "environment:read";
    const DELETE: &'static str = "environment:delete";
    const DELETED: StatusCode = StatusCode::OK;
    const PAGE: usize = 100;
}

impl Tagged for Environment {
    const CREATE_TAG: &'static str = "environment_tag:create";
    const UPDATE_TAG: &'static str = "environment_tag:update";
    const DELETE_TAG: &'static str = "environment_tag:delete";
}

/// What seeing the tags of an environment takes, on it.
const READ_TAGS: &str = "environment_tag:read";
