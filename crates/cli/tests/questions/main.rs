//! `scopesight explain`, `who` and `diff`, as somebody who scripts them sees them.

#![cfg(test)]

mod given;
mod limits;
mod names;
mod proofs;
mod repairs;
mod retag;
mod teams;
mod words;
mod writing;

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::{Value, json};

const DELETE_ON: [&str; 4] = ["--scope", "stack:delete", "--entity", "stack/payments-api/dev"];

fn ask(arguments: &[&str]) -> Output {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/acme.json");
    let (command, rest) = arguments.split_first().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
    program.arg(command).arg("--snapshot").arg(demo).args(rest).output().unwrap()
}

/// A file of these tests with `content`.
fn file(name: &str, content: &str) -> String {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, content).unwrap();
    file.to_str().unwrap().to_owned()
}

/// What is written about `snapshot`, and the status.
fn told(snapshot: &str, arguments: &[&str]) -> (String, i32) {
    let (command, rest) = arguments.split_first().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
    let output = program.args([command, "--snapshot", snapshot]).args(rest).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (String::from_utf8(text).unwrap(), output.status.code().unwrap())
}

fn document(arguments: &[&str]) -> (Value, i32) {
    let output = ask(&[arguments, &["--format", "json"]].concat());
    assert!(output.stderr.is_empty(), "{output:?}");
    (serde_json::from_slice(&output.stdout).unwrap(), output.status.code().unwrap())
}

