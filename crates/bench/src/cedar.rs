//! `cedar-policy`: one policy for each rule, permission sets as groups of actions, the slice of entities that a
//! decision needs made beforehand.

use std::{collections::HashSet, str::FromStr as _};

use anyhow::{Result, anyhow};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression,
};
use policy::{EntityType, Scope};

use crate::work;

/// The role and the questions, as Cedar knows them.
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    questions: Vec<(Request, Entities)>,
}

impl Cedar {
    /// Reads the policies and makes requests and slices of entities.
    pub fn new(rules: &[work::Rule], questions: &[(&policy::Entity, Scope)]) -> Result<Self> {
        let policies = PolicySet::from_str(&work::cedar_policies(rules))?;
        let questions = questions.iter().map(|(entity, scope)| question(entity, *scope));
        Ok(Self {
            authorizer: Authorizer::new(),
            policies,
            questions: questions.collect::<Result<_>>()?,
        })
    }

    /// How many questions are allowed.
    pub fn allowed(&self) -> usize {
        let allow = |(request, entities): &&(Request, Entities)| {
            let answer = self.authorizer.is_authorized(request, &self.policies, entities);
            answer.decision() == Decision::Allow
        };
        self.questions.iter().filter(allow).count()
    }
}

fn named(type_name: &str, id: &str) -> Result<EntityUid> {
    Ok(EntityUid::from_type_name_and_id(EntityTypeName::from_str(type_name)?, EntityId::new(id)))
}

fn question(entity: &policy::Entity, scope: Scope) -> Result<(Request, Entities)> {
    let resource = named(work::cedar_type(entity.entity_type), &entity.id)?;
    let action = named("Action", scope.name())?;
    let principal = named("Token", "ci")?;
    let mut groups = HashSet::new();
    for entity_type in EntityType::ALL {
        for set in 0..work::SETS.len() {
            if work::set(entity_type, set).contains(scope) {
                groups.insert(named("Action", &work::set_name(entity_type, set))?);
            }
        }
    }
    let attributes = entity.tags.iter();
    let attributes = attributes
        .map(|(key, value)| (key.clone(), RestrictedExpression::new_string(value.clone())))
        .collect();
    let entities = Entities::from_entities(
        [
            Entity::new(resource.clone(), attributes, HashSet::new())?,
            Entity::new_no_attrs(action.clone(), groups),
            Entity::new_no_attrs(principal.clone(), HashSet::new()),
        ],
        None,
    )?;
    let request = Request::new(principal, action, resource, Context::empty(), None)
        .map_err(|error| anyhow!("{error}"))?;
    Ok((request, entities))
}
