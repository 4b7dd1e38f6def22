//! People: listed, taken in, given roles, sent away.

use serde_json::{Value, json};
use server::Config;

use crate::harness::{ORGANIZATION, Server, allow};

const MEMBERS: &str = "/api/orgs/acme/members";

fn member(login: &str) -> String {
    format!("{MEMBERS}/{login}?breakGuardrails=true")
}

async fn list(server: &Server, query: &str) -> Vec<Value> {
    let page = server.get(&format!("{MEMBERS}{query}")).send().await.expect(200);
    page["members"].as_array().unwrap().clone()
}

async fn find(server: &Server, login: &str) -> Value {
    let members = list(server, "").await;
    members.into_iter().find(|member| member["user"]["githubLogin"] == login).unwrap_or_default()
}

#[tokio::test]
async fn a_member_is_told_with_the_role_that_counts() {
    let server = Server::start().await;
    let expected = json!({
        "user": {"name": "rob", "githubLogin": "rob", "avatarUrl": ""}, "role": "member",
        "fgaRole": {"id": "r-reader", "name": "Reader", "modifiedAt": "2026-11-23T12:00:00Z"},
        "created": "2026-11-23T12:00:00Z", "knownToPulumi": true, "virtualAdmin": false});
    assert_eq!(find(&server, "rob").await, expected);
    assert_eq!(find(&server, "admin").await["role"], "admin");
    assert_eq!(find(&server, "cy").await["fgaRole"]["id"], "member");
    // Without a role of one's own the organization's default role counts.
    let path = "/api/orgs/acme/roles/r-flat/default";
    server.patch(path).send().await.expect(204);
    assert_eq!(find(&server, "cy").await["fgaRole"]["name"], "Flat");
    assert_eq!(find(&server, "rob").await["fgaRole"]["name"], "Reader");
}

#[tokio::test]
async fn members_come_page_by_page_in_either_roster() {
    let mut document: Value = serde_json::from_str(ORGANIZATION).unwrap();
    let members = document["members"].as_array_mut().unwrap();
    members.extend((0..150).map(|number| json!({"login": format!("n{number:03}")})));
    let demo = Some(&*document.to_string().leak());
    let server = Server::start_with(Config { demo, ..Config::default() }).await;
    for roster in ["", "&type=frontend", "&type=backend"] {
        let (mut seen, mut next) = (Vec::new(), String::new());
        loop {
            let query = format!("?continuationToken={next}{roster}");
            let page = server.get(&format!("{MEMBERS}{query}")).send().await.expect(200);
            let members = page["members"].as_array().unwrap().iter();
            seen.extend(members.map(|member| member["user"]["githubLogin"].clone()));
            assert_eq!(page["continuationToken"].is_string(), seen.len() == 100);
            let Some(token) = page["continuationToken"].as_str() else { break };
            next = token.to_owned();
        }
        assert_eq!(seen.len(), 154);
        assert!(seen.windows(2).all(|pair| pair[0].as_str() < pair[1].as_str()), "{seen:?}");
    }
    server.get(&format!("{MEMBERS}?type=both")).send().await.refused(400).saying("`both`");
}

#[tokio::test]
async fn a_user_is_taken_in_once_and_may_then_see_the_organization() {
    let server = Server::start().await;
    server.give_eve_a_home().await;
    let ask = |login: &str, role: Value| server.post(&member(login)).json(&role).send();
    server.get("/api/orgs/acme/roles/scopes").by("eve").send().await.refused(404);
    let added = ask("eve", json!({"role": "billing-manager"})).await.expect(200);
    assert_eq!(added["role"], "billing-manager");
    assert_eq!(find(&server, "eve").await, added);
    server.get("/api/orgs/acme/roles/scopes").by("eve").send().await.refused(403);
    ask("eve", json!({"role": "member"})).await.refused(409).saying("`eve` is a member already");
    ask("nobody", json!({"role": "member"})).await.refused(404).saying("user `nobody`");
    server.delete(&member("eve")).send().await.expect(204);
    for role in ["none", "stack-collaborator", "r-flat", ""] {
        ask("eve", json!({"role": role})).await.refused(400).at("/role").saying("`admin`");
    }
    for id in ["nothing", "p-reader", "stack-read"] {
        ask("eve", json!({"fgaRoleId": id})).await.refused(400).at("/fgaRoleId");
    }
    // Ours: any role by its id, which wins.
    let given = json!({"role": "admin", "fgaRoleId": "r-flat"});
    assert_eq!(ask("eve", given).await.expect(200)["fgaRole"]["id"], "r-flat");
    server.delete(&member("eve")).send().await.expect(204);
    // Left out, it is the role that new members get.
    server.patch("/api/orgs/acme/roles/r-flat/default").send().await.expect(204);
    assert_eq!(ask("eve", json!({})).await.expect(200)["fgaRole"]["id"], "r-flat");
}

