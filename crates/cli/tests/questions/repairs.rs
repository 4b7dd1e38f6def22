//! Repairs that take something away.

use serde_json::{Value, json};

use super::{file, told};

fn snapshot(organization: &Value, grants: &Value) -> Value {
    let allow =
        |scopes: &[&str]| json!({"__type": "PermissionDescriptorAllow", "permissions": scopes});
    let record = |id: &str, purpose: &str, scopes: &[&str]| json!({"id": id, "name": id, "uxPurpose": purpose, "details": allow(scopes)});
    json!({
        "organization": organization,
        "entities": [{"type": "stack", "id": "s", "name": "n/s"}],
        "records": [
            record("reader", "role", &["stack:read", "stack:list"]),
            record("writer", "role", &["stack:write"]),
            record("pen", "set", &["stack:write"]),
        ],
        "members": [{"login": "ada", "roleId": "reader"}],
        "teams": [{"name": "ops", "members": [{"login": "ada"}], "roleIds": ["reader"], "entityGrants": grants}],
    })
}

/// The repairs of this kind after which team `ops` may write, in words, each with how many cells it closes.
fn repairs(name: &str, snapshot: &Value, kind: &str) -> Vec<(String, u64)> {
    let snapshot = file(name, &snapshot.to_string());
    let asked = ["explain", "--team", "ops", "--scope", "stack:write", "--entity", "stack/s"];
    let (text, _) = told(&snapshot, &[&asked[..], &["--format", "json"]].concat());
    let answer: Value = serde_json::from_str(&text).unwrap();
    let repairs = answer["repairs"].as_array().unwrap().iter();
    let repairs = repairs.filter(|repair| repair["kind"] == kind);
    let told = |repair: &Value| {
        (repair["words"].as_str().unwrap().to_owned(), repair["closes"].as_u64().unwrap())
    };
    repairs.map(told).collect()
}

#[test]
fn a_role_takes_the_place_of_the_one_before_unless_teams_keep_several() {
    let give = |how: &str, closes| (format!("give team ops the role `writer` {how}"), closes);
    let of = |name: &str, organization: &Value| {
        let found = repairs(name, &snapshot(organization, &json!([])), "bind-role");
        found.into_iter().find(|(words, _)| words.contains("`writer`")).unwrap()
    };
    let instead = give("in the place of `reader`", 2);
    assert_eq!(of("one-role.json", &json!({"severalTeamRoles": false})), instead);
    assert_eq!(of("role.json", &json!({})), instead);
    assert_eq!(of("several-roles.json", &json!({"severalTeamRoles": true})), give("as well", 0));
    // Where it is not told, a team that has several tells it.
    let mut several = snapshot(&json!({}), &json!([]));
    several["teams"][0]["roleIds"] = json!(["reader", "reader"]);
    let found = repairs("told-by-a-team.json", &several, "bind-role");
    assert!(found.contains(&give("as well", 0)), "{found:?}");
}

#[test]
fn a_team_is_granted_a_level_in_the_place_of_the_one_before() {
    let granted = |set: &str| json!([{"type": "stack", "id": "s", "permissionSetId": set}]);
    let none = repairs("no-level.json", &snapshot(&json!({}), &json!([])), "grant-team");
    let words = none.iter().map(|(words, _)| words.as_str()).collect::<Vec<_>>();
    let grant =
        |set: &str, rest: &str| format!("grant team ops the set `{set}` on stack `n/s`{rest}");
    assert_eq!(words, [grant("Stack Write", ""), grant("Stack Admin", "")]);
    let wider = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:delete", "environment:open"]});
    let mut other = snapshot(&json!({}), &granted("other"));
    let record = json!({"id": "other", "name": "Other", "uxPurpose": "set", "details": wider});
    other["records"].as_array_mut().unwrap().push(record);
    let found = repairs("other-level.json", &other, "grant-team");
    let instead = " in the place of `Other`";
    assert!(found.contains(&(grant("Stack Write", instead), 1)), "{found:?}");
    // Stack Admin has it as well.
    assert!(found.contains(&(grant("Stack Admin", instead), 0)), "{found:?}");
}
