//! What somebody was given and is not there.

use serde_json::{Value, json};

use super::{document, file, told};

#[test]
fn a_grant_that_leads_nowhere_is_told_with_its_place() {
    let grant = |id: &str, set: &str| json!({"type": "stack", "id": id, "permissionSetId": set});
    let grants =
        [grant("s1", "stack-wirte"), grant("n/one", "stack-read"), grant("s1", "stack-read")];
    let snapshot = json!({
        "entities": [{"type": "stack", "id": "s1", "name": "n/one"}],
        "records": [],
        "members": [{"login": "ada", "roleId": "admn"}],
        "teams": [{"name": "ops", "members": [], "roleIds": ["gone"], "entityGrants": grants}],
        "tokens": [{"id": "t", "name": "t", "type": "organization", "roleId": "membr"}],
    });
    let snapshot = file("given.json", &snapshot.to_string());
    let dangling = |arguments: &[&str]| {
        let (text, status) = told(&snapshot, &[arguments, &["--format", "json"]].concat());
        let answer: Value = serde_json::from_str(&text).unwrap();
        let found = answer.get("people").unwrap_or(&answer["diagnostics"]);
        let found =
            found.as_array().unwrap().iter().filter(|one| one["code"] == "dangling-reference");
        let told = |one: &Value| {
            format!("{} {}", one["severity"].as_str().unwrap(), one["pointer"].as_str().unwrap())
        };
        (found.map(told).collect::<Vec<_>>(), status)
    };
    let granted =
        ["error /teams/0/entityGrants/0/permissionSetId", "warning /teams/0/entityGrants/1/id"];
    let (of_team, status) = dangling(&["preview", "--team", "ops"]);
    assert_eq!(status, 0);
    assert_eq!(of_team[of_team.len() - 2..], granted);
    let roles = ["error /members/0/roleId", "error /teams/0/roleIds/0"];
    let all = [&roles[..], &granted, &["error /tokens/0/roleId"]].concat();
    assert_eq!(dangling(&["lint"]), (all.into_iter().map(str::to_owned).collect(), 1));
    let (text, _) = told(&snapshot, &["lint"]);
    for part in [
        "error: there is no role, policy or permission set `stack-wirte`, so this grants nothing, did you mean `stack-write`?\n    at /teams/0/entityGrants/0/permissionSetId",
        "warning: there is no stack with the id `n/one`, so this grants nothing, did you mean `s1`, which has this name?",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn what_grants_nothing_or_is_no_role_is_told_with_its_place() {
    let allow =
        |scopes: &[&str]| json!({"__type": "PermissionDescriptorAllow", "permissions": scopes});
    let group = json!({"__type": "PermissionDescriptorGroup", "entries": [allow(&["stack:read"])]});
    let record = |id: &str, purpose: &str, details: &Value| json!({"id": id, "name": id, "uxPurpose": purpose, "details": details});
    let grant = |set: &str| json!({"type": "stack", "id": "s1", "permissionSetId": set});
    let grants = ["grouped", "environment-read", "p", "stack-read"].map(grant);
    let snapshot = json!({
        "entities": [{"type": "stack", "id": "s1", "name": "n/one"}],
        "records": [record("p", "policy", &allow(&["stack:read"])), record("grouped", "set", &group)],
        "members": [{"login": "ada", "roleId": "p"}],
        "teams": [{"name": "ops", "members": [], "roleIds": ["grouped"], "entityGrants": grants}],
        "tokens": [{"id": "t", "name": "t", "type": "organization", "roleId": "stack-read"}],
    });
    let snapshot = file("given-nothing.json", &snapshot.to_string());
    let wrong = |arguments: &[&str]| {
        let (text, status) = told(&snapshot, &[arguments, &["--format", "json"]].concat());
        let answer: Value = serde_json::from_str(&text).unwrap();
        let found = answer.get("people").unwrap_or(&answer["diagnostics"]).as_array().unwrap();
        let found = found.iter().filter(|one| one["code"] == "wrong-reference");
        let told = |one: &Value| {
            format!("{} {}", one["pointer"].as_str().unwrap(), one["message"].as_str().unwrap())
        };
        (found.map(told).collect::<Vec<_>>(), status)
    };
    let granted = [
        "/teams/0/entityGrants/0/permissionSetId the set `grouped` is more than one list of scopes and cannot be granted on one entity, so this grants nothing",
        "/teams/0/entityGrants/1/permissionSetId no scope of the set `Environment Read` can be used on a stack, so this grants nothing",
        "/teams/0/entityGrants/2/permissionSetId `p` is a policy, expected a set",
    ];
    let (of_team, _) = wrong(&["preview", "--team", "ops"]);
    assert_eq!(of_team, granted);
    let (found, status) = wrong(&["lint"]);
    let of_people = [
        "/members/0/roleId `p` is a policy, expected a role",
        "/teams/0/roleIds/0 `grouped` is a set, expected a role",
    ];
    let of_tokens = ["/tokens/0/roleId `stack-read` is a set, expected a role"];
    assert_eq!(found, [&of_people[..], &granted, &of_tokens].concat());
    assert_eq!(status, 0);
}

#[test]
fn nothing_in_the_demo_leads_nowhere() {
    assert_eq!(document(&["lint"]).0.get("people"), None);
}

#[test]
fn an_impact_tells_what_a_draft_replaces_and_what_is_wrong_with_it() {
    let compose = |ids: &[&str]| json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": ids});
    let record = |id: &str, purpose: &str, details: Value| json!({"id": id, "name": id, "uxPurpose": purpose, "details": details});
    let records = [
        record("r", "role", compose(&["p"])),
        record(
            "p",
            "policy",
            json!({"__type": "PermissionDescriptorAllow", "permissions": ["team:read"]}),
        ),
    ];
    let snapshot =
        json!({"entities": [], "records": records, "members": [{"login": "ada", "roleId": "r"}]});
    let snapshot = file("circular.json", &snapshot.to_string());
    let draft = file(
        "circular-draft.json",
        &json!({"uxPurpose": "policy", "details": compose(&["p"])}).to_string(),
    );
    let asked = ["impact", "--role", "r", "--draft", &draft];
    let (text, _) = told(&snapshot, &asked);
    let expected = "replaces the definition of policy `p`\n  error: `p` leads back to here, so this grants nothing\n";
    assert!(text.contains(expected), "{text}");
    let (text, _) = told(&snapshot, &[&asked[..], &["--format", "json"]].concat());
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["replaced"][0]["record"], "p");
    assert_eq!(answer["replaced"][0]["diagnostics"][0]["code"], "circular-reference");
}
