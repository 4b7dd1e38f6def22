//! What a server that is stopped or killed leaves in the audit log, and its key.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::TOKEN;
use crate::program::{Program, ask, command, json};

const LOG: &str = "/api/orgs/main/auditlogs/v2";

/// The audit log of `main` in `folder` is what was written.
fn verify(folder: &Path) {
    verify_on(folder, None);
}

/// The same of the database that a URL names, where there is one.
pub(crate) fn verify_on(folder: &Path, database: Option<&str>) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
    if let Some(database) = database {
        program.env("SCOPESIGHT_DATABASE", database);
    }
    program.args(["audit", "verify", "--organization", "main"]).current_dir(folder);
    let output = program.output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

fn events(address: &str, filter: &str) -> Vec<Value> {
    let path = format!("{LOG}?{filter}");
    let (status, body) = ask(address, "GET", &path, Some(TOKEN), "").unwrap();
    assert_eq!(status, 200, "{body}");
    json(&body)["auditLogEvents"].as_array().unwrap().clone()
}

/// The version that the last change to a policy made, by the audit log.
pub(crate) fn last_version(address: &str) -> u64 {
    let events = events(address, "eventFilter=custom-role-updated&maxResults=10");
    let details = events.iter().map(|event| &event["scopesight"]["details"]);
    let last = details.into_iter().find(|details| details["kind"] == "policy").unwrap();
    last["version"].as_u64().unwrap()
}

#[test]
fn what_was_repeated_is_told_before_the_server_stops() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), Some(TOKEN), &[]);
    let post = |path: &str, body: &str| {
        let path = format!("/api/orgs/main/{path}");
        let (status, body) = ask(&program.address, "POST", &path, Some(TOKEN), body).unwrap();
        assert_eq!(status, 200, "{body}");
        json(&body)
    };
    let role = post(
        "roles",
        r#"{"name":"Reader","uxPurpose":"role","details":{"__type":"PermissionDescriptorAllow","permissions":["role:read"]}}"#,
    );
    let id = role["id"].as_str().unwrap();
    let token = post(
        "tokens",
        &format!(r#"{{"name":"ci","description":"","admin":false,"roleID":"{id}"}}"#),
    );
    let value = token["tokenValue"].as_str();
    for _ in 0..3 {
        assert_eq!(ask(&program.address, "GET", LOG, value, "").unwrap().0, 403);
    }
    let refused = "eventFilter=auth-failure-organization-role";
    assert_eq!(events(&program.address, refused).len(), 1);
    assert!(program.terminate().success());

    let program = Program::start(folder.path(), Some(TOKEN), &[]);
    let events = events(&program.address, refused);
    assert_eq!(events.len(), 2);
    let description = events[0]["description"].as_str().unwrap();
    assert!(description.starts_with("2 more times within the hour: "), "{description}");
    assert_eq!(events[0]["sourceIP"], "127.0.0.1");
    verify(folder.path());
}

#[test]
fn a_server_that_has_lost_its_key_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    Program::start(folder.path(), Some(TOKEN), &[]).kill();
    let key = folder.path().join("scopesight.db.key");
    let text = fs::read_to_string(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let start = |key: Option<&str>| {
        let mut command = command(folder.path());
        command.args(["--listen", "127.0.0.1:0"]);
        if let Some(key) = key {
            command.env("SCOPESIGHT_TOKEN_KEY", key);
        }
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let lost = start(None);
    assert!(lost.contains("bring back the file `scopesight.db.key`"), "{lost}");
    let other = start(Some(&"00".repeat(32)));
    assert!(other.contains("not the one that the tokens in the database were hashed with"));
    let short = start(Some("0123456789abcdef"));
    assert!(short.contains("SCOPESIGHT_TOKEN_KEY"), "{short}");
    assert!(short.contains("64 hexadecimal digits") && !short.contains("abcdef"), "{short}");
    fs::write(&key, text).unwrap();
    let program = Program::start(folder.path(), None, &[]);
    assert_eq!(ask(&program.address, "GET", "/api/user", Some(TOKEN), "").unwrap().0, 200);
}
