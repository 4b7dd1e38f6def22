//! For how long environments stay open, and how a draft changes that.

use policy::{EntityType, Organization, Scope};

use crate::state::evaluation::Evaluation;

/// Environments that may be opened before and after, but not for equally long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Change {
    /// How many the draft lets stay open longer.
    pub longer: usize,
    /// How many the draft closes earlier.
    pub shorter: usize,
}

/// How long something may stay open, in seconds; what has no limit is longer than everything.
type Limit = u64;

const NOT_OPENED: Limit = 0;
const NO_LIMIT: Limit = Limit::MAX;
const OPENING: [&str; 3] =
    ["environment:open", "environment_version:open", "environment_yaml:open"];

impl Change {
    /// How `draft` differs from `saved`.
    pub fn of(organization: &Organization, draft: &Evaluation, saved: &Evaluation) -> Self {
        if !has_limit(draft) && !has_limit(saved) {
            return Self::default();
        }
        let total = organization.inventory.len();
        let (mut longer, mut shorter) = (vec![false; total], vec![false; total]);
        for scope in OPENING.iter().filter_map(|name| Scope::from_name(name)) {
            let pairs = limits(draft, scope, total)
                .into_iter()
                .zip(limits(saved, scope, total))
                .enumerate();
            for (row, (now, before)) in pairs {
                if now == NOT_OPENED || before == NOT_OPENED || now == before {
                    continue;
                }
                let list = if now > before { &mut longer } else { &mut shorter };
                if let Some(place) = list.get_mut(row) {
                    *place = true;
                }
            }
        }
        let rows = organization.inventory.of_type(EntityType::Environment);
        let count = |list: &[bool]| {
            rows.iter().filter(|row| list.get(*row as usize).copied().unwrap_or_default()).count()
        };
        Self { longer: count(&longer), shorter: count(&shorter) }
    }

    /// Whether there is any such environment.
    pub const fn is_change(self) -> bool {
        self.longer > 0 || self.shorter > 0
    }
}

fn has_limit(evaluation: &Evaluation) -> bool {
    evaluation.access.program.rules().iter().any(|rule| rule.max_open_secs.is_some())
}

/// For each row, how long `scope` may hold it open; the longest rule wins.
fn limits(evaluation: &Evaluation, scope: Scope, total: usize) -> Vec<Limit> {
    let mut limits = vec![NOT_OPENED; total];
    for (index, rule) in evaluation.access.program.rules().iter().enumerate() {
        if !rule.scopes.contains(scope) {
            continue;
        }
        let limit = rule.max_open_secs.unwrap_or(NO_LIMIT);
        let Some(rows) = evaluation.matrix.rows_of_rule(index) else { continue };
        for row in rows {
            if let Some(place) = limits.get_mut(row as usize) {
                *place = limit.max(*place);
            }
        }
    }
    limits
}

/// A number of seconds in words, such as `1 hour` or `1 hour 30 minutes`.
pub fn in_words(secs: u64) -> String {
    const UNITS: [(u64, &str); 4] =
        [(24 * 60 * 60, "day"), (60 * 60, "hour"), (60, "minute"), (1, "second")];
    let mut rest = secs;
    let mut parts = Vec::new();
    for (size, noun) in UNITS {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            parts.push(super::words::amount(count, noun));
        }
    }
    if parts.is_empty() { "0 seconds".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn durations_are_exact() {
        assert_eq!(in_words(3600), "1 hour");
        assert_eq!(in_words(900), "15 minutes");
        assert_eq!(in_words(93_784), "1 day 2 hours 3 minutes 4 seconds");
        assert_eq!(in_words(0), "0 seconds");
    }
}
