//! Guardrails: kept with the organization, and asked before anything is saved.

use serde_json::{Value, json};
use server::Config;

use crate::harness::{ORGANIZATION, Server};

const GUARDRAILS: &str = "/api/orgs/acme/scopesight/guardrails";
const EDITED: &str = "/api/orgs/acme/scopesight/roles";
const ROLES: &str = "/api/orgs/acme/roles";

fn allow(scopes: &[&str]) -> Value {
    json!({"__type": "PermissionDescriptorAllow", "permissions": scopes})
}

fn group(scopes: &[&str]) -> Value {
    json!({"__type": "PermissionDescriptorGroup", "entries": [allow(scopes)]})
}

fn is_prod() -> Value {
    json!({
        "__type": "PermissionExpressionEqual",
        "left": {"__type": "PermissionExpressionTag", "context": {"__type": "PermissionExpressionStack"}, "key": "env"},
        "right": {"__type": "PermissionLiteralExpressionString", "value": "prod"},
    })
}

fn never(name: &str, scope: &str) -> Value {
    let admin = json!([{"type": "user", "id": "admin"}]);
    json!({"name": name, "never": {"scope": scope, "where": is_prod(), "except": admin}})
}

fn expect(principal: (&str, &str), scope: &str, entity: &Value, allowed: bool) -> Value {
    let (kind, id) = principal;
    let mut expect =
        json!({"principal": {"type": kind, "id": id}, "scope": scope, "allowed": allowed});
    if !entity.is_null() {
        expect["entity"] = entity.clone();
    }
    json!({"name": format!("{id} {scope} {allowed}"), "expect": expect})
}

fn prod() -> Value {
    json!({"type": "stack", "id": "s-prod"})
}

async fn create(server: &Server, guardrail: &Value) -> Value {
    server.post(GUARDRAILS).json(guardrail).send().await.expect(200)
}

/// Every guardrail by name, and what is wrong with it.
async fn problems(server: &Server) -> Vec<(String, Value)> {
    let list = server.get(GUARDRAILS).send().await.expect(200);
    let guardrails = list["guardrails"].as_array().unwrap().clone();
    assert_eq!(list["hold"], guardrails.iter().all(|one| one["proof"]["holds"] == true));
    let told =
        |one: Value| (one["name"].as_str().unwrap().to_owned(), one["proof"]["problem"].clone());
    guardrails.into_iter().map(told).collect()
}

#[tokio::test]
async fn guardrails_of_a_snapshot_are_kept() {
    let server = Server::start().await;
    let given: Value = serde_json::from_str(ORGANIZATION).unwrap();
    assert_eq!(server.everything().await["guardrails"], given["guardrails"]);
    let list = server.get(GUARDRAILS).send().await.expect(200);
    let mut expected = given["guardrails"][0].clone();
    expected["id"] = json!(server.guardrail);
    expected["version"] = json!(1);
    expected["created"] = json!("2026-11-23T12:00:00Z");
    expected["modified"] = json!("2026-11-23T12:00:00Z");
    expected["createdBy"] = json!("");
    expected["proof"] = json!({"name": "only admin and cy delete environments", "holds": true});
    assert_eq!(list, json!({"hold": true, "guardrails": [expected]}));
    let main = server.get("/api/orgs/main/scopesight/guardrails").send().await.expect(200);
    assert_eq!(main, json!({"hold": true, "guardrails": []}));
}

