//! Creating, reading and changing records.

use serde_json::{Value, json};

use crate::audit::since;
use crate::harness::{Server, value};

const ROLES: &str = "/api/orgs/acme/roles";

fn allow(scopes: &[&str]) -> Value {
    json!({"__type": "PermissionDescriptorAllow", "permissions": scopes})
}

#[tokio::test]
async fn a_list_is_of_one_purpose_and_has_the_built_in_ones_first() {
    let server = Server::start().await;
    let names = async |purpose: &str| -> Vec<String> {
        let list = server.get(&format!("{ROLES}?uxPurpose={purpose}")).send().await.expect(200);
        let roles = list["roles"].as_array().unwrap();
        assert!(roles.iter().all(|role| role["uxPurpose"] == purpose));
        roles.iter().map(|role| role["name"].as_str().unwrap().to_owned()).collect()
    };
    let expected = ["Admin", "Member", "Billing Manager", "Reader", "Flat", "Nothing", "Spare"];
    assert_eq!(names("role").await, expected);
    assert_eq!(names("policy").await, ["Reader", "Spare"]);
    let sets = names("set").await;
    assert_eq!(sets.last().map(String::as_str), Some("Sees roles"));
    assert!(sets.len() > 13, "{sets:?}");
    assert!(names("role_private").await.is_empty());
    assert!(names("role_temporary").await.is_empty());
}

#[tokio::test]
async fn a_list_needs_a_purpose() {
    let server = Server::start().await;
    for query in ["", "?uxPurpose=", "?uxPurpose=organization", "?purpose=role"] {
        let refused = server.get(&format!("{ROLES}{query}")).send().await.refused(400);
        refused.saying("`role`, `role_private`, `role_temporary`, `policy`, `set`");
    }
}

#[tokio::test]
async fn a_built_in_record_is_found_by_its_identifier() {
    let server = Server::start().await;
    let answer = server.get(&format!("{ROLES}/stack-read")).send().await;
    assert_eq!(answer.header("etag"), "\"1\"");
    let record = answer.expect(200);
    assert_eq!(record["defaultIdentifier"], "stack-read");
    assert_eq!(record["resourceType"], "stack");
    assert_eq!(record["orgId"], server.organization_id("acme").await);
    assert_eq!(record["isOrgDefault"], false);
    let member = server.get(&format!("{ROLES}/member")).send().await.expect(200);
    assert_eq!(member["isOrgDefault"], true);
    server.get(&format!("{ROLES}/nothing")).send().await.refused(404).saying("`nothing`");
}

#[tokio::test]
async fn a_record_reads_back_as_it_was_created() {
    let server = Server::start().await;
    let details = r#"{ "__type":"PermissionDescriptorAllow",  "permissions":["stack:read"] }"#;
    let body = format!(
        r#"{{"name": "Looks", "description": "at stacks", "uxPurpose": "set", "resourceType": "stack", "details": {details}}}"#
    );
    let created = server.post(ROLES).text(body).send().await.expect(200);
    assert_eq!(created["name"], "Looks");
    assert_eq!(created["description"], "at stacks");
    assert_eq!(created["version"], 1);
    assert_eq!(created["created"], "2026-11-23T12:00:00Z");
    assert_eq!(created["modified"], created["created"]);
    assert_eq!(created["isOrgDefault"], false);
    assert_eq!(created.get("defaultIdentifier"), None);
    let path = format!("{ROLES}/{}", created["id"].as_str().unwrap());
    let answer = server.get(&path).send().await;
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    assert!(text.contains(details), "not as written: {text}");
    assert_eq!(answer.expect(200), created);
}

#[tokio::test]
async fn a_role_and_its_policy_are_created_together() {
    let server = Server::start().await;
    let details = json!({"__type": "PermissionDescriptorGroup", "entries": [
        {"__type": "PermissionDescriptorCompose", "permissionDescriptors": ["stack-write", "set-org"]}]});
    let body = json!({"name": "Deployers", "description": "ship", "uxPurpose": "role", "details": details});
    let path = format!("{ROLES}?createPolicyAndRole=true");
    let role = server.post(&path).json(&body).send().await.expect(200);
    assert_eq!(role["uxPurpose"], "role");
    assert_eq!(role["details"]["__type"], "PermissionDescriptorCompose");
    let ids = role["details"]["permissionDescriptors"].as_array().unwrap();
    assert_eq!(ids.len(), 1);
    let policy =
        server.get(&format!("{ROLES}/{}", ids[0].as_str().unwrap())).send().await.expect(200);
    assert_eq!(policy["uxPurpose"], "policy");
    assert_eq!(policy["name"], "Deployers");
    assert_eq!(policy["description"], "ship");
    assert_eq!(policy["details"], details);

    // The engine sees the new role at once.
    let subject = json!({"subject": {"role": role["id"]}});
    let preview =
        server.post("/api/orgs/acme/scopesight/preview").json(&subject).send().await.expect(200);
    assert_eq!(preview["organization"]["scopes"], json!(["role:read"]));
    assert!(preview["entities"][0]["scopes"].as_array().unwrap().contains(&json!("stack:write")));
}