#[tokio::test]
async fn a_role_is_given_by_id_or_by_its_built_in_name() {
    let server = Server::start().await;
    let ask = |login: &str, role: Value| server.patch(&member(login)).json(&role).send();
    for (role, expected) in [
        (json!({"role": "billing-manager"}), "billing-manager"),
        (json!({"role": "member"}), "member"),
        (json!({"fgaRoleId": "r-flat"}), "r-flat"),
        (json!({"role": "admin", "fgaRoleId": "r-reader"}), "r-reader"),
        (json!({"fgaRoleId": "admin"}), "admin"),
        (json!({"role": "billingManager", "fgaRoleId": ""}), "billing-manager"),
    ] {
        ask("dan", role).await.expect(204);
        assert_eq!(find(&server, "dan").await["fgaRole"]["id"], expected);
    }
    let before = server.everything().await;
    for (role, pointer) in [
        (json!({}), ""),
        (json!({"role": "owner"}), "/role"),
        (json!({"fgaRoleId": "nothing"}), "/fgaRoleId"),
        (json!({"fgaRoleId": "p-reader"}), "/fgaRoleId"),
        (json!({"fgaRoleId": "stack-read"}), "/fgaRoleId"),
        (json!({"roleId": "r-flat"}), "/roleId"),
    ] {
        ask("dan", role).await.refused(400).at(pointer);
    }
    ask("eve", json!({"role": "member"})).await.refused(404).saying("member `eve`");
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn whoever_makes_administrators_needs_a_scope_of_its_own() {
    let server = Server::start().await;
    server.give_eve_a_home().await;
    let allow = json!({"__type": "PermissionDescriptorAllow",
        "permissions": ["org_member:update", "org_member:add", "role:read"]});
    let body = json!({"name": "Keeps people", "uxPurpose": "role", "details": allow});
    let role = server.post("/api/orgs/acme/roles").json(&body).send().await.expect(200);
    server.patch(&member("rob")).json(&json!({"fgaRoleId": role["id"]})).send().await.expect(204);
    server.patch(&member("cy")).json(&json!({"role": "admin"})).send().await.expect(204);
    let admin = json!({"role": "admin"});
    let asks = [
        server.patch(&member("dan")).json(&admin),
        server.patch(&member("cy")).json(&json!({"fgaRoleId": "r-empty"})),
        server.post(&member("eve")).json(&admin),
    ];
    for ask in asks {
        ask.by("rob").send().await.refused(403).saying("`org_member:set_admin`");
    }
    let asked = server.patch(&member("dan")).json(&json!({"fgaRoleId": "r-empty"}));
    asked.by("rob").send().await.expect(204);
}

#[tokio::test]
async fn whoever_is_sent_away_is_out_of_everything() {
    let server = Server::start().await;
    let teams = server.get(&format!("{MEMBERS}/cy/teams")).send().await.expect(200);
    assert_eq!(teams, json!({"teams": ["platform"]}));
    server.delete(&format!("{MEMBERS}/cy")).send().await.expect(204);
    server.get("/api/orgs/acme/roles/scopes").by("cy").send().await.refused(404);
    server.get("/api/user").by("cy").send().await.expect(200);
    let everything = server.everything().await;
    assert_eq!(everything["teams"][0]["members"], json!([]));
    for path in ["/cy", "/nobody"] {
        server.delete(&format!("{MEMBERS}{path}")).send().await.refused(404);
        server.get(&format!("{MEMBERS}{path}/teams")).send().await.refused(404);
    }
    server.delete(&member("admin")).send().await.refused(400).saying("yourself");
    let only = server.post(&format!("{MEMBERS}/dan/set-admin")).send().await.refused(400);
    only.saying("many administrators");
    server.post(&format!("{MEMBERS}/cy/set-admin")).send().await.refused(404);
}

#[tokio::test]
async fn the_levels_by_which_somebody_reaches_a_stack_are_told() {
    let mut document: Value = serde_json::from_str(ORGANIZATION).unwrap();
    document["creatorGrants"] = json!([{"principal": {"type": "user", "id": "cy"},
        "entity": {"type": "stack", "id": "s-dev"}}]);
    let demo = Some(&*document.to_string().leak());
    let server = Server::start_with(Config { demo, ..Config::default() }).await;
    server.give_to_everyone().await;
    let path = "/api/console/orgs/acme/members/cy/stacks/shop";
    let grant = json!({"permissions": 102});
    let team = "/api/console/stacks/acme/shop/dev/teams/platform";
    server.patch(team).json(&grant).send().await.expect(204);
    let told = server.get(&format!("{path}/dev")).send().await.expect(200);
    assert_eq!(told["userInfo"]["name"], "cy");
    assert_eq!(
        (&told["organizationRole"], &told["organizationDefault"]),
        (&json!("member"), &json!(101))
    );
    assert_eq!(told["explicitPermission"], 104);
    assert_eq!(told["teamPermissions"][0]["permission"], 102);
    assert_eq!(told["teamPermissions"][0]["team"]["name"], "platform");
    let told = server.get(&format!("{path}/prod")).send().await.expect(200);
    assert_eq!((&told["explicitPermission"], &told["teamPermissions"]), (&json!(0), &json!([])));
    server.get(&format!("{path}/none")).send().await.refused(404).saying("stack `shop/none`");
    let nobody = "/api/console/orgs/acme/members/eve/stacks/shop/dev";
    server.get(nobody).send().await.refused(404).saying("member `eve`");
    let refused = server.get(&format!("{path}/dev")).by("cy").send().await.refused(403);
    refused.saying("`org_member_access:read`");
}

#[tokio::test]
async fn sending_an_administrator_away_takes_what_making_one_takes() {
    let server = Server::start().await;
    let change = json!({"role": "admin"});
    server
        .patch("/api/orgs/acme/members/dan?breakGuardrails=true")
        .json(&change)
        .send()
        .await
        .expect(204);
    server.give_role("t-delete", &allow(&["org_member:delete"])).await;
    server.give_role("t-both", &allow(&["org_member:delete", "org_member:set_admin"])).await;
    let path = "/api/orgs/acme/members/dan?breakGuardrails=true";
    server.delete(path).by("t-delete").send().await.refused(403).saying("org_member:set_admin");
    server
        .delete("/api/orgs/acme/members/cy?breakGuardrails=true")
        .by("t-delete")
        .send()
        .await
        .expect(204);
    server.delete(path).by("t-both").send().await.expect(204);
}

/// With a token to sign in with, which is not good for long: time enough to make one of their own.
#[tokio::test]
async fn somebody_the_server_does_not_know_is_taken_in_and_signs_in() {
    let server = Server::start().await;
    let people = "/api/orgs/acme/scopesight/people";
    let path = format!("{people}/bob?breakGuardrails=true");
    let body = json!({"fgaRoleId": "r-reader"});
    let taken = server.post(&path).json(&body).send().await.expect(200);
    assert_eq!(taken["member"]["user"]["githubLogin"], "bob");
    assert_eq!(taken["member"]["fgaRole"]["id"], "r-reader");
    let first = &taken["firstToken"];
    assert_eq!(first["expires"], server.now() + 7 * 24 * 60 * 60);
    let value = first["tokenValue"].as_str().unwrap();
    assert!(!server.everything().await.to_string().contains(value));

    let shown = format!("token {value}");
    let shown = Some(shown.as_str());
    let user = server.get("/api/user").with_authorization(shown).send().await.expect(200);
    assert_eq!(user["githubLogin"], "bob");
    server
        .get("/api/orgs/acme/roles?uxPurpose=role")
        .with_authorization(shown)
        .send()
        .await
        .expect(200);
    let sign_in = json!({"token": value});
    server.post("/session").with_authorization(None).json(&sign_in).send().await.expect(204);
    let own = json!({"description": "my own", "expires": 0});
    let own = server.post("/api/user/tokens").with_authorization(shown).json(&own).send().await;
    let own = format!("token {}", own.expect(200)["tokenValue"].as_str().unwrap());
    // It ends with the first that is made with it.
    server.get("/api/user").with_authorization(shown).send().await.refused(401);
    server.get("/api/user").with_authorization(Some(&own)).send().await.expect(200);
    let log = server.get("/api/orgs/acme/auditlogs/v2?maxResults=2").send().await.expect(200);
    let told: Vec<_> =
        log["auditLogEvents"].as_array().unwrap().iter().map(|one| &one["event"]).collect();
    assert_eq!(told, ["personal-token-deleted", "personal-token-created"]);

    server.post(&path).json(&body).send().await.refused(409).saying("is a member already");
    // Whoever is in another organization has a way in already, and nobody is given another one to it.
    let main = "/api/orgs/main/scopesight/people/bob";
    let known = server.post(main).json(&json!({"known": true})).send().await.expect(200);
    assert_eq!(known.get("firstToken"), None);
    // Whoever is in none begins anew: who knew a way in as eve has none any more.
    server.get("/api/user").by("eve").send().await.expect(200);
    let eve = server.post(&format!("{people}/eve")).json(&json!({})).send().await.expect(200);
    assert!(eve["firstToken"]["tokenValue"].is_string());
    server.get("/api/user").by("eve").send().await.refused(401);
    for login in ["%20", "-x", "a%2Fb", "ada%0A", &"x".repeat(101)] {
        let refused = server.post(&format!("{people}/{login}")).json(&json!({})).send().await;
        refused.refused(400).saying("login");
    }
}

/// What a login had to sign in with from before ends when it is taken in, so it is not taken in without a new way in.
#[tokio::test]
async fn whoever_is_in_no_organization_is_taken_in_with_a_first_token_alone() {
    let server = Server::start().await;
    let reader = json!({"fgaRoleId": "r-reader"});
    let ask = || server.post(&member("eve")).json(&reader).send();
    ask().await.refused(422).saying("/api/orgs/acme/scopesight/people/eve");
    assert_eq!(find(&server, "eve").await, Value::Null);
    server.get("/api/orgs/acme/roles/scopes").by("eve").send().await.refused(404);
    // Also after they have been in it.
    server.delete(&member("dan")).send().await.expect(204);
    server.post(&member("dan")).json(&reader).send().await.refused(422).saying("people/dan");
    let path = "/api/orgs/acme/scopesight/people/dan?breakGuardrails=true";
    let taken = server.post(path).json(&reader).send().await.expect(200);
    assert!(taken["firstToken"]["tokenValue"].is_string());
    server.get("/api/user").by("dan").send().await.refused(401);
    // And nobody learns from it what they may not know.
    server.post(&member("eve")).by("rob").json(&reader).send().await.refused(403);
}

/// Whoever took somebody in knows the first token as well: what they opened with it ends when the person makes their own.
#[tokio::test]
async fn only_the_browser_in_which_somebody_makes_their_own_token_stays_signed_in() {
    let server = Server::start().await;
    let take_in = async |login: &str| {
        let path = format!("/api/orgs/acme/scopesight/people/{login}?breakGuardrails=true");
        let taken = server.post(&path).json(&json!({})).send().await.expect(200);
        taken["firstToken"]["tokenValue"].as_str().unwrap().to_owned()
    };
    let sign_in = async |first: &str| {
        let body = json!({"token": first});
        let answer = server.post("/session").with_authorization(None).json(&body).send().await;
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        answer.expect(204);
        cookie
    };
    let user = |cookie: &str| {
        server.get("/api/user").with_authorization(None).with("cookie", cookie).send()
    };
    let own = json!({"description": "my own", "expires": 0});

    let first = take_in("bob").await;
    let (giver, bob) = (sign_in(&first).await, sign_in(&first).await);
    user(&giver).await.expect(200);
    let make = server.post("/api/user/tokens").with_authorization(None).with("cookie", &bob);
    make.with("x-scopesight", "1").json(&own).send().await.expect(200);
    assert_eq!(user(&bob).await.expect(200)["githubLogin"], "bob");
    user(&giver).await.refused(401);

    // Made without a browser, it leaves none signed in.
    let first = take_in("zoe").await;
    let giver = sign_in(&first).await;
    let make = server.post("/api/user/tokens").with("cookie", &giver);
    let make = make.with_authorization(Some(&format!("token {first}"))).json(&own);
    make.send().await.expect(200);
    user(&giver).await.refused(401);
}

#[tokio::test]
async fn nobody_takes_in_somebody_new_with_more_than_they_hold() {
    let server = Server::start().await;
    let before = server.everything().await;
    let path = "/api/orgs/acme/scopesight/people/bob?breakGuardrails=true";
    server.post(path).by("rob").json(&json!({})).send().await.refused(403).saying("org_member:add");
    server.give_role("t-adds", &allow(&["org_member:add"])).await;
    let admin = json!({"role": "admin"});
    server.post(path).by("t-adds").json(&admin).send().await.refused(403).saying("set_admin");
    let reader = json!({"fgaRoleId": "r-reader"});
    server.post(path).by("t-adds").json(&reader).send().await.refused(403).saying("`bob`");
    // There is no such user yet either.
    server.post(&member("bob")).json(&reader).send().await.refused(404);
    assert_eq!(server.everything().await["members"], before["members"]);
}

/// The expiry policy counts for it as for every other token.
#[tokio::test]
async fn a_first_token_is_one_that_the_expiry_policy_takes() {
    let server = Server::start().await;
    let kind = store::TokenKind::Personal { login: "admin".to_owned() };
    server.give("t-short", None, kind, server.now() + 3600).await;
    let policy = json!({"setMaxAccessTokenExpiryDays": 2});
    server.patch("/api/orgs/acme").by("t-short").json(&policy).send().await.expect(200);
    let path = "/api/orgs/acme/scopesight/people/bob?breakGuardrails=true";
    let body = json!({"fgaRoleId": "r-reader"});
    let taken = server.post(path).by("t-short").json(&body).send().await.expect(200);
    assert_eq!(taken["firstToken"]["expires"], server.now() + 2 * 24 * 60 * 60);
    let shown = format!("token {}", taken["firstToken"]["tokenValue"].as_str().unwrap());
    let roles = server.get("/api/orgs/acme/roles?uxPurpose=role").with_authorization(Some(&shown));
    roles.send().await.expect(200);
}

/// Who is in another organization was made known to the server by somebody there, and signs in as that person knows.
#[tokio::test]
async fn whoever_is_elsewhere_is_taken_in_knowingly() {
    let server = Server::start().await;
    server.give_eve_a_home().await;
    let path = "/api/orgs/acme/scopesight/people/eve?breakGuardrails=true";
    let ask = |body: Value| server.post(path).json(&body).send();
    let refused = ask(json!({"fgaRoleId": "r-reader"})).await.refused(409);
    refused.saying("`eve` is known to the server already").saying("`known`");
    ask(json!({"known": false})).await.refused(409);
    assert_eq!(find(&server, "eve").await, Value::Null);
    let taken = ask(json!({"fgaRoleId": "r-reader", "known": true})).await.expect(200);
    assert_eq!(taken.get("firstToken"), None);
    assert_eq!(find(&server, "eve").await["fgaRole"]["id"], "r-reader");
    // Of somebody new there is nothing to be known.
    let path = "/api/orgs/acme/scopesight/people/bob?breakGuardrails=true";
    let taken = server.post(path).json(&json!({"known": true})).send().await.expect(200);
    assert!(taken["firstToken"]["tokenValue"].is_string());
    ask(json!({})).await.refused(409).saying("`eve` is a member already");
}