#[tokio::test]
async fn a_guardrail_is_made_changed_and_deleted() {
    let server = Server::start().await;
    let created = create(&server, &never("nobody writes production", "stack:write")).await;
    assert_eq!(created["version"], 1);
    assert_eq!(created["createdBy"], "admin");
    assert_eq!(created["never"]["where"], is_prod());
    assert_eq!(created["proof"], json!({"name": "nobody writes production", "holds": true}));
    let path = format!("{GUARDRAILS}/{}", created["id"].as_str().unwrap());
    assert_eq!(server.get(&path).send().await.expect(200), created);

    server.wait(5);
    // As it stands everybody reads stacks: a guardrail may be broken from the start.
    let mut body = never("nobody reads production", "stack:read");
    body["version"] = json!(1);
    let changed = server.put(&path).json(&body).send().await.expect(200);
    assert_eq!((&changed["version"], &changed["created"]), (&json!(2), &created["created"]));
    assert_eq!(changed["modified"], "2026-11-23T12:00:05Z");
    let proof = &changed["proof"];
    assert_eq!((&proof["holds"], &proof["subject"]["id"]), (&json!(false), &json!("rob")));
    assert_eq!(proof["example"]["tags"], json!({"env": "prod"}));
    assert_eq!(proof["grants"][0]["record"], "p-reader");
    let snapshot = server.everything().await;
    assert_eq!(snapshot["guardrails"][1]["name"], "nobody reads production");
    assert_eq!(snapshot["guardrails"][1]["never"], changed["never"]);

    let stale = server.put(&path).json(&body).send().await.expect(409);
    assert_eq!(stale["code"], 409);
    let message = "`nobody reads production` was changed meanwhile, it is at version 2";
    assert_eq!(stale["message"], message);
    assert_eq!(
        (&stale["current"]["version"], &stale["current"]["never"]),
        (&json!(2), &changed["never"])
    );

    server.delete(&path).send().await.expect(204);
    for answer in [server.get(&path), server.delete(&path), server.put(&path).json(&body)] {
        answer.send().await.refused(404).saying("guardrail `");
    }
    assert_eq!(problems(&server).await.len(), 1);
}

