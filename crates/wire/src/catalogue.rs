//! The scope catalogue, for pickers.

use policy::{ResourceType, Scope};
use serde::Serialize;

/// What the catalogue says about one scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ScopeInfo {
    /// The name, such as `stack:read`.
    pub name: &'static str,
    /// What it allows.
    pub description: &'static str,
    /// What it can be granted on, with the group under which it is found there.
    pub groups: Vec<ScopeGroup>,
    /// Whether Pulumi Cloud offers it for assignment.
    pub is_offered: bool,
    /// Why granting it deserves a second look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<&'static str>,
}

/// Where a scope is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ScopeGroup {
    /// `global`, `stack`, `environment` or `insights-account`.
    pub resource_type: &'static str,
    /// The name of the group.
    pub group: &'static str,
}

/// Every scope, sorted by name.
pub fn scopes() -> Vec<ScopeInfo> {
    let info = |scope: Scope| ScopeInfo {
        name: scope.name(),
        description: scope.description(),
        groups: ResourceType::ALL
            .into_iter()
            .filter_map(|of_type| {
                Some(ScopeGroup { resource_type: of_type.name(), group: scope.group(of_type)? })
            })
            .collect(),
        is_offered: scope.is_offered(),
        sensitivity: scope.sensitivity(),
    };
    policy::catalogue::scopes().map(info).collect()
}
