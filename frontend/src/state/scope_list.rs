//! The scopes of one type by group, for lists in which they are ticked.

use policy::{ResourceType, Scope, ScopeSet, catalogue};

/// The scopes that can be granted on something of a type, by group, those that are granted already included.
///
/// Pulumi Cloud does not offer every scope; what a set grants all the same is kept in view.
pub fn groups(of_type: ResourceType, granted: ScopeSet) -> Vec<(&'static str, Vec<Scope>)> {
    let mut groups = catalogue::offered(of_type);
    for scope in granted.iter().filter(|scope| !scope.is_offered()) {
        let Some(group) = scope.group(of_type) else { continue };
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, scopes)) => scopes.push(scope),
            None => groups.push((group, vec![scope])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use policy::{EntityType, ResourceType, ScopeSet};

    use super::groups;

    #[test]
    fn every_scope_of_a_type_has_its_place() {
        let stack = ResourceType::Entity(EntityType::Stack);
        let all = ScopeSet::of_type(stack);
        let placed: ScopeSet =
            groups(stack, all).into_iter().flat_map(|(_, scopes)| scopes).collect();
        assert_eq!(placed, all);
        let offered: ScopeSet =
            groups(stack, ScopeSet::EMPTY).into_iter().flat_map(|(_, scopes)| scopes).collect();
        assert!(offered.iter().all(policy::Scope::is_offered));
    }
}
