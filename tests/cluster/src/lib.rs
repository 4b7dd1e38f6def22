//! A fresh PostgreSQL database for each test, on the cluster that `cargo xtask test` starts for them.

mod relay;

use std::env;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tokio::time::{Instant, sleep};

pub use relay::Relay;

/// The URL of a cluster on which databases can be made, without the name of a database.
pub const CLUSTER: &str = "SCOPESIGHT_TEST_POSTGRES";

/// The URL of a database in which there is nothing; none where there is no cluster.
///
/// It is not removed again: the whole cluster is.
///
/// # Errors
///
/// When there is a cluster and it does not answer.
pub async fn fresh() -> Result<Option<String>, sqlx::Error> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let Ok(cluster) = env::var(CLUSTER) else { return Ok(None) };
    let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
    let mut connection = PgConnection::connect(&format!("{cluster}/postgres")).await?;
    // The name is made of digits.
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
    connection.close().await?;
    Ok(Some(format!("{cluster}/{name}")))
}

/// Comes back once `count` in the database at `url` wait for a lock.
///
/// # Errors
///
/// When the cluster does not answer, or as many do not come to wait in a minute.
pub async fn until_waiting(url: &str, count: i64) -> Result<(), sqlx::Error> {
    // Not in a transaction of somebody else's, which would be told the same again and again.
    let mut connection = PgConnection::connect(url).await?;
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_mins(1) {
        let (found,): (i64,) = sqlx::query_as(
            "SELECT count(*) FROM pg_stat_activity \
             WHERE datname = current_database() AND wait_event_type = 'Lock'",
        )
        .fetch_one(&mut connection)
        .await?;
        if found == count {
            return connection.close().await;
        }
        sleep(Duration::from_millis(10)).await;
    }
    Err(sqlx::Error::Protocol(format!("{count} were to wait for a lock, and do not")))
}
