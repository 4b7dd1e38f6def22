//! Whoever asks may go away at any moment, also while a transaction begins.
//!
//! Without a cluster (see `tests/cluster`) nothing is checked here.

use std::task::{Context, Poll, Waker};
use std::time::Duration;

use sqlx::{Connection as _, Executor as _, PgConnection};
use store::{Organizations as _, Store as _};
use tokio::time::sleep;

#[tokio::test]
async fn a_transaction_whose_beginning_was_given_up_is_not_read_in() {
    let Some(url) = cluster::fresh().await.unwrap() else { return };
    let store = store_postgres::open(&url, 1).await.unwrap();
    store::contract::an_organization_reads_back_as_it_was_created(&store).await;
    let before = store.find_organization("acme").await.unwrap().unwrap();
    // The one connection was used just now and is back, so it is taken at once, and what begins is on its way to the
    // database.
    store.ready().await.unwrap();
    sleep(Duration::from_millis(20)).await;
    let mut asking = store.contents(&before.id);
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(asking.as_mut().poll(&mut context), Poll::Pending));
    drop(asking);

    assert_eq!(store.find_organization("acme").await.unwrap().unwrap(), before);
    let mut other = PgConnection::connect(&url).await.unwrap();
    other.execute("UPDATE organizations SET revision = revision + 1").await.unwrap();
    let after = store.find_organization("acme").await.unwrap().unwrap();
    assert_eq!(after.revision.0, before.revision.0 + 1);
}
