//! Cloud accounts, which nobody looks into here.

pub(super) mod create;
pub(super) mod read;

use axum::response::NoContent;
use serde::{Deserialize, Serialize};
use store::EntityType;
use wire::rest::entity::Provider;

use super::entities::Kind;

/// Accounts, as entities.
pub(super) enum Account {}

impl Kind for Account {
    const TYPE: EntityType = EntityType::InsightsAccount;
    const READ: &'static str = "insights_account:read";
    type Deleted = NoContent;
    const DELETED: NoContent = NoContent;
    const PAGE: usize = 100;
}

/// What is said of an account beside its name, as the store keeps it.
#[derive(Debug, Serialize, Deserialize)]
struct Details {
    provider: Provider,
    environment: String,
}
