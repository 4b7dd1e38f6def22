//! For how long environments may be opened.

use serde_json::{Value, json};

use super::{document, file, lines, told};

const OPEN: [&str; 4] =
    ["--scope", "environment:open", "--entity", "environment/aws-login/data-dev"];

fn allow(scopes: &[&str], secs: u32) -> Value {
    json!({
        "__type": "PermissionDescriptorAllow", "permissions": scopes,
        "constraints": {"MaxOpenDuration": secs},
    })
}

#[test]
fn a_preview_tells_each_limit_of_the_scope_that_has_it() {
    let told = lines(&["preview", "--role", "Break glass"]);
    let after = |start: &str| {
        let place = told.iter().position(|line| line.starts_with(start)).unwrap();
        let limits = told[place + 1..].iter().take_while(|line| line.starts_with("    "));
        limits.filter(|line| line.contains(" for at most ")).cloned().collect::<Vec<_>>()
    };
    let limited = "    environment_version:open for at most 900 seconds";
    let opens = "    environment:open for at most 900 seconds";
    assert_eq!(after("  147: "), [opens, limited]);
    assert_eq!(after("  6: "), [limited]);
}

#[test]
fn a_preview_tells_the_limits_on_the_organization() {
    let draft = file("opens-yaml.json", &allow(&["environment_yaml:open"], 60).to_string());
    let told = lines(&["preview", "--draft", &draft]);
    assert!(
        told.contains(&"    environment_yaml:open for at most 60 seconds".to_owned()),
        "{told:?}"
    );
}

#[test]
fn a_difference_counts_the_entities_on_which_a_limit_changes() {
    let ids = ["dev", "prod", "data"];
    let entities =
        ids.map(|id| json!({"type": "environment", "id": id, "name": format!("n/{id}")}));
    let snapshot = json!({"entities": entities, "records": []}).to_string();
    let snapshot = file("limited.json", &snapshot);
    let on = |id: &str, node: Value| {
        let is = json!({"__type": "PermissionLiteralExpressionEnvironment", "identity": id});
        let itself = json!({"__type": "PermissionExpressionEnvironment"});
        let equal = json!({"__type": "PermissionExpressionEqual", "left": itself, "right": is});
        json!({"__type": "PermissionDescriptorCondition", "condition": equal, "subNode": node})
    };
    let group = |entries: &[Value]| {
        json!({"__type": "PermissionDescriptorGroup", "entries": entries}).to_string()
    };
    let open = |secs| allow(&["environment:open"], secs);
    let from = file("limited-from.json", &group(&[on("dev", open(60)), on("prod", open(60))]));
    let to = file(
        "limited-to.json",
        &group(&[on("dev", open(600)), on("prod", open(60)), on("data", open(60))]),
    );
    let asked = ["diff", "--from", &from, "--to", &to];
    let (text, status) = told(&snapshot, &asked);
    assert_eq!(status, 0, "{text}");
    let gained = "\n+ environment:open\n    on 1 of 3 environments today\n";
    let longer =
        "\n+ environment:open  for more than 60 seconds\n    on 1 of 3 environments today\n";
    assert!(text.contains(gained) && text.contains(longer), "{text}");
    let (text, _) = told(&snapshot, &[&asked[..], &["--format", "json"]].concat());
    let answer: Value = serde_json::from_str(&text).unwrap();
    let limits = json!([{"scope": "environment:open", "beforeSecs": 60, "afterSecs": 600}]);
    let dev =
        json!({"type": "environment", "id": "dev", "gained": [], "lost": [], "limits": limits});
    let data =
        json!({"type": "environment", "id": "data", "gained": ["environment:open"], "lost": []});
    assert_eq!(answer["entities"], json!([dev, data]));
    let counts: Vec<_> = answer["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["count"].clone())
        .collect();
    assert_eq!(counts, [1, 1]);
    // The other way round the same entities are counted.
    let (text, _) = told(&snapshot, &["diff", "--from", &to, "--to", &from]);
    let shorter =
        "\n- environment:open  for more than 60 seconds\n    on 1 of 3 environments today\n";
    assert!(text.contains(shorter), "{text}");
}

#[test]
fn reasons_tell_for_how_long_something_opens() {
    let asked = [&["explain", "--token", "break-glass", "--at", "1780000000"], &OPEN[..]].concat();
    let told = lines(&asked);
    assert_eq!(
        told,
        [
            "token break-glass may environment:open on environment aws-login/data-dev for at most 900 seconds",
            "  granted by policy `Break glass` at /entries/1, always, opens for at most 900 seconds",
        ]
    );
    let (answer, _) = document(&asked);
    assert_eq!(answer["maxOpenDurationSecs"], 900);
    assert_eq!(answer["grants"][0]["maxOpenDurationSecs"], 900);
    let unlimited = [
        &["explain", "--role", "Break glass"][..],
        &["--scope", "environment:open"],
        &["--entity", "environment/sre/backups-prod"],
    ]
    .concat();
    let (answer, status) = document(&unlimited);
    assert_eq!(
        (answer["maxOpenDurationSecs"].clone(), status),
        (Value::Null, 0),
        "one rule has no limit"
    );
}

#[test]
fn a_counterexample_tells_the_limits_of_both_sides() {
    let short = file("opens-short.json", &allow(&["environment:open"], 60).to_string());
    let long = file("opens-long.json", &allow(&["environment:open"], 600).to_string());
    let told = lines(&["prove", "--draft", &short, "--equivalent", &long]);
    let sides: Vec<_> = told.iter().filter(|line| line.contains(": by ")).collect();
    assert_eq!(
        sides,
        [
            "    draft: by the draft, always, opens for at most 60 seconds",
            "    draft: by the draft, always, opens for at most 600 seconds",
        ]
    );
}
