//! The embedded store: one `SQLite` file, one writer, many readers.
//!
//! A write is acknowledged only when it is on the disk (write-ahead log, `synchronous=FULL`), so it
//! survives a killed process and a power cut.

mod data_version;
mod migrations;

use std::path::Path;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AnyPool, ConnectOptions as _, Connection as _, Executor as _};
use store_sql::{Dialect, SqlStore, is_at_rest, of_another_program};

use data_version::Watcher;

/// How long a statement waits for another process that holds the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// The same, and everything else that a connection has to be told each time.
const EACH_CONNECTION: &str =
    "PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL";

/// Readers do not wait for each other or for the writer; more than this would only queue in the
/// page cache.
const READERS: u32 = 4;

/// A write holds the write lock from its start, so that nothing read in it can go stale before it commits.
const DIALECT: Dialect = Dialect { begin_read: "BEGIN", begin_write: "BEGIN IMMEDIATE" };

/// Why the store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file cannot be opened or made.
    #[error("cannot open the database `{path}`: {reason}")]
    Open {
        /// The file.
        path: String,
        /// What `SQLite` said.
        reason: sqlx::Error,
    },
    /// The file is another program's. Nothing in it was changed.
    #[error(
        "the database `{path}` is another program's, which has a table `{table}` in it: expected a file of our own"
    )]
    Foreign {
        /// The file.
        path: String,
        /// A table in it.
        table: String,
    },
    /// The tables cannot be brought up to date, or a newer program has changed them.
    #[error("cannot bring the database `{path}` up to date: {reason}")]
    Migrate {
        /// The file.
        path: String,
        /// What went wrong.
        reason: Box<sqlx::migrate::MigrateError>,
    },
}

/// Opens the store in the file at `path`, making or upgrading it as needed.
///
/// # Errors
///
/// [`OpenError::Open`] when the file cannot be used, [`OpenError::Foreign`] when it is another program's,
/// [`OpenError::Migrate`] when its tables cannot be brought up to date.
pub async fn open(path: &Path) -> Result<SqlStore, OpenError> {
    let shown = || path.display().to_string();
    let open = |reason| OpenError::Open { path: shown(), reason };
    if let Some(table) = of_another_program(&tables(path).await) {
        return Err(OpenError::Foreign { path: shown(), table: table.to_owned() });
    }
    make_private(path);

    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT);
    let tables = SqlitePoolOptions::new().max_connections(1);
    let tables = tables.connect_with(options).await.map_err(open)?;
    let migrated = store_sql::migrator(&migrations::STEPS).run(&tables).await;
    tables.close().await;
    migrated.map_err(|reason| OpenError::Migrate { path: shown(), reason: Box::new(reason) })?;

    sqlx::any::install_default_drivers();
    let writers = pool(path, "rw", 1).await.map_err(open)?;
    let readers = pool(path, "ro", READERS).await.map_err(open)?;
    let watcher = Watcher::open(path)
        .map_err(|reason| open(sqlx::Error::Io(std::io::Error::other(reason))))?;
    let store = SqlStore::new(readers, writers, DIALECT);
    Ok(store.telling(Arc::new(watcher)))
}

/// The tables in the file at `path`; none where it is not there, or cannot be looked at: whoever opens it says why.
async fn tables(path: &Path) -> Vec<String> {
    let look = async {
        let options = SqliteConnectOptions::new().filename(path).read_only(true);
        let mut connection = options.busy_timeout(BUSY_TIMEOUT).connect().await?;
        let tables = sqlx::query_scalar(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name",
        )
        .fetch_all(&mut connection)
        .await?;
        connection.close().await?;
        Ok::<_, sqlx::Error>(tables)
    };
    look.await.unwrap_or_default()
}

/// Opens the store in the file at `path` to look at it: nothing is made, upgraded or written.
///
/// # Errors
///
/// [`OpenError::Open`] when there is no such file or it cannot be used.
pub async fn open_to_read(path: &Path) -> Result<SqlStore, OpenError> {
    sqlx::any::install_default_drivers();
    let open = |reason| OpenError::Open { path: path.display().to_string(), reason };
    try_out(path).await.map_err(open)?;
    let readers = pool(path, "ro", READERS).await.map_err(open)?;
    Ok(SqlStore::new(readers.clone(), readers, DIALECT))
}

