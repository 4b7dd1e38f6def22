//! From Pulumi's wire format to Cedar.
//!
//! Reads the raw JSON by itself and shares nothing with the engine, so that agreeing means something.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use serde_json::{Value, json};

static CATALOGUE: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../crates/policy/data/catalogue.json")).unwrap()
});

/// What can be asked about, on the wire and in Cedar.
pub(crate) const TYPES: [(&str, &str); 4] = [
    ("global", "Organization"),
    ("stack", "Stack"),
    ("environment", "Environment"),
    ("insights-account", "InsightsAccount"),
];

/// The Cedar policies of the record `id`: one for each grant and type, every reference followed.
pub(crate) fn policies(id: &str, records: &[Value]) -> String {
    let mut translation =
        Translation { records: records.iter().collect(), open: Vec::new(), text: String::new() };
    let built_in = items(&CATALOGUE, "sets").iter().map(|set| {
        let id = text(set, "defaultIdentifier");
        let details =
            json!({"__type": "PermissionDescriptorAllow", "permissions": set["permissions"]});
        json!({"id": id, "details": details})
    });
    let built_in: Vec<_> = built_in.collect();
    translation.records.extend(&built_in);
    translation.record(id, "true");
    translation.text
}

/// The entities of a snapshot as Cedar's JSON, tags as tags.
pub(crate) fn entities(entities: &[Value]) -> Value {
    let entity = |entity: &Value| json!({"uid": uid(text(entity, "type"), text(entity, "id")), "attrs": {}, "parents": [], "tags": entity["tags"]});
    entities.iter().map(entity).collect()
}

fn uid(wire_type: &str, id: &str) -> Value {
    json!({"type": cedar_type(wire_type), "id": id})
}

/// The name in Cedar of a type on the wire.
pub(crate) fn cedar_type(wire_type: &str) -> &'static str {
    TYPES.iter().find(|(name, _)| *name == wire_type).unwrap().1
}

struct Translation<'r> {
    records: Vec<&'r Value>,
    /// The records being followed: one that comes back to itself grants nothing.
    open: Vec<String>,
    text: String,
}

impl Translation<'_> {
    fn record(&mut self, id: &str, guard: &str) {
        let Some(record) = self.records.iter().copied().find(|record| record["id"] == id) else {
            return;
        };
        if self.open.iter().any(|open| open == id) {
            return;
        }
        self.open.push(id.to_owned());
        self.descriptor(&record["details"], guard);
        self.open.pop();
    }

    fn descriptor(&mut self, node: &Value, guard: &str) {
        match text(node, "__type") {
            "PermissionDescriptorAllow" => self.allow(node, guard),
            "PermissionDescriptorGroup" => {
                for entry in items(node, "entries") {
                    self.descriptor(entry, guard);
                }
            }
            "PermissionDescriptorCondition" => {
                let (holds, _) = truths(&node["condition"]);
                self.descriptor(&node["subNode"], &format!("{guard} && {holds}"));
            }
            "PermissionDescriptorIfThenElse" => {
                let (holds, fails) = truths(&node["condition"]);
                for (branch, guarding) in [("subNodeForTrue", holds), ("subNodeForFalse", fails)] {
                    if !node[branch].is_null() {
                        self.descriptor(&node[branch], &format!("{guard} && {guarding}"));
                    }
                }
            }
            "PermissionDescriptorSelect" => self.select(node, guard),
            "PermissionDescriptorCompose" => {
                for id in items(node, "permissionDescriptors") {
                    self.record(id.as_str().unwrap(), guard);
                }
            }
            other => panic!("Cedar is told of no {other}"),
        }
    }

    fn select(&mut self, node: &Value, guard: &str) {
        if node["selector"].is_null() {
            return;
        }
        let mut earlier = String::new();
        for option in items(node, "options") {
            let (taken, _) = equal(&node["selector"], &option["value"]);
            if !option["node"].is_null() {
                self.descriptor(&option["node"], &format!("{guard}{earlier} && {taken}"));
            }
            let _ = write!(earlier, " && !{taken}");
        }
    }

    fn allow(&mut self, node: &Value, guard: &str) {
        for (wire_type, name) in TYPES {
            let fits = |scope: &&Value| {
                let known = items(&CATALOGUE, "scopes").iter();
                known
                    .filter(|known| known["name"] == **scope)
                    .any(|known| !known["groups"][wire_type].is_null())
            };
            let actions = items(node, "permissions").iter().filter(fits);
            let actions: Vec<_> = actions.map(|scope| format!("Action::{scope}")).collect();
            if !actions.is_empty() {
                let _ = writeln!(
                    self.text,
                    "permit(principal, action in [{}], resource is {name}) when {{ {guard} }};",
                    actions.join(", ")
                );
            }
        }
    }
}

