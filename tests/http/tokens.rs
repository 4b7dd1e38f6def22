//! Tokens over their lives: made, listed, used, held to the expiry policy, revoked.

use std::time::Duration;

use serde_json::{Value, json};
use server::Config;
use store::TokenKind;
use tokio::sync::oneshot;

use crate::harness::{ORGANIZATION, Server, allow, value};

const TOKENS: &str = "/api/orgs/acme/tokens";
const DAY_SECS: u64 = 24 * 60 * 60;

async fn create(server: &Server, path: &str, body: &Value) -> (String, String) {
    let created = server.post(path).json(body).send().await.expect(200);
    let text = |name: &str| created[name].as_str().unwrap().to_owned();
    assert_eq!(created.as_object().unwrap().len(), 2);
    (text("id"), format!("token {}", text("tokenValue")))
}

async fn names(server: &Server, query: &str) -> Vec<String> {
    let list = server.get(&format!("{TOKENS}{query}")).send().await.expect(200);
    let tokens = list["tokens"].as_array().unwrap().iter();
    tokens.map(|token| token["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_token_is_told_once_and_does_what_its_role_lets_it() {
    let server = Server::start().await;
    let body = json!({"name": "deploy", "description": "for CI", "expires": server.now() + DAY_SECS,
        "admin": false, "roleID": "r-reader"});
    let (id, value) = create(&server, TOKENS, &body).await;
    let list = server.get(TOKENS).send().await.expect(200);
    assert!(!list.to_string().contains(value.trim_start_matches("token ")));
    let token = list["tokens"].as_array().unwrap().iter().find(|token| token["id"] == id).unwrap();
    let expected = json!({"id": id, "name": "deploy", "description": "for CI", "createdBy": "admin",
        "created": "2026-11-23T12:00:00Z", "lastUsed": 0, "expires": server.now() + DAY_SECS, "admin": false,
        "role": {"id": "r-reader", "name": "Reader", "defaultIdentifier": "member"}, "type": "organization"});
    assert_eq!(*token, expected);

    let roles = "/api/orgs/acme/roles?uxPurpose=role";
    let ask = |path: &str| server.get(path).with_authorization(Some(&value));
    ask(roles).send().await.expect(200);
    ask(TOKENS).send().await.refused(403).saying("`org_token:read`");
    server.delete(&format!("{TOKENS}/{id}")).send().await.expect(204);
    ask(roles).send().await.refused(401);
    server.delete(&format!("{TOKENS}/{id}")).send().await.refused(404).saying(&id);
    let again = server.post(TOKENS).json(&body).send().await.refused(409);
    again.saying("never given again");
}

#[tokio::test]
async fn the_older_ways_to_ask_still_work() {
    let server = Server::start().await;
    let body = json!({"name": "old", "description": "", "admin": true});
    let refused = server.post(TOKENS).json(&body).send().await.refused(422);
    refused.saying("only admin and cy delete environments");
    let (_, value) = create(&server, &format!("{TOKENS}?breakGuardrails=true"), &body).await;
    server.get(TOKENS).with_authorization(Some(&value)).send().await.expect(200);
    let plain = json!({"name": "plain", "description": "", "admin": false});
    let (id, _) = create(&server, &format!("{TOKENS}?reason=because"), &plain).await;
    let list = server.get(TOKENS).send().await.expect(200);
    let token = list["tokens"].as_array().unwrap().iter().find(|token| token["id"] == id).unwrap();
    assert_eq!(token.get("role"), None);
}

#[tokio::test]
async fn a_token_that_cannot_be_is_refused_where_it_is_wrong() {
    let server = Server::start().await;
    let before = server.everything().await;
    let (now, long) = (server.now(), "x".repeat(41));
    let cases = [
        (json!({"name": ""}), "/name"),
        (json!({"name": long}), "/name"),
        (json!({"name": " ci"}), "/name"),
        (json!({"name": "a\nb"}), "/name"),
        (json!({"name": "n", "description": "x".repeat(1001)}), "/description"),
        (json!({"name": "n", "expires": now}), "/expires"),
        (json!({"name": "n", "expires": now + 732 * DAY_SECS}), "/expires"),
        (json!({"name": "n", "roleID": "nobody"}), "/roleID"),
        (json!({"name": "n", "roleID": "p-reader"}), "/roleID"),
        (json!({"name": "n", "roleID": "stack-read"}), "/roleID"),
        (json!({"name": "n", "roleID": "r-reader", "admin": true}), "/roleID"),
        (json!({"name": "n", "roleId": "r-reader"}), "/roleId"),
    ];
    for (body, pointer) in cases {
        server.post(TOKENS).json(&body).send().await.refused(400).at(pointer);
    }
    server.post(TOKENS).json(&json!({"name": "t-ci"})).send().await.refused(409);
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn a_list_comes_page_by_page_and_can_be_filtered() {
    let server = Server::start().await;
    for number in 0..5 {
        let expires = if number % 2 == 0 { 0 } else { server.now() + 60 };
        create(&server, TOKENS, &json!({"name": format!("n{number}"), "expires": expires})).await;
    }
    assert_eq!(names(&server, "").await, ["t-ci", "n0", "n1", "n2", "n3", "n4"]);
    server.wait(60);
    assert_eq!(names(&server, "").await, ["t-ci", "n0", "n2", "n4"]);
    assert_eq!(names(&server, "?filter=expired").await, ["n1", "n3"]);
    assert_eq!(names(&server, "?filter=all").await.len(), 6);

    let (mut seen, mut query) = (Vec::new(), "?maxResults=2&filter=all".to_owned());
    loop {
        let page = server.get(&format!("{TOKENS}{query}")).send().await.expect(200);
        let tokens = page["tokens"].as_array().unwrap();
        assert!((1..=2).contains(&tokens.len()));
        seen.extend(tokens.iter().map(|token| token["name"].as_str().unwrap().to_owned()));
        let Some(next) = page["continuationToken"].as_str() else { break };
        query = format!("?maxResults=2&filter=all&continuationToken={next}");
    }
    assert_eq!(seen, names(&server, "?filter=all").await);
    for query in [
        "?maxResults=0",
        "?maxResults=1001",
        "?maxResults=x",
        "?filter=odd",
        "?continuationToken=x",
    ] {
        server.get(&format!("{TOKENS}{query}")).send().await.refused(400);
    }
}

#[tokio::test]
async fn nobody_hands_out_a_token_that_can_do_more() {
    let server = Server::start().await;
    let allow = json!({"__type": "PermissionDescriptorAllow",
        "permissions": ["role:read", "org_token:create", "stack:read"]});
    let body = json!({"name": "Makes tokens", "uxPurpose": "role", "details": allow});
    let role = server.post("/api/orgs/acme/roles").json(&body).send().await.expect(200);
    let role = role["id"].as_str().unwrap();
    let (_, maker) = create(&server, TOKENS, &json!({"name": "maker", "roleID": role})).await;
    let ask = |body: Value| server.post(TOKENS).with_authorization(Some(&maker)).json(&body);
    for body in [
        json!({"name": "a", "admin": true}),
        json!({"name": "b", "roleID": "admin"}),
        // Members hold more than this: what the settings and the Member role give.
        json!({"name": "c"}),
    ] {
        ask(body).send().await.refused(403).saying("could do what you cannot");
    }
    ask(json!({"name": "d", "roleID": role})).send().await.expect(200);
    ask(json!({"name": "e", "roleID": "r-empty"})).send().await.expect(200);
    ask(json!({"name": "f", "roleID": "r-flat"})).send().await.expect(200);

    let config = Config { guards_handing_out: false, ..Config::default() };
    let open = Server::start_with(config).await;
    let role = open.post("/api/orgs/acme/roles").json(&body).send().await.expect(200);
    let body = json!({"name": "maker", "roleID": role["id"]});
    let (_, maker) = create(&open, TOKENS, &body).await;
    let path = format!("{TOKENS}?breakGuardrails=true");
    let asked = open.post(&path).with_authorization(Some(&maker));
    asked.json(&json!({"name": "a", "admin": true})).send().await.expect(200);
}

#[tokio::test]
async fn a_team_has_tokens_of_its_own() {
    let server = Server::start().await;
    let path = "/api/orgs/acme/teams/platform/tokens";
    let (id, value) = create(&server, path, &json!({"name": "team/one"})).await;
    let list = server.get(path).send().await.expect(200);
    let named: Vec<_> =
        list["tokens"].as_array().unwrap().iter().map(|token| &token["name"]).collect();
    assert_eq!(named, ["t-team", "team/one"]);
    assert!(!names(&server, "").await.contains(&"team/one".to_owned()));
    let user = server.get("/api/user").with_authorization(Some(&value)).send().await.expect(200);
    assert_eq!(user["tokenInfo"]["team"], "platform");
    server.post(TOKENS).json(&json!({"name": "team/one"})).send().await.refused(409);
    server.delete(&format!("{path}/t-ci")).send().await.refused(400).saying("not one of the team");
    server.delete(&format!("{TOKENS}/{id}")).send().await.refused(404);
    server.delete(&format!("{path}/{id}")).send().await.expect(204);
    server.get("/api/user").with_authorization(Some(&value)).send().await.refused(401);
    let nowhere = "/api/orgs/acme/teams/nowhere/tokens";
    server.get(nowhere).send().await.refused(404).saying("`nowhere`");
    server.post(nowhere).json(&json!({"name": "x"})).send().await.refused(404);
}

#[tokio::test]
async fn a_person_makes_tokens_for_oneself() {
    let server = Server::start().await;
    let path = "/api/user/tokens";
    let asked = server.post(path).by("rob").json(&json!({"description": "laptop", "expires": 0}));
    let created = asked.send().await.expect(200);
    let value = format!("token {}", created["tokenValue"].as_str().unwrap());
    let user = server.get("/api/user").with_authorization(Some(&value)).send().await.expect(200);
    assert_eq!(user["githubLogin"], "rob");
    let list = server.get(path).by("rob").send().await.expect(200);
    let described: Vec<_> =
        list["tokens"].as_array().unwrap().iter().map(|token| &token["description"]).collect();
    assert_eq!(described, ["", "laptop"]);
    let id = created["id"].as_str().unwrap();
    server.delete(&format!("{path}/{id}")).by("cy").send().await.refused(404);
    server.delete(&format!("{path}/{id}")).by("rob").send().await.expect(204);
    server.get("/api/user").with_authorization(Some(&value)).send().await.refused(401);
    server.get(path).by("t-ci").send().await.refused(403).saying("no person's");
}

#[tokio::test]
async fn the_expiry_policy_is_asked_on_every_request() {
    let text = ORGANIZATION.replace(
        r#""defaultStackPermission": 101"#,
        r#""defaultStackPermission": 101, "maxAccessTokenExpiryDays": 30"#,
    );
    let demo = Some(&*text.leak());
    let server = Server::start_with(Config { demo, ..Config::default() }).await;
    server.give_to_everyone().await;
    let roles = "/api/orgs/acme/roles?uxPurpose=role";
    // The admin's token never expires: good elsewhere, refused here, and told why.
    server.get("/api/user/tokens").send().await.expect(200);
    let refused = server.get(roles).send().await.refused(403);
    refused.saying("organization `acme`").saying("30 days").saying("never expires");
    // Whoever has nothing there is not told that it is there.
    server.get(roles).by("eve").send().await.refused(404);

    let personal = |expires: u64| json!({"description": "", "expires": expires});
    let asked = server.post("/api/user/tokens").json(&personal(server.now() + 31 * DAY_SECS));
    let created = asked.send().await.expect(200);
    let value = format!("token {}", created["tokenValue"].as_str().unwrap());
    let ask = || server.get(roles).with_authorization(Some(&value));
    ask().send().await.refused(403).saying("expires later");
    server.wait(24 * 60 * 60);
    // It has grown into compliance.
    ask().send().await.expect(200);
    let asked = |expires: u64| {
        let body = json!({"name": format!("n{expires}"), "expires": expires});
        server.post(TOKENS).with_authorization(Some(&value)).json(&body)
    };
    asked(0).send().await.refused(400).at("/expires").saying("30 days");
    asked(server.now() + 31 * DAY_SECS).send().await.refused(400).at("/expires");
    asked(server.now() + 30 * DAY_SECS).send().await.expect(200);
}

#[tokio::test]
async fn whoever_may_set_the_expiry_policy_sees_first_what_it_would_stop() {
    let server = Server::start().await;
    let expires = server.now() + 40 * DAY_SECS;
    let (long, _) = create(&server, TOKENS, &json!({"name": "long", "expires": expires})).await;
    let near = json!({"name": "near", "expires": server.now() + DAY_SECS});
    create(&server, TOKENS, &near).await;
    let path = "/api/orgs/acme/scopesight/tokens/stopped";
    let stopped = server.get(&format!("{path}?maxDays=30")).send().await.expect(200);
    let tokens = stopped["tokens"].as_array().unwrap();
    let find = |id: &str| tokens.iter().find(|token| token["id"] == id).unwrap();
    let expected = json!({"id": long, "name": "long", "type": "organization", "expires": expires,
        "refused": {"reason": "too-long", "message": find(&long)["refused"]["message"],
            "compliesFrom": expires - 30 * DAY_SECS}});
    assert_eq!(*find(&long), expected);
    assert_eq!(
        (&find("t-team")["type"], &find("t-team")["team"]),
        (&json!("team"), &json!("platform"))
    );
    assert_eq!((&find("rob")["type"], &find("rob")["user"]), (&json!("personal"), &json!("rob")));
    assert_eq!(find("rob")["refused"]["reason"], "no-expiry");
    assert!(tokens.iter().all(|token| token["name"] != "near"), "{stopped}");
    let none = server.get(&format!("{path}?maxDays=0")).send().await.expect(200);
    assert_eq!(none, json!({"tokens": []}));

    for wrong in ["", "?maxDays=x", "?maxDays=-1"] {
        server.get(&format!("{path}{wrong}")).send().await.refused(400);
    }
    let refused = server.get(&format!("{path}?maxDays=3651")).send().await.refused(400);
    refused.saying("`maxDays`").saying("3650").saying("3651");
    let ask = |by: &str| server.get("/api/orgs/acme/scopesight/tokens/stopped?maxDays=30").by(by);
    ask("rob").send().await.refused(403).saying("`organization:update`");
    ask("eve").send().await.refused(404);
    // It says what the policy does then.
    let policy = json!({"setMaxAccessTokenExpiryDays": 30});
    server.patch("/api/orgs/acme").json(&policy).send().await.expect(200);
    server
        .get("/api/orgs/acme/roles?uxPurpose=role")
        .by("rob")
        .send()
        .await
        .refused(403)
        .saying("never expires");
}

/// Who sends a request and holds its body back is asked about again when it comes.
#[tokio::test]
async fn a_request_that_was_begun_with_a_token_does_not_outlive_it() {
    let server = Server::start().await;
    let role = json!({"name": "Late", "uxPurpose": "role", "details": allow(&["stack:read"])});
    let question = json!({"subject": {"type": "user", "id": "ada"}, "action": {"name": "stack:read"},
        "resource": {"type": "stack", "id": "s-dev"}, "context": {"organization": "acme"}});
    for (leaked, path, body) in [
        ("one", "/api/user/tokens", &json!({"description": "a successor", "expires": 0})),
        ("two", "/api/orgs/acme/roles", &role),
        ("three", "/access/v1/evaluation", &question),
    ] {
        let kind = TokenKind::Personal { login: "admin".to_owned() };
        server.give(leaked, None, kind, 0).await;
        let (let_go, until) = oneshot::channel();
        let late = server.post(path).by(leaked).json(body).held_back(until).send();
        let revoking = async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            server.delete(&format!("/api/user/tokens/{leaked}")).send().await.expect(204);
            let_go.send(()).unwrap();
        };
        let (late, ()) = tokio::join!(late, revoking);
        late.refused(401);
    }
    let mine = server.get("/api/user/tokens").send().await.expect(200);
    assert_eq!(mine["tokens"].as_array().unwrap().len(), 1);
    assert!(!server.everything().await.to_string().contains("Late"));
}

/// One that a person signs in with is another matter: who may undo the policy has to be able to.
#[tokio::test]
async fn signing_in_with_a_token_that_the_policy_refuses_does_not_help_it() {
    let server = Server::start().await;
    let policy = json!({"setMaxAccessTokenExpiryDays": 30});
    let roles = "/api/orgs/acme/roles?uxPurpose=role";
    let mut cookies = Vec::new();
    for id in ["t-ci", "admin"] {
        let body = json!({"token": value(id)});
        let answer = server.post("/session").with_authorization(None).json(&body).send().await;
        cookies.push(answer.header("set-cookie").split(';').next().unwrap().to_owned());
        answer.expect(204);
    }
    let by_session = async |cookie: &str| {
        server.get(roles).with_authorization(None).with("cookie", cookie).send().await
    };
    by_session(&cookies[0]).await.expect(200);
    server.patch("/api/orgs/acme").json(&policy).send().await.expect(200);
    server.get(roles).by("t-ci").send().await.refused(403).saying("expire within 30 days");
    by_session(&cookies[0]).await.refused(403).saying("expire within 30 days");
    by_session(&cookies[1]).await.expect(200);
}

#[tokio::test]
async fn the_first_token_stays_revoked_when_a_server_starts_with_it_again() {
    let server = Server::start().await;
    let kind = TokenKind::Personal { login: "admin".to_owned() };
    server.give("other", None, kind, 0).await;
    server.delete("/api/user/tokens/first").send().await.expect(204);
    server.get("/api/user").send().await.refused(401);
    let again = server.replica().await;
    for server in [&server, &again] {
        server.get("/api/user").send().await.refused(401);
        let mine = server.get("/api/user/tokens").by("other").send().await.expect(200);
        assert_eq!(mine["tokens"].as_array().unwrap().len(), 1);
    }
}

/// On every server, although being used is no change of the organization.
#[tokio::test]
async fn the_last_use_of_a_token_is_told_wherever_it_was() {
    let server = Server::start().await;
    let other = server.replica().await;
    let lists = [
        ("/api/orgs/acme/tokens", "t-ci"),
        ("/api/orgs/acme/teams/platform/tokens", "t-team"),
        ("/api/orgs/acme/roles/r-reader/tokens", "t-ci"),
    ];
    let last_used = async |server: &Server, (path, id): (&str, &str)| {
        let list = server.get(path).send().await.expect(200);
        let tokens = list["tokens"].as_array().unwrap();
        tokens.iter().find(|token| token["id"] == id).unwrap()["lastUsed"].as_u64().unwrap()
    };
    for list in lists {
        assert_eq!([last_used(&server, list).await, last_used(&other, list).await], [0, 0]);
    }
    server.wait(3600);
    for id in ["t-ci", "t-team"] {
        server.get("/api/user").by(id).send().await.expect(200);
    }
    // It is written beside the answer.
    let mut waited = 0;
    while last_used(&other, lists[0]).await == 0 || last_used(&other, lists[1]).await == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        waited += 1;
        assert!(waited < 1000, "it was never remembered");
    }
    for list in lists {
        let used = server.now();
        assert_eq!([last_used(&server, list).await, last_used(&other, list).await], [used, used]);
    }
}
