//! `casbin`: one policy line for each rule, permission sets as roles of scopes, plain texts as arguments.

use anyhow::Result;
use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi};
use policy::{Entity, EntityType, Scope};

use crate::work;

const MODEL: &str = r#"
[request_definition]
r = type, id, env, team, act
[policy_definition]
p = type, id, env, team, set
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.type == p.type && (p.id == "*" || r.id == p.id) && (p.env == "*" || r.env == p.env) && (p.team == "*" || r.team == p.team) && g(r.act, p.set)
"#;

/// The role and the questions, as Casbin knows them.
pub struct Casbin {
    enforcer: Enforcer,
    questions: Vec<[String; 5]>,
}

impl Casbin {
    /// Loads the role and makes the arguments.
    pub fn new(rules: &[work::Rule], questions: &[(&Entity, Scope)]) -> Result<Self> {
        let lines = rules.iter().map(|rule| {
            let tag = |wanted: &str| {
                let tag = rule.tags.iter().find(|(key, _)| *key == wanted);
                tag.map_or("*", |(_, value)| *value).to_owned()
            };
            let id = rule.is.clone().unwrap_or_else(|| "*".to_owned());
            let set = work::set_name(rule.entity_type, rule.set);
            vec![rule.entity_type.name().to_owned(), id, tag("env"), tag("team"), set]
        });
        let mut lines: Vec<_> = lines.collect();
        lines.sort();
        lines.dedup();
        let mut groups = Vec::new();
        for entity_type in EntityType::ALL {
            for set in 0..work::SETS.len() {
                for scope in work::set(entity_type, set).iter() {
                    groups.push(vec![scope.name().to_owned(), work::set_name(entity_type, set)]);
                }
            }
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let enforcer = runtime.block_on(async {
            let model = DefaultModel::from_str(MODEL).await?;
            let mut enforcer = Enforcer::new(model, MemoryAdapter::default()).await?;
            enforcer.add_policies(lines).await?;
            enforcer.add_grouping_policies(groups).await?;
            Ok::<_, casbin::Error>(enforcer)
        })?;
        let questions = questions.iter().map(|(entity, scope)| {
            let tag = |key: &str| entity.tag(key).unwrap_or("").to_owned();
            [
                entity.entity_type.name().to_owned(),
                entity.id.clone(),
                tag("env"),
                tag("team"),
                scope.name().to_owned(),
            ]
        });
        Ok(Self { enforcer, questions: questions.collect() })
    }

    /// How many questions are allowed.
    pub fn allowed(&self) -> Result<usize> {
        let mut allowed = 0;
        for [entity_type, id, env, team, scope] in &self.questions {
            allowed += usize::from(self.enforcer.enforce((entity_type, id, env, team, scope))?);
        }
        Ok(allowed)
    }
}
