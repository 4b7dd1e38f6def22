//! Bodies and parameters as Pulumi's clients send them.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::harness::{Server, allow};

const ROLES: &str = "/api/orgs/acme/roles";
const TOKENS: &str = "/api/orgs/acme/tokens";

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn a_body_may_be_packed_and_counts_as_what_it_is_unpacked() {
    let server = Server::start().await;
    let send = |coding: &str, body: Vec<u8>| {
        let ask = server.post(TOKENS).with("content-type", "application/json");
        ask.with("content-encoding", coding).text(body).send()
    };
    let token = |name: &str| json!({"name": name, "description": "", "admin": false, "expires": 0});
    let body = |name: &str| token(name).to_string().into_bytes();
    send("gzip", packed(&body("one"))).await.expect(200);
    send("identity", body("two")).await.expect(200);
    let unknown = send("br", body("three")).await.refused(415);
    unknown.saying("`Content-Encoding: gzip`, found `br`");
    send("gzip", body("three")).await.refused(400).saying("could not be read");
    let mut cut = packed(&body("three"));
    cut.truncate(cut.len() / 2);
    send("gzip", cut).await.refused(400);
    // A thousand times as much as is sent.
    let bomb = packed(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < server::Config::default().body_limit_bytes / 4);
    send("gzip", bomb).await.refused(413).saying("the body has more than");
    let tokens = server.get(TOKENS).send().await.expect(200);
    let names: Vec<_> =
        tokens["tokens"].as_array().unwrap().iter().map(|token| token["name"].clone()).collect();
    assert_eq!(names, ["t-ci", "one", "two"]);
}

#[tokio::test]
async fn what_is_null_is_absent() {
    let server = Server::start().await;
    let role = json!({"name": "New", "description": null, "resourceType": null, "digest": null,
        "uxPurpose": "role", "details": allow(&["stack:read"]), "unheardOf": null});
    let made = server.post(ROLES).json(&role).send().await.expect(200);
    assert_eq!((&made["name"], &made["description"]), (&json!("New"), &json!("")));
    let stack = json!({"stackName": "s1", "tags": null, "teams": null, "config": null});
    server.post("/api/stacks/acme/shop").json(&stack).send().await.expect(200);
    let account = json!({"name": "main", "provider": "aws", "environment": "aws/prod", "cron": null,
        "scanSchedule": null});
    let accounts = json!({"accounts": [account, account], "skipAutoEnablePolicyPacks": null});
    let path = "/api/preview/insights/acme/accounts";
    let made = server.post(path).json(&accounts).send().await.expect(200);
    assert_eq!(made["accounts"].as_array().unwrap().len(), 1);
    assert_eq!(made["failures"][0]["name"], "main");
    server.patch("/api/orgs/acme").json(&json!({"setNeoEnabled": null})).send().await.expect(200);

    // What is wrong is still told where it is.
    let wrong = json!({"description": null, "details": allow(&[]), "name": 1});
    server.post(ROLES).json(&wrong).send().await.refused(400).at("/name");
    let wrong = json!({"name": null, "details": null});
    server.post(ROLES).json(&wrong).send().await.refused(400).saying("missing field `details`");
    // Tags are called as one likes, so that none of them can be left out.
    let tags = json!({"env": null});
    server.patch("/api/stacks/acme/shop/dev/tags").json(&tags).send().await.refused(400).at("/env");
}

#[tokio::test]
async fn what_is_made_of_a_definition_alone_is_a_role() {
    let server = Server::start().await;
    for (name, purpose) in [("A", json!("")), ("B", Value::Null), ("C", json!("role"))] {
        let body = json!({"name": name, "uxPurpose": purpose, "details": allow(&["stack:read"])});
        let made = server.post(ROLES).json(&body).send().await.expect(200);
        assert_eq!(made["uxPurpose"], "role", "{name}");
    }
    let body = json!({"name": "D", "uxPurpose": "rule", "details": allow(&[])});
    server.post(ROLES).json(&body).send().await.refused(400).at("/uxPurpose").saying("`rule`");
}

#[tokio::test]
async fn what_is_asked_for_with_nothing_is_not_asked_for() {
    let server = Server::start().await;
    for path in [
        "/api/orgs/acme/tokens?filter=&continuationToken=&maxResults=",
        "/api/orgs/acme/members?type=&continuationToken=",
        "/api/orgs/acme/auditlogs/v2?startTime=&endTime=&maxResults=",
        "/api/orgs/acme/roles?uxPurpose=role&",
    ] {
        let (plain, _) = path.split_once('?').unwrap();
        let plain = if plain.ends_with("roles") { path } else { plain };
        let asked = server.get(path).send().await.expect(200);
        assert_eq!(asked, server.get(plain).send().await.expect(200), "{path}");
    }
    server.delete(&format!("{ROLES}/r-reader?force=")).send().await.refused(409);
}

#[tokio::test]
async fn the_admin_role_is_told_as_clients_know_scopes() {
    let server = Server::start().await;
    let admin = server.get(&format!("{ROLES}/admin")).send().await.expect(200);
    let scopes = admin["details"]["permissions"].as_array().unwrap();
    let has = |scope: &str| scopes.contains(&json!(scope));
    assert!(has("policy_results:read") && has("role:update"));
    assert!(!has("policy_results:create") && !has("policy_results:delete"));
    // It grants them all the same.
    let question = json!({"subject": {"type": "user", "id": "admin"},
        "action": {"name": "policy_results:create"}, "resource": {"type": "organization", "id": "acme"}});
    let path = "/access/v1/evaluation";
    let answer = server.post(path).with("content-type", "application/json").json(&question);
    assert_eq!(answer.send().await.expect(200)["decision"], true);
}
