//! The description of the API as a page for people.
#![expect(clippy::indexing_slicing, reason = "a member of a `Value` that is not there is `null`")]

use std::fmt::Write as _;

use serde_json::Value;

use super::openapi;
use crate::routes::{Route, table};

/// `docs/API.md`: the same table, for people.
pub fn api_page() -> String {
    let document = openapi();
    let mut text = String::from(
        "# The HTTP API\n\n\
        Made from the table of routes, as `/openapi.json` is, which has every shape as well; `cargo test -p server` says when this page is behind, and `SCOPESIGHT_UPDATE=1 cargo test -p server` writes it anew.\n\n\
        A token is sent as `Authorization: token VALUE`.\n\
        Unknown organizations, and those where the caller holds nothing, answer 404; where something is held but not what is needed, the answer is 403 and names it.\n\
        Every refusal is `{\"code\": …, \"message\": …}`, with `pointer` where something in the body is meant.\n\
        A member of a body that is `null` is absent, and so is a parameter that is empty (but `tagValue`); a body may be packed (`Content-Encoding: gzip`). Pulumi's clients send all three.\n\
        What a guardrail or a guard stands against is 422: clients take 409 for something that is there already, and go on.\n",
    );
    let mut group = "";
    for route in table() {
        if route.group != group {
            group = route.group;
            let head = "| Call | Needs | What it does | Takes | Answers |\n|---|---|---|---|---|";
            let _ = write!(text, "\n## {group}\n\n{head}\n");
        }
        let method = route.method.to_lowercase();
        let operation = &document["paths"][route.path][&method];
        let _ = writeln!(text, "{}", row(&route, operation));
    }
    text
}

fn row(route: &Route, operation: &Value) -> String {
    let items = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    let query = items.iter().filter(|item| item["in"] == "query");
    let mut takes: Vec<_> =
        query.filter_map(|item| Some(format!("`?{}`", item["name"].as_str()?))).collect();
    let sent = &operation["requestBody"]["content"]["application/json"]["schema"];
    takes.splice(0..0, shape(sent));
    let mut answers = Vec::new();
    for (status, answer) in operation["responses"].as_object().into_iter().flatten() {
        if status.starts_with('2') {
            let of = shape(&answer["content"]["application/json"]["schema"]);
            answers.push(of.map_or_else(|| status.clone(), |of| format!("{status} {of}")));
        }
    }
    format!(
        "| `{} {}` | {} | {} | {} | {} |",
        route.method,
        route.path,
        route.need,
        route.summary,
        takes.join(" "),
        answers.join(", ")
    )
}

/// What a schema is called, where it has a name.
fn shape(schema: &Value) -> Option<String> {
    let (_, name) = schema.get("$ref")?.as_str()?.rsplit_once('/')?;
    Some(format!("`{name}`"))
}
