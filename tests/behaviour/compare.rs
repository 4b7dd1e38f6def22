//! Comparing roles over everything there could be, against asking about entities one by one.

use policy::{
    Access, ChangeKind, Descriptor, Difference, Entity, EntityType, Organization, Program, Scope,
    ScopeSet, Subject,
};
use tests::{effort::share, random::Random};
use wire::Snapshot;

use crate::everywhere;

const ROUNDS: u64 = 400;
const ENTITIES: usize = 120;

everywhere! {
    fn differences_are_exact_on_entities_that_do_not_exist() {
        let (mut differing, mut equivalent) = (0, 0);
        for round in 0..share(ROUNDS) {
            let mut random = Random::new(round);
            let (before, after) = (program(&mut random), program(&mut random));
            // Compared with itself as well: equal meaning has to be seen as equal.
            for (before, after) in [(&before, &after), (&after, &after)] {
                let difference = Difference::between(before, after).unwrap();
                if difference.is_equivalent() { equivalent += 1 } else { differing += 1 }
                check_examples(round, before, after, &difference);
                for _ in 0..ENTITIES {
                    check_entity(round, before, after, &difference, &entity(&mut random));
                }
            }
        }
        assert!(differing > share(200) && equivalent >= share(400), "{differing} differ, {equivalent} do not");
    }

    fn a_limit_that_changes_on_the_organization_alone_is_a_difference() {
        let open = |secs: usize| {
            let details = format!(
                r#"{{"__type": "PermissionDescriptorAllow", "permissions": ["environment_yaml:open"], "constraints": {{"MaxOpenDuration": {secs}}}}}"#
            );
            let details = Descriptor::parse(&details).unwrap();
            let draft = Subject::Draft { details, purpose: None };
            Access::of(&Organization::default(), &draft).unwrap().program
        };
        let scope = Scope::from_name("environment_yaml:open").unwrap();
        for (short, long, limit) in [(600, 0, None), (600, 900, Some(900))] {
            let longer = Difference::between(&open(short), &open(long)).unwrap();
            assert!(!longer.is_equivalent() && longer.only_adds() && !longer.only_takes_away());
            assert_eq!(longer.organization_limits, [(scope, Some(600), limit)]);
            assert!(longer.on_organization().eq([(ChangeKind::OpenLonger(600), [scope].into_iter().collect())]));
            let shorter = Difference::between(&open(long), &open(short)).unwrap();
            assert!(!shorter.is_equivalent() && shorter.only_takes_away() && !shorter.only_adds());
            assert_eq!(shorter.organization_limits, [(scope, limit, Some(600))]);
            assert!(shorter.on_organization().eq([(ChangeKind::OpenShorter(600), [scope].into_iter().collect())]));
        }
        assert!(Difference::between(&open(600), &open(600)).unwrap().is_equivalent());
    }
}

pub(crate) fn program(random: &mut Random) -> Program {
    let organization =
        Snapshot::parse(&random.snapshot().to_string()).and_then(Snapshot::load).unwrap();
    Access::of(&organization, &Subject::Role("role".into())).unwrap().program
}

/// An entity that conditions may or may not mention.
pub(crate) fn entity(random: &mut Random) -> Entity {
    let one = |random: &mut Random, of: &[&str]| of[random.below(of.len())].to_owned();
    let mut tags = Vec::new();
    for key in ["env", "team", "tier", "", "unmentioned"] {
        if random.below(3) > 0 {
            tags.push((key.to_owned(), one(random, &["prod", "dev", "", "Prod", "x", "y"])));
        }
    }
    let entity_type = EntityType::ALL[random.below(3)];
    Entity { entity_type, id: one(random, &["1", "2", "3", "4", "5"]), name: String::new(), tags }
}

fn check_entity(
    round: u64,
    before: &Program,
    after: &Program,
    difference: &Difference,
    entity: &Entity,
) {
    let (old, new) = (before.on_entity(entity), after.on_entity(entity));
    let told = |wanted: fn(&ChangeKind) -> bool| {
        let changes = difference.changes.iter().filter(|change| wanted(&change.kind));
        let here = changes.filter(|change| change.cases.iter().any(|case| case.holds_for(entity)));
        here.fold(ScopeSet::EMPTY, |scopes, change| scopes.union(change.scopes))
    };
    let place = || format!("seed {round}, {entity:?}");
    if difference.changes.iter().all(|change| change.is_complete) {
        assert_eq!(
            told(|kind| *kind == ChangeKind::Gained),
            new.scopes.difference(old.scopes),
            "{}",
            place()
        );
        assert_eq!(
            told(|kind| *kind == ChangeKind::Lost),
            old.scopes.difference(new.scopes),
            "{}",
            place()
        );
        if difference.is_equivalent() {
            assert_eq!(old.max_open_secs, new.max_open_secs, "{}", place());
        }
    }
    assert!(!difference.only_adds() || old.scopes.difference(new.scopes).is_empty(), "{}", place());
    assert!(
        !difference.only_takes_away() || new.scopes.difference(old.scopes).is_empty(),
        "{}",
        place()
    );
}

fn check_examples(round: u64, before: &Program, after: &Program, difference: &Difference) {
    for change in &difference.changes {
        let (old, new) = (before.on_entity(&change.example), after.on_entity(&change.example));
        let limit = |granted: &policy::Granted, scope| {
            let limit = granted.max_open_secs.iter().find(|(limited, _)| *limited == scope);
            limit.map_or(u64::MAX, |(_, secs)| *secs)
        };
        for scope in change.scopes.iter() {
            let (had, has) = (old.scopes.contains(scope), new.scopes.contains(scope));
            let is_so = match change.kind {
                ChangeKind::Gained => !had && has,
                ChangeKind::Lost => had && !has,
                ChangeKind::OpenLonger(secs) => {
                    has && limit(&new, scope) > secs && (!had || limit(&old, scope) <= secs)
                }
                ChangeKind::OpenShorter(secs) => {
                    had && limit(&old, scope) > secs && (!has || limit(&new, scope) <= secs)
                }
            };
            assert!(is_so, "seed {round}, {scope}, {change:?}");
        }
    }
}
