//! Saving from an editor: a role and its policy as one thing, and never over someone else.

use serde_json::{Value, json};

use crate::harness::Server;

const EDITED: &str = "/api/orgs/acme/scopesight/roles";
const ROLES: &str = "/api/orgs/acme/roles";

fn group(ids: &[&str]) -> Value {
    json!({"__type": "PermissionDescriptorGroup", "entries": [
        {"__type": "PermissionDescriptorCompose", "permissionDescriptors": ids}]})
}

/// The role in the answer of a save: the digest is about the save, and not part of the role.
fn without_digest(saved: &Value) -> Value {
    let mut role = saved.clone();
    role.as_object_mut().unwrap().remove("digest").unwrap();
    role
}

#[tokio::test]
async fn a_role_and_its_policy_are_saved_as_one() {
    let server = Server::start().await;
    let path = format!("{EDITED}/r-reader");
    let shown = server.get(&path).send().await.expect(200);
    assert_eq!((&shown["name"], &shown["version"]), (&json!("Reader"), &json!(1)));
    assert_eq!(shown["details"], group(&["set-org", "stack-read"]));

    server.wait(5);
    let body = json!({"name": "Writer", "description": "writes", "details": group(&["stack-write"]), "version": 1, "roleVersion": 1});
    let saved = server.put(&path).json(&body).send().await.expect(200);
    assert_eq!(saved["id"], "r-reader");
    assert_eq!(saved["version"], 2);
    assert_eq!(saved["modified"], "2026-11-23T12:00:05Z");
    assert_eq!(server.get(&path).send().await.expect(200), without_digest(&saved));
    for (id, purpose) in [("r-reader", "role"), ("p-reader", "policy")] {
        let record = server.get(&format!("{ROLES}/{id}")).send().await.expect(200);
        assert_eq!(record["uxPurpose"], purpose);
        assert_eq!((&record["name"], &record["description"]), (&json!("Writer"), &json!("writes")));
    }
    let policy = server.get(&format!("{ROLES}/p-reader")).send().await.expect(200);
    assert_eq!((&policy["details"], &policy["version"]), (&group(&["stack-write"]), &json!(2)));
}

#[tokio::test]
async fn any_other_role_is_saved_itself() {
    let server = Server::start().await;
    let path = format!("{EDITED}/r-flat");
    let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:export"]});
    let body = json!({"name": "Flat", "description": "d", "details": allow, "version": 1});
    let saved = server.put(&path).json(&body).send().await.expect(200);
    assert_eq!(saved["version"], 2);
    let role = server.get(&format!("{ROLES}/r-flat")).send().await.expect(200);
    assert_eq!((&role["details"], &role["description"]), (&allow, &json!("d")));
}

#[tokio::test]
async fn whoever_comes_second_is_shown_what_the_first_saved() {
    let server = Server::start().await;
    let path = format!("{EDITED}/r-reader");
    let first = json!({"name": "First", "description": "1", "details": group(&["stack-write"]), "version": 1, "roleVersion": 1});
    let second = json!({"name": "Second", "description": "2", "details": group(&["stack-admin"]), "version": 1, "roleVersion": 1});
    let saved = server.put(&path).json(&first).send().await.expect(200);
    let before = server.everything().await;
    let conflict = server.put(&path).json(&second).send().await.expect(409);
    assert_eq!(conflict["code"], 409);
    assert!(conflict["message"].as_str().unwrap().contains("version 2"), "{conflict}");
    assert_eq!(conflict["current"], without_digest(&saved));
    assert_eq!(server.everything().await, before);

    let second = json!({"name": "Second", "description": "2", "details": group(&["stack-admin"]), "version": 2, "roleVersion": 2});
    server.put(&path).json(&second).send().await.expect(200);
}

#[tokio::test]
async fn a_change_of_the_policy_by_another_client_is_a_conflict_too() {
    let server = Server::start().await;
    let update = json!({"details": group(&["stack-admin"])});
    server.patch(&format!("{ROLES}/p-reader")).json(&update).send().await.expect(200);
    let save = json!({"name": "Reader", "details": group(&["stack-write"]), "version": 1, "roleVersion": 1});
    let conflict = server.put(&format!("{EDITED}/r-reader")).json(&save).send().await.expect(409);
    assert_eq!(conflict["current"]["details"], group(&["stack-admin"]));
}

