//! The store at scale: PostgreSQL, or a database that speaks like it, for as many servers as there are.
//!
//! A write is acknowledged only when the database has it on its disk (`synchronous_commit`).

mod alive;
mod migrations;
mod parameters;

use std::io;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::MigrateError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, PgConnection};
use store_sql::{Dialect, SqlStore, of_another_program};
use tokio::time::error::Elapsed;
use tokio::time::timeout;

/// Nothing waits for ever: neither for a lock that a lost server holds, nor for a statement.
const EACH_CONNECTION: &str = "SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '60s'; SET synchronous_commit = 'on'";

/// How long a request waits for a connection: shorter than it waits for its answer, so that it can be told why.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a start waits for another one that brings the tables up to date, or for whatever else holds them.
const START_PATIENCE: Duration = Duration::from_mins(1);

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
    /// The URL says something that has no effect. Its value may be a secret, so it is not kept.
    #[error(
        "the URL of the database has a parameter{shown} that nothing is known of, expected `{known}`"
    )]
    Parameter {
        /// Its name, between quotes and after a space; nothing where that may be a part of a password.
        shown: String,
        /// The names that are known.
        known: String,
    },
    /// The database is another program's. Nothing in it was changed.
    #[error(
        "the database is another program's, which has a table `{table}` in it: expected one of our own"
    )]
    Foreign {
        /// A table in it.
        table: String,
    },
    /// The tables cannot be brought up to date, or a newer program has changed them.
    #[error("cannot bring the database up to date: {0}")]
    Migrate(Box<MigrateError>),
    /// Somebody else holds the tables.
    #[error(
        "cannot bring the database up to date: its tables were held by somebody else for {} s, as another server \
         does that brings them up to date; start again when that is done",
        .0.as_secs()
    )]
    Held(Duration),
}

/// Opens the store in the database at `url`, making or upgrading its tables as needed.
///
/// Each server holds at most `connections` connections.
///
/// # Errors
///
/// [`OpenError::Open`] when the database cannot be used or does not answer, [`OpenError::Parameter`] when the URL says
/// more than is known, [`OpenError::Foreign`] when the database is another program's, [`OpenError::Migrate`] when its
/// tables cannot be brought up to date, and [`OpenError::Held`] when that was waited for too long.
pub async fn open(url: &str, connections: u32) -> Result<SqlStore, OpenError> {
    parameters::check(url)?;
    migrate(url, START_PATIENCE).await?;
    connect(url, connections).await
}

async fn migrate(url: &str, patience: Duration) -> Result<(), OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(OpenError::Open)?;
    let here = timeout(PATIENCE, tables(try_out(&options).await?)).await.map_err(silent)?;
    if let Some(table) = of_another_program(&here.map_err(OpenError::Open)?) {
        return Err(OpenError::Foreign { table: table.to_owned() });
    }
    let tables = PgPoolOptions::new().max_connections(1).acquire_timeout(PATIENCE);
    let tables = tables.after_connect(move |connection, _| {
        // Only a number is put in.
        let wait = format!("SET lock_timeout = {}", patience.as_millis());
        Box::pin(async move { connection.execute(AssertSqlSafe(wait)).await.map(|_| ()) })
    });
    let tables = tables.connect_with(options).await.map_err(OpenError::Open)?;
    // Servers that start together wait for each other here.
    let migrated = store_sql::migrator(&migrations::STEPS).run(&tables).await;
    // Whatever its connection held it lets go of when the connection ends, also by itself.
    let _ = timeout(PATIENCE, tables.close()).await;
    migrated.map_err(|error| {
        if is_held(&error) {
            OpenError::Held(patience)
        } else {
            OpenError::Migrate(Box::new(error))
        }
    })
}

/// Connects once to say at once what is wrong: a pool would try again and again, and say that it took too long.
async fn try_out(options: &PgConnectOptions) -> Result<PgConnection, OpenError> {
    let connecting = timeout(PATIENCE, options.connect()).await;
    connecting.map_err(silent)?.map_err(OpenError::Open)
}

fn silent(_: Elapsed) -> OpenError {
    OpenError::Open(io::Error::from(io::ErrorKind::TimedOut).into())
}

/// The tables where ours are or will be.
async fn tables(mut connection: PgConnection) -> Result<Vec<String>, sqlx::Error> {
    let tables = sqlx::query_scalar(
        "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1",
    )
    .fetch_all(&mut connection)
    .await?;
    connection.close().await?;
    Ok(tables)
}

/// Whether a lock was waited for in vain.
fn is_held(error: &MigrateError) -> bool {
    let (MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) = error else {
        return false;
    };
    error.as_database_error().is_some_and(|error| error.code().as_deref() == Some("55P03"))
}

/// Opens the store in the database at `url` to look at it: its tables stay what they are.
///
/// # Errors
///
/// [`OpenError::Open`] when the database cannot be used, [`OpenError::Parameter`] when the URL says more than is known.
pub async fn open_to_read(url: &str) -> Result<SqlStore, OpenError> {
    parameters::check(url)?;
    let first = try_out(&PgConnectOptions::from_str(url).map_err(OpenError::Open)?).await?;
    first.close().await.map_err(OpenError::Open)?;
    connect(url, 1).await
}

async fn connect(url: &str, connections: u32) -> Result<SqlStore, OpenError> {
    sqlx::any::install_default_drivers();
    let options = AnyConnectOptions::from_str(url).map_err(OpenError::Open)?;
    let pool = AnyPoolOptions::new().max_connections(connections.max(1));
    let pool = alive::checked(pool.acquire_timeout(PATIENCE));
    let pool = pool.after_connect(|connection, _| {
        Box::pin(async move { connection.execute(EACH_CONNECTION).await.map(|_| ()) })
    });
    let pool = pool.connect_with(options).await.map_err(OpenError::Open)?;
    Ok(SqlStore::new(pool.clone(), pool, DIALECT))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sqlx::{Connection as _, Executor as _, PgConnection};

    use super::{OpenError, migrate, open};

    #[tokio::test]
    async fn tables_that_are_held_are_not_waited_for_without_end() {
        let Some(url) = cluster::fresh().await.unwrap() else { return };
        open(&url, 1).await.unwrap();
        let mut other = PgConnection::connect(&url).await.unwrap();
        other.execute("BEGIN; LOCK TABLE _sqlx_migrations").await.unwrap();
        let waited = Duration::from_millis(50);
        let first = migrate(&url, Duration::from_mins(1));
        let second = async {
            // The one before waits for the table, and this one for the one before.
            cluster::until_waiting(&url, 1).await.unwrap();
            let refused = migrate(&url, waited).await;
            other.execute("ROLLBACK").await.unwrap();
            refused
        };
        let (first, second) = tokio::join!(first, second);
        first.unwrap();
        assert!(matches!(second, Err(OpenError::Held(after)) if after == waited), "{second:?}");
    }
}
