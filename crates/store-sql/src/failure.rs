//! What `SQLite` says, in the words of `store`.

use store::Unavailable;

pub(crate) fn unavailable(error: sqlx::Error) -> Unavailable {
    Unavailable(Box::new(error))
}

/// A stored value that no version of this program wrote.
pub(crate) fn damaged(column: &str, found: &str) -> Unavailable {
    Unavailable(format!("column {column} holds `{found}`").into())
}

pub(crate) fn is_unique_violation(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}
