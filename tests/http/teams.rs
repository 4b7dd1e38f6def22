//! Teams: made, changed, given roles and grants, ended.

use serde_json::{Value, json};
use server::Config;

use crate::harness::{ORGANIZATION, Server};

const TEAMS: &str = "/api/orgs/acme/teams";
const PLATFORM: &str = "/api/orgs/acme/teams/platform";

async fn platform(server: &Server) -> Value {
    server.get(PLATFORM).send().await.expect(200)
}

async fn update(server: &Server, change: Value) {
    server.patch(PLATFORM).json(&change).send().await.expect(204);
}

#[tokio::test]
async fn a_team_is_told_whole_and_says_what_the_caller_is_in_it() {
    let server = Server::start().await;
    let expected = json!({
        "kind": "pulumi", "name": "platform", "displayName": "platform", "description": "",
        "members": [{"name": "cy", "githubLogin": "cy", "avatarUrl": "", "role": "admin"}],
        "roleIds": ["r-flat"],
        "stacks": [{"projectName": "shop", "stackName": "dev", "permission": 0,
            "permissionSetName": "Sees roles"}],
        "environments": [], "accounts": [], "userRole": "none"});
    assert_eq!(platform(&server).await, expected);
    let list = server.get(TEAMS).send().await.expect(200);
    assert_eq!(list, json!({"teams": [expected]}));
    let list = server.get(TEAMS).by("cy").send().await.expect(200);
    assert_eq!(list["teams"][0]["userRole"], "admin");
    server.get(&format!("{TEAMS}/nowhere")).send().await.refused(404).saying("team `nowhere`");
}

