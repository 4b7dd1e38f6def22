//! What two roles both grant, against asking both about entities one by one.

use policy::{Difference, Overlap, Program, ScopeSet};
use tests::{effort::share, random::Random};

use crate::{
    compare::{entity, program},
    everywhere,
};

const ROUNDS: u64 = 1500;
const ENTITIES: usize = 40;

everywhere! {
    fn overlaps_are_exact_on_entities_that_do_not_exist() {
        let (mut overlapping, mut disjoint, mut both, mut told) = (0, 0, 0, 0);
        for round in 0..share(ROUNDS) {
            let mut random = Random::new(round ^ 0x0e1a);
            let (left, right) = (program(&mut random), program(&mut random));
            let overlap = Overlap::of(&left, &right).unwrap();
            if overlap.is_none() { disjoint += 1 } else { overlapping += 1 }
            check_examples(round, &left, &right, &overlap);
            let shared = left.on_organization().scopes.intersection(right.on_organization().scopes);
            assert_eq!(overlap.organization, shared, "seed {round}, the organization");
            for _ in 0..ENTITIES {
                let entity = entity(&mut random);
                let shared = left.on_entity(&entity).scopes.intersection(right.on_entity(&entity).scopes);
                assert!(!overlap.is_none() || shared.is_empty(), "seed {round}, {entity:?}");
                both += shared.len();
                if overlap.shared.iter().all(|shared| shared.is_complete) {
                    let here = overlap.shared.iter().filter(|shared| shared.cases.iter().any(|case| case.holds_for(&entity)));
                    let found = here.fold(ScopeSet::EMPTY, |scopes, shared| scopes.union(shared.scopes));
                    assert_eq!(found, shared, "seed {round}, {entity:?}");
                    told += found.len();
                }
            }
            // What a role shares with itself is everything it grants.
            let own = Overlap::of(&left, &left).unwrap();
            let nothing = Difference::between(&Program::default(), &left).unwrap();
            assert_eq!(own.is_none(), nothing.is_equivalent(), "seed {round}, with itself");
        }
        assert!(overlapping > share(300) && disjoint > share(100), "{overlapping} overlap, {disjoint} do not");
        assert!(both > share(5000) && told > share(1000), "{both} grants shared, {told} told by case");
    }
}

fn check_examples(round: u64, left: &Program, right: &Program, overlap: &Overlap) {
    for shared in &overlap.shared {
        for scope in shared.scopes.iter() {
            let granted =
                left.allows(scope, &shared.example) && right.allows(scope, &shared.example);
            assert!(granted, "seed {round}, {scope}, {shared:?}");
        }
    }
}
