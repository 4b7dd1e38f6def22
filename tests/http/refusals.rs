//! Bodies that are refused: 400, what was found, and where.

use serde_json::{Value, json};
use server::Config;
use tokio::sync::oneshot;

use crate::harness::Server;

const ROLES: &str = "/api/orgs/acme/roles";

fn allow(scopes: &[&str]) -> Value {
    json!({"__type": "PermissionDescriptorAllow", "permissions": scopes})
}

fn compose(ids: &[&str]) -> Value {
    json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": ids})
}

fn group(entries: &[Value]) -> Value {
    json!({"__type": "PermissionDescriptorGroup", "entries": entries})
}

fn set(details: &Value) -> Value {
    json!({"name": "New", "uxPurpose": "set", "resourceType": "stack", "details": details})
}

fn record(purpose: &str, details: &Value) -> Value {
    json!({"name": "New", "uxPurpose": purpose, "details": details})
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

#[tokio::test]
async fn a_record_that_is_wrong_is_not_created() {
    let server = Server::start().await;
    let before = server.everything().await;
    let fine = set(&allow(&["stack:read"]));
    let mut deep = allow(&["stack:read"]);
    for _ in 0..256 {
        deep = group(&[deep]);
    }
    let many = vec![allow(&["stack:read"]); 2001];
    let on =
        json!({"__type": "PermissionDescriptorAllow", "on": {"stack": "s-dev"}, "permissions": []});
    let is_prod = json!({"__type": "PermissionLiteralExpressionBool", "value": true});
    let bare = json!({"__type": "PermissionDescriptorCondition", "condition": is_prod,
                      "subNode": allow(&["stack:read"])});
    let cases: Vec<(Value, &str, &str)> = vec![
        (json!([]), "", "expected"),
        (json!({}), "", "missing field `details`"),
        (with(fine.clone(), "name", json!("")), "/name", "empty"),
        (with(fine.clone(), "name", json!("  ")), "/name", "empty"),
        (with(fine.clone(), "name", json!(7)), "/name", "expected a string"),
        (with(fine.clone(), "nmae", json!("x")), "/nmae", "unknown field `nmae`"),
        (with(fine.clone(), "uxPurpose", json!("roles")), "/uxPurpose", "unknown variant `roles`"),
        (
            with(fine.clone(), "uxPurpose", json!("role_private")),
            "/uxPurpose",
            "found `role_private`",
        ),
        (
            with(fine.clone(), "resourceType", json!("project")),
            "/resourceType",
            "`insights-account`",
        ),
        (
            with(fine.clone(), "resourceType", Value::Null),
            "/resourceType",
            "needs a `resourceType`",
        ),
        (set(&json!(null)), "", "missing field `details`"),
        (set(&json!(7)), "/details", "expected"),
        (set(&json!({})), "/details", "missing `__type`"),
        (
            set(&json!({"__type": "PermissionDescriptorAlow"})),
            "/details/__type",
            "`PermissionDescriptorAllow`",
        ),
        (set(&on), "/details/on", "unknown field `on`"),
        (set(&allow(&["stack:reed"])), "/details/permissions/0", "did you mean `stack:read`?"),
        (set(&allow(&["stack:read", "team:read"])), "/details/permissions/1", "`team:read`"),
        (
            set(&compose(&["stack-read"])),
            "/details/permissionDescriptors/0",
            "can only reference nothing",
        ),
        (record("policy", &bare), "/details/condition", "expected a boolean expression"),
        (
            record("policy", &compose(&["stack-read", "gone"])),
            "/details/permissionDescriptors/1",
            "referenced role or permission set does not exist",
        ),
        (
            record("policy", &group(&[compose(&["p-reader"])])),
            "/details/entries/0/permissionDescriptors/0",
            "can only reference set",
        ),
        (
            record("role", &compose(&["set-org"])),
            "/details/permissionDescriptors/0",
            "can only reference policy",
        ),
        (
            record("role", &compose(&["admin"])),
            "/details/permissionDescriptors/0",
            "can only reference policy",
        ),
        (set(&group(&many)), "/details/entries", "2001 entries, at most 2000"),
    ];
    for (body, pointer, words) in cases {
        server.post(ROLES).json(&body).send().await.refused(400).at(pointer).saying(words);
    }
    let refused =
        server.post(ROLES).json(&set(&deep)).send().await.refused(400).saying("256 levels");
    let place = refused.pointer.unwrap();
    assert!(place.starts_with("/details/entries/0/entries/0"), "{place}");
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn what_is_not_json_is_refused_with_its_place() {
    let server = Server::start().await;
    for (text, words) in [
        (b"".as_slice(), "EOF"),
        (b"{", "line 1 column 1"),
        (b"{\"details\": {}} {}", "trailing"),
        (b"name=x", "line 1"),
        (b"\xff\xfe", "not UTF-8"),
    ] {
        server.post(ROLES).text(text).send().await.refused(400).saying(words).at("");
    }
    // As deep as a body can be: refused, not fallen over.
    let deep = format!("{{\"details\": {}", "[".repeat(2_000_000));
    server.post(ROLES).text(deep).send().await.refused(400);
    let deep = "[".repeat(2_000_000);
    server.post(ROLES).text(deep).send().await.refused(400);
    let path = "/api/orgs/acme/scopesight/preview";
    let deep = format!("{{\"subject\": {{\"draft\": {{\"details\": {}", "{\"a\":".repeat(400_000));
    server.post(path).text(deep).send().await.refused(400);
}

#[tokio::test]
async fn a_definition_of_more_than_1_mb_is_refused_and_a_larger_body_not_read() {
    let server = Server::start().await;
    let long = "x".repeat(1_048_576);
    let refused = server.post(ROLES).json(&set(&allow(&[&long]))).send().await.refused(400);
    refused.at("/details").saying("at most 1048576 (1 MB)");
    let longer = "x".repeat(2_621_440);
    let body = with(set(&allow(&[])), "name", json!(longer));
    server.post(ROLES).json(&body).send().await.refused(413).saying("2621440 bytes");
}

#[tokio::test]
async fn an_update_that_is_wrong_changes_nothing() {
    let server = Server::start().await;
    let before = server.everything().await;
    let path = format!("{ROLES}/set-org");
    for (body, pointer, words) in [
        (json!({"name": ""}), "/name", "empty"),
        (
            json!({"name": "New", "details": allow(&["role:reed"])}),
            "/details/permissions/0",
            "`role:read`",
        ),
        (
            json!({"description": "new", "details": {"__type": "x"}}),
            "/details/__type",
            "unknown `__type` `x`",
        ),
        (json!({"resourceType": "stack"}), "/resourceType", "unknown field"),
        (json!({"details": allow(&["stack:read"])}), "/details/permissions/0", "`global`"),
    ] {
        server.patch(&path).json(&body).send().await.refused(400).at(pointer).saying(words);
    }
    server.patch(&format!("{ROLES}/nothing")).json(&json!({"name": "x"})).send().await.refused(404);
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn an_unknown_scope_may_stay_where_it_was_and_not_come_new() {
    let server = Server::start().await;
    let path = format!("{ROLES}/r-flat");
    let details = allow(&["stack:fly", "stack:export"]);
    server.patch(&path).json(&json!({"details": details})).send().await.expect(200);
    let details = allow(&["stack:fly", "stack:swim"]);
    let refused = server.patch(&path).json(&json!({"details": details})).send().await.refused(400);
    refused.at("/details/permissions/1").saying("`stack:swim`");
}

#[tokio::test]
async fn a_preview_of_what_is_not_there_says_so() {
    let server = Server::start().await;
    let path = "/api/orgs/acme/scopesight/preview";
    for (subject, pointer, words) in [
        (json!({"role": "gone"}), "/subject", "no role with the id or name `gone`"),
        (json!({"user": "eve"}), "/subject", "`eve`"),
        (
            json!({"draft": {"name": "x", "details": {"__type": "x"}}}),
            "/subject/draft/details/__type",
            "`x`",
        ),
    ] {
        let ask = server.post(path).json(&json!({"subject": subject}));
        ask.send().await.refused(400).at(pointer).saying(words);
    }
    server.post(path).json(&json!({"subject": {"person": "x"}})).send().await.refused(400);
}

#[tokio::test]
async fn a_path_or_method_that_is_not_there_is_refused_as_json() {
    let server = Server::start().await;
    server.get("/api/orgs/acme/nothing").send().await.refused(404);
    server.get("/api").send().await.refused(404);
    server.delete("/api/user").send().await.refused(405).saying("DELETE");
    server.post("/roles").send().await.refused(405);
    server.get("/api/orgs/acme/roles/%ff").send().await.refused(400);
}

/// No database is asked about one, for not every one takes it.
#[tokio::test]
async fn a_nul_is_refused_wherever_it_stands() {
    let server = Server::start().await;
    for path in ["/api/orgs/%00/roles", "/api/orgs/acme/auditlogs/v2?userFilter=%00"] {
        server.get(path).send().await.refused(400).saying("NUL");
    }
    let tag = json!({"name": "k", "value": "a\u{0}b"});
    let path = "/api/stacks/acme/shop/dev/tags";
    server.post(path).json(&tag).send().await.refused(400).saying("NUL");
    let question = json!({"subject": {"type": "user", "id": "rob"}, "action": {"name": "stack:read"},
        "resource": {"type": "stack", "id": "s-dev"}, "context": {"organization": "\u{0}"}});
    server.post("/access/v1/evaluation").json(&question).send().await.refused(400).saying("NUL");
    // What only looks like one is text like any other.
    let tag = json!({"name": "k", "value": r"\u0000"});
    server.post(path).json(&tag).send().await.expect(204);
}

/// It was not looked at: whoever sends it need not find out whether it was done.
#[tokio::test]
async fn a_body_that_never_comes_whole_did_nothing() {
    let config = Config { request_timeout_secs: 1, ..Config::default() };
    let server = Server::start_with(config).await;
    let (_never, until) = oneshot::channel();
    let late = server.post(ROLES).json(&set(&allow(&["stack:read"]))).held_back(until);
    let refused = late.send().await.refused(503);
    refused.saying("was not there as a whole").saying("nothing was done");
}
