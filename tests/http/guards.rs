//! Nobody hands out more than they hold, and somebody can always manage roles.

use serde_json::{Value, json};
use server::Config;

use crate::harness::{Ask, Server};

const ORG: &str = "/api/orgs/acme";
/// What `keeper` may do: look after people, roles and teams, and see every stack.
const KEEPS: [&str; 10] = [
    "role:read",
    "role:create",
    "role:update",
    "role:delete",
    "team:update",
    "org_member:add",
    "org_member:update",
    "org_member:set_admin",
    "org_token:create",
    "stack:read",
];

fn allow(scopes: &[&str]) -> Value {
    json!({"__type": "PermissionDescriptorAllow", "permissions": scopes})
}

fn role(name: &str, scopes: &[&str]) -> Value {
    json!({"name": name, "uxPurpose": "role", "details": allow(scopes)})
}

async fn make_role(server: &Server, body: &Value) -> String {
    let path = format!("{ORG}/roles?breakGuardrails=true");
    let made = server.post(&path).json(body).send().await.expect(200);
    made["id"].as_str().unwrap().to_owned()
}

/// A server where rob holds the role `keeper`, whose id comes with it.
async fn start(config: Config) -> (Server, String) {
    let server = Server::start_with(config).await;
    server.give_to_everyone().await;
    server.give_eve_a_home().await;
    let keeper = make_role(&server, &role("Keeper", &KEEPS)).await;
    let bind = server.patch(&format!("{ORG}/members/rob")).json(&json!({"fgaRoleId": keeper}));
    bind.send().await.expect(204);
    let grant = json!({"permissions": 103});
    let path = "/api/console/stacks/acme/shop/prod/teams/platform";
    server.patch(path).json(&grant).send().await.expect(204);
    (server, keeper)
}

fn ask<'a>(server: &'a Server, method: &str, path: &str, body: &Value) -> Ask<'a> {
    let query = if path.contains('?') { "&" } else { "?" };
    let path = format!("{path}{query}breakGuardrails=true");
    let ask = match method {
        "POST" => server.post(&path),
        "PUT" => server.put(&path),
        "DELETE" => server.delete(&path),
        _ => server.patch(&path),
    };
    if body.is_null() { ask } else { ask.json(body) }
}

/// Everything that would give more than rob holds: method, path, body, and what the refusal says.
fn too_much(keeper: &str) -> Vec<(&'static str, String, Value, &'static str)> {
    let mut wider = KEEPS.to_vec();
    wider.push("org_token:delete");
    let widened = json!({"details": allow(&wider)});
    let saved = json!({"name": "Keeper", "description": "", "details": allow(&wider), "version": 1,
        "breakGuardrails": true});
    let sees = json!({"details": allow(&["role:read", "org_token:delete"])});
    let add = json!({"member": "dan", "memberAction": "add"});
    let admin_on_dev = json!({"addStackPermission":
        {"projectName": "shop", "stackName": "dev", "permission": 103}});
    let opens = json!({"addEnvironmentPermission":
        {"projectName": "aws", "envName": "prod", "permission": "open"}});
    let org = |path: &str| format!("{ORG}{path}");
    vec![
        // A role one holds oneself, by both ways to change it, and a set in somebody else's role.
        (
            "PATCH",
            org(&format!("/roles/{keeper}")),
            widened,
            "user `rob` could do what you cannot: `org_token:delete` on the organization",
        ),
        ("PUT", org(&format!("/scopesight/roles/{keeper}")), saved, "user `rob`"),
        (
            "PATCH",
            org("/roles/set-org"),
            sees,
            "token `t-ci` could do what you cannot: `org_token:delete`",
        ),
        // The role of a person, of a new member, of everybody without one, of a team.
        ("PATCH", org("/members/dan"), json!({"role": "admin"}), "user `dan`"),
        ("PATCH", org("/members/rob"), json!({"role": "admin"}), "user `rob`"),
        ("POST", org("/members/eve"), json!({"role": "billing-manager"}), "`organization:billing`"),
        ("POST", org("/members/eve"), json!({"fgaRoleId": "admin"}), "user `eve`"),
        ("PATCH", org("/roles/admin/default"), Value::Null, "user `cy`"),
        ("POST", org("/teams/platform/roles/admin"), Value::Null, "user `cy`"),
        // Deleting a role gives those who held it the Member role.
        ("DELETE", org("/roles/r-empty?force=true"), Value::Null, "user `dan`"),
        // What a team has, and what it gets.
        ("PATCH", org("/teams/platform"), add, "user `dan` could do what you cannot"),
        ("PATCH", org("/teams/platform"), admin_on_dev, "on stack `shop/dev`"),
        ("PATCH", org("/teams/platform"), opens, "on one environment"),
        (
            "PATCH",
            "/api/console/stacks/acme/shop/dev/teams/platform".to_owned(),
            json!({"permissions": 102}),
            "on stack `shop/dev`",
        ),
        ("POST", org("/tokens"), json!({"name": "n", "roleID": "admin"}), "token `n`"),
        ("POST", org("/tokens"), json!({"name": "n"}), "token `n`"),
    ]
}

