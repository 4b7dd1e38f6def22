//! Policies and permission sets, as records of their own.

use gloo_net::http::Method;
use wire::rest::role::{CreateRole, Record, UpdateRole};

use super::{Failure, at, breaking, read, write, write_if};

/// Creates a permission set.
pub async fn create(organization: &str, record: &CreateRole) -> Result<Record, Failure> {
    read(write(Method::POST, &at(organization, &["roles"]), Some(record)).await?).await
}

/// Changes a record as long as it is still of this version.
pub async fn update(
    organization: &str,
    id: &str,
    version: u32,
    change: &UpdateRole,
    break_guardrails: bool,
) -> Result<Record, Failure> {
    let path = breaking(at(organization, &["roles", id]), break_guardrails);
    read(write_if(Method::PATCH, &path, version, change).await?).await
}
