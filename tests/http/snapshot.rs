//! The snapshot that a browser evaluates, and the preview the server makes of it.

use serde_json::json;

use crate::harness::{ORGANIZATION, Server, value};

const SNAPSHOT: &str = "/api/orgs/acme/scopesight/snapshot";

#[tokio::test]
async fn the_snapshot_is_what_was_put_in() {
    let server = Server::start().await;
    let snapshot = server.get(SNAPSHOT).send().await.expect(200);
    let given: serde_json::Value = serde_json::from_str(ORGANIZATION).unwrap();
    assert_eq!(snapshot["organization"]["name"], "acme");
    assert_eq!(snapshot["organization"]["settings"]["defaultStackPermission"], 101);
    let names = |list: &serde_json::Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|entity| entity["name"].to_string()).collect()
    };
    for list in ["entities", "records", "teams"] {
        assert_eq!(names(&snapshot[list]), names(&given[list]), "{list}");
    }
    let (records, given) = (&snapshot["records"], &given["records"]);
    for (record, given) in records.as_array().unwrap().iter().zip(given.as_array().unwrap()) {
        assert_eq!(record["details"], given["details"]);
        assert_eq!(record["version"], 1);
        assert_eq!(record["created"], "2026-11-23T12:00:00Z");
    }
    assert_eq!(snapshot["members"][0], json!({"login": "admin", "roleId": "admin"}));
    assert_eq!(snapshot["members"][2], json!({"login": "cy"}));
}

#[tokio::test]
async fn the_default_role_is_told_whatever_role_it_is() {
    let server = Server::start().await;
    let engine = async || {
        let snapshot = server.get(SNAPSHOT).send().await.expect(200);
        (snapshot["organization"]["defaultRoleId"].clone(), loaded(&snapshot))
    };
    let (told, found) = engine().await;
    assert_eq!((told, found.default_role_id), (serde_json::Value::Null, None));
    for id in ["r-flat", "admin", "billing-manager"] {
        let path = format!("/api/orgs/acme/roles/{id}/default");
        server.patch(&path).send().await.expect(204);
        let (told, found) = engine().await;
        assert_eq!((told, found.default_role_id.as_deref()), (json!(id), Some(id)));
    }
    // Whoever loses a role comes to hold the default one, as the snapshot before has it.
    let (_, before) = engine().await;
    let lost = policy::Member { login: "rob".to_owned(), role_id: None };
    let expected = before.role_of(&lost);
    server.delete("/api/orgs/acme/roles/r-reader?force=true").send().await.expect(204);
    let (_, after) = engine().await;
    let rob = after.members.iter().find(|member| member.login == "rob").unwrap();
    assert_eq!((expected, after.role_of(rob)), ("billing-manager", "billing-manager"));
}

fn loaded(snapshot: &serde_json::Value) -> policy::Organization {
    wire::Snapshot::parse(&snapshot.to_string()).unwrap().load().unwrap()
}

#[tokio::test]
async fn a_list_can_do_without_the_entities() {
    let server = Server::start().await;
    let whole = server.get(SNAPSHOT).send().await;
    let outline = server.get(&format!("{SNAPSHOT}?entities=false")).send().await;
    // Neither is taken for the other.
    let tags = [whole.header("etag").to_owned(), outline.header("etag").to_owned()];
    assert_ne!(tags[0], tags[1]);
    for (path, known) in [(SNAPSHOT, &tags[1]), (&format!("{SNAPSHOT}?entities=false"), &tags[0])] {
        server.get(path).with("if-none-match", known).send().await.expect(200);
        let known = tags.join(", ");
        server.get(path).with("if-none-match", &known).send().await.expect(304);
    }
    let (mut whole, outline) = (whole.expect(200), outline.expect(200));
    assert!(!whole["entities"].as_array().unwrap().is_empty());
    whole["entities"] = json!([]);
    assert_eq!(outline, whole);
    let said = server.get(&format!("{SNAPSHOT}?entities=true")).send().await.expect(200);
    assert_eq!(said["entities"].as_array().unwrap().len(), 3);
    server.get(&format!("{SNAPSHOT}?entities=some")).send().await.refused(400);
    server.get(&format!("{SNAPSHOT}?entities=false")).by("cy").send().await.refused(403);
}

#[tokio::test]
async fn the_snapshot_holds_no_secret() {
    let server = Server::start().await;
    let text = server.everything().await.to_string();
    for id in ["admin", "rob", "t-ci"] {
        assert!(!text.contains(&value(id)));
    }
    assert!(!text.to_lowercase().contains("hash"));
}

