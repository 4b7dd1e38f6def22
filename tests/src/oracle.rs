//! A second decider, written from the rulings alone and only for tests: slow, plain, and on raw JSON.
//!
//! It shares no code with the engine, reads the wire format by itself, and asks about one entity at a time.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// What is granted: the scopes, and for each of them the limits under which it was granted.
pub type Grants = BTreeMap<String, Vec<u64>>;

/// What a question is about.
pub struct Question<'q> {
    /// The entity, or the organization where there is none.
    pub entity: Option<&'q Value>,
    /// The team whose role is being evaluated.
    pub team: Option<&'q str>,
    /// Every record.
    pub records: &'q [Value],
}

/// The value of an expression.
#[derive(Debug, Clone, PartialEq)]
enum Meaning {
    Text(String),
    Number(f64),
    Truth(bool),
    Identity(&'static str, String),
    /// The value of a tag that is not there.
    Missing,
    NotApplicable,
}

impl Question<'_> {
    /// What the record `id` grants, restricted to scopes that exist for what is asked about.
    pub fn record(&self, id: &str) -> Grants {
        let mut grants = Grants::new();
        self.follow(id, &mut Vec::new(), &mut grants);
        let of_type = scopes_of(self.entity.map_or("global", |entity| text(entity, "type")));
        grants.retain(|scope, _| of_type.contains(scope));
        grants
    }

    fn follow(&self, id: &str, open: &mut Vec<String>, grants: &mut Grants) {
        let named = |record: &&Value| record["id"] == id || record["defaultIdentifier"] == id;
        let Some(record) = self.records.iter().find(named) else { return };
        if open.iter().any(|open| *open == record["id"]) {
            return;
        }
        open.push(text(record, "id").to_owned());
        self.descriptor(&record["details"], open, grants);
        open.pop();
    }

    fn descriptor(&self, node: &Value, open: &mut Vec<String>, grants: &mut Grants) {
        match text(node, "__type") {
            "PermissionDescriptorAllow" => {
                let limit = node["constraints"]["MaxOpenDuration"].as_u64().unwrap_or(0);
                for scope in items(node, "permissions") {
                    grants.entry(scope.as_str().unwrap().to_owned()).or_default().push(limit);
                }
            }
            "PermissionDescriptorGroup" => {
                for entry in items(node, "entries") {
                    self.descriptor(entry, open, grants);
                }
            }
            "PermissionDescriptorCondition" => {
                if self.meaning(&node["condition"]) == Meaning::Truth(true) {
                    self.descriptor(&node["subNode"], open, grants);
                }
            }
            "PermissionDescriptorIfThenElse" => {
                let branch = match self.meaning(&node["condition"]) {
                    Meaning::Truth(true) => &node["subNodeForTrue"],
                    Meaning::Truth(false) => &node["subNodeForFalse"],
                    _ => &Value::Null,
                };
                if !branch.is_null() {
                    self.descriptor(branch, open, grants);
                }
            }
            "PermissionDescriptorSelect" => {
                if node["selector"].is_null() {
                    return;
                }
                let selector = self.meaning(&node["selector"]);
                for option in items(node, "options") {
                    if equal(&selector, &self.meaning(&option["value"])) == Meaning::Truth(true) {
                        if !option["node"].is_null() {
                            self.descriptor(&option["node"], open, grants);
                        }
                        return;
                    }
                }
            }
            "PermissionDescriptorCompose" => {
                for id in items(node, "permissionDescriptors") {
                    self.follow(id.as_str().unwrap(), open, grants);
                }
            }
            other => panic!("the oracle knows no {other}"),
        }
    }

    /// The entity, when it is of this type.
    fn fitting(&self, context: &str) -> Option<&Value> {
        let wanted = match context {
            "PermissionExpressionStack" => "stack",
            "PermissionExpressionEnvironment" => "environment",
            "PermissionExpressionInsightsAccount" => "insights-account",
            _ => return None,
        };
        self.entity.filter(|entity| entity["type"] == wanted)
    }

    fn tag(&self, node: &Value) -> Meaning {
        let context = text(&node["context"], "__type");
        if context == "PermissionExpressionTeam" {
            return if self.team.is_some() { Meaning::Missing } else { Meaning::NotApplicable };
        }
        let key = node["key"].as_str().unwrap_or("");
        match self.fitting(context) {
            None => Meaning::NotApplicable,
            Some(entity) => match entity["tags"].get(key) {
                Some(value) => Meaning::Text(value.as_str().unwrap().to_owned()),
                None => Meaning::Missing,
            },
        }
    }

