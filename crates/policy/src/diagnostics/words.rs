//! What diagnostics call things.

use super::scopes::{scopes_of, sets};
use crate::{EntityType, Organization, Program, ResourceType, Rule, ScopeSet};

/// How many names are told before the rest is counted.
const SHOWN: usize = 3;

/// How many parts a condition may have to be told in words.
const MAX_WORDS: usize = 12;

/// The first scopes by name, and how many more there are.
pub(super) fn listed(scopes: ScopeSet) -> String {
    few(scopes.iter().map(crate::Scope::name), scopes.len())
}

/// The first of `names`, and how many more of the `count` there are.
pub(super) fn few<'n>(names: impl Iterator<Item = &'n str>, count: usize) -> String {
    let names: Vec<_> = names.take(SHOWN).map(|name| format!("`{name}`")).collect();
    match count.saturating_sub(SHOWN) {
        0 => names.join(", "),
        rest => format!("{} and {rest} more", names.join(", ")),
    }
}

/// So many of something.
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// One of these, with its article.
pub(super) const fn noun(of_type: ResourceType) -> &'static str {
    match of_type {
        ResourceType::Global => "the organization",
        ResourceType::Entity(entity_type) => entity_type.one(),
    }
}

/// All of these.
pub(super) const fn plural(of_type: ResourceType) -> &'static str {
    match of_type {
        ResourceType::Global => "the organization",
        ResourceType::Entity(EntityType::Stack) => "stacks",
        ResourceType::Entity(EntityType::Environment) => "environments",
        ResourceType::Entity(EntityType::InsightsAccount) => "accounts",
    }
}

/// The sets of `rule` through which it grants `scopes`, and how many these are; the scopes where there is none.
pub(super) fn sources(
    organization: &Organization,
    program: &Program,
    rule: &Rule,
    scopes: ScopeSet,
) -> (String, usize) {
    let (mut left, mut names) = (scopes, Vec::new());
    for set in sets(organization, program, rule) {
        let more = left.intersection(scopes_of(set).collect());
        if !more.is_empty() {
            left = left.difference(more);
            names.push(set.name.as_str());
        }
    }
    let text =
        if names.is_empty() { listed(scopes) } else { few(names.iter().copied(), names.len()) };
    (text, names.len())
}

/// The rule at `index` as a person knows it, as far as it grants `scopes`: through what, and where.
pub(super) fn rule(
    organization: &Organization,
    program: &Program,
    index: usize,
    scopes: ScopeSet,
) -> String {
    let Some(rule) = program.rule(index) else { return String::new() };
    let (what, _) = sources(organization, program, rule, rule.scopes.intersection(scopes));
    let guards = program.guards_of(index).take(MAX_WORDS + 1);
    let size: usize = guards.map(|(site, _)| site.condition.size()).sum();
    match size {
        0 => format!("{what} without a condition"),
        1..=MAX_WORDS => {
            let conditions = program.conditions_of(index, &organization.inventory);
            format!("{what} where {}", conditions.join(" and "))
        }
        _ => format!("{what} under another condition"),
    }
}
