//! From Pulumi's definitions to Cedar's policies: one policy for each grant, under every condition around it.
//!
//! Cedar's conditions have two values, so each of ours becomes two: where it is definitely true, and where it is
//! definitely false.

use serde_json::Value;

/// Where a condition is definitely true and where it is definitely false, in Cedar's words.
#[derive(Clone)]
struct Both {
    holds: String,
    fails: String,
}

/// What an expression stands for in a comparison.
enum Meaning {
    Truth(Both),
    /// The identity of the resource.
    Resource(&'static str),
    Tag(&'static str, String),
    Literal(Literal),
    NotApplicable,
}

#[derive(PartialEq)]
enum Literal {
    Text(String),
    Number(f64),
    Bool(bool),
    Identity(&'static str, String),
    /// The tag of a team: never there, equal to nothing.
    Missing,
}

/// The policies of the record `id` in `snapshot`, evaluated for the role of `team` where there is one.
pub(crate) fn role(snapshot: &Value, id: &str, team: Option<&str>) -> String {
    let mut translation = Translation {
        records: tests::oracle::with_built_in(snapshot),
        team: team.map(str::to_owned),
        policies: String::new(),
    };
    translation.follow(id, &mut Vec::new(), "true");
    translation.policies
}

/// Cedar's name of an entity type.
pub(crate) fn type_name(name: &str) -> &'static str {
    match name {
        "stack" => "Stack",
        "environment" => "Environment",
        "insights-account" => "InsightsAccount",
        _ => "Organization",
    }
}

struct Translation {
    records: Vec<Value>,
    team: Option<String>,
    policies: String,
}

impl Translation {
    fn follow(&mut self, id: &str, open: &mut Vec<String>, guard: &str) {
        let named = |record: &&Value| record["id"] == id || record["defaultIdentifier"] == id;
        let Some(record) = self.records.iter().find(named).cloned() else { return };
        if open.iter().any(|open| *open == record["id"]) {
            return;
        }
        open.push(record["id"].as_str().unwrap().to_owned());
        self.descriptor(&record["details"], open, guard);
        open.pop();
    }

    fn descriptor(&mut self, node: &Value, open: &mut Vec<String>, guard: &str) {
        let under = |condition: &str| format!("{guard} && ({condition})");
        match node["__type"].as_str().unwrap() {
            "PermissionDescriptorAllow" => {
                for scope in items(node, "permissions") {
                    self.permit(scope.as_str().unwrap(), guard);
                }
            }
            "PermissionDescriptorGroup" => {
                for entry in items(node, "entries") {
                    self.descriptor(entry, open, guard);
                }
            }
            "PermissionDescriptorCondition" => {
                let condition = self.truth(&node["condition"]);
                self.descriptor(&node["subNode"], open, &under(&condition.holds));
            }
            "PermissionDescriptorIfThenElse" => {
                let condition = self.truth(&node["condition"]);
                for (branch, guard) in
                    [("subNodeForTrue", &condition.holds), ("subNodeForFalse", &condition.fails)]
                {
                    if !node[branch].is_null() {
                        self.descriptor(&node[branch], open, &under(guard));
                    }
                }
            }
            "PermissionDescriptorSelect" if node["selector"].is_null() => {}
            "PermissionDescriptorSelect" => {
                let mut before = String::from("true");
                for option in items(node, "options") {
                    let taken =
                        equal(self.meaning(&node["selector"]), self.meaning(&option["value"]))
                            .holds;
                    if !option["node"].is_null() {
                        let guard = under(&format!("{before} && ({taken})"));
                        self.descriptor(&option["node"], open, &guard);
                    }
                    before = format!("{before} && !({taken})");
                }
            }
            "PermissionDescriptorCompose" => {
                for id in items(node, "permissionDescriptors") {
                    self.follow(id.as_str().unwrap(), open, guard);
                }
            }
            other => panic!("no translation of {other}"),
        }
    }

    fn permit(&mut self, scope: &str, guard: &str) {
        let Some(known) = policy::Scope::from_name(scope) else { return };
        for resource_type in known.resource_types() {
            let policy = format!(
                "permit(principal, action == Action::{scope:?}, resource is {}) when {{ {guard} }};\n",
                type_name(resource_type.name())
            );
            self.policies.push_str(&policy);
        }
    }

    fn truth(&self, node: &Value) -> Both {
        match self.meaning(node) {
            Meaning::Truth(both) => both,
            _ => panic!("{node} is no condition"),
        }
    }

    fn meaning(&self, node: &Value) -> Meaning {
        let text = |name: &str| node[name].as_str().unwrap_or("").to_owned();
        let name = node["__type"].as_str().unwrap();
        let operands = || (self.meaning(&node["left"]), self.meaning(&node["right"]));
        let truths = || (self.truth(&node["left"]), self.truth(&node["right"]));
        match name {
            "PermissionExpressionEqual" => {
                let (left, right) = operands();
                Meaning::Truth(equal(left, right))
            }
            "PermissionExpressionAnd" => {
                let (left, right) = truths();
                Meaning::Truth(Both {
                    holds: format!("(({}) && ({}))", left.holds, right.holds),
                    fails: format!("(({}) || ({}))", left.fails, right.fails),
                })
            }
            "PermissionExpressionOr" => {
                let (left, right) = truths();
                Meaning::Truth(Both {
                    holds: format!("(({}) || ({}))", left.holds, right.holds),
                    fails: format!("(({}) && ({}))", left.fails, right.fails),
                })
            }
            "PermissionExpressionNot" => {
                let Both { holds, fails } = self.truth(&node["node"]);
                Meaning::Truth(Both { holds: fails, fails: holds })
            }
            "PermissionExpressionHasTag" => Meaning::Truth(match context(&node["context"]) {
                Some(fitting) => on(fitting, &has(&text("key"))),
                None if self.team.is_some() => constant(false),
                None => nowhere(),
            }),
            "PermissionExpressionTag" => match context(&node["context"]) {
                Some(fitting) => Meaning::Tag(fitting, text("key")),
                None if self.team.is_some() => Meaning::Literal(Literal::Missing),
                None => Meaning::NotApplicable,
            },
            "PermissionLiteralExpressionString" => Meaning::Literal(Literal::Text(text("value"))),
            "PermissionLiteralExpressionNumber" => {
                Meaning::Literal(Literal::Number(node["value"].as_f64().unwrap_or(0.0)))
            }
            "PermissionLiteralExpressionBool" => {
                Meaning::Literal(Literal::Bool(node["value"].as_bool().unwrap_or(false)))
            }
            "PermissionExpressionTeam" => {
                self.team.as_ref().map_or(Meaning::NotApplicable, |team| {
                    Meaning::Literal(Literal::Identity("Team", team.clone()))
                })
            }
            "PermissionLiteralExpressionTeam" => {
                Meaning::Literal(Literal::Identity("Team", text("identity")))
            }
            _ => match name.strip_prefix("PermissionLiteralExpression") {
                Some(of_type) => {
                    Meaning::Literal(Literal::Identity(fitting(of_type), text("identity")))
                }
                None => {
                    Meaning::Resource(fitting(name.strip_prefix("PermissionExpression").unwrap()))
                }
            },
        }
    }
}

fn items<'v>(node: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    node[name].as_array().into_iter().flatten()
}

fn fitting(name: &str) -> &'static str {
    ["Stack", "Environment", "InsightsAccount"].into_iter().find(|known| *known == name).unwrap()
}

