//! The scopes a picker offers.

use std::collections::BTreeMap;

use policy::{ResourceType, catalogue};
use serde::Serialize;

/// The answer of `GET …/roles/scopes`: groups by what they can be granted on.
pub type ScopesByType = BTreeMap<&'static str, Vec<ScopeGroup>>;

/// Scopes that belong together.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ScopeGroup {
    /// What people call them.
    pub name: &'static str,
    /// The scopes, sorted by name.
    pub scopes: Vec<Scope>,
}

/// A scope.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scope {
    /// Its name, such as `stack:read`.
    pub name: &'static str,
    /// What is known about it.
    pub metadata: ScopeMetadata,
}

/// What is known about a scope.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ScopeMetadata {
    /// What it allows.
    pub description: &'static str,
}

/// Every scope that is offered for assignment.
pub fn offered() -> ScopesByType {
    let scope = |scope: policy::Scope| Scope {
        name: scope.name(),
        metadata: ScopeMetadata { description: scope.description() },
    };
    let groups = |resource_type: ResourceType| {
        let groups = catalogue::offered(resource_type).into_iter();
        groups.map(|(name, scopes)| ScopeGroup {
            name,
            scopes: scopes.into_iter().map(scope).collect(),
        })
    };
    ResourceType::ALL.map(|of| (of.name(), groups(of).collect())).into()
}
