//! The page as assistive technology is told of it.

use std::collections::HashMap;

use serde_json::Value;

use super::redacted::redacted;

/// Roles that only arrange other things.
const SILENT: [&str; 5] = ["generic", "none", "InlineTextBox", "LineBreak", "LabelText"];

/// What is the case with an element, shown when it is so.
const STATES: [&str; 10] = [
    "busy", "checked", "disabled", "expanded", "focused", "invalid", "level", "pressed",
    "required", "selected",
];

/// Roles of which a place may hold many alike, and how many stand for all.
const MANY: [(&str, usize); 5] =
    [("columnheader", 6), ("gridcell", 3), ("listitem", 3), ("option", 3), ("row", 3)];

/// The accessibility tree, one element a line: role, name, states, indented by depth.
///
/// `answer` is what the browser answers to `Accessibility.getFullAXTree`.
pub(super) fn outline(answer: &Value) -> String {
    let nodes = nodes(answer);
    let tops = nodes.values().filter(|node| text(node, "parentId").is_none());
    lines(tops.copied(), &nodes, true).join("\n")
}

/// The same of what the page is about (what stands in front of it, where something does), with the first of many
/// alike, and without what is another at each time.
pub(super) fn snapshot(answer: &Value) -> String {
    let nodes = nodes(answer);
    let of_role = |role: &str| {
        let is_it = |node: &&Value| node.pointer("/role/value").is_some_and(|known| known == role);
        nodes.values().copied().filter(is_it).collect::<Vec<_>>()
    };
    let in_front = of_role("dialog");
    let tops = if in_front.is_empty() { of_role("main") } else { in_front };
    let lines = lines(tops.into_iter(), &nodes, false);
    lines.iter().map(|line| redacted(line) + "\n").collect()
}

fn nodes(answer: &Value) -> HashMap<&str, &Value> {
    let nodes = answer.get("nodes").and_then(Value::as_array).into_iter().flatten();
    nodes.filter_map(|node| Some((text(node, "nodeId")?, node))).collect()
}

fn lines<'a>(
    tops: impl Iterator<Item = &'a Value>,
    nodes: &HashMap<&str, &Value>,
    is_whole: bool,
) -> Vec<String> {
    let mut outline = Outline { nodes, is_whole, lines: Vec::new() };
    for node in tops {
        outline.append(node, "", 0, &mut HashMap::new());
    }
    outline.lines
}

/// What is written down so far.
struct Outline<'a> {
    nodes: &'a HashMap<&'a str, &'a Value>,
    /// Whether many alike are all shown.
    is_whole: bool,
    lines: Vec<String>,
}

impl Outline<'_> {
    /// Adds the lines for `node`, which stands in something called `around` that shows so many of each role, and for
    /// what is in it.
    fn append(
        &mut self,
        node: &Value,
        around: &str,
        depth: usize,
        shown: &mut HashMap<&'static str, usize>,
    ) {
        let role = node.pointer("/role/value").and_then(Value::as_str).unwrap_or_default();
        let many = MANY.into_iter().find(|(many, _)| *many == role && !self.is_whole);
        if let Some((role, most)) = many {
            let count = shown.entry(role).or_default();
            *count += 1;
            if *count > most {
                if *count == most + 1 {
                    self.lines.push(format!("{}… more of them", "  ".repeat(depth)));
                }
                return;
            }
        }
        let line = described(node, around);
        let is_shown = line.is_some();
        let (around, below) = if is_shown { (name(node), depth + 1) } else { (around, depth) };
        self.lines.extend(line.map(|line| format!("{}{line}", "  ".repeat(depth))));
        let children = node.get("childIds").and_then(Value::as_array).into_iter().flatten();
        let mut inside = HashMap::new();
        let shown = if is_shown { &mut inside } else { shown };
        for child in children.filter_map(|id| self.nodes.get(id.as_str()?).copied()) {
            self.append(child, around, below, shown);
        }
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
