//! What `SQLite` says, in the words of `store`.

use store::Unavailable;

pub(crate) fn unavailable(error: sqlx::Error) -> Unavailable {
    if is_passing(&error) {
        Unavailable::Silent(Box::new(error))
    } else {
        Unavailable::Failed(Box::new(error))
    }
}

/// Whether it is the connection or the moment, and nothing about what was asked or is stored.
fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| is_passing_code(&code)),
        _ => false,
    }
}

/// PostgreSQL's classes of connections, of what it has no more of and of an operator's hand, a lock that was not had,
/// transactions that got into each other's way or were left idle, and a server that only reads, as one does before it
/// takes over; `SQLite`'s "busy", "locked", "I/O error", "full" and "cannot open", which the lower byte of a code says.
fn is_passing_code(code: &str) -> bool {
    match code.as_bytes() {
        [b'0', b'8', _, _, _]
        | [b'5', b'3' | b'7', _, _, _]
        | b"55P03"
        | b"40001"
        | b"40P01"
        | b"25P03"
        | b"25006" => true,
        // Five digits may be either's: those of `SQLite` stay below 10000.
        digits if digits.len() < 5 => {
            code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13 | 14))
        }
        _ => false,
    }
}

/// A stored value that no version of this program wrote.
pub(crate) fn damaged(column: &str, found: &str) -> Unavailable {
    Unavailable::Failed(format!("column {column} holds `{found}`").into())
}

pub(crate) fn is_unique_violation(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

#[cfg(test)]
mod tests {
    use super::{is_passing, is_passing_code};

    #[test]
    fn what_may_pass_is_told_from_what_stays() {
        for code in [
            "08006", "08P01", "53300", "57P01", "57P03", "55P03", "40001", "40P01", "25006",
            "25P03",
        ] {
            assert!(is_passing_code(code), "{code}");
        }
        for code in ["5", "6", "261", "517", "10", "6410", "13", "14", "270"] {
            assert!(is_passing_code(code), "{code}");
        }
        for code in ["23505", "42P01", "22P02", "40003", "25P02", "1", "8", "11", "2067", "", "x"] {
            assert!(!is_passing_code(code), "{code}");
        }
        assert!(is_passing(&sqlx::Error::PoolTimedOut));
        assert!(!is_passing(&sqlx::Error::RowNotFound));
    }
}
