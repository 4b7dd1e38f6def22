//! The registry of environments, and what their tags decide.

use serde_json::{Value, json};

use crate::harness::{Server, allow};

const ALL: &str = "/api/esc/environments/acme";
const PROD: &str = "/api/esc/environments/acme/aws/prod";

fn named(project: &str, name: &str) -> Value {
    json!({"project": project, "name": name})
}

fn tag(name: &str, value: &str) -> Value {
    json!({"name": name, "value": value})
}

async fn names(server: &Server, by: &str, query: &str) -> Vec<String> {
    let answer = server.get(&format!("{ALL}{query}")).by(by).send().await.expect(200);
    let name = |told: &Value| {
        format!("{}/{}", told["project"].as_str().unwrap(), told["name"].as_str().unwrap())
    };
    answer["environments"].as_array().unwrap().iter().map(name).collect()
}

#[tokio::test]
async fn whoever_creates_an_environment_holds_it_and_others_do_not() {
    let server = Server::start().await;
    let before = server.everything().await;
    let review = named("aws", "review");
    server.post(ALL).by("cy").json(&review).send().await.expect_nothing(200);
    let path = format!("{ALL}/aws/review");
    let definition = server.get(&path).by("cy").send().await;
    assert_eq!(definition.header("content-type"), "application/x-yaml");
    let etag = definition.header("etag").to_owned();
    // Pulumi's clients read it as a number.
    assert_eq!(definition.header("pulumi-esc-revision"), "1");
    assert!(etag.len() > 2, "{etag}");
    definition.expect_nothing(200);
    let head = server.head(&path).by("cy").send().await;
    assert_eq!(head.header("etag"), etag);
    head.expect_nothing(200);
    assert_eq!(names(&server, "cy", "").await, ["aws/review"]);
    assert_eq!(names(&server, "admin", "").await, ["aws/prod", "aws/review"]);
    let list = server.get(ALL).by("cy").send().await.expect(200);
    let expected = json!({"id": etag.trim_matches('"'), "organization": "acme", "project": "aws", "name": "review",
        "created": "2026-11-23T12:00:00Z", "modified": "2026-11-23T12:00:00Z", "tags": {},
        "ownedBy": {"name": "cy", "githubLogin": "cy", "avatarUrl": ""},
        "settings": {"deletionProtected": false},
        "referrerMetadata": {"environmentReferrerCount": 0, "insightsAccountReferrerCount": 0, "stackReferrerCount": 0}});
    assert_eq!(list["environments"], json!([expected]));

    server.post(ALL).by("cy").json(&review).send().await.refused(409).saying("`aws/review`");
    server.get(&path).by("rob").send().await.refused(404).saying("environment `aws/review`");
    server.get(&path).by("eve").send().await.refused(404).saying("organization `acme`");
    assert_eq!(names(&server, "rob", "").await, Vec::<String>::new());
    server.get(ALL).by("eve").send().await.refused(404);
    server
        .post(ALL)
        .by("rob")
        .json(&named("a", "b"))
        .send()
        .await
        .refused(403)
        .saying("`environment:create`");
    let audit = server.get("/api/orgs/acme/auditlogs/v2?eventFilter=environment-created");
    let audit = audit.send().await.expect(200);
    let created = audit["auditLogEvents"][0]["description"].as_str().unwrap();
    assert!(created.contains("`aws/review`") && created.contains("user `cy`"), "{created}");

    server.delete(&path).by("cy").send().await.expect_nothing(200);
    server.delete(&path).by("cy").send().await.refused(404);
    assert_eq!(server.everything().await, before, "nothing of it is left");
}

#[tokio::test]
async fn an_environment_outlives_its_creator() {
    let server = Server::start().await;
    server.post(ALL).by("cy").json(&named("aws", "review")).send().await.expect_nothing(200);
    server.delete("/api/orgs/acme/members/cy").send().await.expect(204);
    let list = server.get(ALL).send().await.expect(200);
    assert_eq!(list["environments"][1]["ownedBy"]["githubLogin"], "acme");
}

