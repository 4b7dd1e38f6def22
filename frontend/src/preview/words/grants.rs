//! What the draft grants.

use policy::{EntityType, ResourceType, Rows, Scope, ScopeSet};

use super::verbs::{self, Object, Verb};
use super::{Words, amount, listed, these};
use crate::preview::difference::{Difference, Effect, is_within, same_rows, total};
use crate::preview::reading;
use crate::state::evaluation::Comparison;

/// How many kinds of things are named on the organization before the rest is counted.
const MATTERS: usize = 5;

pub(super) fn words(comparison: &Comparison, difference: &Difference) -> Words {
    if difference.is_nothing() {
        return nothing(comparison);
    }
    let mut clauses = Vec::new();
    let mut counted = ScopeSet::EMPTY;
    for entity_type in EntityType::ALL {
        let (said, rest) = on_entities(comparison, difference, entity_type);
        clauses.extend(said);
        counted = counted.union(rest);
    }
    if !counted.is_empty() {
        clauses.push(has(counted.len(), "more scope"));
    }
    let mut words = Words::sentence(clauses);
    let organization = on_organization(difference.organization.granted);
    if !words.is_empty() && !organization.is_empty() {
        words.plain(" ");
    }
    words.extend(organization);
    words
}

fn nothing(comparison: &Comparison) -> Words {
    let rules = comparison.draft.access.program.rules();
    let mut words = Words::default();
    words.strong("Grants nothing today");
    let naming = || rules.iter().enumerate().filter(|(_, rule)| !rule.scopes.is_empty());
    let reaches =
        |index| comparison.draft.matrix.rows_of_rule(index).is_some_and(|rows| !rows.is_empty());
    words.plain(if rules.is_empty() {
        ", it has no rules yet."
    } else if naming().next().is_none() {
        ", its rules name no scope."
    } else if comparison.organization.inventory.is_empty() {
        ". There is no entity yet that it could reach."
    } else if naming().any(|(index, _)| reaches(index)) {
        ". Its rules reach entities, but name no scope that applies to them."
    } else {
        ". Its conditions match no entity that exists."
    });
    words
}

/// A group of verbs with the entities they are all done to.
struct Group<'d> {
    verbs: Vec<&'static Verb>,
    rows: &'d Rows,
}

/// The clauses for one type, and the scopes that they leave out.
fn on_entities(
    comparison: &Comparison,
    difference: &Difference,
    entity_type: EntityType,
) -> (Vec<Words>, ScopeSet) {
    let noun = entity_type.noun();
    let total = total(&comparison.organization, entity_type);
    let effects: Vec<_> = difference
        .effects(entity_type)
        .iter()
        .filter(|effect| !effect.granted.is_empty())
        .collect();
    let Some(first) = effects.first() else { return (Vec::new(), ScopeSet::EMPTY) };
    let every = ScopeSet::of_type(ResourceType::Entity(entity_type));
    let granted: ScopeSet = effects.iter().map(|effect| effect.scope).collect();
    if granted == every && effects.iter().all(|effect| same_rows(&effect.granted, &first.granted)) {
        let mut clause = Words::default();
        clause.plain("does ");
        clause.strong("everything");
        clause.plain(" with ");
        clause.strong(&these(&first.granted, total, noun));
        return (vec![clause], ScopeSet::EMPTY);
    }
    let mut groups = Vec::<Group<'_>>::new();
    let mut said = ScopeSet::EMPTY;
    for verb in verbs::of_type(entity_type) {
        let Some(scope) = verb.scope() else { continue };
        let Some(effect) = effects.iter().find(|effect| effect.scope == scope) else { continue };
        said.insert(scope);
        let alike = groups.iter_mut().find(|group| {
            group.verbs.iter().all(|other| other.object == verb.object)
                && same_rows(group.rows, &effect.granted)
        });
        match alike {
            Some(group) => group.verbs.push(verb),
            None => groups.push(Group { verbs: vec![verb], rows: &effect.granted }),
        }
    }
    if groups.is_empty() {
        let reached = comparison.draft.matrix.reached(entity_type);
        return (vec![has_on(granted.len(), &reached, total, noun)], ScopeSet::EMPTY);
    }
    let mut clauses = Vec::with_capacity(groups.len());
    for (index, group) in groups.iter().enumerate() {
        let before = groups.get(..index).unwrap_or_default();
        clauses.push(clause(group, before, total, noun));
    }
    let rest = || effects.iter().filter(|effect| !said.contains(effect.scope));
    let widest = rest().max_by_key(|effect| effect.granted.len());
    // The bar is of all that is reached: what reaches further than all that was named is not only counted.
    let widest =
        widest.filter(|widest| !groups.iter().any(|group| is_within(&widest.granted, group.rows)));
    if let Some(Effect { granted: rows, .. }) = widest {
        let alike = rest().filter(|effect| same_rows(&effect.granted, rows));
        let alike: ScopeSet = alike.map(|effect| effect.scope).collect();
        clauses.push(has_on(alike.len(), rows, total, noun));
        said = said.union(alike);
    }
    (clauses, granted.difference(said))
}