/// What a boolean expression comes to: where it is definitely true, and where it is definitely false.
fn truths(node: &Value) -> (String, String) {
    let operands = || (truths(&node["left"]), truths(&node["right"]));
    match text(node, "__type") {
        "PermissionExpressionEqual" => equal(&node["left"], &node["right"]),
        "PermissionExpressionAnd" => {
            let ((left, not_left), (right, not_right)) = operands();
            (format!("({left} && {right})"), format!("({not_left} || {not_right})"))
        }
        "PermissionExpressionOr" => {
            let ((left, not_left), (right, not_right)) = operands();
            (format!("({left} || {right})"), format!("({not_left} && {not_right})"))
        }
        "PermissionExpressionNot" => {
            let (holds, fails) = truths(&node["node"]);
            (fails, holds)
        }
        "PermissionExpressionHasTag" => {
            let tag = tag(node);
            let Meaning { applies, present, .. } = tag;
            (format!("({applies} && {present})"), format!("({applies} && !{present})"))
        }
        other => panic!("{other} is no condition"),
    }
}

/// What an expression comes to: where it has a meaning, whether there is a value, and the value.
struct Meaning {
    applies: String,
    present: String,
    value: String,
}

fn equal(left: &Value, right: &Value) -> (String, String) {
    let (left, right) = (meaning(left), meaning(right));
    let apply = format!("{} && {}", left.applies, right.applies);
    // Values of different types are never equal in Cedar either.
    let same =
        format!("({} && {} && {} == {})", left.present, right.present, left.value, right.value);
    (format!("({apply} && {same})"), format!("({apply} && !{same})"))
}

fn meaning(node: &Value) -> Meaning {
    let always = |value: String| Meaning { applies: "true".into(), present: "true".into(), value };
    let kind = text(node, "__type");
    if let Some(name) = kind.strip_prefix("PermissionLiteralExpression") {
        return always(match name {
            "String" => format!("{:?}", text(node, "value")),
            "Number" => node["value"].as_i64().unwrap_or(0).to_string(),
            "Bool" => node["value"].as_bool().unwrap_or(false).to_string(),
            entity_type => format!("{entity_type}::{:?}", text(node, "identity")),
        });
    }
    match kind {
        "PermissionExpressionTag" => tag(node),
        "PermissionExpressionTeam"
        | "PermissionExpressionStack"
        | "PermissionExpressionEnvironment"
        | "PermissionExpressionInsightsAccount" => {
            let (applies, value) = context(node);
            Meaning { applies, present: "true".into(), value: value.to_owned() }
        }
        _ => {
            let (holds, fails) = truths(node);
            Meaning {
                applies: format!("({holds} || {fails})"),
                present: "true".into(),
                value: holds,
            }
        }
    }
}

/// Where a context is what is asked about, and what it is then.
fn context(node: &Value) -> (String, &'static str) {
    let name = text(node, "__type").strip_prefix("PermissionExpression").unwrap();
    let variable = if name == "Team" { "principal" } else { "resource" };
    (format!("({variable} is {name})"), variable)
}

fn tag(node: &Value) -> Meaning {
    let (applies, variable) = context(&node["context"]);
    let key = text(node, "key");
    // A team has no tags: the entity that stands for it in Cedar has none.
    Meaning {
        applies,
        present: format!("{variable}.hasTag({key:?})"),
        value: format!("{variable}.getTag({key:?})"),
    }
}

pub(crate) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or("")
}

pub(crate) fn items<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// How often each construct stands in `value`, by its `__type`.
pub(crate) fn count(value: &Value, into: &mut BTreeMap<String, usize>) {
    if let Some(name) = value["__type"].as_str() {
        *into.entry(name.to_owned()).or_default() += 1;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| count(item, into)),
        Value::Object(fields) => fields.values().for_each(|field| count(field, into)),
        _ => {}
    }
}
