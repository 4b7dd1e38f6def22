//! `scopesight audit verify`, over a log that somebody has tampered with.

#![cfg(test)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use store::{Actor, Audits, Contents, Event, Organization, Organizations, Revision, Timestamp};
use tempfile::TempDir;

const NOW: Timestamp = Timestamp::from_millis(1_795_435_200_000);

fn event(description: &str) -> Event {
    Event {
        time: NOW,
        name: "custom-role-created".to_owned(),
        description: description.to_owned(),
        actor: Actor { login: "ada".to_owned(), ..Actor::default() },
        source: "10.0.0.1".to_owned(),
        user_agent: String::new(),
        details: String::new(),
    }
}

/// A log of five entries, in a file of its own.
async fn log() -> (PathBuf, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scopesight.db");
    let store = store_sqlite::open(&path).await.unwrap();
    let contents = Contents::empty(Organization {
        id: "o1".to_owned(),
        name: "acme".to_owned(),
        revision: Revision(1),
        settings: "{}".to_owned(),
        default_role_id: None,
        created: NOW,
    });
    store.create_organization(&contents, &[], &event("one")).await.unwrap();
    let more = ["two", "three", "four", "five"].map(event);
    store.record("o1", &more).await.unwrap();
    store.close().await;
    (path, folder)
}

async fn tamper(path: &Path, statements: &[&str]) {
    let mut connection =
        SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    for statement in statements {
        let done = sqlx::query(AssertSqlSafe(*statement)).execute(&mut connection).await.unwrap();
        assert_eq!(done.rows_affected(), 1, "{statement}");
    }
    connection.close().await.unwrap();
}

fn verify(path: &Path, arguments: &[&str]) -> Output {
    let database = format!("sqlite://{}", path.display());
    let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
    program.args(["audit", "verify", "--database", &database]).args(arguments).output().unwrap()
}

