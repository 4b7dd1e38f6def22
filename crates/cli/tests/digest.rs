//! `scopesight digest`, as somebody who scripts it sees it.

#![cfg(test)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

const ROLE: [&str; 2] = ["--role", "Payments deployer"];

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/acme.json")
}

fn ask(command: &str, snapshot: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
    program.arg(command).arg("--snapshot").arg(snapshot).args(arguments).output().unwrap()
}

fn told(command: &str, snapshot: &Path, arguments: &[&str]) -> String {
    let output = ask(command, snapshot, arguments);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn written(name: &str, text: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn a_role_and_a_draft_of_its_definition_have_one_digest_everywhere_it_is_shown() {
    let line = told("digest", &demo(), &ROLE);
    let digest = line.trim_end();
    assert_eq!((digest.len(), line.len()), (64, 65));
    assert!(digest.chars().all(|digit| "0123456789abcdef".contains(digit)), "{digest}");

    let document: Value = serde_json::from_str(&told(
        "digest",
        &demo(),
        &[&ROLE[..], &["--format", "json"]].concat(),
    ))
    .unwrap();
    assert_eq!(document["digest"], digest);
    assert_eq!(document["short"], digest.get(..12).unwrap());
    let parts: Vec<_> = document["parts"].as_object().unwrap().keys().collect();
    assert_eq!(
        parts,
        ["catalogue", "definition", "engine", "inventory", "matrix", "references"],
        "in the order that serde_json keeps"
    );

    let snapshot: Value = serde_json::from_str(&fs::read_to_string(demo()).unwrap()).unwrap();
    let records = snapshot["records"].as_array().unwrap();
    let is_policy =
        |record: &&Value| record["name"] == "Payments deployer" && record["uxPurpose"] == "policy";
    let policy = records.iter().find(is_policy).unwrap();
    let indented = serde_json::to_string_pretty(&policy["details"]).unwrap();
    let draft = written("payments.json", &indented);
    assert_eq!(told("digest", &demo(), &["--draft", draft.to_str().unwrap()]), line);

    let table = told("preview", &demo(), &ROLE);
    assert_eq!(table.lines().nth(1), Some(format!("digest {digest}").as_str()));
    // What a person may do is the sum of many definitions.
    assert!(!told("preview", &demo(), &["--user", "ada"]).contains("digest"));
}

#[test]
fn another_tag_is_another_digest() {
    let text = fs::read_to_string(demo()).unwrap();
    let mut snapshot: Value = serde_json::from_str(&text).unwrap();
    let before = told("digest", &demo(), &ROLE);
    let same = written("same.json", &serde_json::to_string_pretty(&snapshot).unwrap());
    assert_eq!(told("digest", &same, &ROLE), before);
    snapshot["entities"][0]["tags"]["seen"] = "now".into();
    let other = written("retagged.json", &snapshot.to_string());
    assert_ne!(told("digest", &other, &ROLE), before);
}

#[test]
fn what_has_no_digest_is_refused() {
    let refused = |arguments: &[&str]| {
        let output = ask("digest", &demo(), arguments);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(output.stdout.is_empty());
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(
        refused(&["--role", "Nobody"]),
        "error: there is no role with the id or name `Nobody`\n"
    );
    let draft = written("wrong.json", r#"{"__type": "PermissionDescriptorAllow", "on": 1}"#);
    let told = refused(&["--draft", draft.to_str().unwrap()]);
    assert!(told.ends_with("wrong.json: at /on: unknown field `on`\n"), "{told}");
    refused(&[]);
    refused(&["--user", "ada"]);
    refused(&["--role", "a", "--draft", "b"]);
}
