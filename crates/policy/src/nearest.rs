//! The nearest right name for a wrong one.

/// The candidate that `name` was most probably meant to be, if one is near enough.
///
/// Near is at most a third of the longer name's characters inserted, deleted, replaced or swapped with
/// their neighbour; ties go to the first candidate. Names over 100 characters have no nearest.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if name.chars().nth(100).is_some() {
        return None;
    }
    let folded = fold(name);
    candidates
        .into_iter()
        .map(|candidate| {
            let target = fold(candidate);
            let limit = (folded.len().max(target.len()) / 3).max(1);
            (distance(&folded, &target), limit, candidate)
        })
        .filter(|(distance, limit, _)| distance <= limit)
        .min_by_key(|(distance, _, _)| *distance)
        .map(|(_, _, candidate)| candidate)
}

fn fold(name: &str) -> Vec<char> {
    name.trim().to_lowercase().replace('-', "_").chars().collect()
}

/// The Damerau–Levenshtein distance (optimal string alignment).
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let at =
                |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX / 2);
            let mut best =
                (at(&last, j) + usize::from(a != b)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let is_swap =
                i > 0 && j > 0 && left.get(i - 1) == Some(b) && right.get(j - 1) == Some(a);
            if is_swap {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn misspellings_find_their_name() {
        let names = ["stack:read", "stack:write", "stack:delete", "environment:open"];
        let cases = [
            ("stack:raed", Some("stack:read")),
            ("Stack:Write", Some("stack:write")),
            ("stacks:delete", Some("stack:delete")),
            ("environmnet:open", Some("environment:open")),
            ("billing", None),
            ("", None),
        ];
        for (wrong, right) in cases {
            assert_eq!(nearest(wrong, names), right, "{wrong}");
        }
    }
}