/// So many scopes on these entities.
fn has_on(count: usize, rows: &Rows, total: usize, noun: &str) -> Words {
    let mut words = has(count, "scope");
    words.plain(" on ");
    words.strong(&these(rows, total, noun));
    words
}

/// One group of verbs; `before` are the groups of this type that were already said.
fn clause(group: &Group<'_>, before: &[Group<'_>], total: usize, noun: &str) -> Words {
    let mut words = Words::default();
    let does: Vec<_> = group.verbs.iter().map(|verb| verb.does).collect();
    words.strong_if(&listed(&does), does.contains(&"deletes"));
    words.plain(" ");
    let object = group.verbs.first().map_or(Object::Plain, |verb| verb.object);
    let is_same = before.last().is_some_and(|last| same_rows(last.rows, group.rows));
    let is_one = group.rows.len() == 1;
    match (object, is_same) {
        (Object::Secrets, true) => {
            words.plain(if is_one { "its secrets" } else { "their secrets" });
        }
        (Object::Access, true) => {
            words.plain(if is_one { "access to it" } else { "access to them" });
        }
        (_, true) => words.plain(if is_one { "it" } else { "them" }),
        (object, false) => {
            words.plain(match object {
                Object::Plain => "",
                Object::Secrets => "the secrets of ",
                Object::Access => "access to ",
            });
            // "Them" is the first and the last entities that were named, so it has to fit both.
            let is_part = !before.is_empty()
                && [before.first(), before.last()]
                    .into_iter()
                    .flatten()
                    .all(|said| is_within(group.rows, said.rows));
            if is_part {
                words.strong(&group.rows.len().to_string());
                words.plain(" of them");
            } else {
                words.strong(&these(group.rows, total, noun));
            }
        }
    }
    words
}

fn has(count: usize, noun: &str) -> Words {
    let mut words = Words::default();
    words.plain("has ");
    words.plain(&amount(count, noun));
    words
}

fn on_organization(granted: ScopeSet) -> Words {
    if granted.is_empty() {
        return Words::default();
    }
    let mut words = Words::default();
    words.plain("On the organization: ");
    if granted == ScopeSet::of_type(ResourceType::Global) {
        words.plain("does ");
        words.strong("everything");
        words.plain(".");
        return words;
    }
    if granted.iter().all(reading::only_looks) {
        words.strong("only reads");
        words.plain(&format!(", with {}.", amount(granted.len(), "scope")));
        return words;
    }
    let mut clauses = Vec::new();
    let mut said = ScopeSet::EMPTY;
    for matter in &verbs::ORGANIZATION {
        if clauses.len() == MATTERS {
            break;
        }
        let held = matter.verbs.iter().filter_map(|(name, does, _)| {
            let scope = Scope::from_name(name)?;
            granted.contains(scope).then_some((scope, *does))
        });
        let held: Vec<_> = held.collect();
        if held.is_empty() {
            continue;
        }
        said = said.union(held.iter().map(|(scope, _)| *scope).collect());
        let does: Vec<_> = held.iter().map(|(_, does)| *does).collect();
        let mut clause = Words::default();
        clause.plain(&format!("{} ", listed(&does)));
        clause.strong(matter.noun);
        clauses.push(clause);
    }
    let rest = granted.difference(said);
    let readings = rest.iter().filter(|scope| reading::only_looks(*scope)).count();
    let mut counted = Vec::new();
    if readings > 0 {
        counted.push(format!("{} to read", amount(readings, "scope")));
    }
    match rest.len() - readings {
        0 => {}
        others if counted.is_empty() && said.is_empty() => counted.push(amount(others, "scope")),
        others => counted.push(amount(others, "more scope")),
    }
    if !counted.is_empty() {
        let mut clause = Words::default();
        clause.plain("has ");
        clause.plain(&listed(&counted));
        clauses.push(clause);
    }
    // The sentence has begun, so its clauses are not to start with a capital.
    let clauses = Words::joined(clauses);
    words.extend(clauses);
    words.plain(".");
    words
}
