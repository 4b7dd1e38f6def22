//! Who may do what: every route, every kind of caller.

use serde_json::{Value, json};

use crate::harness::{Ask, Server, value};

const UNAUTHORIZED: &str = "Unauthorized: No credentials provided or are invalid.";

/// Every route that asks for a scope: method, path, scope, body.
fn routes() -> Vec<(&'static str, &'static str, &'static str, Value)> {
    let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:read"]});
    let set = json!({"name": "New", "uxPurpose": "set", "resourceType": "stack", "details": allow});
    let save = json!({"name": "Flat", "description": "", "details": allow, "version": 1});
    let never = json!({"name": "nobody imports", "never": {"scope": "stack:import", "except": [{"type": "user", "id": "admin"}]}});
    let mut save_never = never.clone();
    save_never["version"] = json!(1);
    vec![
        ("GET", "/roles?uxPurpose=role", "role:read", Value::Null),
        ("GET", "/roles/scopes", "role:read", Value::Null),
        ("GET", "/roles/r-flat", "role:read", Value::Null),
        ("GET", "/roles/r-flat/users", "role:read", Value::Null),
        ("GET", "/roles/r-flat/teams", "role:read", Value::Null),
        ("GET", "/roles/r-flat/tokens", "role:read", Value::Null),
        ("GET", "/scopesight/snapshot", "role:read", Value::Null),
        ("GET", "/scopesight/tokens/stopped?maxDays=30", "organization:update", Value::Null),
        ("GET", "/scopesight/roles/r-flat", "role:read", Value::Null),
        ("POST", "/scopesight/preview", "role:read", json!({"subject": {"role": "r-flat"}})),
        ("GET", "/tokens", "org_token:read", Value::Null),
        ("POST", "/tokens", "org_token:create", json!({"name": "new"})),
        ("DELETE", "/tokens/t-ci", "org_token:delete", Value::Null),
        ("GET", "/teams/platform/tokens", "team:list_tokens", Value::Null),
        ("POST", "/teams/platform/tokens", "team:create_token", json!({"name": "new"})),
        ("DELETE", "/teams/platform/tokens/t-team", "team:delete_token", Value::Null),
        ("POST", "/scopesight/roles/r-flat/check", "role:read", json!({"details": allow})),
        ("GET", "/scopesight/guardrails", "role:read", Value::Null),
        ("GET", "/scopesight/guardrails/GUARDRAIL", "role:read", Value::Null),
        ("POST", "/roles", "role:create", set),
        ("PATCH", "/roles/r-flat", "role:update", json!({"description": "changed"})),
        ("PATCH", "/roles/r-flat/default", "role:update", Value::Null),
        ("PUT", "/scopesight/roles/r-flat", "role:update", save),
        ("POST", "/scopesight/guardrails", "role:update", never),
        ("PUT", "/scopesight/guardrails/GUARDRAIL", "role:update", save_never),
        ("DELETE", "/scopesight/guardrails/GUARDRAIL", "role:update", Value::Null),
        ("DELETE", "/roles/r-spare", "role:delete", Value::Null),
        ("GET", "/members", "org_member:read", Value::Null),
        ("GET", "/members/dan/teams", "org_member:read", Value::Null),
        ("POST", "/members/eve", "org_member:add", json!({"role": "member"})),
        ("PATCH", "/members/dan", "org_member:update", json!({"role": "member"})),
        ("DELETE", "/members/dan", "org_member:delete", Value::Null),
        ("PATCH", "", "organization:update", json!({"setMembersCanCreateTeams": true})),
        ("GET", "/teams", "team:list", Value::Null),
        ("GET", "/teams/platform", "team:read", Value::Null),
        ("GET", "/teams/platform/roles", "role:read", Value::Null),
        ("POST", "/teams/pulumi", "team:create", json!({"name": "new"})),
        ("PATCH", "/teams/platform", "team:update", json!({"newDescription": "new"})),
        ("DELETE", "/teams/platform", "team:delete", Value::Null),
    ]
}

fn ask<'a>(server: &'a Server, method: &str, path: &str, body: &Value) -> Ask<'a> {
    let path = format!("/api/orgs/acme{path}").replace("GUARDRAIL", &server.guardrail);
    let ask = match method {
        "GET" => server.get(&path),
        "POST" => server.post(&path),
        "PATCH" => server.patch(&path),
        "PUT" => server.put(&path),
        _ => server.delete(&path),
    };
    if body.is_null() { ask } else { ask.json(body) }
}