#[tokio::test]
async fn nobody_hands_out_more_than_they_hold() {
    let (server, keeper) = start(Config::default()).await;
    let before = server.everything().await;
    for (method, path, body, words) in too_much(&keeper) {
        let asked = ask(&server, method, &path, &body).by("rob").send().await;
        asked.refused(403).saying("could do what you cannot").saying(words);
    }
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn administrators_and_servers_without_the_guard_hand_out_everything() {
    let open = || Config { guards_handing_out: false, ..Config::default() };
    for (config, caller) in [(Config::default(), "admin"), (open(), "rob")] {
        let (server, keeper) = start(config).await;
        let mut in_the_way = Vec::new();
        for (method, path, body, _) in too_much(&keeper) {
            let asked = ask(&server, method, &path, &body).by(caller).send().await;
            match asked.status {
                200 | 204 => {}
                409 => in_the_way.push(asked.what),
                _ => panic!("{caller} {}: {:?}", asked.what, asked.body),
            }
        }
        // What was done before is in the way of the same again: a role has moved on, somebody is in, a name is taken.
        assert_eq!(in_the_way.len(), 3, "{in_the_way:?}");
    }
}

#[tokio::test]
async fn what_one_holds_oneself_can_be_handed_out() {
    let (server, keeper) = start(Config::default()).await;
    let by_rob = async |method: &str, path: String, body: Value, status: u16| {
        ask(&server, method, &path, &body).by("rob").send().await.expect(status)
    };
    by_rob("PATCH", format!("{ORG}/members/dan"), json!({"fgaRoleId": keeper}), 204).await;
    by_rob("POST", format!("{ORG}/tokens"), json!({"name": "n", "roleID": keeper}), 200).await;
    by_rob("POST", format!("{ORG}/teams/platform/roles/{keeper}"), Value::Null, 204).await;
    let sees = json!({"projectName": "shop", "stackName": "dev", "permission": 0});
    by_rob("PATCH", format!("{ORG}/teams/platform"), json!({"editStackPermission": sees}), 204)
        .await;
    // Nobody holds it yet: nothing is handed out before it is bound.
    let body = role("Owner", &["organization:delete"]);
    let owner = by_rob("POST", format!("{ORG}/roles"), body, 200).await;
    let owner = owner["id"].as_str().unwrap();
    let bind = json!({"fgaRoleId": owner});
    let bound = ask(&server, "PATCH", &format!("{ORG}/members/dan"), &bind).by("rob").send().await;
    bound.refused(403).saying("`organization:delete` on the organization");
    // Whoever holds it keeps it, also through another hand.
    server.patch(&format!("{ORG}/members/cy")).json(&bind).send().await.expect(204);
    by_rob("PATCH", format!("{ORG}/members/cy"), bind, 204).await;
    by_rob("PATCH", format!("{ORG}/roles/{owner}"), json!({"details": allow(&[])}), 200).await;
}

#[tokio::test]
async fn a_condition_is_held_against_what_one_holds_with_its_own() {
    let (server, _) = start(Config::default()).await;
    let tag = json!({"__type": "PermissionExpressionTag", "key": "env",
        "context": {"__type": "PermissionExpressionStack"}});
    let value = json!({"__type": "PermissionLiteralExpressionString", "value": "dev"});
    let is_dev = json!({"__type": "PermissionExpressionEqual", "left": tag, "right": value});
    let where_dev = |scopes: &[&str]| {
        json!({"__type": "PermissionDescriptorCondition",
        "condition": is_dev, "subNode": allow(scopes)})
    };
    let body = |name: &str, scopes: &[&str]| json!({"name": name, "uxPurpose": "role", "details": where_dev(scopes)});
    let reads = make_role(&server, &body("Reads dev", &["stack:read"])).await;
    let writes = make_role(&server, &body("Writes dev", &["stack:read", "stack:write"])).await;
    let path = format!("{ORG}/members/dan");
    let bind = |id: &str| server.patch(&path).by("rob").json(&json!({"fgaRoleId": id}));
    bind(&reads).send().await.expect(204);
    let refused = bind(&writes).send().await.refused(403);
    refused.saying("`stack:write` for example on a new stack where `env` is `dev`");
}

#[tokio::test]
async fn the_last_who_can_manage_roles_stays() {
    let server = Server::start().await;
    let member = |login: &str| format!("{ORG}/members/{login}?breakGuardrails=true");
    let give =
        |login: &str, role: &str| server.patch(&member(login)).json(&json!({"fgaRoleId": role}));
    let last = give("admin", "member").send().await.refused(422);
    last.saying("nobody could manage roles any more").saying("`admin`");
    let manager = make_role(&server, &role("Manager", &["role:update", "org_member:update"])).await;
    give("dan", &manager).send().await.expect(204);
    give("admin", "member").send().await.expect(204);
    // Now it is dan, whatever way the right would go.
    let narrow = json!({"details": allow(&["org_member:update"])});
    let path = format!("{ORG}/roles/{manager}");
    let narrowed = server.patch(&path).by("dan").json(&narrow).send().await;
    narrowed.refused(422).saying("`dan`");
    give("dan", "r-empty").by("dan").send().await.refused(422);
    let keys = server.get(&format!("{ORG}/members")).by("cy").send().await.expect(200);
    assert_eq!(keys["members"][2]["fgaRole"]["name"], "Manager");
}

#[tokio::test]
async fn a_server_without_that_guard_can_be_locked_out() {
    let config = Config { guards_last_manager: false, ..Config::default() };
    let server = Server::start_with(config).await;
    let path = format!("{ORG}/members/admin?breakGuardrails=true");
    server.patch(&path).json(&json!({"role": "member"})).send().await.expect(204);
    server.get(&format!("{ORG}/roles/scopes")).send().await.refused(403);
}

#[tokio::test]
async fn a_manager_by_way_of_a_team_counts_and_a_token_does_not() {
    let server = Server::start().await;
    let query = "breakGuardrails=true";
    let path = format!("{ORG}/teams/platform/roles/admin?{query}");
    server.post(&path).send().await.expect(204);
    let token = json!({"name": "n", "admin": true});
    server.post(&format!("{ORG}/tokens?{query}")).json(&token).send().await.expect(200);
    let path = format!("{ORG}/members/admin?{query}");
    server.patch(&path).json(&json!({"role": "member"})).send().await.expect(204);
    for (method, path, body) in [
        ("DELETE", format!("{ORG}/teams/platform"), Value::Null),
        ("DELETE", format!("{ORG}/teams/platform/roles/admin"), Value::Null),
        (
            "PATCH",
            format!("{ORG}/teams/platform"),
            json!({"member": "cy", "memberAction": "remove"}),
        ),
    ] {
        let refused = ask(&server, method, &path, &body).by("cy").send().await.refused(422);
        refused.saying("as `cy` can now");
    }
}

/// By what the server lets be done: `set-admin` always refuses, and where there is no team none can be given a role.
#[tokio::test]
async fn whoever_can_bind_roles_to_nobody_manages_none() {
    let server = Server::start().await;
    let make = async |organization: &str, name: &str, scopes: &[&str]| {
        let path = format!("/api/orgs/{organization}/roles");
        let made = server.post(&path).json(&role(name, scopes)).send().await.expect(200);
        made["id"].as_str().unwrap().to_owned()
    };
    let give = |organization: &str, role: &str| {
        let path = format!("/api/orgs/{organization}/members/admin?breakGuardrails=true");
        server.patch(&path).json(&json!({"fgaRoleId": role})).send()
    };
    let sets = ["role:read", "role:update", "org_member:read", "org_member:set_admin"];
    let sets = make("main", "Sets", &sets).await;
    let last = give("main", &sets).await.refused(422);
    last.saying("nobody could manage roles any more").saying("`admin`");
    let teams = make("main", "Teams", &["role:read", "role:update", "team:update"]).await;
    give("main", &teams).await.refused(422).saying("nobody could manage roles any more");
    // Where there is a team, or one can be made, there is somebody to give a role to.
    let ends =
        make("acme", "Ends", &["role:read", "role:update", "team:update", "team:delete"]).await;
    give("acme", &ends).await.expect(204);
    let last = ask(&server, "DELETE", &format!("{ORG}/teams/platform"), &Value::Null).send().await;
    last.refused(422).saying("as `admin` can now");
    let makes = ["role:read", "role:update", "team:update", "team:create"];
    let makes = make("main", "Makes", &makes).await;
    give("main", &makes).await.expect(204);
}

/// Whoever may give roles learns by it of nothing that they may not see.
#[tokio::test]
async fn a_refusal_names_only_what_the_giver_holds_something_on() {
    let server = Server::start().await;
    let on = |id: &str, scopes: &[&str]| {
        json!({"__type": "PermissionDescriptorCondition",
            "condition": {"__type": "PermissionExpressionEqual",
                "left": {"__type": "PermissionExpressionStack"},
                "right": {"__type": "PermissionLiteralExpressionStack", "identity": id}},
            "subNode": allow(scopes)})
    };
    let body =
        |name: &str, details: Value| json!({"name": name, "uxPurpose": "role", "details": details});
    let prod = make_role(&server, &body("Prod", on("s-prod", &["stack:read"]))).await;
    let keeps = make_role(&server, &role("Gives", &["org_member:update"])).await;
    let entries = [allow(&["org_member:update"]), on("s-prod", &["stack:list"])];
    let entries = json!({"__type": "PermissionDescriptorGroup", "entries": entries});
    let sees = make_role(&server, &body("Sees", entries)).await;
    let give = async |login: &str, id: &str| {
        let path = format!("{ORG}/members/{login}?breakGuardrails=true");
        let given = server.patch(&path).json(&json!({"fgaRoleId": id})).send().await;
        given.expect(204);
    };
    let bind = || {
        let path = format!("{ORG}/members/dan?breakGuardrails=true");
        server.patch(&path).by("rob").json(&json!({"fgaRoleId": prod})).send()
    };
    give("rob", &keeps).await;
    let refused = bind().await.refused(403);
    refused.saying("user `dan` could do what you cannot: `stack:read` on one stack");
    give("rob", &sees).await;
    bind().await.refused(403).saying("`stack:read` on stack `shop/prod`");
}