#[tokio::test]
async fn whoever_makes_a_team_is_the_first_in_it() {
    let server = Server::start().await;
    let path = format!("{TEAMS}/pulumi");
    let body = json!({"name": "core", "displayName": "The core", "description": "works"});
    let made = server.post(&path).json(&body).send().await.expect(201);
    assert_eq!(made["displayName"], "The core");
    assert_eq!(
        (&made["members"][0]["name"], &made["userRole"]),
        (&json!("admin"), &json!("admin"))
    );
    assert_eq!(server.get(&format!("{TEAMS}/core")).send().await.expect(200), made);
    server.post(&path).json(&body).send().await.refused(409).saying("`core` exists");
    // Old clients leave out the rest.
    let plain = server.post(&path).json(&json!({"name": "plain"})).send().await.expect(201);
    assert_eq!(plain["displayName"], "plain");
    let names = server.get("/api/orgs/acme/members/admin/teams").send().await.expect(200);
    assert_eq!(names, json!({"teams": ["The core", "plain"]}));
    let before = server.everything().await;
    for (body, pointer) in [
        (json!({"name": ""}), "/name"),
        (json!({"name": "a b"}), "/name"),
        (json!({"name": "a/b"}), "/name"),
        (json!({"name": ".."}), "/name"),
        (json!({"name": "pulumi"}), "/name"),
        (json!({"name": "x".repeat(101)}), "/name"),
        (json!({"name": "n", "displayName": "x".repeat(101)}), "/displayName"),
        (json!({"name": "n", "displayName": "a\nb"}), "/displayName"),
        (json!({"name": "n", "description": "x".repeat(1001)}), "/description"),
        (json!({"name": "n", "members": []}), "/members"),
        (json!({}), ""),
    ] {
        server.post(&path).json(&body).send().await.refused(400).at(pointer);
    }
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn a_team_that_a_token_makes_is_empty() {
    let server = Server::start().await;
    let tokens = "/api/orgs/acme/tokens?breakGuardrails=true";
    let token = server.post(tokens).json(&json!({"name": "n", "admin": true}));
    let token = token.send().await.expect(200);
    let value = format!("token {}", token["tokenValue"].as_str().unwrap());
    let asked = server.post(&format!("{TEAMS}/pulumi")).with_authorization(Some(&value));
    let made = asked.json(&json!({"name": "core"})).send().await.expect(201);
    assert_eq!(made["members"], json!([]));
}

#[tokio::test]
async fn people_are_put_in_and_out_and_up_and_down() {
    let server = Server::start().await;
    let act = |member: &str, action: &str| json!({"member": member, "memberAction": action});
    let members = async || -> Vec<(Value, Value)> {
        let team = platform(&server).await;
        let members = team["members"].as_array().unwrap().iter();
        members.map(|member| (member["name"].clone(), member["role"].clone())).collect()
    };
    let is = |name: &str, role: &str| (json!(name), json!(role));
    update(&server, act("dan", "add")).await;
    update(&server, act("cy", "demote")).await;
    assert_eq!(members().await, [is("cy", "member"), is("dan", "member")]);
    update(&server, act("dan", "promote")).await;
    update(&server, act("cy", "remove")).await;
    assert_eq!(members().await, [is("dan", "admin")]);
    let refuse = async |body: Value| server.patch(PLATFORM).json(&body).send().await;
    refuse(act("dan", "add")).await.refused(409).saying("already");
    for (body, pointer) in [
        (act("eve", "add"), "/member"),
        (act("cy", "remove"), "/member"),
        (act("cy", "promote"), "/member"),
        (act("dan", "leave"), "/memberAction"),
        (json!({"member": "cy"}), ""),
        (json!({"memberAction": "add"}), ""),
    ] {
        refuse(body).await.refused(400).at(pointer);
    }
    let nowhere = server.patch(&format!("{TEAMS}/nowhere")).json(&act("cy", "add"));
    nowhere.send().await.refused(404);
}

#[tokio::test]
async fn one_request_does_all_that_it_names_or_nothing() {
    let server = Server::start().await;
    let mut change = json!({"newDisplayName": "Base", "newDescription": "runs it",
        "member": "dan", "memberAction": "add",
        "addStackPermission": {"projectName": "shop", "stackName": "prod", "permission": 101}});
    update(&server, change.clone()).await;
    let team = platform(&server).await;
    assert_eq!((&team["displayName"], &team["description"]), (&json!("Base"), &json!("runs it")));
    assert_eq!(team["members"][1]["name"], "dan");
    assert_eq!(team["stacks"][1]["permissionSetName"], "Stack Read");
    change["newDisplayName"] = json!("Other");
    server.patch(PLATFORM).json(&change).send().await.refused(409);
    assert_eq!(platform(&server).await, team);
    for (field, value) in
        [("newDisplayName", json!(" ")), ("newDescription", json!("x".repeat(1001)))]
    {
        let pointer = format!("/{field}");
        server.patch(PLATFORM).json(&json!({field: value})).send().await.refused(400).at(&pointer);
    }
}

#[tokio::test]
async fn a_level_on_an_entity_replaces_the_one_before() {
    let mut document: Value = serde_json::from_str(ORGANIZATION).unwrap();
    let entities = document["entities"].as_array_mut().unwrap();
    entities.push(json!({"type": "insights-account", "id": "a-1", "name": "main/child"}));
    let demo = Some(&*document.to_string().leak());
    let server = Server::start_with(Config { demo, ..Config::default() }).await;
    let stack = |permission: u32| json!({"projectName": "shop", "stackName": "dev", "permission": permission});
    let stacks = async || platform(&server).await["stacks"].clone();
    for (field, permission, told, set) in [
        ("addStackPermission", 103, 103, "Stack Admin"),
        ("editStackPermission", 102, 102, "Stack Write"),
        ("addStackPermission", 104, 103, "Stack Admin"),
    ] {
        update(&server, json!({field: stack(permission)})).await;
        let mut expected = stack(told);
        expected["permissionSetName"] = json!(set);
        assert_eq!(stacks().await, json!([expected]));
    }
    update(&server, json!({"removeStack": {"projectName": "shop", "stackName": "dev"}})).await;
    assert_eq!(stacks().await, json!([]));
    let path = "/api/console/stacks/acme/shop/dev/teams/platform";
    server.patch(path).json(&json!({"permissions": 101})).send().await.expect(204);
    assert_eq!(stacks().await[0]["permission"], 101);
    server.patch(path).json(&json!({"permissions": null})).send().await.expect(204);
    assert_eq!(stacks().await, json!([]));
    server
        .patch(path)
        .json(&json!({"permissions": 1}))
        .send()
        .await
        .refused(400)
        .at("/permissions");
    let nowhere = "/api/console/stacks/acme/shop/none/teams/platform";
    server.patch(nowhere).json(&json!({})).send().await.refused(404).saying("stack `shop/none`");

    let environment = |permission: &str| json!({"projectName": "aws", "envName": "prod", "permission": permission});
    update(&server, json!({"addEnvironmentPermission": environment("open")})).await;
    update(&server, json!({"editEnvironmentPermission": environment("read")})).await;
    let mut expected = environment("read");
    expected["permissionSetName"] = json!("Environment Read");
    assert_eq!(platform(&server).await["environments"], json!([expected]));
    let name = json!({"projectName": "aws", "envName": "prod"});
    update(&server, json!({"removeEnvironment": name})).await;
    assert_eq!(platform(&server).await["environments"], json!([]));

    let path = "/api/preview/insights/acme/accounts/main%2Fchild/teams/platform";
    server.patch(path).json(&json!({"permission": 2})).send().await.expect(204);
    let expected = json!([{"accountName": "main/child", "permission": 2, "permissionSetName": "Account Write"}]);
    assert_eq!(platform(&server).await["accounts"], expected);
    server.patch(path).json(&json!({"permission": 4})).send().await.refused(400).at("/permission");
    server.patch(path).json(&json!({})).send().await.expect(204);
    assert_eq!(platform(&server).await["accounts"], json!([]));
}

#[tokio::test]
async fn a_level_is_set_by_who_may_change_the_team() {
    let server = Server::start().await;
    for (path, level) in [
        ("/api/console/stacks/acme/shop/dev/teams/platform", json!({"permissions": 101})),
        ("/api/preview/insights/acme/accounts/main/teams/platform", json!({"permission": 1})),
    ] {
        let ask = || server.patch(path).json(&level);
        ask().with_authorization(None).send().await.refused(401);
        ask().by("cy").send().await.refused(403).saying("`team:update`");
        ask().by("dan").send().await.refused(404).saying("organization `acme`");
    }
    let path = "/api/preview/insights/acme/accounts/main/teams/platform";
    server.patch(path).json(&json!({})).send().await.refused(404).saying("account `main`");
}

#[tokio::test]
async fn a_grant_that_cannot_be_is_refused_where_it_is_wrong() {
    let server = Server::start().await;
    let before = server.everything().await;
    let gone = json!({"projectName": "shop", "stackName": "gone", "permission": 101});
    let odd = json!({"projectName": "shop", "stackName": "dev", "permission": 7});
    let word = json!({"projectName": "aws", "envName": "prod", "permission": "peek"});
    let timed = json!({"projectName": "aws", "envName": "prod", "permission": "open", "maxOpenDuration": "1h"});
    for (field, value, pointer) in [
        ("addStackPermission", gone.clone(), ""),
        ("editStackPermission", gone, ""),
        ("addStackPermission", odd, "/permission"),
        ("removeStack", json!({"projectName": "shop", "stackName": "gone"}), ""),
        ("addEnvironmentPermission", word, "/permission"),
        ("editEnvironmentPermission", timed, "/maxOpenDuration"),
        ("removeEnvironment", json!({"projectName": "aws", "envName": "dev"}), ""),
        ("removeEnvironment", json!({"projectName": "aws"}), ""),
    ] {
        let pointer = format!("/{field}{pointer}");
        server.patch(PLATFORM).json(&json!({field: value})).send().await.refused(400).at(&pointer);
    }
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn a_team_has_one_role_unless_it_may_have_several() {
    for several in [false, true] {
        let config = Config { several_team_roles: several, ..Config::default() };
        let server = Server::start_with(config).await;
        server.give_to_everyone().await;
        let path = |id: &str| format!("{PLATFORM}/roles/{id}");
        let roles = async || -> Vec<Value> {
            let list = server.get(&format!("{PLATFORM}/roles")).send().await.expect(200);
            list["roles"].as_array().unwrap().iter().map(|role| role["id"].clone()).collect()
        };
        assert_eq!(roles().await, ["r-flat"]);
        let metadata = server.get("/api/orgs/acme/metadata").send().await.expect(200);
        assert_eq!(metadata["severalTeamRoles"], several);
        // What is proposed from the snapshot is what happens here.
        let snapshot = server.get("/api/orgs/acme/scopesight/snapshot").send().await.expect(200);
        assert_eq!(snapshot["organization"]["severalTeamRoles"], several);
        for _ in 0..2 {
            server.post(&path("r-reader")).send().await.expect(204);
            let expected = if several { vec!["r-flat", "r-reader"] } else { vec!["r-reader"] };
            assert_eq!(roles().await, expected);
        }
        // Who is in the team holds it now.
        server.get("/api/orgs/acme/roles/scopes").by("cy").send().await.expect(200);
        server.delete(&path("r-reader")).send().await.expect(204);
        server.get("/api/orgs/acme/roles/scopes").by("cy").send().await.refused(403);
        server.delete(&path("r-reader")).send().await.refused(404);
        server.post(&path("nothing")).send().await.refused(404);
        server.post(&path("p-reader")).send().await.refused(400).saying("is a policy");
    }
}

#[tokio::test]
async fn binding_a_role_takes_both_scopes() {
    let server = Server::start().await;
    let path = format!("{PLATFORM}/roles/r-empty");
    for (scope, missing) in [("team:update", "role:update"), ("role:update", "team:update")] {
        let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": [scope]});
        let details = json!({"details": allow});
        let path_of_set = "/api/orgs/acme/roles/set-org";
        server.patch(path_of_set).json(&details).send().await.expect(200);
        for ask in [server.post(&path), server.delete(&path)] {
            ask.by("rob").send().await.refused(403).saying(&format!("`{missing}`"));
        }
    }
    let both = json!({"__type": "PermissionDescriptorAllow", "permissions": ["team:update", "role:update"]});
    let details = json!({"details": both});
    server.patch("/api/orgs/acme/roles/set-org").json(&details).send().await.expect(200);
    server.post(&path).by("rob").send().await.expect(204);
}

#[tokio::test]
async fn a_team_that_ends_takes_everything_with_it() {
    let server = Server::start().await;
    server.get("/api/user").by("t-team").send().await.expect(200);
    server.delete(PLATFORM).send().await.expect(204);
    server.get("/api/user").by("t-team").send().await.refused(401);
    server.get(PLATFORM).send().await.refused(404);
    server.delete(PLATFORM).send().await.refused(404);
    // Names of tokens are never given again, names of teams are.
    let path = format!("{TEAMS}/pulumi");
    let again = server.post(&path).json(&json!({"name": "platform"})).send().await.expect(201);
    assert_eq!((&again["roleIds"], &again["stacks"]), (&json!([]), &json!([])));
    let token = server.post(&format!("{PLATFORM}/tokens")).json(&json!({"name": "t-team"}));
    token.send().await.refused(409).saying("never given again");
}

/// With what the provider sends beside the names.
#[tokio::test]
async fn the_provider_makes_and_renames_a_team() {
    let server = Server::start().await;
    let path = format!("{TEAMS}/pulumi");
    let body = json!({"organization": "acme", "teamType": "pulumi", "name": "core",
        "displayName": "", "description": "", "githubTeamID": 0});
    let made = server.post(&path).json(&body).send().await.expect(201);
    assert_eq!(made["displayName"], "core");
    for (field, value) in
        [("organization", json!("main")), ("teamType", json!("github")), ("githubTeamID", json!(7))]
    {
        let mut other = body.clone();
        other["name"] = json!("other");
        other[field] = value;
        let refused = server.post(&path).json(&other).send().await.refused(400);
        refused.at(&format!("/{field}"));
    }
    let core = format!("{TEAMS}/core");
    for (given, told) in [("The core", "The core"), ("", "core")] {
        let change = json!({"newDisplayName": given, "newDescription": ""});
        server.patch(&core).json(&change).send().await.expect(204);
        assert_eq!(server.get(&core).send().await.expect(200)["displayName"], told);
    }
}