fn told(output: &Output, status: i32) -> String {
    assert_eq!(output.status.code(), Some(status), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

const ACME: [&str; 2] = ["--organization", "acme"];

/// What is said after `statements` were run on the database.
async fn after(statements: &[&str]) -> String {
    let (path, _folder) = log().await;
    tamper(&path, statements).await;
    let json = told(&verify(&path, &[&ACME[..], &["--format", "json"]].concat()), 1);
    let text = told(&verify(&path, &ACME), 1);
    let message = json.split_once(r#""message":""#).unwrap().1.split_once('"').unwrap().0;
    assert!(
        text.starts_with(&format!("the audit log of acme does not hold: {message}\n")),
        "{text}"
    );
    let kind = json.split_once(r#""kind":""#).unwrap().1.split_once('"').unwrap().0;
    let sequence = json.split_once(r#""sequence":"#).unwrap().1.split_once(',').unwrap().0;
    assert!(json.contains(r#""holds":false"#), "{json}");
    format!("{sequence} {kind}")
}

#[tokio::test]
async fn a_log_that_nobody_touched_holds() {
    let (path, _folder) = log().await;
    let text = told(&verify(&path, &ACME), 0);
    let (first, second) = text.trim_end().split_once('\n').unwrap();
    assert_eq!(first, "the audit log of acme holds: 5 entries, each as it was written");
    let head = second.strip_prefix("head ").unwrap();
    assert_eq!(head.len(), 64);
    let json = told(&verify(&path, &[&ACME[..], &["--format", "json"]].concat()), 0);
    let expected = format!(r#"{{"organization":"acme","holds":true,"count":5,"head":"{head}"}}"#);
    assert_eq!(json.trim_end(), expected);
    // Also once it has grown, and while somebody has it open.
    let store = store_sqlite::open(&path).await.unwrap();
    store.record("o1", &[event("six")]).await.unwrap();
    let text = told(&verify(&path, &[&ACME[..], &["--head", head]].concat()), 0);
    assert!(text.contains("6 entries, each as it was written, and the head that was noted is one"));
    store.close().await;
}

#[tokio::test]
async fn the_first_bad_entry_is_named() {
    let found = after(&["UPDATE audit_entries SET description = 'else' WHERE sequence = 3"]).await;
    assert_eq!(found, "3 altered");
    let found = after(&["UPDATE audit_entries SET hash = 'no hash' WHERE sequence = 2"]).await;
    assert_eq!(found, "2 altered");
    assert_eq!(after(&["DELETE FROM audit_entries WHERE sequence = 3"]).await, "3 missing");
    assert_eq!(after(&["DELETE FROM audit_entries WHERE sequence = 1"]).await, "1 missing");
    assert_eq!(after(&["DELETE FROM audit_entries WHERE sequence = 5"]).await, "5 cut-off");
    let swapped = [
        "UPDATE audit_entries SET sequence = 99 WHERE sequence = 2",
        "UPDATE audit_entries SET sequence = 2 WHERE sequence = 4",
        "UPDATE audit_entries SET sequence = 4 WHERE sequence = 99",
    ];
    assert_eq!(after(&swapped).await, "2 altered");
    // What `SQLite` takes for a value of another type.
    for column in ["hash", "description", "time", "name"] {
        for value in ["x'ff'", "'x'", "1.5"] {
            let altered = format!("UPDATE audit_entries SET {column} = {value} WHERE sequence = 3");
            assert_eq!(after(&[&altered]).await, "3 altered", "{altered}");
        }
    }
    // A gap that is closed again, with the count made to fit.
    let closed = [
        "DELETE FROM audit_entries WHERE sequence = 4",
        "UPDATE audit_entries SET sequence = 4 WHERE sequence = 5",
        "UPDATE organizations SET audit_count = 4",
    ];
    assert_eq!(after(&closed).await, "4 altered");
    // One that was cut off, with the count made to fit: the head is still another.
    let cut = [
        "DELETE FROM audit_entries WHERE sequence = 5",
        "UPDATE organizations SET audit_count = 4",
    ];
    assert_eq!(after(&cut).await, "4 other-head");
    assert_eq!(after(&["UPDATE organizations SET audit_count = 4"]).await, "5 uncounted");
    for head in ["'gone'", "x'00'", "1.5"] {
        let altered = format!("UPDATE organizations SET audit_head = {head}");
        assert_eq!(after(&[&altered]).await, "5 other-head", "{altered}");
    }
}

/// `SQLite` keeps whatever it is given.
#[tokio::test]
async fn a_number_that_is_none_is_found() {
    for number in ["2.5", "'zz'", "x'03'", "-3", "9223372036854775807"] {
        let altered = format!("UPDATE audit_entries SET sequence = {number} WHERE sequence = 3");
        assert_eq!(after(&[&altered]).await, "3 missing", "{altered}");
        let last = format!("UPDATE audit_entries SET sequence = {number} WHERE sequence = 5");
        assert_eq!(after(&[&last]).await, "5 cut-off", "{last}");
    }
    for count in ["2.5", "'zz'", "x'05'"] {
        let altered = format!("UPDATE organizations SET audit_count = {count}");
        assert_eq!(after(&[&altered]).await, "6 no-count", "{altered}");
    }
    for number in ["0", "-7", "3.5", "'zz'", "x'00'", "9223372036854775807"] {
        let added = format!(
            "INSERT INTO audit_entries (organization_id, sequence, time, name, description, login, \
                    token_id, token_name, source, user_agent, details, hash) \
             SELECT organization_id, {number}, time, name, description, login, token_id, \
                    token_name, source, user_agent, details, hash \
             FROM audit_entries WHERE sequence = 5"
        );
        assert_eq!(after(&[&added]).await, "6 added", "{added}");
    }
}

#[tokio::test]
async fn a_log_that_was_cut_off_cleanly_is_told_by_a_head_that_was_noted() {
    let (path, _folder) = log().await;
    let text = told(&verify(&path, &ACME), 0);
    let noted = text.trim_end().rsplit_once(' ').unwrap().1;
    let fourth = "UPDATE organizations SET audit_count = 4, audit_head = \
        (SELECT hash FROM audit_entries WHERE sequence = 4)";
    tamper(&path, &["DELETE FROM audit_entries WHERE sequence = 5", fourth]).await;
    // Whoever may write everything can hide it from those who noted nothing.
    told(&verify(&path, &ACME), 0);
    let text = told(&verify(&path, &[&ACME[..], &["--head", noted]].concat()), 1);
    assert!(text.contains("no entry has the hash that was noted"), "{text}");
}

#[tokio::test]
async fn the_head_of_an_empty_log_is_said_to_be_no_entry() {
    let (path, _folder) = log().await;
    let zeros = "0".repeat(64);
    let text = told(&verify(&path, &[&ACME[..], &["--head", &zeros]].concat()), 0);
    assert!(text.contains("the head that was noted is that of a log without entries"), "{text}");
}

#[tokio::test]
async fn what_cannot_be_looked_at_is_an_error() {
    let (path, folder) = log().await;
    let refused = |path: &Path, arguments: &[&str]| {
        let output = verify(path, arguments);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let unknown = refused(&path, &["--organization", "nobody"]);
    assert_eq!(unknown, "error: there is no organization `nobody` in the database\n");
    let wrong = refused(&path, &[&ACME[..], &["--head", "abc"]].concat());
    assert_eq!(wrong, "error: expected a noted head of 64 hexadecimal digits, found `abc`\n");
    let nowhere = folder.path().join("nowhere.db");
    assert!(refused(&nowhere, &ACME).contains("nowhere.db"));
    assert!(!nowhere.exists(), "looking makes nothing");
    refused(&path, &[]);
    let other = folder.path().join("other.db");
    std::fs::write(&other, "this is not a database, it is a note to nobody").unwrap();
    assert!(refused(&other, &ACME).contains("file is not a database"));
    // A page of the table of entries, and whatever else stands there.
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[4096..].fill(0xff);
    bytes[100..4096].fill(0xff);
    std::fs::write(&other, bytes).unwrap();
    assert!(refused(&other, &ACME).contains("malformed"));
}

#[test]
fn a_server_of_databases_that_is_not_there_is_said() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
    let nowhere = "postgres://ada:hunter2@127.0.0.1:1/scopesight";
    let program = program.args(["audit", "verify", "--database", nowhere]).args(ACME);
    let output = program.output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("refused") && !said.contains("hunter2"), "{said}");
}
