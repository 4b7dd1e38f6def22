//! A host that is lost says nothing: neither that it is gone, nor that it is there.
//!
//! Without a cluster (see `tests/cluster`) nothing is checked here.

use std::time::Duration;

use cluster::Relay;
use sqlx::{Connection as _, Executor as _, PgConnection};
use store::Store as _;
use tokio::time::sleep;

/// How long it takes until nothing is taken for alive because it has just been.
const WHILE: Duration = Duration::from_millis(300);

#[tokio::test]
async fn a_connection_that_is_lost_at_rest_fails_nobody() {
    let Some(url) = cluster::fresh().await.unwrap() else { return };
    let relay = Relay::to(&url).await.unwrap();
    let store = store_postgres::open(relay.url(), 1).await.unwrap();
    store.ready().await.unwrap();
    sleep(WHILE).await;
    relay.cut();
    store.ready().await.unwrap();
}

#[tokio::test]
async fn a_connection_that_is_lost_at_work_is_replaced_once_nobody_waits_for_it() {
    let Some(url) = cluster::fresh().await.unwrap() else { return };
    let relay = Relay::to(&url).await.unwrap();
    let store = store_postgres::open(relay.url(), 1).await.unwrap();
    let mut other = PgConnection::connect(&url).await.unwrap();
    other.execute("BEGIN; LOCK TABLE organizations").await.unwrap();
    let asking = tokio::spawn({
        let store = store.clone();
        async move { store.ready().await }
    });
    cluster::until_waiting(&url, 1).await.unwrap();
    relay.cut();
    other.execute("ROLLBACK").await.unwrap();
    // As a request does that is given up.
    asking.abort();
    assert!(asking.await.unwrap_err().is_cancelled());
    store.ready().await.unwrap();
}
