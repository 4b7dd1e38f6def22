//! The effect in a few words.

use policy::EntityType;

use super::{Tone, Words, amount};
use crate::preview::difference::Difference;
use crate::state::evaluation::Comparison;

/// How many entities are reached, and how many cells are gained and lost.
pub fn line(comparison: &Comparison, difference: &Difference) -> Words {
    let mut words = Words::default();
    for entity_type in EntityType::ALL {
        let reached = comparison.draft.matrix.reached(entity_type).len();
        if reached > 0 {
            let separator = if words.is_empty() { "" } else { " · " };
            words.plain(&format!("{separator}{}", amount(reached, entity_type.noun())));
        }
    }
    let scopes = difference.organization.granted.len();
    if scopes > 0 {
        let separator = if words.is_empty() { "" } else { " · " };
        words.plain(&format!("{separator}{}", amount(scopes, "organization scope")));
    }
    if words.is_empty() {
        words.plain("Grants nothing today");
    }
    let effects = || EntityType::ALL.into_iter().flat_map(|of| difference.effects(of));
    let gained: usize = effects().map(|effect| effect.gained.len()).sum();
    let lost: usize = effects().map(|effect| effect.lost.len()).sum();
    let changes = [
        ("+", Tone::Gain, gained + difference.organization.gained.len()),
        ("−", Tone::Loss, lost + difference.organization.lost.len()),
    ];
    for (sign, tone, count) in changes {
        if count > 0 {
            words.push(&format!("  {sign}{}", amount(count, "grant")), tone);
        }
    }
    words
}
