//! What was shown is what is saved: a save that brings a decision digest is held to it.

use serde_json::{Value, json};
use wire::digest::Digest;
use wire::subject::Draft;
use wire::{Snapshot, Subject};

use crate::harness::Server;

const EDITED: &str = "/api/orgs/acme/scopesight/roles/r-reader";
const ROLES: &str = "/api/orgs/acme/roles";
const CREATE: &str = "/api/orgs/acme/roles?createPolicyAndRole=true";

fn details(ids: &[&str]) -> Value {
    json!({"__type": "PermissionDescriptorGroup", "entries": [
        {"__type": "PermissionDescriptorCompose", "permissionDescriptors": ids}]})
}

/// What a browser that read `snapshot` shows about `details`.
fn shown(snapshot: &Value, details: &Value) -> Digest {
    let organization = Snapshot::parse(&snapshot.to_string()).unwrap().load().unwrap();
    let draft = Draft::parse(&details.to_string()).unwrap();
    Digest::of(&organization, &Subject::Draft(draft)).unwrap()
}

fn save(details: &Value, digest: &Digest) -> Value {
    json!({"name": "Reader", "details": details, "version": 1, "roleVersion": 1, "digest": digest.digest,
        "digestParts": digest.parts})
}

#[tokio::test]
async fn what_was_shown_is_saved_and_the_answer_says_so() {
    let server = Server::start().await;
    let details = details(&["set-org", "stack-write"]);
    let digest = shown(&server.everything().await, &details);
    let saved = server.put(EDITED).json(&save(&details, &digest)).send().await.expect(200);
    assert_eq!((&saved["digest"], &saved["version"]), (&json!(digest.digest), &json!(2)));
    // Nothing about the organization but the role has changed.
    assert_eq!(shown(&server.everything().await, &details), digest);
}

#[tokio::test]
async fn a_save_without_a_digest_learns_it() {
    let server = Server::start().await;
    let details = details(&["set-org"]);
    let digest = shown(&server.everything().await, &details);
    let body = json!({"name": "Reader", "details": details, "version": 1, "roleVersion": 1});
    let saved = server.put(EDITED).json(&body).send().await.expect(200);
    assert_eq!(saved["digest"], digest.digest);
}

#[tokio::test]
async fn a_set_that_was_changed_meanwhile_is_a_reason_to_look_again() {
    let server = Server::start().await;
    let details = details(&["set-org", "stack-write"]);
    let digest = shown(&server.everything().await, &details);
    let allow =
        json!({"__type": "PermissionDescriptorAllow", "permissions": ["role:read", "role:update"]});
    let update = json!({"details": allow});
    server.patch(&format!("{ROLES}/set-org")).json(&update).send().await.expect(200);

    let before = server.everything().await;
    let refused = server.put(EDITED).json(&save(&details, &digest)).send().await.expect(409);
    let now = shown(&before, &details);
    assert_eq!(refused["code"], 409);
    assert_eq!(refused["differs"], json!(["references", "matrix"]));
    assert_eq!(refused["digest"], now.digest);
    assert_eq!(
        refused["message"],
        "what you were shown is not what would be saved: the organization has changed since (`references`, `matrix`)"
    );
    assert_eq!(server.everything().await, before);

    // Without the parts, nobody can say what differs.
    let body = json!({"name": "Reader", "details": details, "version": 1, "roleVersion": 1, "digest": digest.digest});
    let refused = server.put(EDITED).json(&body).send().await.expect(409);
    assert_eq!(refused["differs"], json!([]));
    // Having looked again, it is saved.
    server.put(EDITED).json(&save(&details, &now)).send().await.expect(200);
}

#[tokio::test]
async fn other_entities_another_definition_and_another_engine_are_told_apart() {
    let server = Server::start().await;
    let before = server.everything().await;
    let details = details(&["stack-write"]);
    let check = async |digest: &Digest, differs: &[&str], words: &str| {
        let answer = server.put(EDITED).json(&save(&details, digest)).send().await;
        let refused = answer.expect(409);
        assert_eq!(refused["differs"], json!(differs));
        assert!(refused["message"].as_str().unwrap().contains(words), "{refused}");
    };
    let mut retagged = before.clone();
    retagged["entities"][0]["tags"]["env"] = json!("other");
    check(&shown(&retagged, &details), &["inventory"], "the organization has changed since").await;
    retagged["entities"].as_array_mut().unwrap().pop();
    let fewer = shown(&retagged, &details);
    check(&fewer, &["inventory", "matrix"], "(`inventory`, `matrix`)").await;
    let other = shown(&before, &self::details(&["stack-read"]));
    let differs = ["definition", "references", "matrix"];
    check(&other, &differs, "it was of another definition").await;
    let mut newer = shown(&before, &details);
    newer.digest.replace_range(..12, "000000000000");
    newer.parts.engine = "9.9.9".to_owned();
    check(&newer, &["engine"], "the server is of another version").await;
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn a_newer_version_is_told_before_another_digest() {
    let server = Server::start().await;
    let details = details(&["stack-write"]);
    let mut body = save(&details, &shown(&server.everything().await, &self::details(&[])));
    body["version"] = json!(7);
    let conflict = server.put(EDITED).json(&body).send().await.expect(409);
    assert_eq!(conflict["current"]["version"], 1);
}

#[tokio::test]
async fn what_is_no_digest_is_refused_with_its_place() {
    let server = Server::start().await;
    let before = server.everything().await;
    let details = details(&["stack-write"]);
    let digest = shown(&before, &details);
    for wrong in ["", "3fa9", digest.digest.get(1..).unwrap(), &format!("{}0", digest.digest)] {
        let mut body = save(&details, &digest);
        body["digest"] = json!(wrong);
        let refused = server.put(EDITED).json(&body).send().await.refused(400);
        refused.at("/digest").saying("64 hexadecimal digits");
    }
    let mut alone = save(&details, &digest);
    alone.as_object_mut().unwrap().remove("digest");
    server.put(EDITED).json(&alone).send().await.refused(400).at("/digestParts");
    let mut unknown = save(&details, &digest);
    unknown["digestParts"]["weather"] = json!("fine");
    server.put(EDITED).json(&unknown).send().await.refused(400).saying("weather");
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn a_role_is_created_as_it_was_shown() {
    let server = Server::start().await;
    let details = details(&["set-org", "stack-write"]);
    let before = server.everything().await;
    let digest = shown(&before, &details);
    let body = |name: &str, digest: &Digest| json!({"name": name, "details": details, "digest": digest.digest, "digestParts": digest.parts});
    let wrong = shown(&before, &self::details(&["stack-admin"]));
    let refused = server.post(CREATE).json(&body("New", &wrong)).send().await.expect(409);
    assert_eq!(refused["differs"], json!(["definition", "references", "matrix"]));
    assert_eq!(server.everything().await, before);

    let created = server.post(CREATE).json(&body("New", &digest)).send().await.expect(200);
    assert_eq!(created["digest"], digest.digest);
    // Whoever does not ask gets Pulumi Cloud's answer and nothing more.
    let plain = json!({"name": "Plain", "details": details});
    let created = server.post(CREATE).json(&plain).send().await.expect(200);
    assert!(created.get("digest").is_none(), "{created}");
    let set = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:read"]});
    let digest = shown(&before, &set);
    let body = json!({"name": "Set", "uxPurpose": "set", "resourceType": "stack", "details": set,
        "digest": digest.digest});
    assert_eq!(server.post(ROLES).json(&body).send().await.expect(200)["digest"], digest.digest);
}
