//! The same cases and documents over HTTP: what the server previews is what the engine says.

use std::collections::BTreeMap;

use serde_json::{Value, json, value::RawValue};
use server::Config;
use tests::{cases::FILES, documents};
use wire::conformance::File;
use wire::{Preview, Snapshot, Subject};

use crate::harness::Server;

const PREVIEW: &str = "/api/orgs/acme/scopesight/preview";

/// A server whose organization `acme` is this snapshot.
async fn serving(snapshot: &str) -> Server {
    let mut snapshot: Value = serde_json::from_str(snapshot).unwrap();
    snapshot["organization"]["name"] = json!("acme");
    // Settings live as long as the program; so do the few snapshots of a test.
    let demo: &'static str = Box::leak(snapshot.to_string().into_boxed_str());
    Server::start_with(Config { demo: Some(demo), ..Config::default() }).await
}

async fn previewed(server: &Server, subject: &Value) -> String {
    let answer = server.post(PREVIEW).json(&json!({"subject": subject})).send().await;
    assert_eq!(answer.status, 200, "{subject}: {:?}", answer.body);
    String::from_utf8(answer.body.to_vec()).unwrap()
}

#[tokio::test]
async fn the_server_writes_the_documents_that_the_engine_writes() {
    let written = documents::written();
    let mut by_snapshot = BTreeMap::<_, Vec<_>>::new();
    for document in documents::all() {
        by_snapshot.entry(document.snapshot).or_default().push((document.name, document.role));
    }
    for (snapshot, roles) in by_snapshot {
        let server = serving(&snapshot).await;
        for (name, role) in roles {
            let text = previewed(&server, &json!({"role": role})).await;
            let written = written.get(&name).map(|made| made.document.as_str());
            assert_eq!(written, Some(documents::hash(&text).as_str()), "{name}");
        }
    }
}

#[tokio::test]
async fn a_browser_finds_in_the_snapshot_what_the_server_says() {
    let server = serving(include_str!("../../demo/acme.json")).await;
    let snapshot = server.everything().await;
    let organization = Snapshot::parse(&snapshot.to_string()).unwrap().load().unwrap();
    let list = |list: &str, name: &str, kind: &str| -> Vec<Value> {
        let list = snapshot[list].as_array().unwrap().iter();
        list.map(|one| json!({kind: one[name]})).collect()
    };
    let subjects = [
        list("members", "login", "user"),
        list("teams", "name", "team"),
        list("tokens", "id", "token"),
    ];
    let subjects = subjects.concat();
    assert!(subjects.len() > 20);
    for subject in subjects {
        let asked: Subject = serde_json::from_value(subject.clone()).unwrap();
        let text = Preview::of(&organization, &asked).unwrap().to_text().unwrap();
        assert!(previewed(&server, &subject).await == text, "{subject}");
    }
}

#[tokio::test]
async fn every_case_is_answered_alike() {
    let mut number = 0;
    for (name, text) in FILES {
        let file: File = serde_json::from_str(text).unwrap();
        for case in file.answered {
            let text = case.snapshot.to_string();
            let organization = Snapshot::parse(&text).unwrap().load().unwrap();
            let subject: Subject = wire::fault::read(&case.subject.to_string()).unwrap();
            let expected = Preview::of(&organization, &subject).unwrap().to_text().unwrap();
            let server = serving(&text).await;
            let subject: Value = serde_json::from_str(case.subject.get()).unwrap();
            assert_eq!(previewed(&server, &subject).await, expected, "{name}: {}", case.claim);
            number += 1;
        }
    }
    assert!(number > 30, "{number}");
}

#[tokio::test]
async fn every_refused_definition_is_refused_alike() {
    let server = Server::start().await;
    let before = server.everything().await;
    let mut number = 0;
    for (name, text) in FILES {
        let file: File = serde_json::from_str(text).unwrap();
        for case in file.refused {
            let details: &RawValue = &case.definition;
            let body = format!(r#"{{"name": "New", "uxPurpose": "policy", "details": {details}}}"#);
            let refused = server.post("/api/orgs/acme/roles").text(body).send().await.refused(400);
            let pointer = refused.pointer.unwrap();
            let place = pointer.strip_prefix("/details").unwrap();
            let place = if place.is_empty() { String::new() } else { format!("at {place}: ") };
            assert_eq!(place + &refused.message, case.message, "{name}: {}", case.claim);
            number += 1;
        }
    }
    assert!(number > 10, "{number}");
    assert_eq!(server.everything().await, before);
}
