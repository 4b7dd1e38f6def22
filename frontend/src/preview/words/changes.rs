//! What the draft gains and loses against what is saved.

use policy::{EntityType, Rows, Scope, ScopeSet};

use super::verbs;
use super::{Tone, Words, amount, listed, these};
use crate::preview::against::Against;
use crate::preview::difference::{Difference, Effect, same_rows, total};
use crate::state::evaluation::Comparison;

/// How many gains, and how many losses, are said before the rest is counted.
const PARTS: usize = 4;
/// How many scopes without a verb are named before they are counted.
const NAMES: usize = 2;

pub(super) fn words(comparison: &Comparison, difference: &Difference, against: Against) -> Words {
    let mut words = Words::default();
    if !difference.has_saved || !difference.is_edited {
        return words;
    }
    if !difference.is_change() {
        words.plain(against.nothing());
        return words;
    }
    words.plain(against.head());
    let (mut gains, mut losses) = (Vec::new(), Vec::new());
    for entity_type in EntityType::ALL {
        gains.extend(on_entities(comparison, difference, entity_type, |effect| &effect.gained));
        losses.extend(on_entities(comparison, difference, entity_type, |effect| &effect.lost));
    }
    gains.extend(on_organization(difference.organization.gained));
    losses.extend(on_organization(difference.organization.lost));
    if difference.opening.longer > 0 {
        gains.push(format!(
            "longer opening of {}",
            amount(difference.opening.longer, "environment")
        ));
    }
    if difference.opening.shorter > 0 {
        losses.push(format!(
            "shorter opening of {}",
            amount(difference.opening.shorter, "environment")
        ));
    }
    let mut is_first = true;
    for (tone, sign, parts) in [(Tone::Gain, "+", gains), (Tone::Loss, "−", losses)] {
        let left_out = parts.len().saturating_sub(PARTS);
        let more = (left_out > 0).then(|| amount(left_out, "more change"));
        for part in parts.into_iter().take(PARTS).chain(more) {
            if !is_first {
                words.plain(", ");
            }
            is_first = false;
            words.push(&format!("{sign} {part}"), tone);
        }
    }
    words.plain(".");
    words
}

/// The scopes that change on the same entities of one type, with those entities.
fn on_entities<'d>(
    comparison: &Comparison,
    difference: &'d Difference,
    entity_type: EntityType,
    changed: impl Fn(&'d Effect) -> &'d Rows,
) -> Vec<String> {
    let mut groups = Vec::<(ScopeSet, &Rows)>::new();
    for effect in difference.effects(entity_type) {
        let rows = changed(effect);
        if rows.is_empty() {
            continue;
        }
        match groups.iter_mut().find(|(_, other)| same_rows(other, rows)) {
            Some((scopes, _)) => scopes.insert(effect.scope),
            None => groups.push(([effect.scope].into_iter().collect(), rows)),
        }
    }
    let verbs = verbs::of_type(entity_type);
    // What has a verb comes first, in the order of the verbs.
    let rank = |scopes: &ScopeSet| {
        verbs.iter().position(|verb| verb.scope().is_some_and(|scope| scopes.contains(scope)))
    };
    groups.sort_by_key(|(scopes, _)| rank(scopes).unwrap_or(usize::MAX));
    let total = total(&comparison.organization, entity_type);
    let part = |(scopes, rows): (ScopeSet, &Rows)| {
        let named = verbs.iter().filter_map(|verb| {
            let scope = verb.scope().filter(|scope| scopes.contains(*scope))?;
            Some((scope, verb.bare))
        });
        let (said, bare): (Vec<_>, Vec<_>) = named.unzip();
        let rest = scopes.difference(said.into_iter().collect());
        format!("{} on {}", label(bare, rest), these(rows, total, entity_type.noun()))
    };
    groups.into_iter().map(part).collect()
}

fn on_organization(changed: ScopeSet) -> Vec<String> {
    let mut parts = Vec::new();
    let mut said = ScopeSet::EMPTY;
    for matter in &verbs::ORGANIZATION {
        let changing = matter.verbs.iter().filter_map(|(name, _, bare)| {
            let scope = Scope::from_name(name).filter(|scope| changed.contains(*scope))?;
            Some((scope, *bare))
        });
        let (scopes, bare): (Vec<_>, Vec<_>) = changing.unzip();
        if !bare.is_empty() {
            said = said.union(scopes.into_iter().collect());
            parts.push(format!("{} {}", listed(&bare), matter.noun));
        }
    }
    let rest = changed.difference(said);
    if !rest.is_empty() {
        parts.push(format!("{} on the organization", label(Vec::new(), rest)));
    }
    parts
}

/// The verbs, and the scopes that have none by name while they are few.
fn label(verbs: Vec<&'static str>, rest: ScopeSet) -> String {
    let mut parts: Vec<_> = verbs.into_iter().map(str::to_owned).collect();
    match rest.len() {
        0 => {}
        count if count <= NAMES => parts.extend(rest.iter().map(|scope| scope.name().to_owned())),
        count if parts.is_empty() => parts.push(amount(count, "scope")),
        count => parts.push(amount(count, "more scope")),
    }
    listed(&parts)
}
