//! Every answer of every test is one that is described: by our own description of the API, and by the official one
//! where that is at hand and knows the call.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use axum::http::{HeaderMap, header};
use jsonschema::Validator;
use serde_json::{Value, json};

/// Not part of the project: looked for beside it.
const OFFICIAL: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/pulumi/openapi-iam.json");

/// Scopes that the service offers and its published description lacks.
const LAGGING: [&str; 2] = ["agent_task:create", "policy_results:update"];

/// Fails when an answer is not as it is described.
pub(super) fn check(method: &str, path: &str, status: u16, headers: &HeaderMap, body: &[u8]) {
    static OURS: OnceLock<Description> = OnceLock::new();
    static THEIRS: OnceLock<Option<Description>> = OnceLock::new();
    let path = path.split('?').next().unwrap();
    let is_json = !body.is_empty()
        && headers.get(header::CONTENT_TYPE).is_some_and(|of| of == "application/json")
        && !headers.contains_key(header::CONTENT_ENCODING);
    let body: Option<Value> = is_json.then(|| serde_json::from_slice(body).unwrap());
    let ours = OURS.get_or_init(|| Description::new(server::openapi()));
    let mut asked = Asked { method: &method.to_lowercase(), path, status };
    if asked.method == "head" && ours.template(&asked).is_none() {
        // Whatever can be read can be asked for without what it says.
        asked.method = "get";
    }
    ours.check(&asked, body.as_ref(), true);
    let theirs = THEIRS.get_or_init(official);
    if let (Some(theirs), true, Some(body)) = (theirs, status < 300, &body) {
        theirs.check(&asked, Some(body), false);
    }
}

/// The official description, with what is known to be behind the service, where it is at hand.
fn official() -> Option<Description> {
    if !Path::new(OFFICIAL).is_file() {
        eprintln!("skipped: there is no official API description at {OFFICIAL}");
        return None;
    }
    let text = std::fs::read_to_string(OFFICIAL).unwrap();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    // Descriptors are a language of their own, with cases of their own.
    document["components"]["schemas"]["PermissionDescriptor"] = json!({});
    catch_up(&mut document);
    Some(Description::new(document))
}

/// Adds the scopes that are lacking wherever scopes are listed.
fn catch_up(value: &mut Value) {
    match value {
        Value::Array(items) => {
            if items.contains(&json!("stack:list")) {
                items.extend(LAGGING.map(Value::from));
            }
            items.iter_mut().for_each(catch_up);
        }
        Value::Object(members) => members.values_mut().for_each(catch_up),
        _ => {}
    }
}

struct Asked<'a> {
    method: &'a str,
    path: &'a str,
    status: u16,
}

struct Description {
    document: Value,
    validators: Mutex<HashMap<String, Option<Validator>>>,
}

impl Description {
    fn new(document: Value) -> Self {
        Self { document, validators: Mutex::default() }
    }

    fn check(&self, asked: &Asked<'_>, body: Option<&Value>, is_whole: bool) {
        let Asked { method, path, status } = asked;
        // Whatever is no route is a page of the web UI, or nothing.
        let Some(template) = self.template(asked) else {
            let is_answered = *status < 400 && *path != "/" && path.starts_with("/api/");
            assert!(!is_whole || !is_answered, "{method} {path} is not described");
            return;
        };
        let what = format!("{method} {template} {status}");
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        let validator = validators.entry(what.clone()).or_insert_with(|| {
            let responses = &self.document["paths"][&template][method]["responses"];
            let status = status.to_string();
            let response =
                [status.as_str(), "default"].into_iter().find(|of| responses[*of].is_object());
            assert!(!is_whole || response.is_some(), "{what} is not described");
            let schema = &responses[response?]["content"]["application/json"]["schema"];
            schema.is_object().then(|| self.validator(schema))
        });
        let (Some(validator), Some(body)) = (validator, body) else { return };
        let wrong: Vec<_> = validator.iter_errors(body).map(|error| error.to_string()).collect();
        drop(validators);
        assert!(wrong.is_empty(), "{what} is not as described: {wrong:#?}\n{body:#}");
    }

    fn validator(&self, schema: &Value) -> Validator {
        let mut whole = schema.clone();
        whole["components"] = self.document["components"].clone();
        jsonschema::draft202012::new(&whole).unwrap()
    }

    /// The path as it is described; the one with the fewest names in it where several fit.
    fn template(&self, asked: &Asked<'_>) -> Option<String> {
        let fits = |template: &str| {
            let (mut one, mut other) = (template.split('/'), asked.path.split('/'));
            loop {
                match (one.next(), other.next()) {
                    (None, None) => return true,
                    (Some(part), Some(found)) if part == found || part.starts_with('{') => {}
                    _ => return false,
                }
            }
        };
        let paths = self.document["paths"].as_object().unwrap();
        let known = paths.iter().filter(|(_, item)| item[asked.method].is_object());
        let fitting = known.map(|(template, _)| template).filter(|template| fits(template));
        fitting.min_by_key(|template| template.matches('{').count()).cloned()
    }
}