#[tokio::test]
async fn a_save_that_is_refused_saves_no_part_of_it() {
    let server = Server::start().await;
    let before = server.everything().await;
    let path = format!("{EDITED}/r-reader");
    let save = |name: &str, details: &Value| json!({"name": name, "details": details, "version": 1, "roleVersion": 1});
    let refused = server.put(&path).json(&save("New", &group(&["gone"]))).send().await.refused(400);
    refused.at("/details/entries/0/permissionDescriptors/0");
    // The name is free among policies and taken among roles: the policy must not be saved alone.
    let refused =
        server.put(&path).json(&save("Flat", &group(&["stack-write"]))).send().await.refused(409);
    refused.saying("a role called `Flat` exists");
    server.put(&path).json(&save(" ", &group(&[]))).send().await.refused(400).at("/name");
    server
        .put(&path)
        .json(&json!({"name": "x", "details": group(&[])}))
        .send()
        .await
        .refused(400)
        .saying("`version`");
    server.put(&format!("{EDITED}/gone")).json(&save("x", &group(&[]))).send().await.refused(404);
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn of_many_who_save_at_once_one_wins() {
    let server = Server::start().await;
    let server = &server;
    let path = format!("{EDITED}/r-reader");
    let save = async |number: usize| {
        let body = json!({"name": format!("Name {number}"), "details": group(&["stack-read"]), "version": 1, "roleVersion": 1});
        server.put(&path).json(&body).send().await.status
    };
    let (a, b, c, d) = tokio::join!(save(1), save(2), save(3), save(4));
    let mut statuses = [a, b, c, d];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409]);
}

#[tokio::test]
async fn writes_to_different_records_at_once_are_all_kept() {
    let server = Server::start().await;
    let server = &server;
    let create = async |number: usize| {
        let body = json!({"name": format!("Set {number}"), "uxPurpose": "set", "resourceType": "stack",
            "details": {"__type": "PermissionDescriptorAllow", "permissions": ["stack:read"]}});
        server.post(ROLES).json(&body).send().await.expect(200)["id"].clone()
    };
    let (first, second, third, fourth) = tokio::join!(create(1), create(2), create(3), create(4));
    for id in [first, second, third, fourth] {
        server.get(&format!("{ROLES}/{}", id.as_str().unwrap())).send().await.expect(200);
    }
}

/// The name of a role with a policy is the role's own, with a version of its own.
#[tokio::test]
async fn a_change_of_only_the_name_by_another_client_is_a_conflict_too() {
    let server = Server::start().await;
    let path = format!("{EDITED}/r-reader");
    let shown = server.get(&path).send().await.expect(200);
    let rename = json!({"name": "Reader of stacks", "description": "By somebody else"});
    server.patch(&format!("{ROLES}/r-reader")).json(&rename).send().await.expect(200);
    let before = server.everything().await;
    let save = |role_version: u64| json!({"name": "Reader", "details": group(&["stack-write"]), "version": shown["version"], "roleVersion": role_version});
    let conflict = server.put(&path).json(&save(1)).send().await.expect(409);
    assert_eq!(conflict["current"]["name"], "Reader of stacks");
    assert_eq!(conflict["current"]["version"], shown["version"]);
    assert_eq!(conflict["current"]["roleVersion"], 2);
    assert!(conflict["message"].as_str().unwrap().contains("name or description"), "{conflict}");
    // Who does not say on which name the draft stands cannot know that nobody has changed it.
    let mut unheld = save(1);
    unheld.as_object_mut().unwrap().remove("roleVersion");
    server.put(&path).json(&unheld).send().await.refused(400).at("/roleVersion");
    assert_eq!(server.everything().await, before);
    let saved = server.put(&path).json(&save(2)).send().await.expect(200);
    assert_eq!((&saved["name"], &saved["roleVersion"]), (&json!("Reader"), &json!(3)));
}

#[tokio::test]
async fn the_version_of_a_role_that_holds_its_own_definition_is_held_to_where_it_is_said() {
    let server = Server::start().await;
    let path = format!("{EDITED}/r-flat");
    let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:export"]});
    let save = json!({"name": "Flat", "details": allow, "version": 1, "roleVersion": 2});
    server.put(&path).json(&save).send().await.expect(409);
    let save = json!({"name": "Flat", "details": allow, "version": 1, "roleVersion": 1});
    server.put(&path).json(&save).send().await.expect(200);
}
