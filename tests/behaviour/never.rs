//! What can never be done, proved, against asking about entities one by one.

use policy::{
    Access, Allow, Descriptor, Expression, Never, Organization, Permission, Program, Scope, Subject,
};
use tests::random::Random;

use crate::{
    compare::{entity, program},
    everywhere,
};

const ROUNDS: u64 = 1500;
const ENTITIES: usize = 60;

everywhere! {
    fn proofs_of_never_are_exact() {
        let (mut proved, mut refuted) = (0, 0);
        for round in 0..ROUNDS {
            let mut random = Random::new(round ^ 0x5eed);
            let program = program(&mut random);
            let place = Expression::parse_condition(&random.condition().to_string()).unwrap();
            let name = ["stack:read", "environment:open", "change_gate:update", "role:read"][random.below(4)];
            let scope = Scope::from_name(name).unwrap();
            let meant = place_alone(&place, scope);
            let never = Never { scope, place: Some(place) };
            if let Some(found) = never.refute(&program).unwrap() {
                refuted += 1;
                    let on = |program: &Program| found.entity.as_ref().map_or_else(|| program.on_organization(), |entity| program.on_entity(entity));
                    assert!(on(&meant).scopes.contains(scope), "seed {round}, {found:?} is not where it was asked about");
                    let rules: Vec<_> = on(&program).rules_for(&program, scope).collect();
                    assert!(!rules.is_empty() && rules == found.rules, "seed {round}, {found:?} is no counterexample");
            } else {
                proved += 1;
                    for _ in 0..ENTITIES {
                        let entity = entity(&mut random);
                        let is_broken = meant.allows(scope, &entity) && program.allows(scope, &entity);
                        assert!(!is_broken, "seed {round}, {name} on {entity:?}");
                    }
                    let both = meant.on_organization().scopes.intersection(program.on_organization().scopes);
                    assert!(!both.contains(scope), "seed {round}, {name} on the organization");
            }
        }
        assert!(proved > 100 && refuted > 60, "{proved} proved, {refuted} refuted");
    }
}

/// A role that grants `scope` where `place` holds, and nothing else.
fn place_alone(place: &Expression, scope: Scope) -> Program {
    let allow =
        Descriptor::Allow(Allow { permissions: vec![Permission::Known(scope)], max_open_secs: 0 });
    let details = Descriptor::Condition { condition: place.clone(), node: Box::new(allow) };
    let subject = Subject::Draft { details, purpose: None };
    Access::of(&Organization::default(), &subject).unwrap().program
}
