//! Which scopes only look, and which do more.

use policy::Scope;

/// Actions that look at something and leave it as it is.
///
/// Encrypting and decrypting are among them, as the built-in Stack Read set holds both.
const READING: [&str; 8] =
    ["dashboard", "decrypt", "encrypt", "export", "list", "read", "rotate_history", "search"];

/// Whether `scope` does no more than the built-in Read sets: it changes nothing and opens no environment.
pub fn is_reading(scope: Scope) -> bool {
    let action = scope.name().split_once(':').map_or("", |(_, action)| action);
    READING.contains(&action) || action.starts_with("read_") || action.starts_with("list_")
}

/// Whether `scope` does more with an entity that is there than look at it: a stack that is there is not created any more.
pub fn goes_beyond(scope: Scope) -> bool {
    !is_reading(scope) && scope.name() != "stack:create"
}

/// Whether `scope` reads, and yields no secret.
pub fn only_looks(scope: Scope) -> bool {
    is_reading(scope) && !scope.name().ends_with(":decrypt")
}

#[cfg(test)]
mod tests {
    use policy::{Permission, Records};

    use super::is_reading;

    fn scopes_of(set: &str) -> Vec<policy::Scope> {
        let records = Records::default();
        let allow = records.find(set).and_then(|record| record.flat_scopes()).unwrap().clone();
        let known = allow.permissions.into_iter().map(|permission| match permission {
            Permission::Known(scope) => scope,
            Permission::Unknown(name) => panic!("unknown {name}"),
        });
        known.collect()
    }

    #[test]
    fn the_built_in_read_sets_only_read() {
        for set in
            ["stack-read", "environment-read", "insights-account-read", "org-settings-read-only"]
        {
            let more: Vec<_> =
                scopes_of(set).into_iter().filter(|scope| !is_reading(*scope)).collect();
            assert!(more.is_empty(), "{set}: {more:?}");
        }
    }

    #[test]
    fn writing_and_opening_is_more() {
        for set in ["stack-write", "environment-open", "insights-account-write"] {
            assert!(scopes_of(set).into_iter().any(|scope| !is_reading(scope)), "{set}");
        }
    }
}
