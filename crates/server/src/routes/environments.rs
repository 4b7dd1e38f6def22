//! Environments, without what is in them.

pub(super) mod create;
pub(super) mod definition;
pub(super) mod list;
pub(super) mod tags;

use axum::http::StatusCode;
use store::EntityType;

use super::entities::Kind;

/// Environments, as entities.
pub(super) enum Environment {}

impl Kind for Environment {
    const TYPE: EntityType = EntityType::Environment;
    const READ: &'static str = "environment:read";
    const DELETE: &'static str = "environment:delete";
    const DELETED: StatusCode = StatusCode::OK;
    const PAGE: usize = 100;
}
