//! Several servers on one database.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde_json::json;
use server::Config;
use store::TokenKind;

use crate::harness::Server;

const ROLE: &str = "/api/orgs/acme/scopesight/roles/r-flat";

async fn version(server: &Server) -> i64 {
    server.get(ROLE).send().await.expect(200)["version"].as_i64().unwrap()
}

/// A role that grants deleting stacks, or nothing.
fn flat(grants: bool) -> serde_json::Value {
    let permissions = if grants { vec!["stack:delete"] } else { Vec::new() };
    json!({"__type": "PermissionDescriptorAllow", "permissions": permissions})
}

#[tokio::test]
async fn no_server_decides_by_what_was_true_before_an_acknowledged_write() {
    let first = Server::start().await;
    let others = [first.replica().await, first.replica().await];
    for round in 0..12 {
        let writer = if round % 2 == 0 { &first } else { &others[round % 3 % 2] };
        let at = version(writer).await;
        let body = json!({"name": "Flat", "description": "", "version": at, "details": flat(round % 2 == 0)});
        writer.put(ROLE).json(&body).send().await.expect(200);
        for server in [&first, &others[0], &others[1]] {
            let now = server.get(ROLE).send().await.expect(200);
            assert_eq!(now["version"].as_i64().unwrap(), at + 1, "in round {round}");
        }
    }
}

#[tokio::test]
async fn a_racing_reader_never_sees_less_than_was_acknowledged() {
    let first = Server::start().await;
    let second = first.replica().await;
    let acknowledged = Arc::new(AtomicI64::new(0));
    let writes = async {
        for round in 0..20 {
            let at = first.get(ROLE).send().await.expect(200)["version"].as_i64().unwrap();
            let body = json!({"name": "Flat", "description": "", "version": at, "details": flat(round % 2 == 0)});
            first.put(ROLE).json(&body).send().await.expect(200);
            acknowledged.store(at + 1, Ordering::SeqCst);
        }
    };
    let reads = async {
        for _ in 0..60 {
            let least = acknowledged.load(Ordering::SeqCst);
            let seen = second.get(ROLE).send().await.expect(200)["version"].as_i64().unwrap();
            assert!(seen >= least, "{seen} was seen after {least} was acknowledged");
            tokio::task::yield_now().await;
        }
    };
    tokio::join!(writes, reads);
}

#[tokio::test]
async fn a_revoked_token_is_refused_by_every_server_at_once() {
    let first = Server::start().await;
    let second = first.replica().await;
    second.get("/api/orgs/acme/roles?uxPurpose=role").by("t-ci").send().await.expect(200);
    first.delete("/api/orgs/acme/tokens/t-ci").send().await.expect(204);
    second.get("/api/orgs/acme/roles?uxPurpose=role").by("t-ci").send().await.expect(401);
}

#[tokio::test]
async fn an_answer_says_its_revision_and_a_caller_may_ask_for_one_at_least() {
    let first = Server::start().await;
    let second = first.replica().await;
    let revision = |answer: &crate::harness::Answer| {
        answer.header("scopesight-revision").parse::<i64>().unwrap()
    };
    let before = first.get(ROLE).send().await;
    let seen = revision(&before);
    let at = before.expect(200)["version"].as_i64().unwrap();
    let body = json!({"name": "Flat", "description": "", "version": at, "details": flat(true)});
    let written = first.put(ROLE).json(&body).send().await;
    assert_eq!(revision(&written), seen + 1);

    let wanted = revision(&written).to_string();
    let read = second.get(ROLE).with("scopesight-at-least-revision", &wanted).send().await;
    assert!(revision(&read) >= revision(&written));
    let ahead = (revision(&written) + 1).to_string();
    let refused = second.get(ROLE).with("scopesight-at-least-revision", &ahead).send().await;
    let message = refused.expect(412)["message"].as_str().unwrap().to_owned();
    assert!(message.contains(&format!("at least {ahead}")), "{message}");
    let nonsense = second.get(ROLE).with("scopesight-at-least-revision", "soon").send().await;
    nonsense.expect(400);
    // Whoever may not know of an organization is not told how it moves.
    let stranger = second.get(ROLE).by("eve").send().await;
    assert_eq!(stranger.header("scopesight-revision"), "");
    stranger.expect(404);
}

/// How long an answer takes tells nobody whether there is an organization.
#[tokio::test]
async fn only_who_may_know_of_an_organization_waits_for_its_revisions() {
    let config = Config { request_timeout_secs: 1, ..Config::default() };
    let server = Server::start_with(config).await;
    server.give_to_everyone().await;
    for path in ["/api/orgs/acme", "/api/orgs/nowhere"] {
        let ask = server.get(path).by("eve").with("scopesight-at-least-revision", "1000000");
        ask.send().await.refused(404);
    }
}

/// As a restored copy has it, or a server of the database that takes over and had not been told everything.
#[tokio::test]
async fn no_server_decides_by_what_the_database_has_lost() {
    let server = Server::start().await;
    let at = version(&server).await;
    let body =
        |at: i64| json!({"name": "Lost", "description": "", "version": at, "details": flat(true)});
    let before = server.get(ROLE).send().await;
    server.put(ROLE).json(&body(at)).send().await.expect(200);
    assert_eq!(version(&server).await, at + 1);
    server.meddle("UPDATE organizations SET revision = revision - 1 WHERE name = 'acme'").await;
    server
        .meddle("UPDATE records SET version = version - 1, name = 'Flat' WHERE id = 'r-flat'")
        .await;
    let after = server.get(ROLE).send().await;
    let revision =
        |answer: &crate::harness::Answer| answer.header("scopesight-revision").to_owned();
    assert_eq!(revision(&after), revision(&before));
    let after = after.expect(200);
    assert_eq!((&after["version"], &after["name"]), (&json!(at), &json!("Flat")));
    server.put(ROLE).json(&body(at)).send().await.expect(200);
}

/// A token that is revoked by what is waited for is not answered by what it did.
#[tokio::test]
async fn who_waits_for_a_revision_is_asked_for_again_after_it() {
    let server = Server::start().await;
    let own = TokenKind::Personal { login: "admin".to_owned() };
    server.give("other", None, own, 0).await;
    let seen = server.get(ROLE).send().await;
    let next: i64 = seen.header("scopesight-revision").parse::<i64>().unwrap() + 1;
    let next = next.to_string();
    let ask = server.get(ROLE).by("other").with("scopesight-at-least-revision", &next);
    let revoking = async {
        // By then the other request waits.
        tokio::time::sleep(Duration::from_millis(200)).await;
        server.delete("/api/user/tokens/other").send().await.expect(204);
    };
    let (answer, ()) = tokio::join!(ask.send(), revoking);
    answer.refused(401);
    let now = server.get(ROLE).send().await;
    assert_eq!(now.header("scopesight-revision"), next, "revoking it was what was waited for");
}
