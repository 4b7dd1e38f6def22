//! Names: what tells them apart, and what a terminal would make of them.

use serde_json::json;

use super::{ask, file, lines, told};

const ALLOW: &str = r#"{"__type":"PermissionDescriptorAllow","permissions":["stack:read"]}"#;

#[test]
fn what_is_called_the_same_is_told_apart() {
    let told = lines(&["who", "--scope", "role:update", "--at", "1780000000"]);
    assert!(told.contains(&"token laptop of lars".to_owned()), "{told:?}");
    let output = ask(&["preview", "--token", "laptop"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("` of ada, `") && said.ends_with("` of lars\n"), "{said}");
}

#[test]
fn a_snapshot_that_is_none_is_told_what_one_is() {
    for (text, found) in [("[]", "a list"), (r#"[{"type":"stack"}]"#, "a list"), ("7", "`7`")] {
        let (said, status) = told(&file("no-snapshot.json", text), &["lint"]);
        assert_eq!(status, 2, "{said}");
        let expected = "expected a snapshot, an object with `entities` and `records`";
        assert!(said.contains(expected) && said.contains(found), "{said}");
    }
}

#[test]
fn a_file_may_begin_with_a_byte_order_mark() {
    let snapshot = file("marked.json", "\u{feff}{\"entities\":[],\"records\":[]}");
    let draft = file("marked-draft.json", &format!("\u{feff}{ALLOW}"));
    let (said, status) = told(&snapshot, &["preview", "--draft", &draft]);
    assert_eq!(status, 0, "{said}");
}

#[test]
fn what_may_be_left_out_for_another_is_named_with_it() {
    for (command, named) in [
        ("retag", "<--set <KEY=VALUE>|--remove <KEY>>"),
        ("impact", "<--role <ID>|--change <FILE>>"),
        ("impact", "<--draft <FILE>|--delete|--change <FILE>>"),
    ] {
        let said = String::from_utf8(ask(&[command]).stderr).unwrap();
        assert!(said.contains(named), "{said}");
    }
}

#[test]
fn tokens_of_one_name_and_owner_are_told_apart_by_id() {
    let token =
        |id: &str| json!({"id": id, "name": "ci", "type": "organization", "roleId": "admin"});
    let own = |id: &str| json!({"id": id, "name": "cli", "type": "personal", "user": "ada"});
    let tokens = [token("t1"), token("t2"), own("t3"), own("t4")];
    let members = json!([{"login": "ada", "roleId": "admin"}]);
    let snapshot = json!({"entities": [], "records": [], "members": members, "tokens": tokens});
    let snapshot = file("alike.json", &snapshot.to_string());
    let (text, _) = told(&snapshot, &["who", "--scope", "role:update"]);
    for line in ["token ci (t1)", "token ci (t2)", "token cli of ada (t3)", "token cli of ada (t4)"]
    {
        assert!(text.lines().any(|told| told == line), "no `{line}` in\n{text}");
    }
}

#[test]
fn names_cannot_forge_lines_or_rule_a_terminal() {
    let forged = "x\u{1b}[2K\rall good\nuser admin\u{9b}\u{202e}";
    let escaped = r"x\u{1b}[2K\rall good\nuser admin\u{9b}\u{202e}";
    let is_it = json!({"__type": "PermissionExpressionEqual",
        "left": {"__type": "PermissionExpressionTag", "context": {"__type": "PermissionExpressionStack"}, "key": forged},
        "right": {"__type": "PermissionLiteralExpressionString", "value": forged}});
    let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:read", "stack:delete"]});
    let details =
        json!({"__type": "PermissionDescriptorCondition", "condition": is_it, "subNode": allow});
    let snapshot = json!({
        "entities": [{"type": "stack", "id": "s", "name": forged, "tags": {forged: forged}}],
        "records": [{"id": "r", "name": forged, "uxPurpose": "role", "details": details}],
        "members": [{"login": "ada", "roleId": "r"}],
        "tokens": [{"id": "t", "name": forged, "type": "organization", "roleId": "r"}],
        "teams": [{"name": forged, "members": [], "roleIds": ["r"], "entityGrants": []}],
        "guardrails": [{"name": forged, "never": {"scope": "stack:read"}}],
    });
    let snapshot = file("forged.json", &snapshot.to_string());
    let on = ["--scope", "stack:read", "--entity", "stack/s"];
    let asked: [&[&str]; 12] = [
        &["preview", "--role", "r"],
        &["preview", "--token", "t"],
        &["kinds", "--role", "r"],
        &["who", on[0], on[1], on[2], on[3]],
        &["explain", "--user", "ada", on[0], on[1], on[2], on[3]],
        &["explain", "--user", "ada", on[0], "stack:write", on[2], on[3]],
        &["prove"],
        &["lint"],
        &["diff", "--from", "member", "--to", "r"],
        &["retag", "--entity", "stack/s", "--set", "other=1", "--remove", forged],
        &["impact", "--role", "r", "--delete"],
        &["escalate", "--token", "t"],
    ];
    for arguments in asked {
        let (text, _) = told(&snapshot, arguments);
        assert!(!text.starts_with("error"), "{arguments:?}: {text}");
        let is_raw = |character: char| {
            character.is_control() && character != '\n' || character == '\u{202e}'
        };
        assert!(!text.contains(is_raw), "{arguments:?}: {text:?}");
        assert!(text.contains(escaped), "{arguments:?}: {text}");
        assert!(!text.lines().any(|line| line.trim_start().starts_with("user admin")), "{text}");
    }
    let (text, status) = told(&snapshot, &["preview", "--role", "\u{1b}[2Kx\ny"]);
    assert_eq!((text.lines().count(), status), (1, 2), "{text}");
    assert!(text.contains(r"`\u{1b}[2Kx\ny`"), "{text}");
}

#[test]
fn an_expired_token_is_told_to_be_one() {
    let told = lines(&["preview", "--token", "terraform-migration-2025"]);
    assert_eq!(
        told[..2],
        ["token terraform-migration-2025", "expired on 2026-01-01: today it may do nothing"]
    );
    let told = lines(&["preview", "--token", "payments-ci"]);
    assert!(!told.iter().any(|line| line.starts_with("expired")), "{told:?}");
}
