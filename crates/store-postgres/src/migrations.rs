//! The history of the tables; steps are only ever added.

pub(crate) const STEPS: [(i64, &str, &str); 3] = [
    (1, "tables", include_str!("../migrations/0001_tables.sql")),
    (2, "entities", include_str!("../migrations/0002_entities.sql")),
    (3, "first tokens", include_str!("../migrations/0003_first_tokens.sql")),
];
