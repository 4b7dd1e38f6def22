//! A newer program brings the tables up to date while older servers run.
//!
//! Without a cluster (see `tests/cluster`) nothing is checked here.

#![expect(clippy::unwrap_used, reason = "a store that cannot be opened is a failed test")]

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use store::audit::Audits as _;
use store::{
    Entities as _, EntityType, EntryQuery, Organizations as _, SecretHash, Session, Sessions as _,
    Timestamp, Tokens as _, Users as _,
};
use store_sql::SqlStore;

/// Everything that is read of the sample organization.
async fn read_all(store: &SqlStore) {
    let now = Timestamp::from_millis(1_795_455_243_120);
    let acme = store.find_organization("acme").await.unwrap().unwrap();
    store.find_organization_by_id(&acme.id).await.unwrap().unwrap();
    assert_eq!(store.list_organizations("ada").await.unwrap().len(), 1);
    let contents = store.contents(&acme.id).await.unwrap().unwrap();
    assert!(!contents.tokens.is_empty() && !contents.teams.is_empty());
    store.find_token(SecretHash([1; 32])).await.unwrap().unwrap();
    store.find_session(SecretHash([9; 32]), now).await.unwrap().unwrap();
    assert_eq!(store.list_personal_tokens("ada").await.unwrap().len(), 1);
    store.last_uses(&acme.id).await.unwrap();
    store.find_user("ada").await.unwrap().unwrap();
    let stacks = store.describe_entities(&acme.id, EntityType::Stack, &["20de"]).await.unwrap();
    assert_eq!(stacks.len(), 1);
    assert_eq!(store.list_entries(&acme.id, &EntryQuery::first(9)).await.unwrap().len(), 1);
    store.find_head(&acme.id).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_column_that_is_new_disturbs_no_server_that_does_not_know_it() {
    let Some(url) = cluster::fresh().await.unwrap() else { return };
    // Whoever has asked before asks by the same connection, which remembers what was answered then.
    let store = store_postgres::open(&url, 1).await.unwrap();
    store::contract::an_organization_reads_back_as_it_was_created(&store).await;
    let session = Session {
        hash: SecretHash([9; 32]),
        token_hash: SecretHash([1; 32]),
        created: Timestamp::from_millis(1_795_455_243_120),
        expires: Timestamp::from_millis(1_795_455_299_000),
    };
    assert!(store.create_session(&session).await.unwrap());
    read_all(&store).await;

    let mut other = PgConnection::connect(&url).await.unwrap();
    let tables: Vec<(String,)> = sqlx::query_as(
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
    )
    .fetch_all(&mut other)
    .await
    .unwrap();
    assert!(tables.len() > 10, "{tables:?}");
    for (table,) in tables {
        let add = format!("ALTER TABLE {table} ADD COLUMN added BIGINT NOT NULL DEFAULT 0");
        other.execute(AssertSqlSafe(add)).await.unwrap();
    }
    read_all(&store).await;
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_stays_as_it_is() {
    let Some(url) = cluster::fresh().await.unwrap() else { return };
    let mut other = PgConnection::connect(&url).await.unwrap();
    other.execute("CREATE TABLE orders (id BIGINT)").await.unwrap();
    let error = store_postgres::open(&url, 1).await.unwrap_err().to_string();
    assert!(error.contains("another program's") && error.contains("`orders`"), "{error}");
    let tables = "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'";
    let left: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut other).await.unwrap();
    assert_eq!(left, ["orders"]);
}
