//! The engine and Cedar decide alike, on roles made at random.
//!
//! Roles become Cedar policies and entities, and Cedar's own evaluator answers. Cedar has two truth values where
//! we have three, so each condition is told to it twice: where it is definitely true, where definitely false.
//! Limits of time are no decision, and are left to the other tests.

#![cfg(test)]

mod translate;

use std::collections::BTreeMap;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityId, EntityTypeName, EntityUid, PolicySet,
    Request,
};
use policy::{Access, Decider, EntityType, Matrix, Scope, Subject};
use serde_json::{Value, json};
use tests::random::Random;
use translate::{cedar_type, count, entities, items, policies, text};
use wire::Snapshot;

/// How many organizations are made up; each is asked about as a role and as a team.
const ROUNDS: u64 = 220;
/// The scopes of the made-up roles that the catalogue knows, and one that they never grant.
const SCOPES: [&str; 12] = [
    "stack:read",
    "stack:delete",
    "stack:create",
    "stack:write",
    "environment:read",
    "environment:open",
    "environment_version:open",
    "environment_yaml:open",
    "change_gate:update",
    "insights_account:read",
    "role:read",
    "team:create",
];

#[derive(Default)]
struct Tally {
    allowed: usize,
    denied: usize,
    constructs: BTreeMap<String, usize>,
}

#[test]
fn cedar_decides_as_the_engine_does() {
    let mut tally = Tally::default();
    for round in 0..ROUNDS {
        // Seeds of its own: other tests begin at 0.
        let snapshot = Random::new(1_000_000 + round).snapshot();
        count(&snapshot["records"], &mut tally.constructs);
        compare(round, &snapshot, &Subject::Role("role".into()), ("Role", "role"), &mut tally);
        compare(round, &snapshot, &Subject::Team("t".into()), ("Team", "t"), &mut tally);
    }
    let asked = tally.allowed + tally.denied;
    assert!(asked >= 10_000, "only {asked} questions were asked");
    // Were nothing ever granted, or everything, agreeing would mean nothing.
    assert!(tally.allowed > 3000, "only {} were allowed", tally.allowed);
    assert!(tally.denied > 3000, "only {} were denied", tally.denied);
    assert!(tally.constructs.len() >= 6 + 12, "{:?}", tally.constructs);
}

fn compare(
    round: u64,
    snapshot: &Value,
    subject: &Subject,
    (holder_type, holder): (&str, &str),
    tally: &mut Tally,
) {
    let organization = Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load).unwrap();
    let access = Access::of(&organization, subject).unwrap();
    let matrix = Matrix::new(&access.program, &organization.inventory);
    let decider = Decider::new(&access.program);

    let written = policies("role", items(snapshot, "records"));
    let policies: PolicySet =
        written.parse().unwrap_or_else(|error| panic!("seed {round}: {error}\n{written}"));
    let listed = items(snapshot, "entities");
    let known = Entities::from_json_value(entities(listed), None).unwrap();
    let authorizer = Authorizer::new();
    let principal = uid(holder_type, holder);

    let asked_about = std::iter::once(None).chain((0u32..).zip(listed).map(Some));
    for asked in asked_about {
        let resource = asked.map_or_else(
            || uid("Organization", "o"),
            |(_, entity)| uid(cedar_type(text(entity, "type")), text(entity, "id")),
        );
        let wire_type = asked.map_or("global", |(_, entity)| text(entity, "type"));
        for (place_in_list, name) in (0u64..).zip(SCOPES) {
            let scope = Scope::from_name(name).unwrap();
            let fits = scope.resource_types().any(|fitting| fitting.name() == wire_type);
            // That no scope means anything on another type is worth some of the questions, not most.
            if !fits && !(round + place_in_list).is_multiple_of(6) {
                continue;
            }
            let request = Request::new(
                principal.clone(),
                uid("Action", name),
                resource.clone(),
                Context::empty(),
                None,
            );
            let response = authorizer.is_authorized(&request.unwrap(), &policies, &known);
            let place = || format!("seed {round}, {subject:?}, {name} on {resource}\n{written}");
            // Cedar skips a policy that fails: nothing may be hidden so.
            assert_eq!(response.diagnostics().errors().count(), 0, "{}", place());
            let is_allowed = response.decision() == Decision::Allow;

            let entity = asked.and_then(|(row, _)| organization.inventory.entity(row));
            assert_eq!(decider.allows(scope, entity), is_allowed, "{}", place());
            let (alone, at_once) = match (asked, entity) {
                (Some((row, _)), Some(entity)) => {
                    (access.program.allows(scope, entity), matrix.scopes(row))
                }
                _ => (
                    access.program.on_organization().scopes.contains(scope),
                    matrix.organization().scopes,
                ),
            };
            assert_eq!(alone, is_allowed, "{}", place());
            assert_eq!(at_once.contains(scope), is_allowed, "{}", place());
            if is_allowed {
                tally.allowed += 1;
            } else {
                tally.denied += 1;
            }
        }
    }
}

fn uid(entity_type: &str, id: &str) -> EntityUid {
    let name: EntityTypeName = entity_type.parse().unwrap();
    EntityUid::from_type_name_and_id(name, EntityId::new(id))
}

#[test]
fn not_of_what_does_not_apply_grants_nothing_in_cedar_either() {
    let stack_is_prod = json!({
        "__type": "PermissionExpressionEqual",
        "left": {"__type": "PermissionExpressionTag", "context": {"__type": "PermissionExpressionStack"}, "key": "env"},
        "right": {"__type": "PermissionLiteralExpressionString", "value": "prod"},
    });
    let role = json!({"id": "role", "details": {
        "__type": "PermissionDescriptorCondition",
        "condition": {"__type": "PermissionExpressionNot", "node": stack_is_prod},
        "subNode": {"__type": "PermissionDescriptorAllow", "permissions": ["environment:open", "stack:read"]},
    }});
    let policies: PolicySet = policies("role", &[role]).parse().unwrap();
    let listed = [
        json!({"type": "stack", "id": "1", "tags": {"env": "dev"}}),
        json!({"type": "stack", "id": "2", "tags": {"env": "prod"}}),
        json!({"type": "stack", "id": "3", "tags": {}}),
        json!({"type": "environment", "id": "1", "tags": {}}),
    ];
    let known = Entities::from_json_value(entities(&listed), None).unwrap();
    let ask = |name, entity_type: EntityType, id| {
        let resource = uid(cedar_type(entity_type.name()), id);
        let request = Request::new(
            uid("Role", "role"),
            uid("Action", name),
            resource,
            Context::empty(),
            None,
        );
        Authorizer::new().is_authorized(&request.unwrap(), &policies, &known).decision()
    };
    assert_eq!(ask("stack:read", EntityType::Stack, "1"), Decision::Allow);
    assert_eq!(ask("stack:read", EntityType::Stack, "2"), Decision::Deny);
    assert_eq!(ask("stack:read", EntityType::Stack, "3"), Decision::Allow);
    assert_eq!(ask("environment:open", EntityType::Environment, "1"), Decision::Deny);
}
