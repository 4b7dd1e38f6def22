//! What the audit log is told, wherever it was asked and whichever way something ends.

use serde_json::{Value, json};
use store::TokenKind;

use crate::audit::{ROLES, names, since};
use crate::harness::{Server, allow};

/// Also where the path of a request names no organization, or the answer as a whole is no refusal.
#[tokio::test]
async fn a_refusal_is_told_wherever_it_was_asked() {
    let server = Server::start().await;
    let question = json!({"subject": {"type": "user", "id": "rob"}, "action": {"name": "stack:read"},
        "resource": {"type": "stack", "id": "s-dev"}, "context": {"organization": "acme"}});
    let ask = async |path: &str, body: &Value| server.post(path).by("cy").json(body).send().await;
    ask("/access/v1/evaluation", &question).await.refused(403);
    let batch = json!({"evaluations": [question]});
    ask("/access/v1/evaluations", &batch).await.refused(403);
    ask(
        "/access/v1/search/subject",
        &json!({"subject": {"type": "user"}, "action": {"name": "stack:read"},
        "resource": {"type": "stack", "id": "s-dev"}, "context": {"organization": "acme"}}),
    )
    .await
    .refused(403);
    let events = since(&server).await;
    assert_eq!(names(&events), ["auth-failure-organization-role"; 3]);
    assert!(events.iter().all(|event| event["user"]["githubLogin"] == "cy"));
    let told: Vec<_> = events.iter().map(|event| event["description"].as_str().unwrap()).collect();
    assert!(told[0].contains("POST /access/v1/evaluation"), "{told:?}");
    assert!(told[2].contains("missing scope `role:read`"), "{told:?}");

    // Whoever holds nothing there leaves no trace, as nothing is told of it either.
    server.post("/access/v1/evaluation").by("eve").json(&question).send().await.refused(404);
    assert_eq!(since(&server).await.len(), events.len());

    let accounts =
        json!({"accounts": [{"name": "one", "provider": "aws", "environment": "aws/prod"}]});
    server.give_role("t-maker", &allow(&["insights_account:create", "environment:open"])).await;
    let before = since(&server).await.len();
    let path = "/api/preview/insights/acme/accounts";
    let made = server.post(path).by("t-maker").json(&accounts).send().await.expect(200);
    assert_eq!(made["failures"].as_array().unwrap().len(), 1, "{made}");
    assert_eq!(names(&since(&server).await.split_off(before)), ["auth-failure-environment"]);

    let kind = TokenKind::Personal { login: "admin".to_owned() };
    server.give("t-short", None, kind, server.now() + 3600).await;
    let set = async |days: u16| {
        let policy = json!({"setMaxAccessTokenExpiryDays": days});
        server.patch("/api/orgs/acme").by("t-short").json(&policy).send().await.expect(200);
    };
    let before = since(&server).await.len();
    set(30).await;
    server.get("/api/user/stacks?organization=acme").by("rob").send().await.refused(403);
    set(0).await;
    assert_eq!(names(&since(&server).await.split_off(before))[1], "token-expiry-policy-refused");
}

/// Whichever way it ends: with its team, or with the role that it was limited to.
#[tokio::test]
async fn every_token_that_ends_is_told_of_by_its_name() {
    let server = Server::start().await;
    let team = "/api/orgs/acme/teams/platform?breakGuardrails=true";
    server.delete(team).send().await.expect(204);
    let role = format!("{ROLES}/r-reader?force=true&breakGuardrails=true");
    server.delete(&role).send().await.expect(204);
    let events = since(&server).await;
    let ended =
        events.iter().filter(|event| event["event"].as_str().unwrap().ends_with("token-deleted"));
    let ended: Vec<_> = ended.map(|event| event["description"].as_str().unwrap()).collect();
    assert_eq!(ended.len(), 2, "{ended:?}");
    assert!(ended[0].contains("`t-team`") && ended[0].contains("`platform`"), "{ended:?}");
    assert!(ended[1].contains("`ci`") || ended[1].contains("`t-ci`"), "{ended:?}");
    for id in ["t-team", "t-ci"] {
        server.get("/api/user").by(id).send().await.refused(401);
    }
}

/// Nobody revokes it by hand: the server does where it starts with another.
#[tokio::test]
async fn a_first_token_that_another_one_replaces_is_told_of() {
    let server = Server::start().await;
    let again = server.replica_with(Some("another")).await;
    again.get("/api/user").send().await.refused(401);
    for organization in ["acme", "main"] {
        let path = format!("/api/orgs/{organization}/auditlogs/v2?maxResults=2");
        let log = again.get(&path).by("another").send().await.expect(200);
        let told: Vec<_> = log["auditLogEvents"].as_array().unwrap().iter().collect();
        let names: Vec<_> = told.iter().map(|one| one["event"].as_str().unwrap()).collect();
        assert_eq!(names, ["personal-token-created", "personal-token-deleted"], "{organization}");
        let words = told[1]["description"].as_str().unwrap();
        assert!(words.contains("a personal token `first`"), "{words}");
    }
    // With the same one nothing happens.
    let before = again.get("/api/orgs/acme/scopesight/audit/head").by("another");
    let before = before.send().await.expect(200);
    let same = server.replica_with(Some("another")).await;
    let after = same.get("/api/orgs/acme/scopesight/audit/head").by("another");
    assert_eq!(after.send().await.expect(200), before);
}
