//! The history of the tables; steps are only ever added.

use std::borrow::Cow;

use sqlx::SqlSafeStr;
use sqlx::SqlitePool;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};

const STEPS: [(i64, &str, &str); 4] = [
    (1, "organizations", include_str!("../migrations/0001_organizations.sql")),
    (2, "guardrails", include_str!("../migrations/0002_guardrails.sql")),
    (3, "audit", include_str!("../migrations/0003_audit.sql")),
    (4, "keys", include_str!("../migrations/0004_keys.sql")),
];

pub(crate) async fn run(pool: &SqlitePool) -> Result<(), MigrateError> {
    let steps = STEPS.map(|(version, name, sql)| {
        let name = Cow::Borrowed(name);
        Migration::new(version, name, MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(steps.into()).run(pool).await
}
