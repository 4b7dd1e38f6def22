//! The page as assistive technology is told of it.

use std::collections::HashMap;

use serde_json::Value;

/// Roles that only arrange other things.
const SILENT: [&str; 5] = ["generic", "none", "InlineTextBox", "LineBreak", "LabelText"];

/// What is the case with an element, shown when it is so.
const STATES: [&str; 10] = [
    "busy", "checked", "disabled", "expanded", "focused", "invalid", "level", "pressed",
    "required", "selected",
];

/// The accessibility tree, one element a line: role, name, states, indented by depth.
///
/// `answer` is what the browser answers to `Accessibility.getFullAXTree`.
pub(super) fn outline(answer: &Value) -> String {
    let nodes: HashMap<&str, &Value> = answer
        .get("nodes")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|node| Some((text(node, "nodeId")?, node)))
        .collect();
    let mut lines = Vec::new();
    for (_, node) in nodes.iter().filter(|(_, node)| text(node, "parentId").is_none()) {
        append(node, &nodes, "", 0, &mut lines);
    }
    lines.join("\n")
}

/// Adds the lines for `node`, which stands in something called `around`, and for what is in it.
fn append(
    node: &Value,
    nodes: &HashMap<&str, &Value>,
    around: &str,
    depth: usize,
    lines: &mut Vec<String>,
) {
    let line = described(node, around);
    let (around, depth_below) =
        if line.is_some() { (name(node), depth + 1) } else { (around, depth) };
    lines.extend(line.map(|line| format!("{}{line}", "  ".repeat(depth))));
    let children = node.get("childIds").and_then(Value::as_array).into_iter().flatten();
    for child in children.filter_map(|id| nodes.get(id.as_str()?)) {
        append(child, nodes, around, depth_below, lines);
    }
}

/// The line for `node`, if it says anything that the name around it does not.
fn described(node: &Value, around: &str) -> Option<String> {
    let role = text(node.get("role")?, "value")?;
    let name = name(node);
    let repeats = role == "StaticText" && around.contains(name);
    if SILENT.contains(&role) || repeats || node.get("ignored")?.as_bool()? {
        return None;
    }
    let mut words = vec![role.to_owned()];
    if !name.is_empty() {
        words.push(format!("\"{name}\""));
    }
    let properties = node.get("properties").and_then(Value::as_array).into_iter().flatten();
    words.extend(properties.filter_map(state));
    Some(words.join(" "))
}

/// `[checked]`, `[level=2]`: a property worth a word.
fn state(property: &Value) -> Option<String> {
    let name = text(property, "name").filter(|name| STATES.contains(name))?;
    match property.pointer("/value/value")? {
        Value::Bool(true) => Some(format!("[{name}]")),
        Value::Bool(false) => None,
        Value::String(value) if value == "false" => None,
        Value::String(value) => Some(format!("[{name}={value}]")),
        value => Some(format!("[{name}={value}]")),
    }
}

fn name(node: &Value) -> &str {
    node.get("name").and_then(|name| text(name, "value")).unwrap_or_default()
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}