#[tokio::test]
async fn creating_an_environment_asks_the_guardrails() {
    let server = Server::start().await;
    server.give_role("maker", &allow(&["environment:create"])).await;
    let post = |path: &str| server.post(path).by("maker").json(&named("aws", "new"));
    // Its creator could delete it, and the guardrail says who may.
    let refused = post(ALL).send().await.expect(422);
    assert_eq!(refused["reason"], "breaks-guardrails", "{refused}");
    post(&format!("{ALL}?breakGuardrails=true")).send().await.expect_nothing(200);
    server.get(&format!("{ALL}/aws/new")).by("maker").send().await.expect_nothing(200);
}

#[tokio::test]
async fn whoever_holds_a_part_of_an_environment_is_told_what_is_missing() {
    let server = Server::start().await;
    server.post(&format!("{PROD}/tags")).json(&tag("env", "prod")).send().await.expect(200);
    server.give_role("reader", &allow(&["environment:read"])).await;
    server.get(PROD).by("reader").send().await.expect_nothing(200);
    let list = server.get(ALL).by("reader").send().await.expect(200);
    assert_eq!(list["environments"][0]["tags"], json!({}), "they are another scope");
    let list = server.get(ALL).send().await.expect(200);
    assert_eq!(list["environments"][0]["tags"], json!({"env": "prod"}));

    let change = json!({"currentTag": {"value": "prod"}, "newTag": {"value": "dev"}});
    let (tags, one) = (format!("{PROD}/tags"), format!("{PROD}/tags/env"));
    let cases = [
        (server.get(&tags), "environment_tag:read"),
        (server.get(&one), "environment_tag:read"),
        (server.post(&tags).json(&tag("a", "b")), "environment_tag:create"),
        (server.patch(&one).json(&change), "environment_tag:update"),
        (server.delete(&one), "environment_tag:delete"),
        (server.delete(PROD), "environment:delete"),
        (server.patch(PROD).text("values: {}"), "environment:write"),
    ];
    let before = server.everything().await;
    for (ask, scope) in cases {
        let refused = ask.by("reader").send().await.expect(403);
        assert_eq!(refused["missingScope"], scope);
        let message = format!("missing scope `{scope}` on environment `aws/prod`");
        assert_eq!(refused["message"], message);
    }
    let asks = [server.get(&tags), server.get(&one), server.delete(&one), server.patch(PROD)];
    for ask in asks {
        ask.by("rob").send().await.refused(404).saying("environment `aws/prod`");
    }
    assert_eq!(server.everything().await, before);
    let refused = server.get("/api/orgs/acme/auditlogs/v2?eventFilter=auth-failure-environment");
    let refused = refused.send().await.expect(200);
    assert_eq!(refused["auditLogEvents"].as_array().unwrap().len(), 7);
}

