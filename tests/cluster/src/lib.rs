//! A fresh PostgreSQL database for each test, on the cluster that `cargo xtask test` starts for them.

use std::env;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

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
