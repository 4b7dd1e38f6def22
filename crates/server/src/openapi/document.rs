//! The document as `OpenAPI` 3.1.

use serde_json::{Map, Value, json};

use super::{Operation, Schemas};
use crate::gate::Need;
use crate::routes::{Route, table};

/// What the names in paths stand for.
const SEGMENTS: [(&str, &str); 9] = [
    ("account", "The name of an account."),
    ("id", "The id of what the path speaks of."),
    ("login", "The login of a person."),
    ("org", "The name of an organization."),
    ("project", "The name of a project."),
    ("environment", "The name of an environment in the project."),
    ("stack", "The name of a stack in the project."),
    ("tag", "The name of a tag."),
    ("team", "The name of a team."),
];

/// The description of the API: every route with what it asks of its caller, what it takes and what it answers.
pub fn openapi() -> Value {
    let mut schemas = Schemas::new();
    let mut paths = Map::new();
    let mut groups: Vec<&str> = Vec::new();
    for route in table() {
        if !groups.contains(&route.group) {
            groups.push(route.group);
        }
        let operation = operation(&route, (route.describe)(&mut schemas), &mut schemas);
        let item = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(item) = item.as_object_mut() {
            item.insert(route.method.to_lowercase(), operation);
        }
    }
    let tags: Vec<_> = groups.into_iter().map(|name| json!({ "name": name })).collect();
    let mut paths = Value::Object(paths);
    let schemas = schemas.resolve(&mut paths);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Scopesight",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Access management by Pulumi Cloud's paths and shapes, and what is ours under `/scopesight/`.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "An access token, as `token VALUE` or `Bearer VALUE`.",
                },
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": crate::caller::SESSION_COOKIE,
                    "description": "A browser that has signed in; what changes something takes the header `X-Scopesight: 1` as well.",
                },
            },
        },
    })
}

fn operation(route: &Route, described: Operation, schemas: &mut Schemas) -> Value {
    let Operation { parameters, body, answers, is_refusable } = described;
    let names = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let segments = names.map(|name| {
        let known = SEGMENTS.iter().find(|(known, _)| *known == name);
        json!({
            "in": "path",
            "name": name,
            "required": true,
            "description": known.map(|(_, text)| text),
            "schema": { "type": "string", "minLength": 1 },
        })
    });
    let mut responses = Map::new();
    for (status, answer) in answers {
        responses.insert(status.to_string(), answer);
    }
    let mut refused = |status: &str, description: &str, schema: Value| {
        let content = json!({ "application/json": { "schema": schema } });
        let refusal = json!({ "description": description, "content": content });
        responses.insert(status.to_owned(), refusal);
    };
    let refusal = schemas.answered::<wire::rest::Refusal>();
    if route.need != Need::Nothing {
        refused("401", "No token or session, or none that is good now.", refusal.clone());
    }
    if route.need.scopes().next().is_some() {
        let shape = schemas.answered::<wire::rest::ScopeRefusal>();
        let shape = json!({ "anyOf": [shape, refusal] });
        refused("403", "Not allowed: the scope that is missing, or a guard in the way.", shape);
    }
    if is_refusable || route.need != Need::Nothing {
        refused("default", "Refused, and why.", refusal);
    }
    let security = match route.need {
        Need::Nothing => json!([]),
        _ => json!([{ "token": [] }, { "session": [] }]),
    };
    let mut operation = json!({
        "operationId": route.id,
        "summary": route.summary,
        "description": format!("Needs {}.", route.need),
        "tags": [route.group],
        "parameters": segments.chain(parameters).collect::<Vec<_>>(),
        "responses": responses,
        "security": security,
        "x-scopes": route.need.scopes().collect::<Vec<_>>(),
    });
    if let (Some(body), Some(operation)) = (body, operation.as_object_mut()) {
        operation.insert("requestBody".to_owned(), body);
    }
    operation
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::{SEGMENTS, openapi};
    use crate::routes::table;

    #[test]
    fn every_route_has_a_name_of_its_own_and_says_what_it_does() {
        let mut ids = BTreeSet::new();
        for route in table() {
            assert!(ids.insert(route.id), "{} stands twice", route.id);
            assert!(route.summary.len() > 5 && !route.summary.ends_with('.'), "{}", route.path);
        }
    }

    #[test]
    fn every_name_in_a_path_is_explained() {
        let known = |name: &str| SEGMENTS.iter().any(|(known, _)| *known == name);
        for route in table() {
            for part in route.path.split('/').filter_map(|part| part.strip_prefix('{')) {
                assert!(known(part.trim_end_matches('}')), "{}: {part}", route.path);
            }
        }
    }

    #[test]
    fn every_reference_leads_to_a_schema() {
        fn check(value: &Value, document: &Value, found: &mut usize) {
            if let Some(to) = value.get("$ref").and_then(Value::as_str) {
                let pointer = to.strip_prefix('#').unwrap();
                assert!(document.pointer(pointer).is_some(), "{to}");
                *found += 1;
            }
            match value {
                Value::Array(items) => items.iter().for_each(|item| check(item, document, found)),
                Value::Object(of) => of.values().for_each(|item| check(item, document, found)),
                _ => {}
            }
        }
        let (document, mut found) = (openapi(), 0);
        check(&document, &document, &mut found);
        assert!(found > 100, "{found}");
    }

    #[test]
    fn no_schema_is_named_by_a_number() {
        let document = openapi();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        let is_numbered = |name: &&String| name.ends_with(|last: char| last.is_numeric());
        let numbered: Vec<_> = schemas.keys().filter(is_numbered).collect();
        assert!(numbered.is_empty(), "{numbered:?}");
    }
}