/// Connects once to say at once what is wrong: a pool would try again and again, and say that it took too long.
async fn try_out(path: &Path) -> Result<(), sqlx::Error> {
    let mut connection = options(path, "ro")?.connect().await?;
    connection.execute(EACH_CONNECTION).await?;
    connection.close().await
}

fn options(path: &Path, mode: &str) -> Result<AnyConnectOptions, sqlx::Error> {
    AnyConnectOptions::from_str(&format!("sqlite://{}?mode={mode}", escaped(path)?))
}

async fn pool(path: &Path, mode: &str, connections: u32) -> Result<AnyPool, sqlx::Error> {
    let options = options(path, mode)?;
    // A file is always there: nothing has to be tested before each statement.
    let pool = AnyPoolOptions::new().max_connections(connections).test_before_acquire(false);
    let pool = pool.after_connect(|connection, _| {
        Box::pin(async move { connection.execute(EACH_CONNECTION).await.map(|_| ()) })
    });
    let pool = pool.after_release(|connection, _| Box::pin(is_at_rest(connection)));
    pool.connect_with(options).await
}

/// A path as a part of a URL.
fn escaped(path: &Path) -> Result<String, sqlx::Error> {
    let not_text = || sqlx::Error::Configuration("the path is not UTF-8".into());
    let text = path.to_str().ok_or_else(not_text)?;
    let escape = |byte: u8| match byte {
        b'/' | b'.' | b'-' | b'_' | b'~' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    Ok(text.bytes().map(escape).collect())
}

/// Makes the file readable for its owner alone where it is not there yet; `SQLite` gives the files
/// beside it the same rights.
///
/// What cannot be made here cannot be opened either, which is where it is said.
#[cfg(unix)]
fn make_private(path: &Path) {
    use std::os::unix::fs::OpenOptionsExt;

    let _ = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
}

#[cfg(not(unix))]
fn make_private(_: &Path) {}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use sqlx::{AssertSqlSafe, Executor as _};
    use store::{Actor, Audits as _, Contents, Event, Organization, Organizations as _};
    use store::{Revision, Timestamp, Unavailable};
    use store_sql::SqlStore;

    use super::{DIALECT, READERS, open, pool};

    const NOW: Timestamp = Timestamp::from_millis(0);

    fn event(description: String) -> Event {
        Event {
            time: NOW,
            name: "came".to_owned(),
            description,
            actor: Actor::default(),
            source: String::new(),
            user_agent: String::new(),
            details: String::new(),
        }
    }

    async fn create_organization(path: &Path) {
        let store = open(path).await.unwrap();
        let contents = Contents::empty(Organization {
            id: "o".to_owned(),
            name: "acme".to_owned(),
            revision: Revision(1),
            settings: "{}".to_owned(),
            default_role_id: None,
            created: NOW,
        });
        store.create_organization(&contents, &[], &event("created".to_owned())).await.unwrap();
        store.close().await;
    }

    #[tokio::test]
    async fn what_had_no_room_is_written_once_there_is_room() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        create_organization(&path).await;
        let readers = pool(&path, "ro", READERS).await.unwrap();
        let writers = pool(&path, "rw", 1).await.unwrap();
        let store = SqlStore::new(readers, writers.clone(), DIALECT);
        // For the one connection that writes there is no room for more than there is.
        let (pages,): (i64,) =
            sqlx::query_as("PRAGMA page_count").fetch_one(&writers).await.unwrap();
        writers.execute(AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"))).await.unwrap();

        let large = [event("x".repeat(100_000))];
        let full = store.record("o", &large).await.unwrap_err();
        assert!(matches!(full, Unavailable::Hindered(_)), "{full}");
        assert!(full.to_string().contains("full"), "{full}");
        // That limit went with the connection.
        store.record("o", &large).await.unwrap();
        assert_eq!(store.find_head("o").await.unwrap().unwrap().count, 2);
    }

    /// As `SQLite` ends one by itself: when a disk is full, a file cannot be read, or there is no memory.
    #[tokio::test]
    async fn a_transaction_that_ended_by_itself_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        create_organization(&path).await;
        for (mode, begin) in [("ro", DIALECT.begin_read), ("rw", DIALECT.begin_write)] {
            let pool = pool(&path, mode, 1).await.unwrap();
            let mut transaction = pool.begin_with(begin).await.unwrap();
            transaction.execute("ROLLBACK").await.unwrap();
            drop(transaction);
            pool.begin_with(begin).await.unwrap().commit().await.unwrap();
        }
    }
}