#[tokio::test]
async fn a_tag_of_an_environment_says_who_changed_it_last_and_when() {
    let server = Server::start().await;
    let scopes = ["environment_tag:read", "environment_tag:update", "environment_tag:delete"];
    server.give_role("tagger", &allow(&scopes)).await;
    let tags = format!("{PROD}/tags");
    let made = server.post(&tags).json(&tag("team", "shop")).send().await.expect(200);
    let expected = json!({"name": "team", "value": "shop", "created": "2026-11-23T12:00:00Z",
        "modified": "2026-11-23T12:00:00Z", "editorLogin": "admin", "editorName": "admin"});
    assert_eq!(made, expected);
    server.post(&tags).json(&tag("team", "other")).send().await.refused(409).saying("`team`");
    server.post(&tags).json(&tag("env", "prod")).send().await.expect(200);

    server.wait(60);
    let update = |key: &str, current: &str, new: Value| {
        let body = json!({"currentTag": {"value": current}, "newTag": new});
        server.patch(&format!("{tags}/{key}")).by("tagger").json(&body)
    };
    let stale = update("team", "other", json!({"value": "b"})).send().await.refused(409);
    stale.saying("expected the tag `team` to be `other`, found `shop`");
    let changed = update("team", "shop", json!({"value": "core"})).send().await.expect(200);
    let expected = json!({"name": "team", "value": "core", "created": "2026-11-23T12:00:00Z",
        "modified": "2026-11-23T12:01:00Z", "editorLogin": "tagger", "editorName": "tagger"});
    assert_eq!(changed, expected);
    assert_eq!(server.get(&format!("{tags}/team")).send().await.expect(200), expected);
    // What is not touched stays as it was.
    let other = server.get(&format!("{tags}/env")).send().await.expect(200);
    assert_eq!((&other["modified"], &other["editorLogin"]), (&other["created"], &json!("admin")));
    let list = server.get(ALL).send().await.expect(200);
    assert_eq!(list["environments"][0]["modified"], "2026-11-23T12:01:00Z");

    let renamed = update("team", "core", json!({"name": "squad"})).send().await.expect(200);
    assert_eq!((&renamed["name"], &renamed["value"]), (&json!("squad"), &json!("core")));
    assert_eq!(server.get(&format!("{tags}/squad")).send().await.expect(200), renamed);
    server.wait(60);
    let same = update("squad", "core", json!({})).send().await.expect(200);
    assert_eq!(same, renamed, "what stays as it is was not changed");
    // As `esc` and Pulumi's provider send it: what is nothing stays.
    let sent = json!({"currentTag": {"name": "", "value": "core"}, "newTag": {"name": "", "value": "core"}});
    let same = server.patch(&format!("{tags}/squad")).json(&sent).send().await.expect(200);
    assert_eq!(same, renamed);
    let same = update("squad", "core", json!({"name": "squad", "value": ""})).send().await;
    assert_eq!(same.expect(200), renamed);
    update("squad", "core", json!({"name": "env"})).send().await.refused(409).saying("`env`");
    update("team", "core", json!({})).send().await.refused(404).saying("tag `team`");
    server.get(&format!("{tags}/team")).send().await.refused(404).saying("tag `team`");
    server.delete(&format!("{tags}/squad")).by("tagger").send().await.expect(204);
    server.delete(&format!("{tags}/squad")).by("tagger").send().await.refused(404);
    let left = server.get(&tags).send().await.expect(200);
    assert_eq!(left["tags"].as_object().unwrap().keys().collect::<Vec<_>>(), ["env"]);
    let audit = server.get("/api/orgs/acme/auditlogs/v2?eventFilter=environment-tags-changed");
    let audit = audit.send().await.expect(200);
    assert_eq!(audit["auditLogEvents"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn tags_of_an_environment_come_in_pages_and_are_refused_where_they_are_wrong() {
    let server = Server::start().await;
    let tags = format!("{PROD}/tags");
    for key in ["c", "a", "b"] {
        server.post(&tags).json(&tag(key, "1")).send().await.expect(200);
    }
    let first = server.get(&format!("{tags}?count=2")).send().await.expect(200);
    assert_eq!(first["tags"].as_object().unwrap().keys().collect::<Vec<_>>(), ["a", "b"]);
    let next = first["nextToken"].as_str().unwrap();
    let second = server.get(&format!("{tags}?count=2&after={next}")).send().await.expect(200);
    assert_eq!(second["tags"].as_object().unwrap().keys().collect::<Vec<_>>(), ["c"]);
    assert_eq!(second["nextToken"], "0", "where `esc` stops");
    // As `esc` begins.
    let whole = server.get(&format!("{tags}?after=&count=500")).send().await.expect(200);
    assert_eq!(whole["tags"].as_object().unwrap().len(), 3);
    for wrong in ["count=0", "count=1001", "count=x", "after=-1", "after=x"] {
        server.get(&format!("{tags}?{wrong}")).send().await.refused(400);
    }
    let long = "x".repeat(257);
    for (body, pointer) in [
        (tag("", "x"), "/name"),
        (tag(&"x".repeat(41), "x"), "/name"),
        (tag("x", &long), "/value"),
        (json!({"name": "x", "value": "y", "more": 1}), "/more"),
    ] {
        server.post(&tags).json(&body).send().await.refused(400).at(pointer);
    }
    for (new, pointer) in [
        (json!({"name": " "}), "/newTag/name"),
        (json!({"value": long}), "/newTag/value"),
        (json!({"key": "x"}), "/newTag/key"),
    ] {
        let body = json!({"currentTag": {"value": "1"}, "newTag": new});
        server.patch(&format!("{tags}/a")).json(&body).send().await.refused(400).at(pointer);
    }
    for number in 0..97 {
        let body = tag(&format!("n{number}"), "");
        let path = format!("{tags}?breakGuardrails=true");
        server.post(&path).json(&body).send().await.expect(200);
    }
    server
        .post(&tags)
        .json(&tag("more", ""))
        .send()
        .await
        .refused(400)
        .saying("100 tags, found 101");
}

#[tokio::test]
async fn a_guardrail_is_asked_before_an_environment_is_tagged() {
    let server = Server::start().await;
    let tag_of = json!({"__type": "PermissionExpressionTag", "context": {"__type": "PermissionExpressionEnvironment"}, "key": "env"});
    let equal = json!({"__type": "PermissionExpressionEqual", "left": tag_of,
        "right": {"__type": "PermissionLiteralExpressionString", "value": "dev"}});
    let details = json!({"__type": "PermissionDescriptorCondition", "condition": equal,
        "subNode": allow(&["environment:read", "environment:open"])});
    server.give_role("dev", &details).await;
    let expect = json!({"name": "dev cannot open production", "expect": {"principal": {"type": "token", "id": "dev"},
        "scope": "environment:open", "entity": {"type": "environment", "id": "e-prod"}, "allowed": false}});
    server.post("/api/orgs/acme/scopesight/guardrails").json(&expect).send().await.expect(200);
    let tags = format!("{PROD}/tags");
    let refused = server.post(&tags).json(&tag("env", "dev")).send().await.expect(422);
    assert_eq!(refused["reason"], "breaks-guardrails", "{refused}");
    server.get(PROD).by("dev").send().await.refused(404);
    let forced = format!("{tags}?breakGuardrails=true");
    server.post(&forced).json(&tag("env", "dev")).send().await.expect(200);
    server.get(PROD).by("dev").send().await.expect_nothing(200);
}

#[tokio::test]
async fn a_list_of_environments_comes_in_pages() {
    let server = Server::start().await;
    for name in ["d", "b", "c"] {
        server.post(ALL).json(&named("pages", name)).send().await.expect_nothing(200);
    }
    let first = server.get(&format!("{ALL}?maxResults=3")).send().await.expect(200);
    assert_eq!(first["environments"].as_array().unwrap().len(), 3);
    let next = first["nextToken"].as_str().unwrap();
    server.delete(&format!("{ALL}/pages/c")).send().await.expect_nothing(200);
    let rest = format!("?maxResults=3&continuationToken={next}&includeReferrerMetadata=true");
    assert_eq!(names(&server, "admin", &rest).await, ["pages/d"]);
    let second = server.get(&format!("{ALL}{rest}")).send().await.expect(200);
    assert!(second.get("nextToken").is_none());
    assert_eq!(names(&server, "admin", "?roleID=r-reader").await, Vec::<String>::new());
    assert_eq!(names(&server, "admin", "?roleID=admin").await.len(), 3);
    for wrong in ["maxResults=0", "maxResults=1001", "maxResults=x", "roleID=stack-read"] {
        server.get(&format!("{ALL}?{wrong}")).send().await.refused(400);
    }
    server.get("/api/esc/environments/nowhere").send().await.refused(404);
}

#[tokio::test]
async fn an_environment_that_cannot_be_is_refused_where_it_is_wrong() {
    let server = Server::start().await;
    let before = server.everything().await;
    for (body, pointer) in [
        (named("a b", "x"), "/project"),
        (named("", "x"), "/project"),
        (named("x", ".."), "/name"),
        (named("x", "a/b"), "/name"),
        (named("x", &"n".repeat(101)), "/name"),
        (json!({"project": "x", "name": "y", "yaml": "values: {}"}), "/yaml"),
        (json!({"project": "x"}), ""),
    ] {
        server.post(ALL).json(&body).send().await.refused(400).at(pointer);
    }
    server.patch(PROD).text("values: {}").send().await.refused(400).saying("not kept here");
    assert_eq!(server.everything().await, before);
}