#[tokio::test]
async fn a_role_that_cannot_be_created_leaves_no_policy_behind() {
    let server = Server::start().await;
    let before = server.everything().await;
    let path = format!("{ROLES}?createPolicyAndRole=true");
    let group = json!({"__type": "PermissionDescriptorGroup", "entries": []});
    // The policy would be fine, and the role's name is taken: `Flat` is a role without a policy.
    let body = json!({"name": "Flat", "uxPurpose": "role", "details": group});
    server.post(&path).json(&body).send().await.refused(409).saying("a role called `Flat` exists");
    // The name of a built-in role is taken as well.
    let body = json!({"name": "Admin", "uxPurpose": "role", "details": group});
    server.post(&path).json(&body).send().await.refused(409).saying("`Admin`");
    let refused =
        server.post(&path).json(&json!({"name": "New", "uxPurpose": "set", "details": group}));
    refused.send().await.refused(400).at("/uxPurpose");
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn an_update_changes_what_it_names() {
    let server = Server::start().await;
    let path = format!("{ROLES}/set-org");
    let before = server.get(&path).send().await.expect(200);
    server.wait(60);
    let answer = server.patch(&path).json(&json!({"description": "looks"})).send().await;
    assert_eq!(answer.header("etag"), "\"2\"");
    let after = answer.expect(200);
    let mut expected = before.clone();
    expected["description"] = json!("looks");
    expected["version"] = json!(2);
    expected["modified"] = json!("2026-11-23T12:01:00Z");
    assert_eq!(after, expected);
    assert_eq!(server.get(&path).send().await.expect(200), after);

    let body = json!({"name": "Reads roles", "description": "", "details": allow(&["role:read", "team:read"])});
    let after = server.patch(&path).json(&body).send().await.expect(200);
    assert_eq!(after["name"], "Reads roles");
    assert_eq!(after["description"], "");
    assert_eq!(after["details"], allow(&["role:read", "team:read"]));
    // What clients sent until spring 2026.
    let after = server.patch(&path).json(&json!({"Description": "old"})).send().await.expect(200);
    assert_eq!((&after["description"], &after["version"]), (&json!("old"), &json!(4)));
}

#[tokio::test]
async fn if_match_guards_an_update() {
    let server = Server::start().await;
    let path = format!("{ROLES}/set-org");
    let update = |tag: &str, text: &str| {
        server.patch(&path).with("if-match", tag).json(&json!({"description": text})).send()
    };
    update("\"1\"", "x").await.expect(200);
    update("\"1\"", "y").await.refused(412).saying("version 2");
    update("\"7\"", "y").await.refused(412);
    update("\"7\", \"2\"", "y").await.expect(200);
    update("*", "z").await.expect(200);
    assert_eq!(server.get(&path).send().await.expect(200)["version"], 4);
}

#[tokio::test]
async fn a_name_is_given_once_for_a_purpose() {
    let server = Server::start().await;
    let set = |name: &str| json!({"name": name, "uxPurpose": "set", "resourceType": "global", "details": allow(&[])});
    server
        .post(ROLES)
        .json(&set("Sees roles"))
        .send()
        .await
        .refused(409)
        .saying("a set called `Sees roles` exists");
    server.post(ROLES).json(&set("Stack Read")).send().await.refused(409);
    // Another purpose, another case.
    server.post(ROLES).json(&set("Reader")).send().await.expect(200);
    server.post(ROLES).json(&set("sees roles")).send().await.expect(200);
    let rename = json!({"name": "Flat"});
    server.patch(&format!("{ROLES}/r-spare")).json(&rename).send().await.refused(409);
    server.patch(&format!("{ROLES}/r-flat")).json(&rename).send().await.expect(200);
}

#[tokio::test]
async fn built_in_records_stay_as_they_are() {
    let server = Server::start().await;
    let before = server.everything().await;
    for id in ["admin", "member", "billing-manager", "stack-read", "environment-open"] {
        let path = format!("{ROLES}/{id}");
        server
            .patch(&path)
            .json(&json!({"name": "Mine"}))
            .send()
            .await
            .refused(400)
            .saying("built in");
        server.delete(&path).send().await.refused(400).saying("built in");
        server.delete(&format!("{path}?force=true")).send().await.refused(400);
        let save = json!({"name": "Mine", "details": allow(&[]), "version": 1});
        server
            .put(&format!("/api/orgs/acme/scopesight/roles/{id}"))
            .json(&save)
            .send()
            .await
            .refused(400);
    }
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn any_role_can_be_the_default_and_nothing_else() {
    let server = Server::start().await;
    let default = |id: &str| server.patch(&format!("{ROLES}/{id}/default")).send();
    let is_default = async |id: &str| {
        server.get(&format!("{ROLES}/{id}")).send().await.expect(200)["isOrgDefault"] == true
    };
    default("r-flat").await.expect(204);
    assert!(is_default("r-flat").await && !is_default("member").await);
    // `cy` has no role: now `Flat`, which has no organization scope.
    let preview = json!({"subject": {"user": "cy"}});
    let preview =
        server.post("/api/orgs/acme/scopesight/preview").json(&preview).send().await.expect(200);
    assert!(!preview["organization"]["scopes"].as_array().unwrap().contains(&json!("team:list")));
    // Not given by name.
    let users = server.get(&format!("{ROLES}/r-flat/users")).send().await.expect(200);
    assert_eq!(users["users"], json!([]));

    default("admin").await.expect(204);
    assert!(is_default("admin").await && !is_default("r-flat").await);
    default("member").await.expect(204);
    assert!(is_default("member").await && !is_default("admin").await);
    default("set-org").await.refused(400).saying("Invalid role type");
    default("p-reader").await.refused(400);
    default("nothing").await.refused(404);
}

#[tokio::test]
async fn holders_are_listed_by_kind() {
    let server = Server::start().await;
    let list = async |id: &str, kind: &str| {
        server.get(&format!("{ROLES}/{id}/{kind}")).send().await.expect(200)[kind].clone()
    };
    let users = list("r-reader", "users").await;
    assert_eq!(users, json!([{"name": "rob", "githubLogin": "rob", "avatarUrl": ""}]));
    assert_eq!(list("r-reader", "teams").await, json!([]));
    let tokens = list("r-reader", "tokens").await;
    assert_eq!(tokens.as_array().unwrap().len(), 1);
    assert_eq!(tokens[0]["id"], "t-ci");
    assert_eq!(tokens[0]["role"]["name"], "Reader");
    assert!(!tokens.to_string().contains(&value("t-ci")));
    let teams = list("r-flat", "teams").await;
    assert_eq!(teams[0]["name"], "platform");
    assert_eq!(teams[0]["members"][0]["role"], "admin");
    let admins = list("admin", "users").await;
    assert_eq!(admins[0]["githubLogin"], "admin");
    server.get(&format!("{ROLES}/nothing/users")).send().await.refused(404);
}

#[tokio::test]
async fn the_catalogue_offers_what_can_be_assigned() {
    let server = Server::start().await;
    let catalogue = server.get(&format!("{ROLES}/scopes")).send().await.expect(200);
    let types: Vec<_> = catalogue.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(types, ["environment", "global", "insights-account", "stack"]);
    let names = |of: &str| -> Vec<String> {
        let groups = catalogue[of].as_array().unwrap().iter();
        let scopes = groups.flat_map(|group| group["scopes"].as_array().unwrap());
        scopes.map(|scope| scope["name"].as_str().unwrap().to_owned()).collect()
    };
    // DOMAIN.md §2: 168 pairs: organization 96, environment 32, stack 29, account 11.
    let counts = ["global", "environment", "stack", "insights-account"].map(|of| names(of).len());
    assert_eq!(counts, [96, 32, 29, 11]);
    assert!(names("stack").contains(&"stack:read".to_owned()));
    assert!(!names("stack").contains(&"stack:list".to_owned()), "in the enum, not offered");
}

/// As its first clients called it.
#[tokio::test]
async fn the_organization_as_a_resource_type_is_global() {
    let server = Server::start().await;
    for (name, purpose, query) in
        [("A", "set", ""), ("B", "role", ""), ("C", "role", "?createPolicyAndRole=true")]
    {
        let body = json!({"name": name, "uxPurpose": purpose, "resourceType": "organization",
            "details": allow(&["role:read"])});
        let made = server.post(&format!("{ROLES}{query}")).json(&body).send().await.expect(200);
        assert_eq!(made["resourceType"], "global");
    }
}

#[tokio::test]
async fn what_stays_as_it_is_is_no_change() {
    let server = Server::start().await;
    let path = format!("{ROLES}/set-org");
    let details = allow(&["role:read", "role:create"]);
    let update = |change: Value| server.patch(&path).json(&change).send();
    let found = update(json!({"details": details})).await.expect(200);
    let edited = "/api/orgs/acme/scopesight/roles/r-reader";
    let role = server.get(edited).send().await.expect(200);
    let mut save = json!({"name": role["name"], "description": role["description"],
        "details": allow(&[]), "version": 1, "roleVersion": 1});
    server.put(edited).json(&save).send().await.expect(200);
    let (before, events) = (server.everything().await, since(&server).await);
    let unchanged = json!({"name": found["name"], "description": "", "details": details});
    for change in [json!({}), json!({"name": null}), unchanged] {
        assert_eq!(update(change).await.expect(200), found);
    }
    let role = server.get(edited).send().await.expect(200);
    (save["version"], save["roleVersion"]) = (role["version"].clone(), role["roleVersion"].clone());
    let saved = server.put(edited).json(&save).send().await.expect(200);
    for field in ["version", "roleVersion", "modified"] {
        assert_eq!(saved[field], role[field], "{field}");
    }
    assert_eq!(since(&server).await, events);
    assert_eq!(server.everything().await, before);
}
