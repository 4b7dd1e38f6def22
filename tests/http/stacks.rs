//! The registry of stacks, and what its tags decide.

use serde_json::{Value, json};

use crate::harness::Server;

const DEV: &str = "/api/stacks/acme/shop/dev";

/// A role that may do everything with stacks whose `env` is `dev`, and make stacks.
fn developer() -> Value {
    let tag = json!({"__type": "PermissionExpressionTag", "context": {"__type": "PermissionExpressionStack"}, "key": "env"});
    let equal = json!({"__type": "PermissionExpressionEqual", "left": tag,
        "right": {"__type": "PermissionLiteralExpressionString", "value": "dev"}});
    let allow = json!({"__type": "PermissionDescriptorAllow",
        "permissions": ["stack:read", "stack:delete", "stack_tags:update"]});
    json!({"__type": "PermissionDescriptorGroup", "entries": [
        {"__type": "PermissionDescriptorCondition", "condition": equal, "subNode": allow},
        {"__type": "PermissionDescriptorAllow", "permissions": ["stack:create", "role:read"]}]})
}

async fn with_developer() -> Server {
    let server = Server::start().await;
    server.give_role("dev", &developer()).await;
    server
}

async fn names(server: &Server, by: &str, query: &str) -> Vec<String> {
    let path = format!("/api/user/stacks?organization=acme{query}");
    let answer = server.get(&path).by(by).send().await.expect(200);
    let name = |stack: &Value| {
        let part = |key: &str| stack[key].as_str().unwrap().to_owned();
        format!("{}/{}", part("projectName"), part("stackName"))
    };
    answer["stacks"].as_array().unwrap().iter().map(name).collect()
}

#[tokio::test]
async fn a_tag_decides_what_a_token_may_do_with_a_stack() {
    let server = with_developer().await;
    let stack = server.get(DEV).by("dev").send().await.expect(200);
    assert_eq!((&stack["tags"], &stack["id"]), (&json!({"env": "dev"}), &json!("s-dev")));
    assert_eq!(names(&server, "dev", "").await, ["shop/dev"], "the others are not there for it");

    // Production now: of what is held there, only making stacks is left, which the catalogue has for stacks as well.
    let body = json!({"name": "env", "value": "prod"});
    server.patch(&format!("{DEV}/tags/env")).json(&body).send().await.expect(204);
    server.delete(DEV).by("dev").send().await.refused(403).saying("missing scope `stack:delete`");
    server.get(DEV).by("dev").send().await.refused(403);
    assert_eq!(names(&server, "dev", "").await, Vec::<String>::new());
    // And back.
    server.patch(&format!("{DEV}/tags")).json(&json!({"env": "dev"})).send().await.expect(204);
    server.delete(DEV).by("dev").send().await.expect(204);
    server.get(DEV).send().await.refused(404);
    let snapshot = server.everything().await;
    let left = snapshot["entities"].as_array().unwrap();
    assert!(left.iter().all(|entity| entity["id"] != "s-dev"), "{snapshot}");
    assert!(!snapshot["teams"].to_string().contains("s-dev"), "what was granted on it is gone");
}

#[tokio::test]
async fn whoever_holds_a_part_of_a_stack_is_told_what_is_missing() {
    let server = Server::start().await;
    server.get(DEV).by("rob").send().await.expect(200);
    let refused = server.delete(DEV).by("rob").send().await;
    let refused = refused.expect(403);
    assert_eq!(refused["missingScope"], "stack:delete");
    assert_eq!(refused["message"], "missing scope `stack:delete` on stack `shop/dev`");
    // Whoever has nothing in the organization learns nothing of it.
    server.get(DEV).by("eve").send().await.refused(404).saying("organization `acme`");
    server.delete("/api/stacks/acme/shop/none").by("eve").send().await.refused(404).saying("acme");
}

