//! The ways in which a role can be held, against holding it through one team or another.

use policy::{Access, ScopeSet, Subject, Way};
use tests::{effort::share, random::Random};
use wire::Snapshot;

use crate::{compare::entity, everywhere};

const ENTITIES: usize = 20;

everywhere! {
    fn a_role_does_the_same_through_every_team_that_stands_for_another() {
        let (mut apart, mut alike) = (0, 0);
        for seed in 0..share(1500) {
            let mut random = Random::new(seed ^ 0x7ea3);
            let organization =
                Snapshot::parse(&random.snapshot().to_string()).and_then(Snapshot::load).unwrap();
            let role = Subject::Role("role".into());
            let held = |way: &Way| Access::held(&organization, &role, way).unwrap().program;
            let ways = Way::all(&[&Access::of(&organization, &role).unwrap()]);
            let whole = Access::however_held(&organization, &role).unwrap().program;
            let programs: Vec<_> = ways.iter().map(held).collect();
            for team in ["t", "elsewhere"] {
                let through = held(&Way::Other(team.to_owned()));
                let place = ways.iter().position(|way| *way == Way::Team(team.to_owned()));
                let stands = programs.get(place.unwrap_or(programs.len() - 1)).unwrap();
                assert_eq!(through.on_organization(), stands.on_organization(), "seed {seed}");
                for _ in 0..ENTITIES {
                    let entity = entity(&mut random);
                    assert_eq!(through.on_entity(&entity), stands.on_entity(&entity), "seed {seed}, {team}");
                    let each = programs.iter().map(|program| program.on_entity(&entity).scopes);
                    let union = each.fold(ScopeSet::EMPTY, ScopeSet::union);
                    assert_eq!(whole.on_entity(&entity).scopes, union, "seed {seed}, {team}");
                    if through.on_entity(&entity) == held(&Way::Alone).on_entity(&entity) { alike += 1 } else { apart += 1 }
                }
            }
        }
        assert!(apart > share(1000) && alike > share(1000), "{apart} apart, {alike} alike");
    }
}
