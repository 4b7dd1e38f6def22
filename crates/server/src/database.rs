//! Which database a URL names.

use std::path::PathBuf;

use store_sql::SqlStore;

/// Why there is no store.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The database is of a kind that this program does not know.
    #[error("cannot use the database `{found}`, expected `sqlite://PATH` or `postgres://…`")]
    Unknown {
        /// What was asked for, without what may be a password in it.
        found: String,
    },
    /// The file cannot be opened.
    #[error(transparent)]
    Sqlite(#[from] store_sqlite::OpenError),
    /// The database cannot be opened.
    #[error(transparent)]
    Postgres(#[from] store_postgres::OpenError),
}

/// A database by its URL.
enum Database<'u> {
    Sqlite(PathBuf),
    Postgres(&'u str),
}

impl<'u> Database<'u> {
    fn parse(url: &'u str) -> Result<Self, DatabaseError> {
        let (scheme, rest) = url.split_once(':').unwrap_or((url, ""));
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        // A database in memory would be another one for each connection.
        let is_empty = rest.is_empty() || rest.starts_with(':');
        match scheme {
            "sqlite" if !is_empty => Ok(Self::Sqlite(PathBuf::from(rest))),
            "postgres" | "postgresql" if !is_empty => Ok(Self::Postgres(url)),
            _ => {
                // Somebody and a password stand before the `@`, or after the question mark.
                let found = url.rsplit_once('@').map_or(url, |(_, shown)| shown);
                let found = found.split('?').next().unwrap_or_default();
                Err(DatabaseError::Unknown { found: found.chars().take(200).collect() })
            }
        }
    }
}

/// Opens the store that `url` names, making or upgrading its tables; on PostgreSQL with at most `connections`
/// connections.
pub(crate) async fn open(url: &str, connections: u32) -> Result<SqlStore, DatabaseError> {
    Ok(match Database::parse(url)? {
        Database::Sqlite(path) => store_sqlite::open(&path).await?,
        Database::Postgres(url) => store_postgres::open(url, connections).await?,
    })
}

/// Opens the store that `url` names to look at it: nothing is made, upgraded or written.
pub(crate) async fn open_to_read(url: &str) -> Result<SqlStore, DatabaseError> {
    Ok(match Database::parse(url)? {
        Database::Sqlite(path) => store_sqlite::open_to_read(&path).await?,
        Database::Postgres(url) => store_postgres::open_to_read(url).await?,
    })
}

/// The file for the key of the store that `url` names, beside a file; none for what several servers share.
pub(crate) fn key_path(url: &str) -> Option<PathBuf> {
    match Database::parse(url) {
        Ok(Database::Sqlite(path)) => {
            let mut path = path.into_os_string();
            path.push(".key");
            Some(path.into())
        }
        Ok(Database::Postgres(_)) | Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Database;

    #[test]
    fn what_is_no_database_is_refused_without_its_password() {
        let refused = |url| Database::parse(url).err().map(|error| error.to_string());
        for (url, shown) in [
            ("mysql://root:secret@db/scopesight", "`db/scopesight`"),
            ("mysql://db/scopesight?user=root&password=secret", "`mysql://db/scopesight`"),
            ("scopesight.db", "`scopesight.db`"),
            ("sqlite://", "`sqlite://`"),
            ("sqlite::memory:", "`sqlite::memory:`"),
            ("postgres://", "`postgres://`"),
        ] {
            let message = refused(url).unwrap();
            assert!(message.contains(shown) && !message.contains("secret"), "{message}");
            assert!(message.contains("expected `sqlite://PATH` or `postgres://…`"), "{message}");
        }
        assert!(matches!(Database::parse("sqlite://a/b.db"), Ok(Database::Sqlite(_))));
        assert!(matches!(Database::parse("postgresql://h/d"), Ok(Database::Postgres(_))));
    }
}