#[tokio::test]
async fn whoever_creates_a_stack_holds_it_and_others_do_not() {
    let server = with_developer().await;
    let body = json!({"stackName": "review-1", "tags": {"env": "review"}});
    server.post("/api/stacks/acme/shop").by("dev").json(&body).send().await.expect(200);
    let path = "/api/stacks/acme/shop/review-1";
    // The role says nothing of it: it is the creator's.
    server.get(path).by("dev").send().await.expect(200);
    assert_eq!(names(&server, "dev", "&project=shop").await, ["shop/dev", "shop/review-1"]);
    assert_eq!(names(&server, "admin", "&tagName=env&tagValue=review").await, ["shop/review-1"]);
    server.post("/api/stacks/acme/shop").by("dev").json(&body).send().await.refused(409);
    server.post("/api/stacks/acme/shop").by("rob").json(&body).send().await.refused(403);
    let audit = server.get("/api/orgs/acme/auditlogs/v2").send().await.expect(200);
    let events: Vec<_> = audit["auditLogEvents"].as_array().unwrap().iter().collect();
    let created = events.iter().find(|event| event["event"] == "stack-created").unwrap();
    assert!(created["description"].as_str().unwrap().contains("`shop/review-1`"), "{created}");
    server.delete(path).by("dev").send().await.expect(204);
}

#[tokio::test]
async fn tags_are_added_changed_and_taken_away_one_by_one() {
    let server = Server::start().await;
    let tag = |name: &str, value: &str| json!({"name": name, "value": value});
    let tags = format!("{DEV}/tags");
    server.post(&tags).json(&tag("team", "shop")).send().await.expect(204);
    server.post(&tags).json(&tag("team", "other")).send().await.refused(409).saying("`team`");
    server.patch(&format!("{tags}/team")).json(&tag("squad", "a")).send().await.expect(204);
    server.patch(&format!("{tags}/team")).json(&tag("team", "b")).send().await.refused(404);
    server.patch(&format!("{tags}/squad")).json(&tag("env", "b")).send().await.refused(409);
    let now = server.get(DEV).send().await.expect(200);
    assert_eq!(now["tags"], json!({"env": "dev", "squad": "a"}));
    server.delete(&format!("{tags}/squad")).send().await.expect(204);
    server.delete(&format!("{tags}/squad")).send().await.refused(404);
    let long = "x".repeat(257);
    server.patch(&tags).json(&json!({"a/b": long})).send().await.refused(400).at("/a~1b");
    let many: serde_json::Map<_, _> =
        (0..101).map(|number| (number.to_string(), json!(""))).collect();
    server.patch(&tags).json(&Value::Object(many)).send().await.refused(400).saying("100 tags");
    let bad = json!({"stackName": "a b"});
    server.post("/api/stacks/acme/shop").json(&bad).send().await.refused(400).at("/stackName");
    assert_eq!(server.get(DEV).send().await.expect(200)["tags"], json!({"env": "dev"}));
}

#[tokio::test]
async fn a_guardrail_is_asked_before_a_stack_is_tagged() {
    let server = with_developer().await;
    let expect = json!({"name": "dev cannot touch production", "expect": {"principal": {"type": "token", "id": "dev"},
        "scope": "stack:delete", "entity": {"type": "stack", "id": "s-prod"}, "allowed": false}});
    let path = "/api/orgs/acme/scopesight/guardrails";
    server.post(path).json(&expect).send().await.expect(200);
    let tags = "/api/stacks/acme/shop/prod/tags";
    let refused = server.patch(tags).json(&json!({"env": "dev"})).send().await.expect(422);
    assert_eq!(refused["reason"], "breaks-guardrails", "{refused}");
    let forced = format!("{tags}?breakGuardrails=true");
    server.patch(&forced).json(&json!({"env": "dev"})).send().await.expect(204);
}

