//! `regorus`: one `allow` for each rule, permission sets as data, prepared once, inputs made beforehand.

use std::fmt::Write as _;

use anyhow::Result;
use policy::{Entity, EntityType, Scope};
use regorus::{Engine, Value};
use serde_json::json;

use crate::work;

/// The role and the questions, as Rego knows them.
pub struct Rego {
    engine: Engine,
    questions: Vec<Value>,
}

impl Rego {
    /// Reads the role and reads the questions.
    pub fn new(rules: &[work::Rule], questions: &[(&Entity, Scope)]) -> Result<Self> {
        let mut engine = Engine::new();
        engine.add_policy("role.rego".to_owned(), policy(rules))?;
        engine.add_data_json(&sets().to_string())?;
        let questions = questions.iter().map(|(entity, scope)| {
            let tags: serde_json::Map<_, _> =
                entity.tags.iter().map(|(key, value)| (key.clone(), json!(value))).collect();
            let input = json!({"type": entity.entity_type.name(), "id": entity.id, "tags": tags, "scope": scope.name()});
            Value::from_json_str(&input.to_string())
        });
        Ok(Self { engine, questions: questions.collect::<Result<_>>()? })
    }

    /// How many questions are allowed.
    pub fn allowed(&mut self) -> Result<usize> {
        let mut allowed = 0;
        for question in &self.questions {
            self.engine.set_input(question.clone());
            let answer = self.engine.eval_rule("data.role.allow".to_owned())?;
            allowed += usize::from(answer == Value::from(true));
        }
        Ok(allowed)
    }
}

fn policy(rules: &[work::Rule]) -> String {
    let mut text = "package role\nimport rego.v1\ndefault allow := false\n".to_owned();
    for rule in rules {
        let set = work::set_name(rule.entity_type, rule.set);
        // Writing into a string cannot fail.
        let _ = write!(text, "allow if {{\n  input.type == \"{}\"\n", rule.entity_type.name());
        if let Some(id) = &rule.is {
            let _ = writeln!(text, "  input.id == \"{id}\"");
        }
        for (key, value) in &rule.tags {
            let _ = writeln!(text, "  input.tags.{key} == \"{value}\"");
        }
        let _ = writeln!(text, "  data.sets[\"{set}\"][input.scope]\n}}");
    }
    text
}

fn sets() -> serde_json::Value {
    let mut sets = serde_json::Map::new();
    for entity_type in EntityType::ALL {
        for set in 0..work::SETS.len() {
            let scopes = work::set(entity_type, set);
            let scopes: serde_json::Map<_, _> =
                scopes.iter().map(|scope| (scope.name().to_owned(), json!(true))).collect();
            sets.insert(work::set_name(entity_type, set), json!(scopes));
        }
    }
    json!({"sets": sets})
}