/// The entity type of a context; none for the team.
fn context(node: &Value) -> Option<&'static str> {
    let name = node["__type"].as_str().unwrap().strip_prefix("PermissionExpression").unwrap();
    (name != "Team").then(|| fitting(name))
}

fn has(key: &str) -> String {
    format!("resource.hasTag({key:?})")
}

/// A question that only entities of one type can be asked.
fn on(fitting: &str, question: &str) -> Both {
    Both {
        holds: format!("(resource is {fitting} && ({question}))"),
        fails: format!("(resource is {fitting} && !({question}))"),
    }
}

fn constant(value: bool) -> Both {
    Both { holds: value.to_string(), fails: (!value).to_string() }
}

fn nowhere() -> Both {
    Both { holds: "false".to_owned(), fails: "false".to_owned() }
}

/// False wherever `applies`.
fn false_where(applies: String) -> Both {
    Both { holds: "false".to_owned(), fails: applies }
}

fn equal(left: Meaning, right: Meaning) -> Both {
    use Meaning::{Literal as Is, NotApplicable, Resource, Tag, Truth};
    match (left, right) {
        (Is(left), Is(right)) => constant(left != Literal::Missing && left == right),
        (Resource(fitting), Is(literal)) | (Is(literal), Resource(fitting)) => match literal {
            Literal::Identity(of_type, id) if of_type == fitting => {
                on(fitting, &format!("resource == {fitting}::{id:?}"))
            }
            _ => on(fitting, "false"),
        },
        (Tag(fitting, key), Is(literal)) | (Is(literal), Tag(fitting, key)) => match literal {
            Literal::Text(value) => {
                on(fitting, &format!("{} && resource.getTag({key:?}) == {value:?}", has(&key)))
            }
            _ => on(fitting, "false"),
        },
        (Tag(left, key), Tag(right, other)) if left == right => on(
            left,
            &format!(
                "{} && {} && resource.getTag({key:?}) == resource.getTag({other:?})",
                has(&key),
                has(&other)
            ),
        ),
        (Resource(left), Resource(right)) if left == right => on(left, "true"),
        (Resource(left), Tag(right, _)) | (Tag(left, _), Resource(right)) if left == right => {
            on(left, "false")
        }
        (Truth(left), Truth(right)) => Both {
            holds: format!(
                "((({}) && ({})) || (({}) && ({})))",
                left.holds, right.holds, left.fails, right.fails
            ),
            fails: format!(
                "((({}) && ({})) || (({}) && ({})))",
                left.holds, right.fails, left.fails, right.holds
            ),
        },
        (Truth(truth), Is(Literal::Bool(value))) | (Is(Literal::Bool(value)), Truth(truth)) => {
            if value {
                truth
            } else {
                Both { holds: truth.fails, fails: truth.holds }
            }
        }
        (Truth(truth), Is(_)) | (Is(_), Truth(truth)) => {
            false_where(format!("(({}) || ({}))", truth.holds, truth.fails))
        }
        (Truth(truth), Resource(fitting) | Tag(fitting, _))
        | (Resource(fitting) | Tag(fitting, _), Truth(truth)) => false_where(format!(
            "(resource is {fitting} && (({}) || ({})))",
            truth.holds, truth.fails
        )),
        // Not applicable on either side, or of two types, which nothing is.
        _ => nowhere(),
    }
}
