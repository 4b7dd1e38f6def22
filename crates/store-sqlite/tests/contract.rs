//! The embedded store keeps the contract of `store`, each claim in a fresh file.

#![expect(clippy::unwrap_used, reason = "a store that cannot be opened is a failed test")]

use store::Entities as _;
use store_sql::SqlStore;
use tempfile::TempDir;

async fn fresh() -> (SqlStore, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = store_sqlite::open(&folder.path().join("scopesight.db")).await.unwrap();
    (store, folder)
}

store::contract_tests!(fresh().await);

#[tokio::test]
async fn what_was_written_is_there_after_opening_the_file_again() {
    use store::{Organizations, Users};

    let (store, folder) = fresh().await;
    store::contract::an_organization_reads_back_as_it_was_created(&store).await;
    store.close().await;
    let store = store_sqlite::open(&folder.path().join("scopesight.db")).await.unwrap();
    assert!(store.find_organization("acme").await.unwrap().is_some());
    assert!(store.find_user("ada").await.unwrap().is_some());
}

#[tokio::test]
async fn a_file_from_before_guardrails_is_brought_up_to_date() {
    use sqlx::migrate::{Migration, MigrationType, Migrator};
    use sqlx::{Executor, SqlSafeStr};
    use store::Organizations;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scopesight.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let sql = include_str!("../migrations/0001_organizations.sql").into_sql_str();
    let first = Migration::new(1, "organizations".into(), MigrationType::Simple, sql, false);
    Migrator::with_migrations(vec![first]).run(&pool).await.unwrap();
    let organization = "INSERT INTO organizations (id, name, revision, settings, created) VALUES ('o', 'acme', 7, '{}', 5)";
    pool.execute(organization).await.unwrap();
    let team = "INSERT INTO teams (organization_id, name, position, description) VALUES ('o', 'core', 0, '')";
    pool.execute(team).await.unwrap();
    let entity = "INSERT INTO entities (organization_id, type, id, position, name) VALUES ('o', 'stack', 's', 0, 'a/b')";
    pool.execute(entity).await.unwrap();
    let tag = "INSERT INTO entity_tags (organization_id, type, id, key, value) VALUES ('o', 'stack', 's', 'env', 'dev')";
    pool.execute(tag).await.unwrap();
    pool.close().await;

    let store = store_sqlite::open(&path).await.unwrap();
    let contents = store.contents("o").await.unwrap().unwrap();
    assert_eq!(contents.organization.revision, store::Revision(7));
    assert_eq!(contents.guardrails, []);
    assert_eq!(contents.teams[0].display_name, "core");
    let entity = &contents.entities[0].key;
    let entity =
        store.describe_entities("o", entity.entity_type, &[&entity.id]).await.unwrap().remove(0);
    let tag = &entity.tags[0];
    for time in [entity.created, entity.modified, tag.created, tag.modified] {
        assert_eq!(time.millis(), 5, "as old as the organization");
    }
    assert_eq!((tag.modified_by.as_str(), &entity.details), ("", &None));
    let guardrail = store::Guardrail {
        id: "g".to_owned(),
        name: "nobody".to_owned(),
        statement: "{}".to_owned(),
        version: 1,
        created: store::Timestamp::from_millis(6),
        modified: store::Timestamp::from_millis(6),
        created_by: String::new(),
    };
    let change = store::Change::CreateGuardrail(guardrail.clone());
    let now = store::Timestamp::from_millis(6);
    let event = store::Event {
        time: now,
        name: "guardrail-created".to_owned(),
        description: String::new(),
        actor: store::Actor::default(),
        source: String::new(),
        user_agent: String::new(),
        details: String::new(),
    };
    store.write("o", store::Revision(7), &[change], &[event], now).await.unwrap();
    assert_eq!(store.contents("o").await.unwrap().unwrap().guardrails, [guardrail]);
    let verified = store::audit::verify(&store, "o", None).await.unwrap().unwrap();
    assert_eq!((verified.good.count, verified.flaw), (1, None), "its log begins now");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "this is not a database, it is a note to nobody").unwrap();
    let error = store_sqlite::open(&path).await.unwrap_err().to_string();
    assert!(error.contains("notes.txt"), "{error}");
    assert!(error.contains("not a database"), "{error}");
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_stays_as_it_is() {
    use sqlx::Executor;

    for (made, named) in [
        ("CREATE TABLE users (id, name)", "`users`"),
        ("CREATE TABLE foo (a)", "`foo`"),
        ("CREATE TABLE _sqlx_migrations (version); CREATE TABLE orders (a)", "`orders`"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.db");
        let options =
            sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
        pool.execute(made).await.unwrap();
        pool.close().await;
        let before = std::fs::read(&path).unwrap();
        let error = store_sqlite::open(&path).await.unwrap_err().to_string();
        assert!(error.contains("other.db") && error.contains(named), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), before, "{made}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_on_the_machine_reads_the_file() {
    use std::os::unix::fs::PermissionsExt;

    let (store, folder) = fresh().await;
    store::contract::an_organization_reads_back_as_it_was_created(&store).await;
    let mut files = 0;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} has mode {mode:o}", file.path().display());
        files += 1;
    }
    assert_eq!(files, 3, "the database, its log and the log's index");
}

#[tokio::test]
async fn the_version_of_the_data_moves_with_every_write_by_whomever_and_else_stays() {
    use store::{Organizations as _, Store as _, Tokens as _};

    let (store, folder) = fresh().await;
    let path = folder.path().join("scopesight.db");
    store::contract::an_organization_reads_back_as_it_was_created(&store).await;
    let at = || store.data_version().unwrap();
    let before = at();
    store.find_organization("acme").await.unwrap();
    assert_eq!(at(), before);

    let event = "UPDATE organizations SET revision = revision + 1";
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path);
    let other = sqlx::SqlitePool::connect_with(options).await.unwrap();
    sqlx::query(event).execute(&other).await.unwrap();
    let by_another_program = at();
    assert_ne!(by_another_program, before);
    assert_eq!(at(), by_another_program);

    // The sample organization has a token with this hash.
    let used = store::Timestamp::from_millis(1_700_000_000_000);
    store.touch_token(store::SecretHash([1; 32]), used, 60).await.unwrap();
    let by_itself = at();
    assert_ne!(by_itself, by_another_program);
    assert_eq!(at(), by_itself);
}

#[tokio::test]
async fn a_closed_database_is_one_file() {
    let (store, folder) = fresh().await;
    store::contract::an_organization_reads_back_as_it_was_created(&store).await;
    store.close().await;
    assert_eq!(store::Store::data_version(&store), None);
    let files = std::fs::read_dir(folder.path()).unwrap();
    let names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names, ["scopesight.db"]);
}

/// Whoever puts another file in its place is not answered from the one before.
#[cfg(unix)]
#[tokio::test]
async fn another_file_in_its_place_has_no_version_of_it() {
    let (store, folder) = fresh().await;
    let path = folder.path().join("scopesight.db");
    assert!(store::Store::data_version(&store).is_some());
    std::fs::rename(&path, folder.path().join("before.db")).unwrap();
    assert_eq!(store::Store::data_version(&store), None);
    std::fs::write(&path, "").unwrap();
    assert_eq!(store::Store::data_version(&store), None);
}