#[tokio::test]
async fn an_unchanged_snapshot_is_not_sent_again() {
    let server = Server::start().await;
    let answer = server.get(SNAPSHOT).send().await;
    let tag = answer.header("etag").to_owned();
    assert_eq!(answer.header("cache-control"), "private, no-cache");
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    let again = |tag: &str| server.get(SNAPSHOT).with("if-none-match", tag).send();
    let unchanged = again(&tag).await;
    assert_eq!(unchanged.header("etag"), tag);
    unchanged.expect(304);
    again(&format!("\"x\", W/{tag}")).await.expect(304);
    again("\"x\"").await.expect(200);
    // Not without a right to it.
    server.get(SNAPSHOT).with("if-none-match", &tag).by("cy").send().await.refused(403);

    let rename = json!({"description": "changed"});
    server.patch("/api/orgs/acme/roles/r-flat").json(&rename).send().await.expect(200);
    let changed = again(&tag).await;
    assert_ne!(changed.header("etag"), tag);
    let snapshot = changed.expect(200);
    let flat =
        snapshot["records"].as_array().unwrap().iter().find(|record| record["id"] == "r-flat");
    assert_eq!(flat.unwrap()["description"], "changed");
    assert_eq!(flat.unwrap()["version"], 2);
}

#[tokio::test]
async fn a_revision_that_comes_again_with_other_contents_is_told_from_the_first() {
    let server = Server::start().await;
    let tag = server.get(SNAPSHOT).send().await.header("etag").to_owned();
    // As a backup that was brought back has it once as much has been changed since.
    server.meddle("UPDATE records SET description = 'other' WHERE id = 'r-flat'").await;
    let restarted = server.replica().await;
    let answer = restarted.get(SNAPSHOT).with("if-none-match", &tag).send().await;
    let revision = answer.header("scopesight-revision").to_owned();
    assert!(tag.contains(&format!("-{revision}-")), "{tag} at {revision}");
    let (other, snapshot) = (answer.header("etag").to_owned(), answer.expect(200));
    assert!(snapshot.to_string().contains("other") && other != tag, "{other}");
}

#[tokio::test]
async fn a_refused_write_does_not_change_the_snapshot() {
    let server = Server::start().await;
    let tag = server.get(SNAPSHOT).send().await.header("etag").to_owned();
    let body = json!({"name": "Admin", "uxPurpose": "role",
        "details": {"__type": "PermissionDescriptorGroup", "entries": []}});
    server.post("/api/orgs/acme/roles").json(&body).send().await.refused(409);
    assert_eq!(server.get(SNAPSHOT).send().await.header("etag"), tag);
}

#[tokio::test]
async fn a_snapshot_is_compressed_for_whoever_can_read_it() {
    let server = Server::start().await;
    let plain = server.get(SNAPSHOT).send().await;
    assert_eq!(plain.header("content-encoding"), "");
    for coding in ["br", "gzip"] {
        let packed = server.get(SNAPSHOT).with("accept-encoding", coding).send().await;
        assert_eq!(packed.header("content-encoding"), coding);
        assert!(packed.body.len() < plain.body.len() / 2);
    }
}

#[tokio::test]
async fn a_draft_is_previewed_as_the_role_it_would_become() {
    let server = Server::start().await;
    let path = "/api/orgs/acme/scopesight/preview";
    let preview = |subject| server.post(path).json(&json!({"subject": subject})).send();
    let saved = preview(json!({"role": "r-reader"})).await.expect(200);
    let details = json!({"__type": "PermissionDescriptorGroup", "entries": [
        {"__type": "PermissionDescriptorCompose", "permissionDescriptors": ["set-org", "stack-read"]}]});
    let draft = json!({"draft": {"name": "Reader", "details": details}});
    let draft = preview(draft).await.expect(200);
    assert_eq!(draft["organization"], saved["organization"]);
    assert_eq!(draft["entities"], saved["entities"]);
    assert_eq!(draft["subject"], json!({"type": "draft", "name": "Reader"}));
    assert_eq!(saved["subject"], json!({"type": "role", "id": "r-reader", "name": "Reader"}));
    assert_eq!(saved["entities"].as_array().unwrap().len(), 3, "also those without scopes");
}

#[tokio::test]
async fn preview_asks_about_people_teams_and_tokens_too() {
    let server = Server::start().await;
    let path = "/api/orgs/acme/scopesight/preview";
    for subject in [
        json!({"user": "cy"}),
        json!({"team": "platform"}),
        json!({"token": "t-ci"}),
        json!({"role": "Reader"}),
    ] {
        let preview = server.post(path).json(&json!({"subject": subject})).send().await.expect(200);
        assert_eq!(preview["entities"].as_array().unwrap().len(), 3);
    }
}
