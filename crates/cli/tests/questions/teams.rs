//! Roles that speak of the team through which they are held.

use serde_json::{Value, json};

use super::{file, told};

fn allow(scopes: &[&str]) -> Value {
    json!({"__type": "PermissionDescriptorAllow", "permissions": scopes})
}

/// What is granted where the role is held through the team.
fn through(team: &str, scopes: &[&str]) -> Value {
    let named = json!({"__type": "PermissionLiteralExpressionTeam", "identity": team});
    let condition = json!({"__type": "PermissionExpressionEqual", "left": {"__type": "PermissionExpressionTeam"}, "right": named});
    json!({"__type": "PermissionDescriptorCondition", "condition": condition, "subNode": allow(scopes)})
}

fn record(id: &str, details: &Value) -> Value {
    json!({"id": id, "name": id, "uxPurpose": "role", "details": details})
}

fn snapshot(name: &str) -> String {
    let group =
        |entries: [Value; 2]| json!({"__type": "PermissionDescriptorGroup", "entries": entries});
    let snapshot = json!({
        "entities": [{"type": "stack", "id": "s", "name": "n/s"}],
        "records": [
            record("A", &through("blue", &["stack:read"])),
            record("B", &through("blue", &["stack:read", "stack:delete"])),
            record("red", &through("red", &["stack:read"])),
            record("wide", &group([allow(&["stack:read"]), through("blue", &["stack:read"])])),
            record("all", &allow(&["stack:read", "stack:delete"])),
        ],
        "guardrails": [{"name": "nobody deletes", "never": {"scope": "stack:delete"}}],
    });
    file(name, &snapshot.to_string())
}

#[test]
fn roles_that_differ_through_a_team_are_told_apart() {
    let snapshot = snapshot("teams-diff.json");
    let (text, status) = told(&snapshot, &["diff", "--from", "A", "--to", "B"]);
    let expected = "role B grants everything that role A grants, and more\n\nheld through no team\n  both grant the same\n\nheld through team blue\n\n+ stack:delete\n    on 1 of 1 stacks today\n    every stack\n";
    assert_eq!((text.as_str(), status), (expected, 0));
    let (text, _) = told(&snapshot, &["diff", "--from", "A", "--to", "B", "--format", "json"]);
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (answer["relation"].clone(), answer["changes"].clone()),
        (json!("wider"), json!([]))
    );
    assert_eq!(answer["throughTeams"][0]["team"], "blue");
    assert_eq!(answer["throughTeams"][0]["changes"][0]["scopes"], json!(["stack:delete"]));
    assert_eq!(answer["throughTeams"][1], Value::Null);
    // Where every way is alike, none is told.
    let (text, _) = told(&snapshot, &["diff", "--from", "all", "--to", "wide"]);
    assert!(!text.contains("held through"), "{text}");
}

#[test]
fn what_is_claimed_of_a_role_is_proved_for_every_team() {
    let snapshot = snapshot("teams-prove.json");
    let prove = |arguments: &[&str]| told(&snapshot, &[&["prove"], arguments].concat());
    assert_eq!(prove(&["--role", "A", "--within", "B"]).1, 0);
    assert_eq!(prove(&["--role", "wide", "--equivalent", "wide"]).1, 0);
    let (text, status) = prove(&["--role", "B", "--within", "A"]);
    let expected = "role B is not within role A\n  for example held through team `blue`, on stack any-other, untagged\n    stack:delete\n    role B: by team blue, role `B` at /subNode, where always\n    role A: no rule\n";
    assert_eq!((text.as_str(), status), (expected, 1));
    // A team that no condition names is one of them.
    let (text, status) = prove(&["--role", "all", "--within", "B"]);
    assert!(text.contains("role B: no rule") && status == 1, "{text}");
    // Somebody may hold the one through this team and the other through that.
    let (text, status) = prove(&["--role", "A", "--disjoint", "red"]);
    assert!(text.starts_with("role A and role red are not disjoint\n") && status == 1, "{text}");
    assert!(text.contains("team blue") && text.contains("team red"), "{text}");
    // Guardrails, held against a role by itself.
    assert_eq!(prove(&["--role", "A"]).1, 0);
    let (text, status) = prove(&["--role", "B"]);
    let expected = "broken  nobody deletes\n        role B may, for example on stack any-other, untagged\n        by team blue, role `B` at /subNode, where always\n";
    assert_eq!((text.as_str(), status), (expected, 1));
    let draft = file("teams-draft.json", &through("blue", &["stack:delete"]).to_string());
    let (text, status) = prove(&["--draft", &draft]);
    assert!(
        text.contains("by team blue, the draft /subNode, where always") && status == 1,
        "{text}"
    );
}

#[test]
fn a_team_with_a_slash_in_its_name_is_told_by_its_name() {
    let role = |id: &str, scopes: &[&str]| json!({"id": id, "name": format!("role {id}"), "uxPurpose": "role", "details": allow(scopes)});
    let snapshot = json!({
        "entities": [{"type": "stack", "id": "s", "name": "p/prod"}],
        "records": [role("a/b", &["stack:delete"]), role("b", &["stack:read"]), role("none", &[])],
        "members": [{"login": "ada", "roleId": "none"}],
        "teams": [
            {"name": "eu"},
            {"name": "eu/ops", "members": [{"login": "ada"}], "roleIds": ["a/b"],
                "entityGrants": [{"type": "stack", "id": "s", "permissionSetId": "stack-read"}]},
        ],
    });
    let snapshot = file("slashes.json", &snapshot.to_string());
    let asked = |scope: &str| {
        ["explain", "--user", "ada", "--entity", "stack/s", "--scope", scope].map(str::to_owned)
    };
    let ask = |scope: &str, more: &[&str]| {
        let asked = asked(scope);
        let asked: Vec<_> = asked.iter().map(String::as_str).chain(more.iter().copied()).collect();
        told(&snapshot, &asked).0
    };
    let text = ask("stack:delete", &[]);
    assert!(text.contains("team eu/ops, role `role a/b`"), "{text}");
    let text = ask("stack:read", &[]);
    assert!(text.contains("a grant to team eu/ops"), "{text}");
    let answer: Value = serde_json::from_str(&ask("stack:delete", &["--format", "json"])).unwrap();
    let grant = &answer["grants"][0];
    assert_eq!((&grant["team"], &grant["through"]), (&json!("eu/ops"), &json!("eu/ops/a/b")));

    let draft = file("slashes-draft.json", &allow(&["stack:read", "stack:delete"]).to_string());
    let (text, _) = told(&snapshot, &["impact", "--role", "none", "--draft", &draft]);
    assert!(text.contains("already granted through team eu/ops: stack:delete"), "{text}");
}
