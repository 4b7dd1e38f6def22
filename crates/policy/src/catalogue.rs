//! The scope catalogue and the built-in records, from `data/catalogue.json`.

use crate::{ResourceType, Scope, order};

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// What the catalogue says about one scope.
#[derive(Debug)]
pub(crate) struct ScopeInfo {
    pub(crate) name: &'static str,
    /// The group under which people find the scope, by [`ResourceType::index`]; `None` where the
    /// scope does not belong to that type.
    pub(crate) groups: [Option<&'static str>; 4],
    pub(crate) description: &'static str,
    pub(crate) is_offered: bool,
    pub(crate) sensitivity: Option<&'static str>,
}

/// A record that every organization has.
#[derive(Debug)]
pub(crate) struct BuiltIn {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) resource_type: Option<&'static str>,
    pub(crate) scopes: &'static [u8],
}

/// Every scope of the catalogue, sorted by name.
pub fn scopes() -> impl ExactSizeIterator<Item = Scope> + Clone {
    // The build refuses an unsorted catalogue; 194 scopes fit a byte.
    (0..SCOPES.len()).map(|index| Scope::at(u8::try_from(index).unwrap_or(u8::MAX)))
}

/// The scopes of `resource_type` that Pulumi Cloud offers for assignment, by group.
///
/// Groups and the scopes within them are sorted by name.
pub fn offered(resource_type: ResourceType) -> Vec<(&'static str, Vec<Scope>)> {
    let scopes = scopes().filter(|scope| scope.is_offered());
    let grouped = scopes.filter_map(|scope| Some((scope.group(resource_type)?, scope)));
    order::grouped(grouped.collect())
}

/// The scope whose name is nearest to `name`, if one is near enough to have been meant.
pub fn nearest(name: &str) -> Option<Scope> {
    crate::nearest::nearest(name, scopes().map(Scope::name)).and_then(Scope::from_name)
}
