//! The organization itself.

use gloo_net::http::Method;
use wire::rest::organization::UpdateOrganization;

use super::{Failure, at, breaking, write};

/// Changes the organization-wide settings; what is absent stays.
pub async fn update(
    organization: &str,
    change: &UpdateOrganization,
    break_guardrails: bool,
) -> Result<(), Failure> {
    let path = breaking(at(organization, &[]), break_guardrails);
    write(Method::PATCH, &path, Some(change)).await.map(drop)
}
