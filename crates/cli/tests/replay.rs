//! `scopesight replay`, as somebody who scripts it sees it.

#![cfg(test)]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};

const ROLE: [&str; 2] = ["--role", "Payments deployer"];

fn demo(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo").join(file)
}

fn program(command: &str) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
    program.arg(command).arg("--snapshot").arg(demo("acme.json"));
    program
}

fn replay(arguments: &[&str]) -> Output {
    program("replay").arg("--log").arg(demo("usage.jsonl")).args(arguments).output().unwrap()
}

fn document(arguments: &[&str]) -> (Value, i32) {
    let output = replay(&[arguments, &["--format", "json"]].concat());
    assert!(output.stderr.is_empty(), "{output:?}");
    (serde_json::from_slice(&output.stdout).unwrap(), output.status.code().unwrap())
}

fn text(arguments: &[&str]) -> String {
    let output = replay(arguments);
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// What `program` answers to this on its standard input.
fn fed(program: &mut Command, text: &str) -> Output {
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// A file of this test with `content`.
fn file(name: &str, content: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, content).unwrap();
    file
}

#[test]
fn what_nobody_used_is_told_first() {
    let told = text(&ROLE);
    let place = |part: &str| told.find(part).unwrap_or_else(|| panic!("no {part}: {told}"));
    assert!(told.starts_with("role Payments deployer in 1715 entries, 2026-08-25 to 2026-11-22\n"));
    place("\n  held by 12, used by 10\n");
    assert!(place("never used by user rafa, token old laptop of ada\n") < place("\nunused\n"));
    let never = "  never used: policy `Payments deployer` at /entries/2/subNode (Environment Open)";
    assert!(place("\nunused\n") < place(never) && place(never) < place("\nused\n"));
    let refused = "user karim: stack:write on stack payments-api/prod, 1 time, last 2026-";
    assert!(place("used by its holders and refused today already: 3 uses") < place(refused));
    place("of an entity that is not there, without the tags it had: 1 use");
    assert!(!told.contains("smaller"), "{told}");
}

#[test]
fn scopes_and_rules_are_counted() {
    let (answer, status) = document(&ROLE);
    assert_eq!((status, answer["log"]["entries"].clone()), (0, json!(1715)));
    let scopes = answer["scopes"].as_array().unwrap();
    let scope = |name: &str| scopes.iter().find(|scope| scope["scope"] == name).unwrap();
    assert_eq!(scope("environment:open")["times"], 0);
    assert_eq!(scope("environment:open")["grantedOn"], 2);
    let write = scope("stack:write");
    assert!(write["times"].as_u64() > write["usedOn"].as_u64(), "{write}");
    assert_eq!(write["grantedOn"], 37);
    let rule = &answer["rules"][1];
    assert_eq!(rule["rule"]["pointer"], "/entries/1/subNode");
    assert!(rule["unused"].as_array().unwrap().contains(&json!("stack:import")), "{rule}");
    let also = answer["alsoGranted"].as_array().unwrap();
    assert!(also.iter().any(|source| source["through"] == "defaultStackPermission"));
    // What a stack was tagged then decides, and one that is gone counts with its tags.
    let refused = &answer["refusedToday"];
    assert_eq!(refused.as_array().unwrap().len(), 3);
    assert!(
        refused.to_string().contains(r#""tags":{"env":"prod","team":"payments"}"#),
        "{refused}"
    );
    let reasons: Vec<_> =
        answer["unknown"].as_array().unwrap().iter().map(|use_| use_["reason"].clone()).collect();
    assert_eq!(reasons, ["scope", "entity", "principal"]);
}

#[test]
fn a_draft_that_refuses_what_was_used_ends_with_1() {
    let reads = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:read"]});
    let draft = file("reads.json", &reads.to_string());
    let with_draft = [&ROLE[..], &["--draft", draft.to_str().unwrap()]].concat();
    let (answer, status) = document(&with_draft);
    assert_eq!(status, 1);
    let refused = answer["refused"].as_array().unwrap();
    let times: Vec<_> = refused.iter().map(|used| used["times"].as_u64().unwrap()).collect();
    assert!(times.is_sorted_by(|one, other| one >= other) && times.len() > 20, "{times:?}");
    // Reading stacks is granted to members anyway, and still.
    assert!(refused.iter().all(|used| used["scope"] != "stack:read"), "{refused:?}");
    let told = text(&with_draft);
    assert!(told.contains("\nthe draft refuses what was used: "), "{told}");
    let everything =
        json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": ["admin"]});
    let draft = file("everything.json", &everything.to_string());
    let with_draft = [&ROLE[..], &["--draft", draft.to_str().unwrap()]].concat();
    let (answer, status) = document(&with_draft);
    assert_eq!((status, answer["refused"].clone()), (0, json!([])));
    assert_eq!(answer["newlyAllowed"].as_array().unwrap().len(), 3);
    assert!(text(&with_draft).contains("\nthe draft refuses nothing that was used\n"));
}

#[test]
fn a_smaller_role_can_be_asked_about_as_a_draft() {
    let mut sizes = Vec::new();
    for suggest in [&["--suggest"][..], &["--suggest", "tight"]] {
        let (answer, status) = document(&[&ROLE[..], suggest].concat());
        assert_eq!(status, 0);
        let suggestion = &answer["suggestion"];
        let size = |size: &str, of: &str| suggestion[size][of].as_u64().unwrap();
        assert!(size("after", "cells") < size("before", "cells"), "{suggestion}");
        assert!(size("after", "scopes") < size("before", "scopes"), "{suggestion}");
        sizes.push(size("after", "cells"));

        let draft = file("smaller.json", &suggestion["draft"].to_string());
        let draft = draft.to_str().unwrap();
        let (answer, status) = document(&[&ROLE[..], &["--draft", draft]].concat());
        assert_eq!((status, answer["refused"].clone()), (0, json!([])));
        let within = ["--draft", draft, "--within", "Payments deployer", "--format", "json"];
        let output = program("prove").args(within).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let from_file = program("preview").args(["--draft", draft]).output().unwrap();
        assert_eq!(from_file.status.code(), Some(0), "{from_file:?}");
        let piped =
            fed(program("preview").args(["--draft", "-"]), &suggestion["draft"].to_string());
        assert_eq!(piped.stdout, from_file.stdout);
    }
    assert!(sizes[1] < sizes[0] / 5, "{sizes:?}");
    let told = text(&[&ROLE[..], &["--suggest"]].concat());
    let proof = "\na smaller role\n  proved: it grants all ";
    assert!(told.contains(proof) && told.contains("\n  today  4 rules, 54 scopes, "), "{told}");
}

#[test]
fn from_a_log_of_which_nothing_was_decided_no_role_is_suggested() {
    let elsewhere = json!({"at": 5, "principal": {"type": "token", "id": "elsewhere"}, "scope": "stack:read",
        "entity": {"type": "stack", "id": "elsewhere"}});
    let unused =
        json!({"at": 5, "principal": {"type": "user", "id": "admin"}, "scope": "role:update"});
    for (name, log, reason) in [
        ("empty.jsonl", String::new(), "the log has no entries"),
        (
            "elsewhere.jsonl",
            elsewhere.to_string(),
            "no entry of the log could be decided: what it names, by ids or unique names, is not here",
        ),
        ("unused.jsonl", unused.to_string(), "nothing in the log was used that the role grants"),
    ] {
        let log = file(name, &log);
        let asked = [&ROLE[..], &["--suggest", "--log", log.to_str().unwrap()]].concat();
        let output = program("replay").args(&asked).output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.ends_with(&format!("\nno smaller role: {reason}\n")), "{told}");
        assert!(!told.contains("proved"), "{told}");
    }
}

#[test]
fn what_was_not_decided_is_told_beside_what_is_proved() {
    let told = text(&[&ROLE[..], &["--suggest"]].concat());
    let undecided = " of the log could not be decided, and count for nothing in it\n";
    assert!(told.contains("\n  proved: ") && told.contains(undecided), "{told}");
}

#[test]
fn a_log_may_name_what_it_speaks_of_by_unique_names() {
    let entry = |token: &str, stack: &str| {
        json!({"at": 5, "principal": {"type": "token", "id": token}, "scope": "stack:read",
        "entity": {"type": "stack", "id": stack}})
        .to_string()
    };
    let asked = |name: &str, log: &str| {
        let log = file(name, log);
        let output =
            program("replay").args(ROLE).args(["--format", "json", "--log"]).arg(log).output();
        serde_json::from_slice::<Value>(&output.unwrap().stdout).unwrap()
    };
    let answer = asked("named.jsonl", &entry("payments-ci", "payments-api/dev"));
    assert_eq!(answer["unknown"], json!([]));
    let scopes = answer["scopes"].as_array().unwrap();
    let read = scopes.iter().find(|scope| scope["scope"] == "stack:read").unwrap();
    assert_eq!((read["times"].clone(), read["usedOn"].clone()), (json!(1), json!(1)));
    // Two tokens are called so.
    let answer = asked("ambiguous.jsonl", &entry("laptop", "payments-api/dev"));
    assert_eq!(answer["unknown"][0]["reason"], "principal");
}

#[test]
fn a_log_is_read_from_standard_input_in_either_form() {
    let entry = json!({"at": 5, "principal": {"type": "user", "id": "ada"}, "scope": "stack:read"});
    for log in [format!("{entry}\n{entry}\n"), json!([entry, entry]).to_string()] {
        let asked = ["--user", "ada", "--format", "json", "--log", "-"];
        let output = fed(program("replay").args(asked), &log);
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((output.status.code(), answer["log"]["uses"].clone()), (Some(0), json!(1)));
        // A stack scope, used on the organization.
        assert_eq!(answer["refusedToday"][0]["times"], 2);
    }
}

#[test]
fn a_log_that_makes_no_sense_is_refused_with_its_line() {
    let good = r#"{"at": 5, "principal": {"type": "user", "id": "ada"}, "scope": "stack:read"}"#;
    let wrong = file("wrong.jsonl", &format!("{good}\n{}", good.replace("user", "robot")));
    let wrong = wrong.to_str().unwrap();
    let list = file("wrong.json", &format!("[{good}, 7]"));
    let list = list.to_str().unwrap();
    let ask = |arguments: &[&str]| {
        let output = program("replay").args(arguments).output().unwrap();
        assert!(output.stdout.is_empty(), "{output:?}");
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let said = ask(&[&ROLE[..], &["--log", wrong]].concat());
    let expected = "wrong.jsonl: at /principal/type: line 2, column 39: unknown variant `robot`, expected one of `user`, `team`, `token`";
    assert!(said.contains(expected), "{said}");
    let said = ask(&[&ROLE[..], &["--log", list]].concat());
    assert!(
        said.contains(
            "wrong.json: at /1: invalid type: integer `7`, expected an entry of a usage log"
        ),
        "{said}"
    );
    let log = file("right.jsonl", good);
    let log = log.to_str().unwrap();
    let said = ask(&["--user", "ada", "--suggest", "--log", log]);
    assert!(
        said.contains("expected a role, which a draft or a smaller one takes the place of"),
        "{said}"
    );
    let said = ask(&["--log", list]);
    assert!(said.contains("--role"), "{said}");
}

#[test]
fn what_somebody_created_is_called_by_its_own_name() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (file, log) = (folder.join("created.json"), folder.join("created.jsonl"));
    let entity = |of: &str, name: &str| json!({"type": of, "id": "x1", "name": name, "tags": {}});
    let created = json!({"principal": {"type": "user", "id": "ada"}, "entity": {"type": "environment", "id": "x1"}});
    let details =
        json!({"__type": "PermissionDescriptorAllow", "permissions": ["environment:open"]});
    let snapshot = json!({
        "entities": [entity("stack", "shop/prod"), entity("environment", "shop/keys")],
        "records": [{"id": "r", "name": "r", "uxPurpose": "role", "details": details}],
        "members": [{"login": "ada", "roleId": "r"}],
        "creatorGrants": [created],
    });
    let used = json!({"at": 1_790_000_000, "principal": {"type": "user", "id": "ada"}, "scope": "environment:open", "entity": {"type": "environment", "id": "x1"}});
    fs::write(&file, snapshot.to_string()).unwrap();
    fs::write(&log, used.to_string()).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
    program.arg("replay").arg("--snapshot").arg(&file).arg("--log").arg(&log);
    let output = program.args(["--role", "r"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let expected = "also granted through having created environment shop/keys, 1 time";
    assert!(text.contains(expected), "{text}");
}
