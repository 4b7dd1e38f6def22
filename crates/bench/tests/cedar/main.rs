//! The engine and Cedar's own evaluator on the same questions.
//!
//! Roles made at random become Cedar policies, entities become Cedar entities with tags, and every
//! decision has to be the same.

#![cfg(test)]

mod translate;

use std::str::FromStr as _;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression,
};
use policy::{Access, ResourceType, Scope, Subject};
use serde_json::Value;
use tests::random::Random;
use wire::Snapshot;

/// How many organizations are made up; each is asked about as a role and as the role of a team.
const ROUNDS: u64 = 250;

#[test]
fn cedar_decides_alike() {
    let (mut allowed, mut refused) = (0, 0);
    for round in 0..ROUNDS {
        let snapshot = Random::new(round ^ 0xced0).snapshot();
        for (subject, team) in
            [(Subject::Role("role".into()), None), (Subject::Team("t".into()), Some("t"))]
        {
            compare(round, &snapshot, &subject, team, &mut |is_allowed| {
                *if is_allowed { &mut allowed } else { &mut refused } += 1;
            });
        }
    }
    assert!(allowed > 4000 && refused > 8000, "{allowed} allowed, {refused} refused");
}

fn compare(
    round: u64,
    snapshot: &Value,
    subject: &Subject,
    team: Option<&str>,
    seen: &mut impl FnMut(bool),
) {
    let organization = Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load).unwrap();
    let access = Access::of(&organization, subject).unwrap();
    let text = translate::role(snapshot, "role", team);
    let policies =
        PolicySet::from_str(&text).unwrap_or_else(|error| panic!("seed {round}: {error}\n{text}"));
    for entity in organization.inventory.entities().iter().map(Some).chain([None]) {
        let (uid, entities) = cedar_entity(entity);
        let asked = entity.map_or(ResourceType::Global, |entity| entity.entity_type.into());
        for scope in tests::random::SCOPES.iter().filter_map(|name| Scope::from_name(name)) {
            let request = Request::new(
                named("Token", "subject"),
                named("Action", scope.name()),
                uid.clone(),
                Context::empty(),
                None,
            )
            .unwrap();
            let response = Authorizer::new().is_authorized(&request, &policies, &entities);
            assert_eq!(response.diagnostics().errors().count(), 0, "seed {round}");
            let ours = access.allows(scope, entity);
            let theirs = response.decision() == Decision::Allow;
            assert_eq!(ours, theirs, "seed {round}, {subject:?}, {scope} on {entity:?}\n{text}");
            if scope.applies_to(asked) {
                seen(ours);
            }
        }
    }
}

/// The entity as Cedar knows it, alone: the slice that a decision about it needs.
fn cedar_entity(entity: Option<&policy::Entity>) -> (EntityUid, Entities) {
    let uid = entity.map_or_else(
        || named("Organization", "acme"),
        |entity| named(translate::type_name(entity.entity_type.name()), &entity.id),
    );
    let tags = entity.into_iter().flat_map(|entity| &entity.tags);
    let tags =
        tags.map(|(key, value)| (key.clone(), RestrictedExpression::new_string(value.clone())));
    let entity = Entity::new_with_tags(uid.clone(), [], [], tags).unwrap();
    (uid, Entities::from_entities([entity], None).unwrap())
}

fn named(type_name: &str, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(
        EntityTypeName::from_str(type_name).unwrap(),
        EntityId::new(id),
    )
}
