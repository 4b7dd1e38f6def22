//! Scopes that do less or more than they seem to.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, Severity, conditions::Possible};
use crate::{
    Allow, EntityType, Organization, Place, Program, Record, ResourceType, Rule, Scope, ScopeSet,
    catalogue, program::Trail,
};

/// Scopes that are not in the catalogue.
pub(super) fn unknown(program: &Program) -> Vec<Diagnostic> {
    let unknown = |(trail, name): &(Trail, String)| {
        let near = catalogue::nearest(name)
            .map(|near| format!(", did you mean `{near}`?"))
            .unwrap_or_default();
        let message =
            format!("the scope `{name}` is not in the catalogue, so it grants nothing{near}");
        Diagnostic::new(Code::UnknownScope, Severity::Warning, trail.place(), message)
    };
    program.unknown.iter().map(unknown).collect()
}

/// Scopes of a type that the conditions around them rule out.
pub(super) fn outside(
    organization: &Organization,
    program: &Program,
    possible: &Possible,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, rule) in program.rules().iter().enumerate() {
        let (Some(types), Some(place)) = (possible.types_of(index), rule.place()) else { continue };
        if types.is_empty() || rule.guard.is_none() {
            continue;
        }
        let inert: ScopeSet = rule
            .scopes
            .iter()
            .filter(|scope| !types.iter().any(|of_type| scope.applies_to(*of_type)))
            .collect();
        // A built-in set is what it is; one with nothing for this condition is still the wrong set.
        let is_built_in = !rule.sets.is_empty() && own_sets(organization, rule).next().is_none();
        if inert.is_empty() || (is_built_in && inert != rule.scopes) {
            continue;
        }
        let names: Vec<_> = types.iter().map(|of_type| noun(*of_type)).collect();
        let message = format!(
            "{} cannot be granted under a condition about {}, so {} nothing here",
            listed(inert),
            names.join(" or "),
            if inert.len() == 1 { "it grants" } else { "they grant" },
        );
        found.push(Diagnostic::new(Code::ScopeOutsideCondition, Severity::Warning, place, message));
    }
    found
}

/// Grants without a condition whose scopes are of several types.
pub(super) fn mixed(organization: &Organization, program: &Program) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in program.rules().iter().filter(|rule| rule.guard.is_none()) {
        let Some(place) = rule.place() else { continue };
        if rule.sets.is_empty() {
            let types = by_type(rule.scopes);
            let is_everything = rule.scopes.len() == catalogue::scopes().len();
            if types.len() > 1 && !is_everything {
                let message = format!(
                    "without a condition this grants on several types: {}",
                    reach(organization, &types)
                );
                found.push(mixed_types(Severity::Warning, &place, message));
            }
        }
        for set in own_sets(organization, rule) {
            let Some(of_type) = set.resource_type else { continue };
            let strays = scopes_of(set).filter(|scope| !scope.applies_to(of_type)).collect();
            let types = by_type(strays);
            if !types.is_empty() {
                let message = format!(
                    "`{}` is a set for {}, but it also grants on others: {}",
                    set.name,
                    plural(of_type),
                    reach(organization, &types)
                );
                found.push(mixed_types(Severity::Warning, &place, message));
            }
            let on_organization: ScopeSet =
                scopes_of(set).filter(|scope| scope.applies_to(ResourceType::Global)).collect();
            if of_type != ResourceType::Global && !on_organization.is_empty() {
                let message = format!(
                    "`{}` is a set for {}, but without a condition {} also reaches the organization",
                    set.name,
                    plural(of_type),
                    listed(on_organization)
                );
                found.push(mixed_types(Severity::Info, &place, message));
            }
        }
    }
    found
}

fn mixed_types(severity: Severity, place: &Place, message: String) -> Diagnostic {
    Diagnostic::new(Code::MixedEntityTypes, severity, place.clone(), message)
}

/// The sets of `rule` that are not built in.
fn own_sets<'o>(
    organization: &'o Organization,
    rule: &'o Rule,
) -> impl Iterator<Item = &'o Record> {
    let sets = rule.sets.iter().filter_map(|id| organization.records.find(id));
    sets.filter(|set| !set.is_built_in())
}

fn scopes_of(set: &Record) -> impl Iterator<Item = Scope> {
    set.flat_scopes().map(Allow::scopes).unwrap_or_default().iter()
}

/// The scopes of each entity type; those that can stand on the organization are not counted.
fn by_type(scopes: ScopeSet) -> BTreeMap<EntityType, ScopeSet> {
    let mut types = BTreeMap::<_, ScopeSet>::new();
    for scope in scopes.iter().filter(|scope| !scope.applies_to(ResourceType::Global)) {
        for entity_type in EntityType::ALL {
            if scope.applies_to(ResourceType::Entity(entity_type)) {
                types.entry(entity_type).or_default().insert(scope);
            }
        }
    }
    types
}

fn reach(organization: &Organization, types: &BTreeMap<EntityType, ScopeSet>) -> String {
    let part = |(entity_type, scopes): (&EntityType, &ScopeSet)| {
        let number = organization.inventory.of_type(*entity_type).len();
        format!("{} on every {} ({number} today)", listed(*scopes), entity_type.noun())
    };
    types.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// The first scopes by name, and how many more there are.
fn listed(scopes: ScopeSet) -> String {
    const SHOWN: usize = 3;
    let names: Vec<_> = scopes.iter().take(SHOWN).map(|scope| format!("`{scope}`")).collect();
    match scopes.len().saturating_sub(SHOWN) {
        0 => names.join(", "),
        rest => format!("{} and {rest} more", names.join(", ")),
    }
}

const fn noun(of_type: ResourceType) -> &'static str {
    match of_type {
        ResourceType::Global => "the organization",
        ResourceType::Entity(EntityType::Stack) => "a stack",
        ResourceType::Entity(EntityType::Environment) => "an environment",
        ResourceType::Entity(EntityType::InsightsAccount) => "an account",
    }
}

const fn plural(of_type: ResourceType) -> &'static str {
    match of_type {
        ResourceType::Global => "the organization",
        ResourceType::Entity(EntityType::Stack) => "stacks",
        ResourceType::Entity(EntityType::Environment) => "environments",
        ResourceType::Entity(EntityType::InsightsAccount) => "accounts",
    }
}
