//! The store at scale: PostgreSQL, or a database that speaks like it, for as many servers as there are.
//!
//! A write is acknowledged only when the database has it on its disk (`synchronous_commit`).

mod migrations;

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, migrate::MigrateError};
use store_sql::{Dialect, SqlStore};

/// Nothing waits for ever: neither for a lock that a lost server holds, nor for a statement.
const EACH_CONNECTION: &str = "SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '60s'; SET synchronous_commit = 'on'";

/// How long a request waits for a connection: shorter than it waits for its answer, so that it can be told why.
const PATIENCE: Duration = Duration::from_secs(10);

/// Readers see everything at one moment. Writers wait for each other at the row of their organization, and see then
/// what the one before wrote.
const DIALECT: Dialect = Dialect {
    begin_read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    begin_write: "BEGIN ISOLATION LEVEL READ COMMITTED",
};

/// Why the store could not be opened. Nothing here repeats the URL, which may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database cannot be reached, or does not let us in.
    #[error("cannot open the database: {0}")]
    Open(sqlx::Error),
    /// The tables cannot be brought up to date, or a newer program has changed them.
    #[error("cannot bring the database up to date: {0}")]
    Migrate(Box<MigrateError>),
}

/// Opens the store in the database at `url`, making or upgrading its tables as needed.
///
/// Each server holds at most `connections` connections.
///
/// # Errors
///
/// [`OpenError::Open`] when the database cannot be used, [`OpenError::Migrate`] when its tables cannot be brought up
/// to date.
pub async fn open(url: &str, connections: u32) -> Result<SqlStore, OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(OpenError::Open)?;
    // Where nobody answers, a pool would try again and again.
    options.connect().await.map_err(OpenError::Open)?.close().await.map_err(OpenError::Open)?;
    let tables = PgPoolOptions::new().max_connections(1);
    let tables = tables.connect_with(options).await.map_err(OpenError::Open)?;
    // Servers that start together wait for each other here.
    let migrated = store_sql::migrator(&migrations::STEPS).run(&tables).await;
    tables.close().await;
    migrated.map_err(|error| OpenError::Migrate(Box::new(error)))?;

    connect(url, connections).await
}

/// Opens the store in the database at `url` to look at it: its tables stay what they are.
///
/// # Errors
///
/// [`OpenError::Open`] when the database cannot be used.
pub async fn open_to_read(url: &str) -> Result<SqlStore, OpenError> {
    connect(url, 1).await
}

async fn connect(url: &str, connections: u32) -> Result<SqlStore, OpenError> {
    sqlx::any::install_default_drivers();
    let options = AnyConnectOptions::from_str(url).map_err(OpenError::Open)?;
    let pool = AnyPoolOptions::new().max_connections(connections.max(1));
    let pool = pool.acquire_timeout(PATIENCE);
    let pool = pool.after_connect(|connection, _| {
        Box::pin(async move { connection.execute(EACH_CONNECTION).await.map(|_| ()) })
    });
    let pool = pool.connect_with(options).await.map_err(OpenError::Open)?;
    Ok(SqlStore::new(pool.clone(), pool, DIALECT))
}