fn lines(arguments: &[&str]) -> Vec<String> {
    let output = ask(arguments);
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn what_is_allowed_is_explained_by_every_source() {
    let (answer, status) = document(&[&["explain", "--user", "ada"], &DELETE_ON[..]].concat());
    assert_eq!((answer["allowed"].clone(), status), (json!(true), 0));
    let sources: Vec<_> =
        answer["grants"].as_array().unwrap().iter().map(|grant| grant["source"].clone()).collect();
    assert_eq!(sources, ["own-role", "team-role", "team-grant"]);
    let rule = &answer["grants"][0];
    assert_eq!(rule["pointer"], "/entries/1/subNode");
    assert_eq!(rule["sets"], json!(["Stack Delete"]), "not Stack Write, which is beside it");
    assert_eq!(rule["where"], json!(["`team` is `payments` and `env` is not `prod`"]));
}

#[test]
fn what_is_refused_names_the_part_that_fails_and_ends_with_1() {
    let role = ["explain", "--role", "Payments deployer", "--scope", "stack:delete"];
    let (answer, status) =
        document(&[&role[..], &["--entity", "stack/payments-api/prod"]].concat());
    assert_eq!((answer["allowed"].clone(), status), (json!(false), 1));
    assert_eq!(answer["misses"][0]["failing"], json!(["`env` is not `prod`"]));
    let (answer, _) = document(&[&role[..], &["--entity", "stack/shop/prod"]].concat());
    assert_eq!(
        answer["misses"][0]["failing"],
        json!(["`team` is `payments`", "`env` is not `prod`"])
    );
    let told = lines(&["explain", "--role", "Auditor", "--scope", "role:update"]);
    assert_eq!(
        told[..4],
        [
            "role Auditor may not role:update on the organization",
            "  no rule names role:update",
            "would be mended by any of these, what opens least first",
            "  1. add `role:update` to the rule at /entries/0 of policy `Auditor`",
        ]
    );
}

#[test]
fn a_condition_about_another_type_is_told_with_the_type() {
    let draft = Path::new(env!("CARGO_TARGET_TMPDIR")).join("of-environments.json");
    let tag = json!({"__type": "PermissionExpressionTag", "context": {"__type": "PermissionExpressionEnvironment"}, "key": "env"});
    let prod = json!({"__type": "PermissionLiteralExpressionString", "value": "prod"});
    let is_prod = json!({"__type": "PermissionExpressionEqual", "left": tag, "right": prod});
    let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:read"]});
    let details =
        json!({"__type": "PermissionDescriptorCondition", "condition": is_prod, "subNode": allow});
    fs::write(&draft, details.to_string()).unwrap();
    let told = lines(&[
        "explain",
        "--draft",
        draft.to_str().unwrap(),
        "--scope",
        "stack:read",
        "--entity",
        "stack/payments-api/prod",
    ]);
    assert_eq!(told[2], "    but not so: it is an environment whose `env` is `prod`");
}

#[test]
fn what_is_refused_is_told_with_repairs_whose_impact_can_be_asked() {
    let prod = ["--scope", "stack:delete", "--entity", "stack/payments-api/prod"];
    let question = [&["explain", "--user", "ada", "--at", "1790000000"], &prod[..]].concat();
    let told = lines(&question).join("\n");
    let shown = "set `env` to `preview` (now `prod`) on stack `payments-api/prod`
     then granted by policy `Payments deployer` at /entries/1/subNode";
    assert!(told.contains(shown), "{told}");
    let (answer, status) = document(&question);
    assert_eq!((status, answer["repairsComplete"].clone()), (1, json!(true)));
    let repairs = answer["repairs"].as_array().unwrap();
    assert!(repairs.len() > 5);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("repair.json");
    for repair in repairs {
        fs::write(&file, json!([repair["change"]]).to_string()).unwrap();
        let change = file.to_str().unwrap();
        let (impact, _) = document(&["impact", "--change", change, "--at", "1790000000"]);
        let gains = impact["effects"].as_array().unwrap().iter().any(|effect| {
            let is_ada = |holder: &Value| holder["type"] == "user" && holder["id"] == "ada";
            let is_it = |entity: &Value| {
                entity["id"] == answer["entity"]["id"]
                    && entity["gained"].as_array().unwrap().contains(&json!("stack:delete"))
            };
            effect["holders"].as_array().unwrap().iter().any(is_ada)
                && effect["entities"].as_array().unwrap().iter().any(is_it)
        });
        assert!(gains, "{repair}");
    }
    let told = lines(&["explain", "--role", "member", "--scope", "role:update"]);
    assert_eq!(told[2], "no repair was found");
}

#[test]
fn everybody_who_may_is_named_and_an_expired_token_is_not() {
    let (answer, status) = document(&[&["who"], &DELETE_ON[..]].concat());
    assert_eq!(status, 0);
    let names: Vec<_> = answer["principals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|holder| holder["subject"]["name"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"ada") && names.contains(&"admin"), "{names:?}");
    // It holds the admin role, and expired in 2025.
    assert!(!names.contains(&"terraform-migration-2025"), "{names:?}");
}

#[test]
fn an_expired_token_is_refused_for_having_expired() {
    let question = ["explain", "--token", "terraform-migration-2025", "--scope", "role:update"];
    let (answer, status) = document(&[&question[..], &["--at", "4000000000"]].concat());
    assert_eq!((answer["allowed"].clone(), status), (json!(false), 1));
    assert_eq!(answer["refused"]["reason"], "expired");
    let since = answer["refused"]["since"].as_u64().unwrap();
    let told = lines(&question);
    assert_eq!(told[1], "  the token has expired");
    let before = (since - 1).to_string();
    let (answer, status) = document(&[&question[..], &["--at", &before]].concat());
    assert_eq!((answer["allowed"].clone(), status), (json!(true), 0));
    assert_eq!(answer["refused"], Value::Null);
    let who = ["who", "--scope", "role:update", "--at"];
    let names = |at: &str| document(&[&who[..], &[at]].concat()).0.to_string();
    assert!(names(&before).contains("terraform-migration-2025"));
    assert!(!names(&since.to_string()).contains("terraform-migration-2025"));
}

#[test]
fn the_impact_of_a_deleted_role_is_told_net_of_what_else_is_held() {
    let (answer, status) =
        document(&["impact", "--role", "Payments deployer", "--delete", "--at", "1790000000"]);
    assert_eq!((status, answer["managers"]["isLockedOut"].clone()), (0, json!(false)));
    let effects = answer["effects"].as_array().unwrap();
    let of_ada = effects.iter().find(|effect| {
        let holders = effect["holders"].as_array().unwrap();
        holders.iter().any(|holder| holder["id"] == "ada" && holder["type"] == "user")
    });
    let of_ada = of_ada.unwrap();
    assert_eq!(of_ada["isNothing"], false);
    assert!(of_ada["covered"].as_array().unwrap().iter().any(|source| {
        source["source"] == "team-grant" && source["through"] == "checkout-squad"
    }));
    let told = lines(&["impact", "--role", "Payments deployer", "--delete"]).join("\n");
    assert!(told.contains("still granted through team "), "{told}");
}

#[test]
fn a_draft_of_a_role_takes_the_place_of_the_role_and_not_of_its_policy() {
    let file = |name: &str, document: &Value| {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::write(&file, document.to_string()).unwrap();
        file
    };
    let allow = |name: &str| json!({"__type": "PermissionDescriptorAllow", "permissions": [name]});
    let compose = |ids: &[&str]| json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": ids});
    let record = |id: &str, purpose: &str, details: Value| json!({"id": id, "name": id, "uxPurpose": purpose, "details": details});
    let records = [
        record("r", "role", compose(&["p"])),
        record("p", "policy", allow("team:read")),
        record("q", "policy", allow("role:read")),
    ];
    let members = json!([{"login": "ada", "roleId": "r"}]);
    let snapshot = json!({"entities": [], "records": records, "members": members});
    let snapshot = file("composed.json", &snapshot);
    let impact = |draft: &Value| {
        let draft = file("composed-draft.json", draft);
        let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
        program.args(["impact", "--role", "r"]).arg("--snapshot").arg(&snapshot);
        let output = program.arg("--draft").arg(draft).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let gained = "user ada\n  + the organization: role:read\nreplaces the definition of role `r`\n";
    assert_eq!(impact(&json!({"uxPurpose": "role", "details": compose(&["p", "q"])})), gained);
    assert_eq!(impact(&compose(&["p", "q"])), gained);
    let other = "user ada\n  + the organization: role:read\n  - the organization: team:read\nreplaces the definition of policy `p`\n";
    assert_eq!(impact(&allow("role:read")), other);
}

#[test]
fn a_change_that_leaves_nobody_to_manage_roles_ends_with_1() {
    let file = |name: &str, document: &Value| {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::write(&file, document.to_string()).unwrap();
        file
    };
    let member = |login: &str| json!({"login": login, "roleId": "admin"});
    let members = ["ada", "bob"].map(member);
    let snapshot =
        file("managed.json", &json!({"entities": [], "records": [], "members": members}));
    let bind = |login: &str| json!({"memberRole": {"login": login, "roleId": "member"}});
    let impact = |changes: &[Value]| {
        let changes = file("unmanaged.json", &json!(changes));
        let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
        program.arg("impact").arg("--snapshot").arg(&snapshot).arg("--change").arg(changes);
        let output = program.output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.code())
    };
    let (told, status) = impact(&[bind("ada")]);
    assert_eq!(status, Some(0));
    assert!(told.ends_with("warning: only bob can manage roles then\n"), "{told}");
    let (told, status) = impact(&[bind("ada"), bind("bob")]);
    assert_eq!(status, Some(1));
    assert!(told.ends_with("error: nobody can manage roles any more, ada, bob could\n"), "{told}");
}

#[test]
fn a_way_to_everything_is_told_step_by_step_and_ends_with_1() {
    let draft = Path::new(env!("CARGO_TARGET_TMPDIR")).join("role-updater.json");
    let details = json!({"__type": "PermissionDescriptorAllow", "permissions": ["role:update"]});
    fs::write(&draft, details.to_string()).unwrap();
    let draft = draft.to_str().unwrap();
    let (answer, status) = document(&["escalate", "--draft", draft]);
    assert_eq!((status, answer["isAdmin"].clone()), (1, json!(false)));
    assert_eq!(answer["paths"][0][0]["action"], "edit-role");
    assert_eq!(answer["paths"][0][0]["scopes"], json!(["role:update"]));
    assert_eq!(
        lines(&["escalate", "--draft", draft]),
        [
            "draft could reach everything that the Admin role grants",
            "  1. with role:update: could rewrite the role itself to grant everything"
        ]
    );
    let (answer, status) = document(&["escalate", "--role", "Auditor"]);
    assert_eq!((status, answer["paths"].clone()), (0, json!([])));
    let (answer, status) = document(&["escalate", "--user", "ruth"]);
    assert_eq!((status, answer["isAdmin"].clone()), (1, json!(true)));
}

#[test]
fn tokens_that_an_expiry_policy_would_stop_are_told_with_the_reason() {
    // 2026-11-25.
    let asked = ["tokens", "--at", "1795564800", "--max-days", "90"];
    let (answer, status) = document(&asked);
    let reason = |name: &str| {
        let tokens = answer["tokens"].as_array().unwrap();
        let token = tokens.iter().find(|token| token["subject"]["name"] == name);
        token.map(|token| token["refused"]["reason"].clone())
    };
    assert_eq!((status, reason("cost-report")), (0, Some(json!("no-expiry"))));
    assert_eq!(reason("payments-ci"), Some(json!("too-long")));
    assert_eq!(reason("break-glass"), None, "it has six days left");
    assert_eq!(
        reason("terraform-migration-2025"),
        None,
        "it has expired, with or without a policy"
    );
    let told = lines(&asked).join("\n");
    let complies = "token payments-ci: the expiry policy allows 90 days, more of the token's life remains\n  complies from 2026-12-";
    assert!(told.contains(complies), "{told}");
    assert_eq!(
        lines(&["tokens", "--at", "1795564800", "--max-days", "0"]),
        ["it would stop no token"]
    );
    let output = ask(&["tokens", "--max-days", "3651"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_difference_is_told_over_entities_that_do_not_exist() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("not-prod.json");
    let tag = r#"{"__type":"PermissionExpressionEqual","left":{"__type":"PermissionExpressionTag","context":{"__type":"PermissionExpressionStack"},"key":"env"},"right":{"__type":"PermissionLiteralExpressionString","value":"nowhere"}}"#;
    let draft = format!(
        r#"{{"__type":"PermissionDescriptorCondition","condition":{tag},"subNode":{{"__type":"PermissionDescriptorAllow","permissions":["stack:delete"]}}}}"#
    );
    fs::write(&file, draft).unwrap();
    let nothing = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nothing.json");
    fs::write(&nothing, r#"{"__type":"PermissionDescriptorAllow"}"#).unwrap();
    let (from, to) = (nothing.to_str().unwrap(), file.to_str().unwrap());
    let (answer, status) = document(&["diff", "--from", from, "--to", to]);
    assert_eq!(status, 0);
    assert_eq!(answer["relation"], "wider");
    assert_eq!(answer["entities"], json!([]));
    assert_eq!(answer["changes"][0]["where"], json!(["every stack whose `env` is `nowhere`"]));
    assert_eq!(answer["changes"][0]["example"]["tags"], json!({"env": "nowhere"}));

    let told = lines(&["diff", "--from", "Payments deployer", "--to", "Payments deployer"]);
    assert_eq!(
        told,
        [
            "role Payments deployer grants exactly what role Payments deployer grants, on everything there could be"
        ]
    );
}

#[test]
fn a_question_that_makes_no_sense_is_refused() {
    let wrong = [
        (
            ["explain", "--user", "ada", "--scope", "stack:delte"].as_slice(),
            "did you mean `stack:delete`?",
        ),
        (
            &["explain", "--user", "ada", "--scope", "stack:delete"],
            "`stack:delete` is used on a stack: add `--entity stack/NAME`",
        ),
        (
            &["who", "--scope", "stack:read", "--entity", "stack/none"],
            "there is no stack with the id or name `none`",
        ),
        (
            &["who", "--scope", "stack:read", "--entity", "shop/dev"],
            "expected `stack/ID`, `environment/ID` or `insights-account/ID`",
        ),
        (
            &["diff", "--from", "Auditor", "--to", "nothing.such"],
            "there is no role and no file `nothing.such`\n",
        ),
        (
            &["diff", "--from", "Auditor", "--to", "Payments deployr"],
            "there is no role and no file `Payments deployr`, did you mean `Payments deployer`?",
        ),
        (
            &["preview", "--token", "payment-ci"],
            "there is no token with the id or name `payment-ci`, did you mean `payments-ci`?",
        ),
        (
            &["who", "--scope", "stack:read", "--entity", "stack/payments-api/dve"],
            "with the id or name `payments-api/dve`, did you mean `payments-api/dev`?",
        ),
    ];
    for (arguments, part) in wrong {
        let output = ask(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(part), "{said}");
        assert!(output.stdout.is_empty());
    }
}
