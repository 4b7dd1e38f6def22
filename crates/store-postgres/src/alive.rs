//! Connections to a host that may be lost.
//!
//! A host that is lost says nothing, and the system waits for it for many minutes. No connection is waited for as long,
//! neither by who is to use it nor by the pool that it comes back to, or soon none would be left.

use std::io;
use std::time::Duration;

use sqlx::AnyConnection;
use sqlx::any::AnyPoolOptions;
use sqlx::pool::PoolConnectionMetadata;
use store_sql::is_at_rest;
use tokio::time::timeout;

/// How long a connection may take to show that it is alive; most take less than a millisecond.
///
/// Well below what a request waits for a connection, so that there is time to make another.
const PATIENCE: Duration = Duration::from_secs(3);

/// A connection that was alive so short a while ago is taken to be so.
const FRESH: Duration = Duration::from_millis(100);

/// The same pool, which gives out and takes back only what is alive.
pub(crate) fn checked(pool: AnyPoolOptions) -> AnyPoolOptions {
    // What the pool would ask by itself it would wait for without end.
    let pool = pool.test_before_acquire(false);
    let pool =
        pool.before_acquire(|connection, about| Box::pin(is_alive_or_fresh(connection, about)));
    // Whoever was given up may have left a statement behind, which is waited for here.
    pool.after_release(|connection, _| Box::pin(is_alive(connection)))
}

async fn is_alive_or_fresh(
    connection: &mut AnyConnection,
    about: PoolConnectionMetadata,
) -> Result<bool, sqlx::Error> {
    if about.idle_for < FRESH { Ok(true) } else { is_alive(connection).await }
}

/// Whether `connection` can be used; fails where it is not alive: then it is let go of without a word.
async fn is_alive(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    match timeout(PATIENCE, is_at_rest(connection)).await {
        Ok(answer) => answer,
        Err(_) => Err(io::Error::from(io::ErrorKind::TimedOut).into()),
    }
}
