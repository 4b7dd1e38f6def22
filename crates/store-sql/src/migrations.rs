//! The history of tables.

use std::borrow::Cow;

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// What brings tables up to date: steps by number, name and statements, which are only ever added.
pub fn migrator(steps: &[(i64, &'static str, &'static str)]) -> Migrator {
    let steps = steps.iter().map(|(number, name, sql)| {
        let name = Cow::Borrowed(*name);
        Migration::new(*number, name, MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(steps.collect())
}
