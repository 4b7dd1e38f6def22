//! Which roles would grant a scope that a caller lacks.

use std::sync::Arc;

use policy::{Access, ScopeSet, Subject, UxPurpose};
use wire::rest::RoleName;

use crate::loaded::Loaded;
use crate::refusal::Refusal;
use crate::state::blocking;

/// How many roles are told.
const MAX_TOLD: usize = 100;

/// What a role grants on the organization.
#[derive(Debug)]
pub(crate) struct OnOrganization {
    role: RoleName,
    scopes: ScopeSet,
}

impl OnOrganization {
    /// What every role of `organization` grants on it; those too large to be followed are left out.
    pub(crate) fn of_roles(organization: &policy::Organization) -> Vec<Self> {
        let roles = organization.records.iter().filter(|record| record.purpose == UxPurpose::Role);
        let of_role = |record: &policy::Record| {
            let access = Access::of(organization, &Subject::Role(record.id.clone())).ok()?;
            let role = RoleName { id: record.id.clone(), name: record.name.clone() };
            Some(Self { role, scopes: access.program.on_organization().scopes })
        };
        roles.filter_map(of_role).collect()
    }
}

/// `refusal`, with the roles that would grant a missing scope where the caller may know them.
pub(crate) async fn told(loaded: &Arc<Loaded>, refusal: Refusal) -> Refusal {
    let Refusal::MissingScope { scope, organization, may_know: true, .. } = refusal else {
        return refusal;
    };
    let loaded = Arc::clone(loaded);
    // Following every role can take longer than a request may hold a thread.
    let roles = blocking(move || {
        let Some(scope) = policy::Scope::from_name(scope) else { return Ok(Vec::new()) };
        let all = loaded.roles_on_organization().iter();
        let granting = all.filter(|of_role| of_role.scopes.contains(scope));
        Ok(granting.map(|of_role| of_role.role.clone()).take(MAX_TOLD).collect::<Vec<_>>())
    });
    match roles.await {
        Ok(roles) => {
            Refusal::MissingScope { scope, organization, may_know: true, roles: Some(roles) }
        }
        Err(refusal) => refusal,
    }
}