#[tokio::test]
async fn a_guardrail_that_speaks_of_nothing_is_refused_with_the_place() {
    let server = Server::start().await;
    let before = server.everything().await;
    let name = "new";
    let except = |kind: &str, id: &str| json!({"name": name, "never": {"scope": "stack:read", "except": [{"type": "user", "id": "rob"}, {"type": kind, "id": id}]}});
    let mut of_environments = never(name, "stack:read");
    of_environments["never"]["where"]["left"]["context"]["__type"] =
        json!("PermissionExpressionEnvironment");
    let mut no_condition = never(name, "stack:read");
    no_condition["never"]["where"] = allow(&["stack:read"]);
    let both = json!({"name": name, "never": {"scope": "stack:read"}, "expect": expect(("user", "rob"), "role:read", &Value::Null, true)["expect"]});
    let wrong = [
        (
            except("user", "amdin"),
            "/never/except/1/id",
            "there is no user `amdin`, did you mean `admin`?",
        ),
        (
            except("team", "plattform"),
            "/never/except/1/id",
            "there is no team `plattform`, did you mean `platform`?",
        ),
        (
            except("token", "tci"),
            "/never/except/1/id",
            "there is no token `tci`, did you mean `t-ci`?",
        ),
        (never(name, "stack:delte"), "/never/scope", "did you mean `stack:delete`?"),
        (of_environments, "/never/where", "nothing that `stack:read` can be used on is ever there"),
        (no_condition, "/never/where/__type", "`PermissionDescriptorAllow`"),
        (
            expect(("user", "robb"), "stack:read", &prod(), true),
            "/expect/principal/id",
            "did you mean `rob`?",
        ),
        (
            expect(("user", "zoe"), "stack:read", &prod(), true),
            "/expect/principal/id",
            "there is no user `zoe`",
        ),
        (
            expect(
                ("user", "rob"),
                "stack:read",
                &json!({"type": "stack", "id": "shop/prod"}),
                true,
            ),
            "/expect/entity/id",
            "there is no stack `shop/prod`, did you mean `s-prod`?",
        ),
        (
            expect(
                ("user", "rob"),
                "stack:read",
                &json!({"type": "environment", "id": "e-prod"}),
                true,
            ),
            "/expect/entity/type",
            "`stack:read` cannot be used on `environment`, only on `stack`",
        ),
        (
            expect(("user", "rob"), "stack:read", &Value::Null, true),
            "/expect",
            "cannot be used on `global`",
        ),
        (
            expect(("user", "rob"), "stack:raed", &prod(), true),
            "/expect/scope",
            "did you mean `stack:read`?",
        ),
        (json!({"name": name}), "", "expected one of `never` and `expect`, found neither"),
        (both, "", "found both"),
        (never(" ", "stack:read"), "/name", "the name is empty"),
        (json!({"name": name, "always": {}}), "/always", "unknown field `always`"),
    ];
    for (mut body, pointer, words) in wrong {
        server.post(GUARDRAILS).json(&body).send().await.refused(400).saying(words).at(pointer);
        body["version"] = json!(1);
        let path = format!("{GUARDRAILS}/{}", server.guardrail);
        server.put(&path).json(&body).send().await.refused(400).saying(words).at(pointer);
    }
    let taken = never("only admin and cy delete environments", "stack:read");
    server.post(GUARDRAILS).json(&taken).send().await.refused(409).saying("exists");
    let long = never(&"x".repeat(3_000_000), "stack:read");
    server.post(GUARDRAILS).json(&long).send().await.refused(413);
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn an_organization_has_a_thousand_guardrails_at_the_most() {
    let mut snapshot: Value = serde_json::from_str(ORGANIZATION).unwrap();
    let guardrails: Vec<_> =
        (0..1000).map(|index| never(&format!("g{index}"), "stack:delete")).collect();
    snapshot["guardrails"] = json!(guardrails);
    let demo = Box::leak(snapshot.to_string().into_boxed_str());
    let server = Server::start_with(Config { demo: Some(demo), ..Config::default() }).await;
    assert_eq!(problems(&server).await.len(), 1000);
    let one_more = never("one more", "stack:delete");
    server.post(GUARDRAILS).json(&one_more).send().await.refused(409).saying("1000 guardrails");
    server.delete(&format!("{GUARDRAILS}/{}", server.guardrail)).send().await.expect(204);
    create(&server, &one_more).await;
}

#[tokio::test]
async fn a_save_that_breaks_a_guardrail_is_refused_unless_it_says_so() {
    let server = Server::start().await;
    let before = server.everything().await;
    let path = format!("{EDITED}/r-reader");
    let mut save = json!({"name": "Reader", "details": group(&["role:read", "environment:delete"]), "version": 1, "roleVersion": 1});
    let refused = server.put(&path).json(&save).send().await.expect(422);
    assert_eq!((&refused["code"], &refused["reason"]), (&json!(422), &json!("breaks-guardrails")));
    assert_eq!(
        refused["message"],
        "this breaks the guardrail `only admin and cy delete environments`; it is done all the same with `breakGuardrails`"
    );
    assert_eq!(refused["guardrails"].as_array().unwrap().len(), 1);
    let broken = &refused["guardrails"][0];
    assert_eq!(
        (&broken["name"], &broken["holds"]),
        (&json!("only admin and cy delete environments"), &json!(false))
    );
    assert_eq!(broken["subject"], json!({"type": "user", "id": "rob", "name": "rob"}));
    assert_eq!(broken["example"]["type"], "environment");
    assert_eq!(
        (&broken["grants"][0]["record"], &broken["grants"][0]["source"]),
        (&json!("p-reader"), &json!("own-role"))
    );
    assert_eq!(server.everything().await, before);

    save["breakGuardrails"] = json!(true);
    let saved = server.put(&path).json(&save).send().await.expect(200);
    assert_eq!(
        (&saved["version"], &saved["brokenGuardrails"]),
        (&json!(2), &refused["guardrails"])
    );
    assert_eq!(problems(&server).await[0].1, "somebody may do what nobody may");

    // What is broken already is in nobody's way.
    let save = json!({"name": "Reader", "details": allow(&["role:read", "environment:delete", "stack:write"]), "version": 2, "roleVersion": 1});
    let saved = server.put(&path).json(&save).send().await.expect(200);
    assert_eq!(saved.get("brokenGuardrails"), None);
    let save =
        json!({"name": "Reader", "details": allow(&["role:read"]), "version": 3, "roleVersion": 1});
    server.put(&path).json(&save).send().await.expect(200);
    assert_eq!(problems(&server).await[0].1, Value::Null);
}

#[tokio::test]
async fn every_way_to_change_roles_asks_the_guardrails() {
    let server = Server::start().await;
    let reads = expect(("user", "rob"), "role:read", &Value::Null, true);
    let dan = expect(("user", "dan"), "stack:read", &prod(), false);
    let cy = expect(("user", "cy"), "team:list", &Value::Null, true);
    for guardrail in [&reads, &dan, &cy] {
        assert_eq!(create(&server, guardrail).await["proof"]["holds"], true);
    }
    let before = server.everything().await;
    let none = json!({"details": allow(&[])});
    let ways = [
        // The set that rob's policy names, the policy itself, and the role.
        (
            server.patch(&format!("{ROLES}/set-org")).json(&none),
            "rob role:read true",
            "it is refused, and should be allowed",
        ),
        (
            server.patch(&format!("{ROLES}/p-reader")).json(&none),
            "rob role:read true",
            "it is refused, and should be allowed",
        ),
        (
            server.patch(&format!("{ROLES}/r-reader")).json(&none),
            "rob role:read true",
            "it is refused, and should be allowed",
        ),
        // Without a role of his own dan is a member, and members read stacks.
        (
            server.delete(&format!("{ROLES}/r-empty?force=true")),
            "dan stack:read false",
            "it is allowed, and should be refused",
        ),
        // cy has no role of her own.
        (
            server.patch(&format!("{ROLES}/r-empty/default")),
            "cy team:list true",
            "it is refused, and should be allowed",
        ),
    ];
    for (way, name, problem) in ways {
        let refused = way.send().await.expect(422);
        assert_eq!(refused["reason"], "breaks-guardrails");
        let broken = &refused["guardrails"][0];
        assert_eq!((&broken["name"], &broken["problem"]), (&json!(name), &json!(problem)));
        assert_eq!(refused["guardrails"].as_array().unwrap().len(), 1);
        // What is allowed is so by some rule, here a setting for members.
        let setting = broken["grants"][0]["through"].as_str();
        assert_eq!(setting, name.starts_with("dan").then_some("defaultStackPermission"));
    }
    assert_eq!(server.everything().await, before);
    let path = format!("{ROLES}/r-empty?force=true&breakGuardrails=true");
    server.delete(&path).send().await.expect(204);
    server.patch(&format!("{ROLES}/r-spare/default?breakGuardrails=true")).send().await.expect(204);
    server
        .patch(&format!("{ROLES}/set-org?breakGuardrails=true"))
        .json(&none)
        .send()
        .await
        .expect(200);
    let broken: Vec<_> =
        problems(&server).await.into_iter().filter(|(_, problem)| !problem.is_null()).collect();
    assert_eq!(
        broken.len(),
        2,
        "dan falls back to the new default role, which grants nothing: {broken:?}"
    );

    // What changes no access is not asked about, and neither is what nobody holds.
    server
        .patch(&format!("{ROLES}/r-flat"))
        .json(&json!({"description": "x"}))
        .send()
        .await
        .expect(200);
    let role = json!({"name": "Unheld", "uxPurpose": "role", "details": allow(&["stack:delete"])});
    server.post(ROLES).json(&role).send().await.expect(200);
}

#[tokio::test]
async fn a_guardrail_outlives_what_it_speaks_of() {
    let server = Server::start().await;
    create(&server, &expect(("token", "t-ci"), "role:read", &Value::Null, true)).await;
    let path = format!("{ROLES}/r-reader?force=true");
    let refused = server.delete(&path).send().await.expect(422);
    assert_eq!(refused["guardrails"][0]["problem"], "there is no token `t-ci`");
    server.delete(&format!("{path}&breakGuardrails=true")).send().await.expect(204);
    let problems = problems(&server).await;
    assert_eq!(problems[1], ("t-ci role:read true".to_owned(), json!("there is no token `t-ci`")));
    // It blocks nothing any more.
    server.delete(&format!("{ROLES}/r-flat?force=true")).send().await.expect(204);
}

#[tokio::test]
async fn a_draft_is_checked_in_the_place_of_its_role() {
    let server = Server::start().await;
    create(&server, &never("nobody reads production", "stack:read")).await;
    create(&server, &expect(("user", "rob"), "role:read", &Value::Null, true)).await;
    let before = server.everything().await;
    let check =
        |id: &str, body: Value| server.post(&format!("{EDITED}/{id}/check")).json(&body).send();
    let proofs = check("r-reader", json!({"details": allow(&["role:read", "environment:delete"])}))
        .await
        .expect(200);
    assert_eq!(
        (&proofs["hold"], &proofs["breaks"], &proofs["record"]),
        (&json!(false), &json!(true), &json!("p-reader"))
    );
    let effects: Vec<_> =
        proofs["guardrails"].as_array().unwrap().iter().map(|one| one["effect"].clone()).collect();
    // Others still read production.
    assert_eq!(effects, ["breaks", "leaves-broken", "keeps"]);
    assert_eq!(proofs["guardrails"][0]["subject"]["id"], "rob");
    let role = json!({"uxPurpose": "role", "details": {"__type": "PermissionDescriptorCompose", "permissionDescriptors": ["p-spare"]}});
    let proofs = check("r-reader", role).await.expect(200);
    assert_eq!(proofs["record"], "r-reader");
    check("gone", json!({"details": allow(&[])})).await.refused(404);
    check("r-reader", json!({"details": {"__type": "PermissionDescriptorAllwo"}}))
        .await
        .refused(400)
        .at("/details/__type");
    check("r-reader", json!({})).await.refused(400);
    assert_eq!(server.everything().await, before);
}
