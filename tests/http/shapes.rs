//! Every call that reads, and those that answer with what they made. That each answer is as it is described, by us and
//! officially, is looked at wherever anything is asked; here is what no other test may ask.

use serde_json::json;

use crate::harness::Server;

#[tokio::test]
async fn answers_have_the_shapes_that_are_described() {
    let server = Server::start().await;
    let roles = "/api/orgs/acme/roles";
    for purpose in ["role", "policy", "set"] {
        server.get(&format!("{roles}?uxPurpose={purpose}")).send().await.expect(200);
    }
    for id in ["r-reader", "admin", "stack-read"] {
        server.get(&format!("{roles}/{id}")).send().await.expect(200);
    }
    for (id, kind) in [("r-reader", "users"), ("r-flat", "teams"), ("r-reader", "tokens")] {
        let holders = server.get(&format!("{roles}/{id}/{kind}")).send().await.expect(200);
        assert_eq!(holders[kind].as_array().unwrap().len(), 1);
    }
    let body = json!({"name": "New", "uxPurpose": "role",
        "details": {"__type": "PermissionDescriptorGroup", "entries": []}});
    let created = server.post(&format!("{roles}?createPolicyAndRole=true")).json(&body);
    let created = created.send().await.expect(200);
    let updated = server.patch(&format!("{roles}/{}", created["id"].as_str().unwrap()));
    updated.json(&json!({"description": "x"})).send().await.expect(200);
    for caller in ["admin", "rob", "t-ci", "t-team"] {
        server.get("/api/user").by(caller).send().await.expect(200);
    }
    server.get("/api/capabilities").send().await.expect(200);

    let tokens = "/api/orgs/acme/tokens";
    let created = server.post(tokens).json(&json!({"name": "new", "admin": false}));
    created.send().await.expect(200);
    for path in [tokens, "/api/orgs/acme/teams/platform/tokens", "/api/user/tokens"] {
        let list = server.get(path).send().await.expect(200);
        assert!(!list["tokens"].as_array().unwrap().is_empty());
    }

    let members = "/api/orgs/acme/members";
    let list = server.get(members).send().await.expect(200);
    assert_eq!(list["members"].as_array().unwrap().len(), 4);
    server.get(&format!("{members}/cy/teams")).send().await.expect(200);
    server.give_eve_a_home().await;
    let added = server.post(&format!("{members}/eve")).json(&json!({"role": "member"}));
    added.send().await.expect(200);

    server.get("/api/orgs/acme").send().await.expect(200);
    server.get("/api/orgs/acme/metadata").send().await.expect(200);
    let change = json!({"setDefaultAccountPermission": 1, "setMaxAccessTokenExpiryDays": 0});
    server.patch("/api/orgs/acme").json(&change).send().await.expect(200);

    let levels = "/api/console/orgs/acme/members/cy/stacks/shop/dev";
    let levels = server.get(levels).send().await.expect(200);
    assert_eq!(levels["teamPermissions"].as_array().unwrap().len(), 1);

    let teams = "/api/orgs/acme/teams";
    let grant = json!({"addEnvironmentPermission":
        {"projectName": "aws", "envName": "prod", "permission": "open"}});
    server.patch(&format!("{teams}/platform")).json(&grant).send().await.expect(204);
    for path in ["", "/platform", "/platform/roles"] {
        server.get(&format!("{teams}{path}")).send().await.expect(200);
    }
    let created = server.post(&format!("{teams}/pulumi")).json(&json!({"name": "new"}));
    created.send().await.expect(201);
    server.get(&format!("{roles}/scopes")).send().await.expect(200);
}

#[tokio::test]
async fn answers_about_entities_have_the_shapes_that_are_described() {
    let server = Server::start().await;
    let stack = json!({"stackName": "new", "tags": {"env": "dev"}});
    server.post("/api/stacks/acme/shop").json(&stack).send().await.expect(200);
    let tags = "/api/esc/environments/acme/aws/prod/tags";
    let made = server.post(tags).json(&json!({"name": "env", "value": "prod"}));
    made.send().await.expect(200);
    let change = json!({"currentTag": {"value": "prod"}, "newTag": {"value": "live"}});
    server.patch(&format!("{tags}/env")).json(&change).send().await.expect(200);
    let account = "/api/preview/insights/acme/accounts/main";
    let body = json!({"provider": "kubernetes", "environment": "aws/prod"});
    server.post(account).json(&body).send().await.expect(204);
    let several = json!({"accounts": [
        {"name": "other", "provider": "aws", "environment": "aws/prod"},
        {"name": "main", "provider": "aws", "environment": "aws/prod"}]});
    let several = server.post("/api/preview/insights/acme/accounts").json(&several);
    several.send().await.expect(200);
    for path in [
        "/api/user/stacks",
        "/api/stacks/acme/shop/new",
        "/api/stacks/acme/shop/dev/teams",
        "/api/esc/environments/acme",
        "/api/esc/environments/acme?maxResults=1",
        tags,
        "/api/esc/environments/acme/aws/prod/tags/env",
        "/api/preview/insights/acme/accounts",
        account,
    ] {
        server.get(path).send().await.expect(200);
    }
}
