//! `scopesight preview`, as somebody who scripts it sees it.

#![cfg(test)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use wire::{Preview, Snapshot, Subject};

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/acme.json")
}

fn scopesight(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scopesight")).args(arguments).output().unwrap()
}

fn preview(arguments: &[&str]) -> Output {
    let demo = demo();
    scopesight(&[&["preview", "--snapshot", demo.to_str().unwrap()], arguments].concat())
}

/// What a refused call says: nothing on standard output, and status 2.
fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn written(name: &str, text: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn json_is_the_document_and_nothing_else() {
    let organization =
        Snapshot::parse(&fs::read_to_string(demo()).unwrap()).unwrap().load().unwrap();
    let subjects = [
        (["--role", "Payments deployer"], Subject::Role("Payments deployer".into())),
        (["--user", "ada"], Subject::User("ada".into())),
        (["--team", "payments"], Subject::Team("payments".into())),
        (["--token", "payments-ci"], Subject::Token("payments-ci".into())),
    ];
    for (arguments, subject) in subjects {
        let output = preview(&[&arguments[..], &["--format", "json"]].concat());
        assert_eq!(output.status.code(), Some(0));
        assert!(output.stderr.is_empty());
        let document = Preview::of(&organization, &subject).unwrap().to_text().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), document);
    }
}

#[test]
fn a_draft_may_be_a_descriptor_or_an_object_around_one() {
    let descriptor = r#"{"__type": "PermissionDescriptorAllow", "permissions": ["stack:list"]}"#;
    let bare = written("bare.json", descriptor);
    let named = written("named.json", &format!(r#"{{"name": "Lister", "details": {descriptor}}}"#));
    let entities = |file: &Path| {
        let output = preview(&["--draft", file.to_str().unwrap(), "--format", "json"]);
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (document["subject"].clone(), document["entities"].clone())
    };
    let (bare, named) = (entities(&bare), entities(&named));
    assert_eq!(bare.0, serde_json::json!({"type": "draft", "name": ""}));
    assert_eq!(named.0, serde_json::json!({"type": "draft", "name": "Lister"}));
    assert_eq!(bare.1, named.1);
    assert_eq!(bare.1[0]["scopes"], serde_json::json!(["stack:list"]));
}

#[test]
fn the_table_tells_the_story_of_a_role() {
    let output = preview(&["--role", "Payments deployer"]);
    let table = String::from_utf8(output.stdout).unwrap();
    for line in [
        "role Payments deployer",
        "organization  20 scopes",
        "stacks  412 of 412 reached",
        "environments  2 of 153 reached",
        "  2: payments/dev, payments/staging",
        "accounts  0 of 41 reached",
        "warning: 12 of the 37 stacks this reaches have no tag `env`: not equal to `prod` includes them",
        "  at policy `Payments deployer`, /entries/1/condition  [not-equals-untagged]",
    ] {
        assert!(table.lines().any(|found| found == line), "no line `{line}` in\n{table}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let misspelt = r#"{"__type": "PermissionDescriptorGroup", "entries": [{"__type": "PermissionDescriptorAlow"}]}"#;
    let draft = written("misspelt.json", misspelt);
    let found = refusal(&preview(&["--draft", draft.to_str().unwrap()]));
    let expected = "misspelt.json: at /entries/0/__type: unknown `__type` `PermissionDescriptorAlow`, expected a \
                    permission descriptor, did you mean `PermissionDescriptorAllow`?\n";
    assert!(found.ends_with(expected), "{found}");

    let snapshot = written("unknown.json", r#"{"entities": [], "records": [], "role": []}"#);
    let found =
        refusal(&scopesight(&["preview", "--snapshot", snapshot.to_str().unwrap(), "--role", "x"]));
    assert!(found.contains("unknown.json: ") && found.contains("unknown field `role`"), "{found}");

    let record = r#"{"id": "r", "name": "r", "uxPurpose": "role", "details": {"__type": "PermissionDescriptorAllow", "on": 1}}"#;
    let snapshot = written("field.json", &format!(r#"{{"entities": [], "records": [{record}]}}"#));
    let found =
        refusal(&scopesight(&["preview", "--snapshot", snapshot.to_str().unwrap(), "--role", "r"]));
    assert!(
        found.ends_with("field.json: at /records/0/details/on: unknown field `on`\n"),
        "{found}"
    );

    let found = refusal(&preview(&["--role", "Nobody"]));
    assert_eq!(found, "error: there is no role with the id or name `Nobody`\n");
    let found = refusal(&preview(&["--token", "laptop"]));
    assert!(found.starts_with("error: 2 tokens are named `laptop`, name one by id: "), "{found}");
    let found = refusal(&scopesight(&["preview", "--snapshot", "/nowhere.json", "--role", "x"]));
    assert_eq!(
        found,
        "error: cannot read `/nowhere.json`: No such file or directory (os error 2)\n"
    );
}

#[test]
fn arguments_that_do_not_fit_are_refused() {
    refusal(&preview(&[]));
    refusal(&preview(&["--role", "a", "--user", "b"]));
    refusal(&scopesight(&["preview", "--role", "a"]));
}
