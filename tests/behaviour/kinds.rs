//! The kinds of entities that roles tell apart, against asking about entities one by one.

use policy::{EntityType, Kind};
use tests::random::Random;

use crate::{
    compare::{entity, program},
    everywhere,
};

const ROUNDS: u64 = 1200;
const ENTITIES: usize = 40;

everywhere! {
    fn every_entity_is_of_one_kind_and_granted_what_it_says() {
        let (mut several, mut placed) = (0, 0);
        for round in 0..ROUNDS {
            let mut random = Random::new(round ^ 0x0ddd);
            let program = program(&mut random);
            for entity_type in EntityType::ALL {
                // These roles name few values: nothing about them is too complex.
                let kinds = Kind::of(&program, entity_type).unwrap();
                several += usize::from(kinds.len() > 1);
                for kind in &kinds {
                    assert_eq!(kind.granted, program.on_entity(&kind.example), "seed {round}");
                }
                for (index, kind) in kinds.iter().enumerate() {
                    let same = |other: &Kind| (other.granted.scopes, &other.granted.max_open_secs) == (kind.granted.scopes, &kind.granted.max_open_secs);
                    assert!(!kinds.iter().skip(index + 1).any(same), "seed {round}, two kinds are granted the same");
                }
                if !kinds.iter().all(|kind| kind.is_complete) {
                    continue;
                }
                for _ in 0..ENTITIES {
                    let entity = entity(&mut random);
                    if entity.entity_type != entity_type {
                        continue;
                    }
                    let of: Vec<_> = kinds.iter().filter(|kind| kind.contains(&entity)).collect();
                    let [kind] = of.as_slice() else { panic!("seed {round}, {entity:?} is of {} kinds", of.len()) };
                    let granted = program.on_entity(&entity);
                    assert_eq!(kind.granted.scopes, granted.scopes, "seed {round}, {entity:?}");
                    assert_eq!(kind.granted.max_open_secs, granted.max_open_secs, "seed {round}, {entity:?}");
                    placed += 1;
                }
            }
        }
        assert!(several > 200 && placed > 20_000, "{several} with several kinds, {placed} entities");
    }
}
