//! Saying once what would be said very often.

use crate::order;

use super::Diagnostic;

/// How many places of one record are told one by one where they all say the same.
///
/// A role of chosen entities has a rule for each; ten notices that are alike are as many as a person reads.
pub(super) const MANY: usize = 10;

/// Keeps the first of diagnostics that say the same about more than [`MANY`] places of a record.
pub(super) fn fold(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if found.len() <= MANY {
        return found;
    }
    let key =
        |index: usize| found.get(index).map(|one| (one.code, &one.place.record, &one.message));
    let order = order::ordered(found.len(), &mut |one, other| key(one).cmp(&key(other)));
    let alike = |left: &usize, right: &usize| key(*left) == key(*right);
    let mut left_out = vec![false; found.len()];
    let mut first = Vec::new();
    for group in order.chunk_by(alike).filter(|group| group.len() > MANY) {
        // Whoever holds a role in two ways hears everything about it twice.
        let pointers = group.iter().filter_map(|index| found.get(*index));
        let mut pointers: Vec<&str> = pointers.map(|one| one.place.pointer.as_str()).collect();
        pointers.sort_unstable();
        pointers.dedup();
        if pointers.len() <= MANY {
            continue;
        }
        for (position, index) in group.iter().enumerate() {
            match left_out.get_mut(*index) {
                Some(left_out) if position > 0 => *left_out = true,
                _ => first.push((*index, pointers.len() - 1)),
            }
        }
    }
    for (index, others) in first {
        if let Some(diagnostic) = found.get_mut(index) {
            let message = &diagnostic.message;
            diagnostic.message = format!("{message} (here and in {others} other places)");
        }
    }
    let mut left_out = left_out.into_iter();
    found.retain(|_| left_out.next() != Some(true));
    found
}
