//! What wrong names were probably meant to be.

use std::collections::HashMap;

use crate::nearest::nearest_within;

/// How many pairs of letters are held against each other for all wrong names of one definition: about three hundred
/// names against the catalogue, or fifty ids against three hundred records.
const MAX_LOOKS: usize = 20_000_000;

/// Looks up each wrong name once, and all of them within one budget; beyond it nothing is suggested.
pub(super) struct Hints {
    looks: usize,
}

impl Default for Hints {
    fn default() -> Self {
        Self { looks: MAX_LOOKS }
    }
}

impl Hints {
    /// The hint for each of `names`, however often it stands there: the nearest of `candidates`, as a question.
    pub(super) fn of<'n>(
        &mut self,
        names: impl Iterator<Item = &'n str>,
        candidates: &[&str],
    ) -> HashMap<&'n str, String> {
        let mut hints = HashMap::new();
        for name in names {
            hints.entry(name).or_insert_with(|| {
                let near = nearest_within(name, candidates.iter().copied(), &mut self.looks);
                near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default()
            });
        }
        hints
    }
}

#[cfg(test)]
mod tests {
    use super::{Hints, MAX_LOOKS};

    #[test]
    fn a_name_costs_once_however_often_it_stands_there() {
        let spent = |times: usize| {
            let mut hints = Hints::default();
            let found = hints.of(std::iter::repeat_n("stack:raed", times), &["stack:read", "x"]);
            assert_eq!(found["stack:raed"], ", did you mean `stack:read`?");
            MAX_LOOKS - hints.looks
        };
        assert_eq!(spent(1), spent(100_000));
        // Ten letters each, and what is too short to be near is only measured.
        assert_eq!(spent(1), 10 * 10 + 10 + 1);
    }

    #[test]
    fn beyond_the_budget_nothing_is_suggested() {
        let mut hints = Hints { looks: 250 };
        let names = ["stack:raed", "stack:raed2", "stack:raed3"];
        let found = hints.of(names.into_iter(), &["stack:read"]);
        assert_eq!(names.map(|name| found[name].is_empty()), [false, false, true]);
        assert!(hints.of(["stack:read"].into_iter(), &["stack:read"])["stack:read"].is_empty());
    }
}
