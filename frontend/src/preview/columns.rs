//! The columns of the matrix: scopes by group, what reads first.

use policy::{EntityType, ResourceType, Scope, ScopeSet};

use super::difference::{Difference, Effect};
use super::reading;
use super::search::Search;

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The scope.
    pub scope: Scope,
    /// The catalogue's group.
    pub group: &'static str,
    /// Whether it is the first of its group.
    pub is_first: bool,
}

/// Which columns are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Scopes that are granted nowhere as well.
    pub every: bool,
    /// Only scopes that are gained or lost somewhere.
    pub only_changes: bool,
    /// Only what is searched for.
    pub search: Search,
}

/// The columns for entities of one type.
pub fn columns(difference: &Difference, entity_type: EntityType, wanted: &Wanted) -> Vec<Column> {
    let named = |is_wanted: fn(&Effect) -> bool| -> ScopeSet {
        let effects = difference.effects(entity_type).iter();
        effects.filter(|effect| is_wanted(effect)).map(|effect| effect.scope).collect()
    };
    let scopes = if wanted.only_changes {
        named(Effect::is_change)
    } else if wanted.every {
        ScopeSet::of_type(ResourceType::Entity(entity_type))
    } else {
        named(|_| true)
    };
    let scopes = scopes.iter().filter(|scope| wanted.search.finds_scope(*scope));
    grouped(ResourceType::Entity(entity_type), scopes)
}

/// `scopes` by group: the group of the type itself first, and what only reads first within each.
pub fn grouped(resource_type: ResourceType, scopes: impl Iterator<Item = Scope>) -> Vec<Column> {
    let mut columns: Vec<_> = scopes
        .filter_map(|scope| {
            Some(Column { scope, group: scope.group(resource_type)?, is_first: false })
        })
        .collect();
    columns.sort_by_key(|column| {
        (column.group != main(resource_type), column.group, weight(column.scope), column.scope)
    });
    let mut last = None;
    for column in &mut columns {
        column.is_first = last.replace(column.group) != Some(column.group);
    }
    columns
}

/// The group that is about the entity itself.
const fn main(resource_type: ResourceType) -> &'static str {
    match resource_type {
        ResourceType::Global => "Organization",
        ResourceType::Entity(EntityType::Stack) => "Stacks",
        ResourceType::Entity(EntityType::Environment) => "Environments",
        ResourceType::Entity(EntityType::InsightsAccount) => "Accounts",
    }
}

/// How far a scope goes: it looks, it works, it removes or hands over.
fn weight(scope: Scope) -> u8 {
    const LAST: [&str; 4] = ["delete", "rename", "transfer", "set_admin"];
    let action = scope.name().split_once(':').map_or("", |(_, action)| action);
    if action == "read" {
        0
    } else if reading::is_reading(scope) {
        1
    } else if LAST.contains(&action) {
        3
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entity_itself_comes_first_and_removing_it_last() {
        let resource_type = ResourceType::Entity(EntityType::Stack);
        let columns = grouped(resource_type, ScopeSet::of_type(resource_type).iter());
        let names: Vec<_> = columns.iter().map(|column| column.scope.name()).collect();
        assert_eq!(names.first(), Some(&"stack:read"));
        let place = |name| names.iter().position(|other| *other == name).unwrap();
        assert!(place("stack:write") < place("stack:delete"));
        assert!(place("stack:delete") < place("stack_webhook:read"));
        let firsts = columns.iter().filter(|column| column.is_first);
        let groups: Vec<_> = firsts.map(|column| column.group).collect();
        assert_eq!(groups.first(), Some(&"Stacks"));
        let mut once = groups.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), groups.len(), "{groups:?}");
    }
}
