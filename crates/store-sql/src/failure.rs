//! What databases say, in the words of `store`.

use store::Unavailable;

/// What it means that something could not be done which is not yet committed.
pub(crate) fn unavailable(error: sqlx::Error) -> Unavailable {
    match kind(&error) {
        Kind::Connection => Unavailable::Silent(Box::new(error)),
        Kind::Moment | Kind::Disk => Unavailable::Hindered(Box::new(error)),
        Kind::Lasting => Unavailable::Failed(Box::new(error)),
    }
}

/// What it means that a commit failed, or a statement that is one: where a file took what was written and could not be
/// brought to the disk, it may be done all the same. A database that has no room, or says that somebody was in the way,
/// has not done it.
pub(crate) fn uncommitted(error: sqlx::Error) -> Unavailable {
    match kind(&error) {
        Kind::Connection | Kind::Disk => Unavailable::Silent(Box::new(error)),
        Kind::Moment => Unavailable::Hindered(Box::new(error)),
        Kind::Lasting => Unavailable::Failed(Box::new(error)),
    }
}

/// What an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Whoever would answer is gone, or too late.
    Connection,
    /// The moment: it is answered, and cannot be done now.
    Moment,
    /// The file: it cannot be read, written or opened.
    Disk,
    /// What was asked or is stored.
    Lasting,
}

fn kind(error: &sqlx::Error) -> Kind {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed => Kind::Connection,
        // There was no connection to ask anything by.
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Kind::Moment,
        sqlx::Error::Database(error) => {
            error.code().map_or(Kind::Lasting, |code| kind_of_code(&code))
        }
        _ => Kind::Lasting,
    }
}

/// Of the moment are PostgreSQL's class of what it has no more of, a statement that took too long, a lock that was not
/// had, transactions that got into each other's way, and a server that only reads, as one does before it takes over;
/// and `SQLite`'s "busy", "locked" and "full", which the lower byte of a code says, as it says "I/O error" and "cannot
/// open". With the connection end PostgreSQL's class of connections, that of an operator's hand, and a transaction that
/// was left idle.
fn kind_of_code(code: &str) -> Kind {
    match code.as_bytes() {
        b"57014" | b"55P03" | b"40001" | b"40P01" | b"25006" | [b'5', b'3', _, _, _] => {
            Kind::Moment
        }
        b"25P03" | [b'0', b'8', _, _, _] | [b'5', b'7', _, _, _] => Kind::Connection,
        // Five digits may be either's: those of `SQLite` stay below 10000.
        digits if digits.len() < 5 => match code.parse::<u32>().map(|code| code & 0xff) {
            Ok(5 | 6 | 13) => Kind::Moment,
            Ok(10 | 14) => Kind::Disk,
            _ => Kind::Lasting,
        },
        _ => Kind::Lasting,
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
    use store::Unavailable;

    use super::{Kind, kind, kind_of_code, unavailable, uncommitted};

    #[test]
    fn what_may_pass_is_told_from_what_stays() {
        for code in ["08006", "08P01", "57P01", "57P03", "25P03"] {
            assert_eq!(kind_of_code(code), Kind::Connection, "{code}");
        }
        for code in ["53100", "53300", "57014", "55P03", "40001", "40P01", "25006"] {
            assert_eq!(kind_of_code(code), Kind::Moment, "{code}");
        }
        for code in ["5", "6", "261", "517", "13"] {
            assert_eq!(kind_of_code(code), Kind::Moment, "{code}");
        }
        for code in ["10", "6410", "14", "270"] {
            assert_eq!(kind_of_code(code), Kind::Disk, "{code}");
        }
        for code in ["23505", "42P01", "22P02", "40003", "25P02", "1", "8", "11", "2067", "", "x"] {
            assert_eq!(kind_of_code(code), Kind::Lasting, "{code}");
        }
        assert_eq!(kind(&sqlx::Error::RowNotFound), Kind::Lasting);
    }

    #[test]
    fn what_was_lost_on_the_way_may_be_done() {
        let lost = || sqlx::Error::WorkerCrashed;
        assert!(matches!(unavailable(lost()), Unavailable::Silent(_)));
        assert!(matches!(uncommitted(lost()), Unavailable::Silent(_)));
        let late = || sqlx::Error::PoolTimedOut;
        assert!(matches!(unavailable(late()), Unavailable::Hindered(_)));
        assert!(matches!(uncommitted(late()), Unavailable::Hindered(_)));
    }
}
