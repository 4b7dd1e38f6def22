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

/// Where it is kept which steps were done; whatever uses sqlx has one.
const DONE: &str = "_sqlx_migrations";
/// One of ours, from the first step on.
const OURS: &str = "organizations";

/// A table of another program, by the names of all that are there: where there are any, ours are among them, or a start
/// has got no further than to keep which steps were done.
pub fn of_another_program(tables: &[String]) -> Option<&str> {
    let is_there = |name: &str| tables.iter().any(|table| table == name);
    let is_ours = is_there(DONE) && is_there(OURS);
    let other = tables.iter().find(|table| *table != DONE);
    other.filter(|_| !is_ours).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::of_another_program;

    #[test]
    fn a_database_is_ours_or_empty_or_of_another_program() {
        let other = |tables: &[&str]| {
            let tables: Vec<_> = tables.iter().map(|table| (*table).to_owned()).collect();
            of_another_program(&tables).map(str::to_owned)
        };
        assert_eq!(other(&[]), None);
        assert_eq!(other(&["_sqlx_migrations"]), None);
        assert_eq!(other(&["_sqlx_migrations", "members", "organizations"]), None);
        assert_eq!(other(&["foo"]).as_deref(), Some("foo"));
        assert_eq!(other(&["organizations", "users"]).as_deref(), Some("organizations"));
        assert_eq!(other(&["_sqlx_migrations", "users"]).as_deref(), Some("users"));
    }
}
