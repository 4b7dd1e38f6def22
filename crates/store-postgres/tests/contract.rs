//! The store at scale keeps the contract of `store`, each claim in a fresh database of a throw-away cluster.
//!
//! Without a cluster (see `tests/cluster`) nothing is checked here.

#![expect(clippy::unwrap_used, reason = "a store that cannot be opened is a failed test")]

use sqlx::{Connection as _, Executor as _, PgConnection};
use store::audit::Audits as _;
use store::{EntryQuery, Organizations as _, Tokens as _, Unavailable};
use store_sql::SqlStore;

async fn fresh() -> Option<SqlStore> {
    let url = cluster::fresh().await.unwrap();
    if url.is_none() {
        eprintln!("not checked: there is no {}", cluster::CLUSTER);
    }
    Some(store_postgres::open(&url?, 4).await.unwrap())
}

store::contract_tests!(match fresh().await {
    Some(store) => (store,),
    None => return,
});

#[tokio::test]
async fn servers_that_start_together_make_the_tables_once() {
    let Some(url) = cluster::fresh().await.unwrap() else { return };
    let starts: Vec<_> = (0..4)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move { store_postgres::open(&url, 1).await })
        })
        .collect();
    for start in starts {
        start.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn what_cannot_be_reached_is_said_without_the_password() {
    let url = "postgres://ada:hunter2@127.0.0.1:1/scopesight";
    let error = store_postgres::open(url, 1).await.unwrap_err().to_string();
    assert!(error.starts_with("cannot open the database: "), "{error}");
    assert!(!error.contains("hunter2"), "{error}");
}

#[tokio::test]
async fn what_a_database_that_only_reads_refuses_was_not_done() {
    let Some(url) = cluster::fresh().await.unwrap() else { return };
    let store = store_postgres::open(&url, 1).await.unwrap();
    store::contract::an_organization_reads_back_as_it_was_created(&store).await;
    store.close().await;
    let mut other = PgConnection::connect(&url).await.unwrap();
    let only_reads = "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$";
    other.execute(only_reads).await.unwrap();
    let store = store_postgres::open_to_read(&url).await.unwrap();
    let acme = store.find_organization("acme").await.unwrap().unwrap();
    let tokens = store.list_personal_tokens("ada").await.unwrap();
    let event = store.list_entries(&acme.id, &EntryQuery::first(1)).await.unwrap().remove(0).event;
    let refused = store.revoke_personal_token("ada", &tokens[0].id, &event).await.unwrap_err();
    assert!(matches!(refused, Unavailable::Hindered(_)), "{refused}");
}
