//! Scopes that do less or more than they seem to.

use super::{
    Code, Diagnostic, Hints, Possible, Severity,
    words::{listed, noun, plural},
};
use crate::{
    Allow, EntityType, Organization, Place, Program, Record, ResourceType, Rule, Scope, ScopeSet,
    catalogue, program::Trail,
};

/// Scopes that are not in the catalogue.
pub(super) fn unknown(program: &Program, hints: &mut Hints) -> Vec<Diagnostic> {
    let scopes: Vec<_> = catalogue::scopes().map(Scope::name).collect();
    let near = hints.of(program.unknown.iter().map(|(_, name)| name.as_str()), &scopes);
    let unknown = |(trail, name): &(Trail, String)| {
        let near = near.get(name.as_str()).map_or("", String::as_str);
        let message =
            format!("the scope `{name}` is not in the catalogue, so it grants nothing{near}");
        Diagnostic::new(
            Code::UnknownScope,
            Severity::Warning,
            program.place_at(Some(*trail)),
            message,
        )
    };
    program.unknown.iter().map(unknown).collect()
}

/// Sets and scopes of a type that the conditions around them rule out.
pub(super) fn outside(
    organization: &Organization,
    program: &Program,
    possible: &Possible,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, rule) in program.rules().iter().enumerate() {
        let (Some(types), Some(place)) = (possible.types_of(index), program.place(rule)) else {
            continue;
        };
        if types.is_empty() || rule.guard.is_none() || program.speaks_of_team(index) {
            continue;
        }
        let applies = |scope: &Scope| types.iter().any(|of_type| scope.applies_to(*of_type));
        // Of a set that is for something else one thing is wrong, however many scopes it has.
        let (mut rest, mut own) = (ScopeSet::EMPTY, program.sets(rule).is_empty());
        for set in sets(organization, program, rule) {
            let other = set.resource_type.filter(|of_type| !types.contains(of_type));
            if let Some(of_type) = other {
                let granted = scopes_of(set).filter(applies).collect();
                let message = other_type(set, of_type, types, granted);
                let (code, severity) = (Code::SetOfOtherType, Severity::Warning);
                found.push(Diagnostic::new(code, severity, place.clone(), message));
                continue;
            }
            rest = rest.union(scopes_of(set).collect());
            // A built-in set is what it is.
            own |= !set.is_built_in();
        }
        if program.sets(rule).is_empty() {
            rest = rule.scopes;
        }
        let inert: ScopeSet = rest.iter().filter(|scope| !applies(scope)).collect();
        if inert.is_empty() || !own {
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

/// That `set` is for something else than the condition around it, and what is granted of it all the same.
fn other_type(
    set: &Record,
    of_type: ResourceType,
    types: &[ResourceType],
    granted: ScopeSet,
) -> String {
    let about: Vec<_> = types.iter().map(|of_type| plural(*of_type)).collect();
    let effect = if granted.is_empty() {
        "it grants nothing here".to_owned()
    } else {
        format!("of it only {} can be granted here", listed(granted))
    };
    format!(
        "`{}` is a set for {}, and the condition is about {}: {effect}",
        set.name,
        plural(of_type),
        about.join(" or ")
    )
}

/// Grants without a condition whose scopes are of several types.
pub(super) fn mixed(organization: &Organization, program: &Program) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in program.rules().iter().filter(|rule| rule.guard.is_none()) {
        let Some(place) = program.place(rule) else { continue };
        if program.sets(rule).is_empty() {
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
        for set in sets(organization, program, rule).filter(|set| !set.is_built_in()) {
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

/// The sets through which `rule` grants.
pub(super) fn sets<'o>(
    organization: &'o Organization,
    program: &'o Program,
    rule: &Rule,
) -> impl Iterator<Item = &'o Record> {
    program.sets(rule).iter().filter_map(|id| organization.records.find(id))
}

pub(super) fn scopes_of(set: &Record) -> impl Iterator<Item = Scope> {
    set.flat_scopes().map(Allow::scopes).unwrap_or_default().iter()
}

/// The scopes of each entity type; those that can stand on the organization are not counted.
fn by_type(scopes: ScopeSet) -> Vec<(EntityType, ScopeSet)> {
    let scopes = scopes.difference(ScopeSet::of_type(ResourceType::Global));
    let of_type = |entity_type| {
        (entity_type, scopes.intersection(ScopeSet::of_type(ResourceType::Entity(entity_type))))
    };
    EntityType::ALL.map(of_type).into_iter().filter(|(_, scopes)| !scopes.is_empty()).collect()
}

fn reach(organization: &Organization, types: &[(EntityType, ScopeSet)]) -> String {
    let part = |(entity_type, scopes): &(EntityType, ScopeSet)| {
        let number = organization.inventory.of_type(*entity_type).len();
        format!("{} on every {} ({number} today)", listed(*scopes), entity_type.noun())
    };
    types.iter().map(part).collect::<Vec<_>>().join(", ")
}