    fn meaning(&self, node: &Value) -> Meaning {
        let operands = || (self.meaning(&node["left"]), self.meaning(&node["right"]));
        let identity =
            |kind| Meaning::Identity(kind, node["identity"].as_str().unwrap_or("").to_owned());
        match text(node, "__type") {
            "PermissionExpressionEqual" => {
                let (left, right) = operands();
                equal(&left, &right)
            }
            "PermissionExpressionAnd" => match operands() {
                (Meaning::Truth(false), _) | (_, Meaning::Truth(false)) => Meaning::Truth(false),
                (Meaning::Truth(true), Meaning::Truth(true)) => Meaning::Truth(true),
                _ => Meaning::NotApplicable,
            },
            "PermissionExpressionOr" => match operands() {
                (Meaning::Truth(true), _) | (_, Meaning::Truth(true)) => Meaning::Truth(true),
                (Meaning::Truth(false), Meaning::Truth(false)) => Meaning::Truth(false),
                _ => Meaning::NotApplicable,
            },
            "PermissionExpressionNot" => match self.meaning(&node["node"]) {
                Meaning::Truth(value) => Meaning::Truth(!value),
                other => other,
            },
            "PermissionExpressionHasTag" => match self.tag(node) {
                Meaning::NotApplicable => Meaning::NotApplicable,
                value => Meaning::Truth(value != Meaning::Missing),
            },
            "PermissionExpressionTag" => self.tag(node),
            "PermissionExpressionTeam" => self
                .team
                .map_or(Meaning::NotApplicable, |name| Meaning::Identity("team", name.to_owned())),
            "PermissionLiteralExpressionString" => {
                Meaning::Text(node["value"].as_str().unwrap_or("").to_owned())
            }
            "PermissionLiteralExpressionNumber" => {
                Meaning::Number(node["value"].as_f64().unwrap_or(0.0))
            }
            "PermissionLiteralExpressionBool" => {
                Meaning::Truth(node["value"].as_bool().unwrap_or(false))
            }
            "PermissionLiteralExpressionStack" => identity("stack"),
            "PermissionLiteralExpressionEnvironment" => identity("environment"),
            "PermissionLiteralExpressionInsightsAccount" => identity("insights-account"),
            "PermissionLiteralExpressionTeam" => identity("team"),
            context => match self.fitting(context) {
                None => Meaning::NotApplicable,
                Some(entity) => {
                    let kind = ["stack", "environment", "insights-account"]
                        .into_iter()
                        .find(|kind| entity["type"] == *kind)
                        .unwrap();
                    Meaning::Identity(kind, text(entity, "id").to_owned())
                }
            },
        }
    }
}

fn equal(left: &Meaning, right: &Meaning) -> Meaning {
    match (left, right) {
        (Meaning::NotApplicable, _) | (_, Meaning::NotApplicable) => Meaning::NotApplicable,
        (Meaning::Missing, _) | (_, Meaning::Missing) => Meaning::Truth(false),
        (left, right) => Meaning::Truth(left == right),
    }
}

/// The longest limit of a scope, if it is one that opens and every grant of it has a limit.
pub fn limit(scope: &str, limits: &[u64]) -> Option<u64> {
    let opens = scope.ends_with(":open");
    let longest = limits.iter().copied().max()?;
    (opens && limits.iter().all(|limit| *limit > 0)).then_some(longest)
}

/// The scopes of the catalogue file that belong to a type.
fn scopes_of(resource_type: &str) -> BTreeSet<String> {
    use std::sync::LazyLock;
    static CATALOGUE: LazyLock<Value> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../../crates/policy/data/catalogue.json")).unwrap()
    });
    let scopes = items(&CATALOGUE, "scopes").iter();
    let of_type = scopes.filter(|scope| !scope["groups"][resource_type].is_null());
    of_type.map(|scope| text(scope, "name").to_owned()).collect()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or("")
}

fn items<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// The records of a snapshot and the built-in sets.
///
/// # Panics
///
/// Where the snapshot has no list of records.
pub fn with_built_in(snapshot: &Value) -> Vec<Value> {
    let catalogue: Value =
        serde_json::from_str(include_str!("../../crates/policy/data/catalogue.json")).unwrap();
    let built_in = catalogue["sets"].as_array().unwrap().iter().map(|set| {
        let details = json!({"__type": "PermissionDescriptorAllow", "permissions": set["permissions"]});
        json!({"id": set["defaultIdentifier"], "defaultIdentifier": set["defaultIdentifier"], "details": details})
    });
    snapshot["records"].as_array().unwrap().iter().cloned().chain(built_in).collect()
}