#[tokio::test]
async fn a_list_of_stacks_comes_in_pages() {
    let server = Server::start().await;
    for number in 0..4 {
        let body = json!({"stackName": format!("s{number}")});
        server.post("/api/stacks/acme/pages").json(&body).send().await.expect(200);
    }
    let path = "/api/user/stacks?organization=acme&project=pages&maxResults=3";
    let first = server.get(path).send().await.expect(200);
    assert_eq!(first["stacks"].as_array().unwrap().len(), 3);
    let token = first["continuationToken"].as_str().unwrap();
    // What the page ended with is gone, and something new comes before it: the rest is still the rest.
    server.delete("/api/stacks/acme/pages/s2").send().await.expect(204);
    let body = json!({"stackName": "s11"});
    server.post("/api/stacks/acme/pages").json(&body).send().await.expect(200);
    let second = server.get(&format!("{path}&continuationToken={token}")).send().await.expect(200);
    assert_eq!(second["stacks"].as_array().unwrap().len(), 1);
    assert_eq!(second["stacks"][0]["stackName"], "s3");
    assert!(second.get("continuationToken").is_none());
    server.get("/api/user/stacks?organization=nowhere").send().await.refused(404);
    for wrong in ["maxResults=0", "maxResults=1001", "maxResults=x", "roleID=nobody"] {
        server
            .get(&format!("/api/user/stacks?organization=acme&{wrong}"))
            .send()
            .await
            .refused(400);
    }
}

#[tokio::test]
async fn a_list_can_be_asked_about_a_role() {
    let server = with_developer().await;
    let roles = server.get("/api/orgs/acme/roles?uxPurpose=role").send().await.expect(200);
    let roles = roles["roles"].as_array().unwrap();
    let developer = roles.iter().find(|role| role["name"] == "role of dev").unwrap();
    let query = format!("&roleID={}", developer["id"].as_str().unwrap());
    assert_eq!(names(&server, "admin", &query).await, ["shop/dev"]);
    assert_eq!(names(&server, "rob", "&roleID=r-empty").await, Vec::<String>::new());
    // What a role reaches is for those who may see roles.
    let path = format!("/api/user/stacks?organization=acme{query}");
    server.get(&path).by("cy").send().await.refused(403).saying("`role:read`");
}

#[tokio::test]
async fn a_project_is_there_for_whoever_reads_a_stack_of_it() {
    let server = with_developer().await;
    server.head("/api/stacks/acme/shop").by("dev").send().await.expect_nothing(200);
    server.head("/api/stacks/acme/none").by("dev").send().await.expect_nothing(404);
    let prod = json!({"env": "prod"});
    server.patch(&format!("{DEV}/tags")).json(&prod).send().await.expect(204);
    server.head("/api/stacks/acme/shop").by("dev").send().await.expect_nothing(404);
    server.head("/api/stacks/acme/shop").by("eve").send().await.expect_nothing(404);
}

#[tokio::test]
async fn the_teams_of_a_stack_are_told_to_whoever_may_see_its_access() {
    let server = Server::start().await;
    let path = format!("{DEV}/teams");
    let team = json!({"name": "apps", "displayName": "The apps", "description": "d"});
    server.post("/api/orgs/acme/teams/pulumi").json(&team).send().await.expect(201);
    let grant = |level: u32| json!({"permissions": level});
    let console = "/api/console/stacks/acme/shop/dev/teams/apps";
    server.patch(console).json(&grant(102)).send().await.expect(204);
    let teams = server.get(&path).send().await.expect(200);
    // `platform` has a set there that no level stands for; the admin made `apps` and is in it.
    let expected = json!({"projectName": "shop", "teams": [
        {"name": "apps", "displayName": "The apps", "description": "d", "isMember": true, "permission": 102},
        {"name": "platform", "displayName": "platform", "description": "", "isMember": false, "permission": 0}]});
    assert_eq!(teams, expected);
    let told = server.get(&path).by("cy").send().await.expect(200);
    assert_eq!(told["teams"][1]["isMember"], true);
    server.patch(console).json(&grant(0)).send().await.expect(204);
    let teams = server.get(&path).send().await.expect(200);
    assert_eq!(teams["teams"].as_array().unwrap().len(), 1);
    let other = server.get("/api/stacks/acme/shop/prod/teams").send().await.expect(200);
    assert_eq!(other["teams"], json!([]));

    let read = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:read"]});
    server.give_role("reader", &read).await;
    let refused = server.get(&path).by("reader").send().await.refused(403);
    refused.saying("missing scope `stack_access:read` on stack `shop/dev`");
    server.get(&path).by("eve").send().await.refused(404).saying("organization `acme`");
    server.get("/api/stacks/acme/shop/none/teams").send().await.refused(404).saying("`shop/none`");
}
