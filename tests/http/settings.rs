//! Organizations and their settings.

use serde_json::{Value, json};

use crate::harness::Server;

const ORG: &str = "/api/orgs/acme";

async fn metadata(server: &Server) -> Value {
    server.get(&format!("{ORG}/metadata")).send().await.expect(200)
}

#[tokio::test]
async fn metadata_says_what_is_there_and_what_the_caller_is() {
    let server = Server::start().await;
    let told = metadata(&server).await;
    for (field, expected) in [
        ("userRole", json!("admin")),
        ("memberCount", json!(4)),
        ("stackCount", json!(2)),
        ("environmentCount", json!(1)),
        ("accountCount", json!(0)),
        ("defaultStackPermission", json!(101)),
        ("defaultEnvironmentPermission", json!("none")),
        ("defaultRoleId", Value::Null),
        ("maxAccessTokenExpiryDays", Value::Null),
        ("severalTeamRoles", json!(false)),
        ("created", json!("2026-11-23T12:00:00Z")),
    ] {
        assert_eq!(told[field], expected, "{field}");
    }
    assert_eq!(told["features"]["customRolesEnabled"], true);
    server.patch(&format!("{ORG}/roles/r-flat/default")).send().await.expect(204);
    assert_eq!(metadata(&server).await["defaultRoleId"], "r-flat");
    for caller in ["rob", "cy", "t-ci", "t-team"] {
        let told = server.get(&format!("{ORG}/metadata")).by(caller).send().await.expect(200);
        assert_eq!(told["userRole"], "member", "{caller}");
        server.get(ORG).by(caller).send().await.expect(200);
    }
    for caller in ["dan", "eve"] {
        server.get(&format!("{ORG}/metadata")).by(caller).send().await.refused(404);
        server.get(ORG).by(caller).send().await.refused(404);
    }
    server.get(ORG).with_authorization(None).send().await.refused(401);
    let plain = json!({"name": "acme", "githubLogin": "acme", "avatarUrl": "", "repos": []});
    assert_eq!(server.get(ORG).send().await.expect(200), plain);
}

#[tokio::test]
async fn settings_change_what_members_may_do_at_once() {
    let server = Server::start().await;
    let make =
        || server.post(&format!("{ORG}/teams/pulumi")).by("cy").json(&json!({"name": "mine"}));
    make().send().await.refused(403).saying("`team:create`");
    let change =
        json!({"setMembersCanCreateTeams": true, "setDefaultEnvironmentPermission": "open"});
    let told = server.patch(ORG).json(&change).send().await.expect(200);
    assert_eq!(told, metadata(&server).await);
    assert_eq!(told["membersCanCreateTeams"], true);
    assert_eq!(told["defaultEnvironmentPermission"], "open");
    assert_eq!(told["defaultStackPermission"], 101, "what is absent stays");
    make().send().await.expect(201);
    server.patch(ORG).json(&json!({})).send().await.expect(200);
    assert_eq!(metadata(&server).await, told);
}

#[tokio::test]
async fn every_setting_can_be_set_and_read() {
    let server = Server::start().await;
    for (asked, told, value) in [
        ("setDefaultStackPermission", "defaultStackPermission", json!(0)),
        ("setDefaultStackPermission", "defaultStackPermission", json!(102)),
        ("setDefaultEnvironmentPermission", "defaultEnvironmentPermission", json!("none")),
        ("setDefaultEnvironmentPermission", "defaultEnvironmentPermission", json!("write")),
        ("setDefaultAccountPermission", "defaultAccountPermission", json!(3)),
        ("setMembersCanCreateStacks", "membersCanCreateStacks", json!(true)),
        ("setMembersCanCreateAccounts", "membersCanCreateAccounts", json!(true)),
        ("setMembersCanCreateTeams", "membersCanCreateTeams", json!(true)),
        ("setMembersCanDeleteStacks", "membersCanDeleteStacks", json!(true)),
        ("setMembersCanTransferStacks", "membersCanTransferStacks", json!(true)),
        ("setMembersCanTransferStacks", "membersCanTransferStacks", json!(false)),
    ] {
        let before = metadata(&server).await;
        assert_ne!(before[told], Value::Null, "{told}");
        server.patch(ORG).json(&json!({asked: value})).send().await.expect(200);
        let mut expected = before;
        expected[told] = value;
        assert_eq!(metadata(&server).await, expected, "{asked}");
    }
}

#[tokio::test]
async fn a_setting_that_cannot_be_is_refused_where_it_is_wrong() {
    let server = Server::start().await;
    let before = server.everything().await;
    for (field, value) in [
        ("setDefaultStackPermission", json!(7)),
        ("setDefaultStackPermission", json!("read")),
        ("setDefaultEnvironmentPermission", json!("peek")),
        ("setDefaultAccountPermission", json!(4)),
        ("setMaxAccessTokenExpiryDays", json!(3651)),
        ("setMembersCanCreateTeams", json!(1)),
        ("setMembersCanFly", json!(true)),
    ] {
        let pointer = format!("/{field}");
        server.patch(ORG).json(&json!({field: value})).send().await.refused(400).at(&pointer);
    }
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn an_expiry_policy_holds_from_the_next_request_on() {
    let server = Server::start().await;
    let change = json!({"setMaxAccessTokenExpiryDays": 30});
    let told = server.patch(ORG).json(&change).send().await.expect(200);
    assert_eq!(told["maxAccessTokenExpiryDays"], 30);
    server.get(&format!("{ORG}/metadata")).send().await.refused(403).saying("never expires");
}

#[tokio::test]
async fn nobody_opens_for_everybody_what_they_do_not_hold() {
    let server = Server::start().await;
    let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": ["role:read", "organization:update"]});
    let set = server.patch(&format!("{ORG}/roles/set-org")).json(&json!({"details": allow}));
    set.send().await.expect(200);
    let ask = |change: Value| server.patch(ORG).by("rob").json(&change).send();
    let refused = ask(json!({"setDefaultStackPermission": 103})).await.refused(403);
    refused.saying("user `cy` could do what you cannot").saying("`stack:write`");
    ask(json!({"setMembersCanCreateStacks": true})).await.refused(403).saying("`stack:create`");
    ask(json!({"setDefaultStackPermission": 0})).await.expect(200);
    // Back to what rob reads as well.
    ask(json!({"setDefaultStackPermission": 101})).await.expect(200);
}
