//! What sentences call things, and where they end.

use serde_json::{Value, json};

use super::{file, told};

fn context(of: &str) -> Value {
    json!({"__type": format!("PermissionExpression{of}")})
}

fn equal(left: &Value, right: &Value) -> Value {
    json!({"__type": "PermissionExpressionEqual", "left": left, "right": right})
}

fn tag(of: &str, key: &str) -> Value {
    json!({"__type": "PermissionExpressionTag", "context": context(of), "key": key})
}

fn text(value: &str) -> Value {
    json!({"__type": "PermissionLiteralExpressionString", "value": value})
}

fn is(id: &str) -> Value {
    let this = json!({"__type": "PermissionLiteralExpressionStack", "identity": id});
    equal(&context("Stack"), &this)
}

fn allow(scopes: &[&str]) -> Value {
    json!({"__type": "PermissionDescriptorAllow", "permissions": scopes})
}

fn under(condition: &Value, scopes: &[&str]) -> Value {
    json!({"__type": "PermissionDescriptorCondition", "condition": condition, "subNode": allow(scopes)})
}

fn snapshot(name: &str, roles: &[(&str, Value)]) -> String {
    let stack = |id: &str, name: &str, env: &str| json!({"type": "stack", "id": id, "name": name, "tags": {"env": env}});
    let role = |(id, details): &(&str, Value)| json!({"id": id, "name": id, "uxPurpose": "role", "details": details});
    let snapshot = json!({
        "entities": [stack("a", "n/a", "prod"), stack("c", "n/c", "dev"), stack("d1", "n/twin", "dev"), stack("d2", "n/twin", "dev")],
        "records": roles.iter().map(role).collect::<Vec<_>>(),
        "members": [{"login": "ada", "roleId": roles[0].0}],
    });
    file(name, &snapshot.to_string())
}

#[test]
fn an_id_that_is_not_there_is_told_to_be_one_and_a_name_of_two_with_the_id() {
    let roles =
        [("gone", under(&is("n/c"), &["stack:read"])), ("twin", under(&is("d2"), &["stack:read"]))];
    let snapshot = snapshot("called.json", &roles);
    let explain = |role: &str, entity: &str| {
        told(&snapshot, &["explain", "--role", role, "--scope", "stack:read", "--entity", entity]).0
    };
    let text = explain("gone", "stack/c");
    assert!(text.contains("but not so: the stack is `n/c` (an id that is not there)"), "{text}");
    let text = explain("twin", "stack/d1");
    assert!(text.starts_with("role twin may not stack:read on stack n/twin (d1)\n"), "{text}");
    assert!(text.contains("but not so: the stack is `n/twin` (id `d2`)"), "{text}");
    let (text, _) = told(&snapshot, &["diff", "--from", "gone", "--to", "twin"]);
    for case in ["the stack `n/c` (an id that is not there)", "the stack `n/twin` (id `d2`)"] {
        assert!(text.contains(case), "{text}");
    }
}

#[test]
fn a_condition_about_several_types_says_of_which_each_tag_is() {
    let (stack, environment) = (
        equal(&tag("Stack", "env"), &text("prod")),
        equal(&tag("Environment", "env"), &text("prod")),
    );
    let not = json!({"__type": "PermissionExpressionNot", "node": stack});
    let either = json!({"__type": "PermissionExpressionOr", "left": not, "right": environment});
    let snapshot = snapshot("of-two-types.json", &[("both", under(&either, &["stack:read"]))]);
    let asked = ["explain", "--role", "both", "--scope", "stack:read", "--entity", "stack/c"];
    let (text, _) = told(&snapshot, &asked);
    let expected = "where it is a stack whose `env` is not `prod` or it is an environment whose `env` is `prod`";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn an_option_says_that_none_before_it_was_taken() {
    let option = |value: &str, scope: &str| json!({"value": text(value), "node": allow(&[scope])});
    let select = json!({
        "__type": "PermissionDescriptorSelect",
        "selector": tag("Stack", "env"),
        "options": [option("prod", "stack:read"), option("test", "stack:read"), option("dev", "stack:write")],
    });
    let snapshot = snapshot("options.json", &[("select", select)]);
    let asked = ["explain", "--role", "select", "--scope", "stack:write", "--entity", "stack/c"];
    let (text, _) = told(&snapshot, &asked);
    assert!(text.contains(", where no earlier option was taken and `env` is `dev`\n"), "{text}");
}

#[test]
fn cases_that_cannot_all_be_told_end_with_an_example() {
    let same = equal(&tag("Stack", "env"), &tag("Stack", "stage"));
    let distinct = |number: usize| {
        let key = |letter: &str| equal(&tag("Stack", &format!("{number:02}{letter}")), &text("x"));
        json!({"__type": "PermissionExpressionAnd", "left": key("a"), "right": key("b")})
    };
    let one = under(&same, &["stack:read"]);
    let many: Vec<_> = (0..40).map(|number| under(&distinct(number), &["stack:read"])).collect();
    let many = json!({"__type": "PermissionDescriptorGroup", "entries": many});
    let roles = [("nothing", allow(&[])), ("same", one), ("many", many)];
    let snapshot = snapshot("cases.json", &roles);
    let (text, _) = told(&snapshot, &["diff", "--from", "nothing", "--to", "same"]);
    let example = "stack any-other, tagged env=other-2 stage=other-2";
    assert!(text.ends_with(&format!("today\n    for example on {example}\n")), "{text}");
    let (text, _) = told(&snapshot, &["diff", "--from", "nothing", "--to", "many"]);
    let such = "    and in more cases than can be listed, such as stack any-other, tagged ";
    assert!(text.contains(such), "{text}");
    let draft = |role: usize| file("cases-draft.json", &roles[role].1.to_string());
    let impact =
        |draft: &str| told(&snapshot, &["impact", "--role", "nothing", "--draft", draft]).0;
    let text = impact(&draft(1));
    assert!(text.contains(&format!("gained: stack:read, for example on {example}\n")), "{text}");
    let text = impact(&draft(2));
    assert!(text.contains("more cases, which `--format json` tells\n"), "{text}");
    assert!(text.contains(such), "{text}");
}
