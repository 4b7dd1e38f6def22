//! The history of the tables; steps are only ever added.

pub(crate) const STEPS: [(i64, &str, &str); 1] =
    [(1, "tables", include_str!("../migrations/0001_tables.sql"))];
