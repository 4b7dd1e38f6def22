//! The files of the conformance corpus.

/// Every file of cases.
pub const FILES: [(&str, &str); 10] = [
    ("three-values", include_str!("../cases/three-values.json")),
    ("tags", include_str!("../cases/tags.json")),
    ("kinds", include_str!("../cases/kinds.json")),
    ("branches", include_str!("../cases/branches.json")),
    ("scopes", include_str!("../cases/scopes.json")),
    ("references", include_str!("../cases/references.json")),
    ("durations", include_str!("../cases/durations.json")),
    ("principals", include_str!("../cases/principals.json")),
    ("lint", include_str!("../cases/lint.json")),
    ("refusals", include_str!("../cases/refusals.json")),
];
