//! The history of the tables; steps are only ever added.

pub(crate) const STEPS: [(i64, &str, &str); 2] = [
    (1, "tables", include_str!("../migrations/0001_tables.sql")),
    (2, "entities", include_str!("../migrations/0002_entities.sql")),
];
