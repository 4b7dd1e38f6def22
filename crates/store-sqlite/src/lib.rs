//! The embedded store: one `SQLite` file, one writer, many readers.
//!
//! A write is acknowledged only when it is on the disk (write-ahead log, `synchronous=FULL`), so it
//! survives a killed process and a power cut.

mod audit;
mod change;
mod contents;
mod entity;
mod failure;
mod guardrail;
mod key;
mod member;
mod migrations;
mod organization;
mod record;
mod session;
mod team;
mod token;
mod user;

use std::path::Path;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use store::{Store, Unavailable};

use crate::failure::unavailable;

/// How long a statement waits for another process that holds the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Readers do not wait for each other or for the writer; more than this would only queue in the
/// page cache.
const READERS: u32 = 4;

/// A store in one `SQLite` file.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    readers: SqlitePool,
    writer: SqlitePool,
}

/// Why the store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file cannot be opened or made.
    #[error("cannot open the database `{path}`: {source}")]
    Open {
        /// The file.
        path: String,
        /// What `SQLite` said.
        source: sqlx::Error,
    },
    /// The tables cannot be brought up to date, or a newer program has changed them.
    #[error("cannot bring the database `{path}` up to date: {source}")]
    Migrate {
        /// The file.
        path: String,
        /// What went wrong.
        source: Box<sqlx::migrate::MigrateError>,
    },
}

impl SqliteStore {
    /// Opens the store in the file at `path`, making or upgrading it as needed.
    ///
    /// # Errors
    ///
    /// [`OpenError::Open`] when the file cannot be used, [`OpenError::Migrate`] when its tables
    /// cannot be brought up to date.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        make_private(path);
        let path = || path.display().to_string();
        let open = |source| OpenError::Open { path: path(), source };

        let writer = SqlitePoolOptions::new().max_connections(1);
        let writer = writer.connect_with(options.clone()).await.map_err(open)?;
        migrations::run(&writer)
            .await
            .map_err(|source| OpenError::Migrate { path: path(), source: Box::new(source) })?;
        let readers = SqlitePoolOptions::new().max_connections(READERS);
        let readers = readers.connect_with(options.read_only(true)).await.map_err(open)?;
        Ok(Self { readers, writer })
    }

    /// Opens the store in the file at `path` to look at it: nothing is made, upgraded or written.
    ///
    /// # Errors
    ///
    /// [`OpenError::Open`] when there is no such file or it cannot be used.
    pub async fn open_to_read(path: &Path) -> Result<Self, OpenError> {
        let options =
            SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY_TIMEOUT);
        let readers = SqlitePoolOptions::new().max_connections(READERS);
        let readers = readers
            .connect_with(options)
            .await
            .map_err(|source| OpenError::Open { path: path.display().to_string(), source })?;
        Ok(Self { writer: readers.clone(), readers })
    }

    /// Waits for what is being written and closes the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
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

#[async_trait::async_trait]
impl Store for SqliteStore {
    async fn ready(&self) -> Result<(), Unavailable> {
        sqlx::query("SELECT 1 FROM organizations LIMIT 1")
            .execute(&self.readers)
            .await
            .map_err(unavailable)?;
        Ok(())
    }
}
