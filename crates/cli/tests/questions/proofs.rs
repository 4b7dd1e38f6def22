//! Guardrails, relations and lint.

use std::{fs, path::Path, process::Command};

use serde_json::{Value, json};

use super::{ask, document, lines};

#[test]
fn guardrails_are_proved_or_refuted_with_an_entity_that_need_not_exist() {
    let guarded = |except: &str| {
        let is_prod = r#"{"__type":"PermissionExpressionEqual","left":{"__type":"PermissionExpressionTag","context":{"__type":"PermissionExpressionStack"},"key":"env"},"right":{"__type":"PermissionLiteralExpressionString","value":"prod"}}"#;
        let role = r#"{"id":"r","name":"r","uxPurpose":"role","details":{"__type":"PermissionDescriptorAllow","permissions":["stack:delete"]}}"#;
        format!(
            r#"{{"entities":[],"records":[{role}],"members":[{{"login":"ada","roleId":"r"}},{{"login":"bob"}}],
            "tokens":[{{"id":"t","name":"laptop","type":"personal","user":"ada"}}],
            "guardrails":[{{"name":"nobody","never":{{"scope":"stack:delete","where":{is_prod},"except":[{except}]}}}},
            {{"name":"bob","expect":{{"principal":{{"type":"user","id":"bob"}},"scope":"role:read","allowed":false}}}}]}}"#
        )
    };
    let prove = |except: &str| {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guarded.json");
        fs::write(&file, guarded(except)).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
        let output =
            program.args(["prove", "--format", "json", "--snapshot"]).arg(file).output().unwrap();
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        (answer, output.status.code().unwrap())
    };
    let (answer, status) = prove("");
    assert_eq!((answer["hold"].clone(), status), (json!(false), 1));
    let broken = &answer["guardrails"][0];
    assert_eq!(broken["subject"]["name"], "ada");
    assert_eq!(broken["example"]["tags"], json!({"env": "prod"}));
    assert_eq!(broken["grants"][0]["record"], "r");
    assert_eq!(answer["guardrails"][1], json!({"name": "bob", "holds": true}));
    // Whoever is excepted is so with the own tokens.
    let (answer, status) = prove(r#"{"type":"user","id":"ada"}"#);
    assert_eq!((answer["hold"].clone(), status), (json!(true), 0));
}