#[tokio::test]
async fn nothing_is_done_without_a_good_token() {
    let server = Server::start().await;
    let before = server.everything().await;
    let wrong = format!("token {}x", value("admin"));
    let no_scheme = value("admin");
    let basic = format!("basic {}", value("admin"));
    for (method, path, _, body) in routes() {
        for authorization in
            [None, Some(""), Some("token"), Some(&*wrong), Some(&*no_scheme), Some(&*basic)]
        {
            let answer =
                ask(&server, method, path, &body).with_authorization(authorization).send().await;
            assert_eq!(answer.header("www-authenticate"), "Bearer");
            let refused = answer.refused(401);
            assert_eq!(refused.message, UNAUTHORIZED);
            assert_eq!(refused.pointer, None);
        }
    }
    server.get("/api/user").with_authorization(None).send().await.refused(401);
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn a_token_is_good_until_it_expires() {
    let server = Server::start().await;
    let kind = store::TokenKind::Personal { login: "admin".to_owned() };
    server.give("short", None, kind, server.now() + 60).await;
    for authorization in ["token", "Token", "bearer", "Bearer"] {
        let authorization = format!("{authorization} {}", value("short"));
        server.get("/api/user").with_authorization(Some(&authorization)).send().await.expect(200);
    }
    server.wait(59);
    server.get("/api/user").by("short").send().await.expect(200);
    server.wait(1);
    server.get("/api/user").by("short").send().await.refused(401);
}

#[tokio::test]
async fn the_admin_may_use_every_route() {
    for (method, path, _, body) in routes() {
        let server = Server::start().await;
        server.give_eve_a_home().await;
        let answer = ask(&server, method, path, &body).send().await;
        assert!(matches!(answer.status, 200 | 201 | 204), "{}: {:?}", answer.what, answer.body);
    }
}

#[tokio::test]
async fn whoever_lacks_a_scope_is_told_which() {
    let server = Server::start().await;
    let before = server.everything().await;
    // `rob` and the token `t-ci` hold `role:read` and nothing else here; `cy` and `t-team` are members, who see
    // who else is there.
    let reads = ["role:read"].as_slice();
    let member = ["org_member:read", "team:list", "team:read"].as_slice();
    for (caller, holds) in [("rob", reads), ("t-ci", reads), ("cy", member), ("t-team", member)] {
        for (method, path, scope, body) in routes() {
            let answer = ask(&server, method, path, &body).by(caller).send().await;
            if holds.contains(&scope) {
                answer.expect(200);
            } else {
                let refused = answer.refused(403);
                let expected = format!("missing scope `{scope}` on organization `acme`");
                assert_eq!(refused.message, expected, "{caller}");
            }
        }
    }
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn whoever_sees_roles_is_told_which_would_do() {
    let server = Server::start().await;
    let path = "/api/orgs/acme/tokens";
    let refused = server.get(path).by("rob").send().await.expect(403);
    let expected = json!({"code": 403,
        "message": "missing scope `org_token:read` on organization `acme`",
        "missingScope": "org_token:read", "grantedBy": [{"id": "admin", "name": "Admin"}]});
    assert_eq!(refused, expected);
    // A new role is told from then on.
    let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": ["org_token:read"]});
    let body = json!({"name": "Sees tokens", "uxPurpose": "role", "details": allow});
    let role = server.post("/api/orgs/acme/roles").json(&body).send().await.expect(200);
    let refused = server.get(path).by("rob").send().await.expect(403);
    let named: Vec<_> = refused["grantedBy"].as_array().unwrap().iter().collect();
    assert_eq!(named[1]["id"], role["id"]);
    // So is whoever is refused where the write is decided.
    let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": ["role:read", "org_member:update"]});
    let set = server.patch("/api/orgs/acme/roles/set-org").json(&json!({"details": allow}));
    set.send().await.expect(200);
    let asked =
        server.patch("/api/orgs/acme/members/dan").by("rob").json(&json!({"role": "admin"}));
    let refused = asked.send().await.expect(403);
    assert_eq!(refused["missingScope"], "org_member:set_admin");
    assert_eq!(refused["grantedBy"], json!([{"id": "admin", "name": "Admin"}]));
    // Others are told the scope alone.
    let refused = server.get(path).by("cy").send().await.expect(403);
    assert_eq!(refused["missingScope"], "org_token:read");
    assert_eq!(refused.get("grantedBy"), None);
}

#[tokio::test]
async fn an_organization_is_not_there_for_whoever_has_nothing_in_it() {
    let server = Server::start().await;
    server
        .give(
            "t-main",
            Some("main"),
            store::TokenKind::Organization { role_id: Some("admin".into()) },
            0,
        )
        .await;
    for (method, path, _, body) in routes() {
        for caller in ["dan", "eve", "t-main"] {
            let refused = ask(&server, method, path, &body).by(caller).send().await.refused(404);
            assert_eq!(refused.message, "organization `acme` does not exist", "{caller}");
        }
    }
    server
        .get("/api/orgs/nowhere/roles?uxPurpose=role")
        .send()
        .await
        .refused(404)
        .saying("`nowhere`");
    server.get("/api/orgs/main/roles?uxPurpose=role").by("t-main").send().await.expect(200);
}

#[tokio::test]
async fn a_right_is_gone_with_the_write_that_takes_it() {
    let server = Server::start().await;
    server.get("/api/orgs/acme/roles?uxPurpose=set").by("rob").send().await.expect(200);
    let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": ["team:read"]});
    let path = "/api/orgs/acme/roles/set-org";
    server.patch(path).json(&json!({"details": allow})).send().await.expect(200);
    server.get("/api/orgs/acme/roles?uxPurpose=set").by("rob").send().await.refused(403);
}

#[tokio::test]
async fn the_preview_and_the_gate_agree() {
    let server = Server::start().await;
    let path = "/api/orgs/acme/scopesight/preview";
    for (subject, caller) in [
        (json!({"user": "admin"}), "admin"),
        (json!({"user": "rob"}), "rob"),
        (json!({"user": "cy"}), "cy"),
        (json!({"token": "t-ci"}), "t-ci"),
        (json!({"token": "t-team"}), "t-team"),
    ] {
        let preview = server.post(path).json(&json!({"subject": subject})).send().await.expect(200);
        let scopes = preview["organization"]["scopes"].as_array().unwrap();
        for (method, path, scope, body) in routes() {
            // Bodies that are refused come after the gate, so nothing is written here.
            let body = if body.is_null() { body } else { json!({"wrong": true}) };
            let path = ["r-spare", "t-ci", "t-team", "dan", "platform"]
                .iter()
                .fold(path.to_owned(), |path, id| path.replace(id, "nothing"))
                .replace("r-flat/default", "nothing/default");
            let answer = ask(&server, method, &path, &body).by(caller).send().await;
            let is_let_in = answer.status != 403;
            assert_eq!(is_let_in, scopes.contains(&json!(scope)), "{caller} {method} {path}");
        }
    }
}
