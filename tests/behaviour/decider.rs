//! Single decisions, against the program they were prepared from; that one is held against the oracle elsewhere.

use policy::{Decider, EntityType, ResourceType, ScopeSet, catalogue::scopes};
use tests::{effort::share, random::Random};

use crate::{
    compare::{entity, program},
    everywhere,
};

const ROUNDS: u64 = 600;
const ENTITIES: usize = 60;

everywhere! {
    fn a_decider_decides_as_its_program_does() {
        let (mut allowed, mut refused) = (0, 0);
        let mut by_type = [0; 3];
        for round in 0..share(ROUNDS) {
            let mut random = Random::new(round ^ 0xdec1);
            let program = program(&mut random);
            let decider = Decider::new(&program);
            assert_eq!(decider.scopes(None), program.on_organization().scopes, "seed {round}");
            for _ in 0..ENTITIES {
                let entity = entity(&mut random);
                let expected = program.on_entity(&entity).scopes;
                assert_eq!(decider.scopes(Some(&entity)), expected, "seed {round}, {entity:?}");
                let one_by_one: ScopeSet =
                    scopes().filter(|scope| decider.allows(*scope, Some(&entity))).collect();
                assert_eq!(one_by_one, expected, "seed {round}, {entity:?}");
                let program: ScopeSet = scopes().filter(|scope| program.allows(*scope, &entity)).collect();
                assert_eq!(program, expected, "seed {round}, {entity:?}");
                allowed += expected.len();
                refused += ScopeSet::of_type(ResourceType::Entity(entity.entity_type)).len() - expected.len();
                let place = EntityType::ALL.iter().position(|known| *known == entity.entity_type).unwrap();
                by_type[place] += expected.len();
            }
        }
        assert!(allowed > share(20_000) && refused > share(20_000), "{allowed} allowed, {refused} refused");
        assert!(by_type.iter().all(|allowed| *allowed > share(1000)), "{by_type:?}");
    }
}