#[test]
fn two_subjects_are_compared_with_an_exact_yes_or_a_counterexample() {
    let role = "Payments deployer";
    let (answer, status) = document(&["prove", "--role", role, "--equivalent", role]);
    assert_eq!(
        (answer["claim"].clone(), answer["holds"].clone()),
        (json!("equivalent"), json!(true))
    );
    assert_eq!(status, 0);
    let wider = ["prove", "--role", role, "--within", "Non-production developer"];
    let (answer, status) = document(&wider);
    assert_eq!((answer["holds"].clone(), status), (json!(false), 1));
    let refuted = &answer["within"]["counterexample"];
    assert!(!refuted["left"].as_array().unwrap().is_empty(), "{refuted}");
    assert_eq!(refuted["example"]["type"], "stack");
    let (answer, status) = document(&["prove", "--user", "ada", "--disjoint", role]);
    assert_eq!((answer["disjoint"]["holds"].clone(), status), (json!(false), 1));
    assert!(!answer["shared"].as_array().unwrap().is_empty());
    let told = lines(&wider);
    assert_eq!(told[0], "role Payments deployer is not within role Non-production developer");
    let nothing = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-scope.json");
    fs::write(&nothing, r#"{"__type":"PermissionDescriptorAllow"}"#).unwrap();
    let told = lines(&["prove", "--role", role, "--disjoint", nothing.to_str().unwrap()]);
    assert_eq!(
        told,
        ["role Payments deployer and draft are disjoint, proved for everything there could be"]
    );
    let unclear = ask(&["prove", "--user", "ada"]);
    assert_eq!(unclear.status.code(), Some(2));
}

#[test]
fn a_limit_on_the_organization_alone_tells_two_roles_apart() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let allow = |secs: u32| {
        format!(
            r#"{{"__type":"PermissionDescriptorAllow","permissions":["environment_yaml:open"],"constraints":{{"MaxOpenDuration":{secs}}}}}"#
        )
    };
    let (snapshot, longer) = (folder.join("opening.json"), folder.join("opening-longer.json"));
    let role = format!(r#"{{"id":"r","name":"r","uxPurpose":"role","details":{}}}"#, allow(600));
    let members = r#"[{"login":"ada","roleId":"r"}]"#;
    let text = format!(r#"{{"entities":[],"records":[{role}],"members":{members}}}"#);
    fs::write(&snapshot, text).unwrap();
    fs::write(&longer, allow(0)).unwrap();
    let longer = longer.to_str().unwrap();
    let ask = |arguments: &[&str]| {
        let (command, rest) = arguments.split_first().unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
        let output = program.arg(command).arg("--snapshot").arg(&snapshot).args(rest).output();
        let output = output.unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
    };
    let (told, status) = ask(&["prove", "--role", "r", "--equivalent", longer]);
    assert_eq!(status, 1);
    assert!(told.starts_with("role r is not equivalent to draft\n  for example on the organization\n    environment_yaml:open for more than 600 seconds\n"), "{told}");
    assert_eq!(ask(&["prove", "--role", "r", "--within", longer]).1, 0);
    assert_eq!(ask(&["prove", "--draft", longer, "--within", "r"]).1, 1);
    let (told, _) = ask(&["diff", "--from", "r", "--to", longer]);
    let change = "\n+ environment_yaml:open for more than 600 seconds\n    on the organization\n";
    assert!(told.ends_with(change) && told.contains("and more"), "{told}");
    let (told, _) = ask(&["diff", "--from", longer, "--to", "r"]);
    assert!(told.contains("\n- environment_yaml:open for more than 600 seconds\n"), "{told}");
    let (told, _) = ask(&["impact", "--role", "r", "--draft", longer]);
    let change = "user ada\n  the organization: environment_yaml:open for no limit, was 600 s\n";
    assert!(told.starts_with(change), "{told}");
}

#[test]
fn a_draft_in_the_place_of_a_role_breaks_and_mends_guardrails() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (file, draft) = (folder.join("drafted.json"), folder.join("drafted-draft.json"));
    let allow = |scope: &str| {
        format!(r#"{{"__type":"PermissionDescriptorAllow","permissions":["{scope}"]}}"#)
    };
    let never = |scope: &str| format!(r#"{{"name":"no {scope}","never":{{"scope":"{scope}"}}}}"#);
    let snapshot = format!(
        r#"{{"entities":[],"records":[{{"id":"r","name":"r","uxPurpose":"role","details":{}}}],"members":[{{"login":"ada","roleId":"r"}}],"guardrails":[{},{},{}]}}"#,
        allow("stack:read"),
        never("stack:read"),
        never("stack:delete"),
        never("stack:cancel_update")
    );
    fs::write(&file, snapshot).unwrap();
    fs::write(&draft, allow("stack:delete")).unwrap();
    let ask = |format: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
        program.args(["prove", "--role", "r", "--format", format, "--snapshot"]).arg(&file);
        program.arg("--draft").arg(&draft).output().unwrap()
    };
    let output = ask("json");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((answer["hold"].clone(), answer["breaks"].clone()), (json!(false), json!(true)));
    let checked = answer["guardrails"].as_array().unwrap();
    let effects: Vec<_> = checked.iter().map(|checked| checked["effect"].clone()).collect();
    assert_eq!(effects, ["mends", "breaks", "keeps"]);
    assert_eq!(checked[1]["subject"]["name"], "ada");
    let text = String::from_utf8(ask("table").stdout).unwrap();
    assert!(text.starts_with("mends   no stack:read\nbreaks  no stack:delete\n"), "{text}");
}

#[test]
fn the_guardrails_of_the_demo_hold_but_for_the_one_that_its_bot_breaks() {
    let (answer, status) = document(&["prove"]);
    assert_eq!((answer["hold"].clone(), status), (json!(false), 1));
    let guardrails = answer["guardrails"].as_array().unwrap();
    let holding = guardrails.iter().filter(|one| one["holds"] == true).count();
    assert_eq!((holding, guardrails.len()), (4, 5));
    let broken = guardrails.iter().find(|one| one["holds"] == false).unwrap();
    assert_eq!(broken["name"], "the preview bot does not open card-vault/hsm-prod");
    assert_eq!(broken["grants"][0]["sets"], json!(["Stack Creator", "Stack Deploy with Secrets"]));
    let told = lines(&["prove"]);
    assert_eq!(told[4], "broken  the preview bot does not open card-vault/hsm-prod");
    assert_eq!(told[5], "        it is allowed, and should be refused");
    let rule = "        by policy `Preview bot` at /entries/0 (Stack Creator, Stack Deploy with Secrets), always";
    assert_eq!(told[6], rule);
}

#[test]
fn a_role_by_itself_is_not_asked_about_examples_and_that_is_told() {
    let (answer, status) = document(&["prove", "--role", "Auditor"]);
    assert_eq!((answer["leftOut"].clone(), status), (json!(3), 0));
    let told = lines(&["prove", "--role", "Auditor"]);
    let expected = "3 examples about single people and tokens are not asked of a role by itself; leave out `--role`, or add `--draft`";
    assert_eq!(told.last().map(String::as_str), Some(expected));
    assert_eq!(document(&["prove"]).0.get("leftOut"), None);
}

#[test]
fn lint_looks_at_every_custom_role() {
    let (answer, status) = document(&["lint"]);
    assert_eq!(status, 0);
    let roles = answer["roles"].as_array().unwrap();
    assert_eq!(roles.len(), 15);
    let of = |name: &str| {
        roles.iter().find(|role| role["subject"]["name"] == name).unwrap()["diagnostics"].clone()
    };
    assert_eq!(of("Mobile release")[0]["code"], "tag-value-misspelled");
    assert_eq!(of("Preview bot")[0]["code"], "mixed-entity-types");
    // Stack Read lets stacks be decrypted, which few people know.
    assert_eq!(of("Auditor")[0]["code"], "sensitive-scope-broad");
    assert_eq!(of("Auditor")[0]["severity"], "info");
    assert_eq!(of("Cost reviewer"), json!([]));
    let found = of("Platform engineer");
    let redundant = &found[4];
    assert_eq!(redundant["code"], "rule-adds-nothing");
    assert_eq!(redundant["related"][0]["pointer"], "/entries/0");
    assert_eq!(redundant["related"][0]["record"], redundant["record"]);
}
