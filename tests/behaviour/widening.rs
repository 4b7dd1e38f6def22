//! What changed tags could give: every change of every tag of random entities is tried beside it.

use policy::{Access, Entity, EntityType, Program, Scope, ScopeSet, Subject, Widening};
use serde_json::json;
use tests::random::Random;
use wire::Snapshot;

use crate::everywhere;

/// Values of a tag: those that conditions may mention, and one that none does.
const VALUES: [Option<&str>; 6] =
    [None, Some("prod"), Some("dev"), Some(""), Some("Prod"), Some("other")];
const TAG_KEYS: [&str; 3] = ["env", "team", "tier"];

everywhere! {
    fn what_changed_tags_could_give_is_found_exactly() {
        let (mut gained, mut asked) = (0, 0);
        for round in 0..400 {
            let mut random = Random::new(round ^ 0x7a65);
            // Most of these roles may change some tags somewhere; the rest is as it comes.
            let mut snapshot = random.snapshot();
            let keys = ["stack_tags:update", "environment_tag:create", "environment_tag:update", "environment_tag:delete"];
            let held: Vec<_> = keys.into_iter().filter(|_| random.below(2) == 0).collect();
            let change_tags = json!({"__type": "PermissionDescriptorAllow", "permissions": held});
            let entry = json!({"__type": "PermissionDescriptorCondition", "condition": random.condition(), "subNode": change_tags});
            let entries = snapshot["records"][0]["details"]["entries"].as_array_mut().unwrap();
            entries.push(if round % 3 == 0 { change_tags } else { entry });
            for (context, scope) in [("Stack", "stack:delete"), ("Environment", "environment:open")] {
                let (key, value) = (TAG_KEYS[random.below(3)], ["prod", "dev", ""][random.below(3)]);
                let tag = json!({"__type": "PermissionExpressionTag", "context": {"__type": format!("PermissionExpression{context}")}, "key": key});
                let is = json!({"__type": "PermissionExpressionEqual", "left": tag,
                    "right": {"__type": "PermissionLiteralExpressionString", "value": value}});
                let scopes = json!({"__type": "PermissionDescriptorAllow", "permissions": [scope]});
                entries.push(json!({"__type": "PermissionDescriptorCondition", "condition": is, "subNode": scopes}));
            }
            let text = snapshot.to_string();
            let organization = Snapshot::parse(&text).and_then(Snapshot::load).unwrap();
            let program = Access::of(&organization, &Subject::Role("role".into())).unwrap().program;
            // These roles name few values: nothing about them is too complex.
            let widenings = Widening::of(&program).unwrap();
            if !widenings.iter().all(|widening| widening.is_complete) {
                continue;
            }
            for widening in &widenings {
                let could = could_have(&program, &widening.example);
                assert!(widening.scopes.is_within(could), "seed {round}, {widening:?}");
            }
            for _ in 0..8 {
                let entity = tagged(&mut random);
                let here = widenings.iter().filter(|widening| widening.cases.iter().any(|case| case.holds_for(&entity)));
                let told = here.fold(ScopeSet::EMPTY, |all, widening| all.union(widening.scopes));
                let could = could_have(&program, &entity);
                assert_eq!(told, could, "seed {round}, {entity:?}");
                gained += usize::from(!could.is_empty());
                asked += 1;
            }
        }
        assert!(asked > 1500 && gained > 300, "{gained} of {asked} entities could give more");
    }
}

fn tagged(random: &mut Random) -> Entity {
    let entity_type = EntityType::ALL[random.below(2)];
    let mut tags = Vec::new();
    for key in TAG_KEYS {
        if let Some(value) = VALUES[random.below(VALUES.len())] {
            tags.push((key.to_owned(), value.to_owned()));
        }
    }
    let id = ["1", "2", "9"][random.below(3)].to_owned();
    Entity { entity_type, id, name: String::new(), tags }
}

/// What the holder of `program` lacks on `entity` and could have by changing its tags: every way is tried.
fn could_have(program: &Program, entity: &Entity) -> ScopeSet {
    let own = program.on_entity(entity).scopes;
    let holds = |name: &str| own.contains(Scope::from_name(name).unwrap());
    let (create, update, delete) = match entity.entity_type {
        EntityType::Stack => [holds("stack_tags:update"); 3].into(),
        _ => ["create", "update", "delete"]
            .map(|verb| holds(&format!("environment_tag:{verb}")))
            .into(),
    };
    // One that is taken away may be made anew.
    let update = update || (create && delete);
    let mut could = ScopeSet::EMPTY;
    if !(create || update || delete) {
        return could;
    }
    let keys = ["env", "team", "tier", ""];
    let count = VALUES.len();
    for choice in 0..count.pow(4) {
        let mut other = entity.clone();
        let mut is_possible = true;
        for (place, key) in (0u32..).zip(keys) {
            let before = entity.tag(key);
            // A value that nobody mentions may be another one than ours.
            let mut values = VALUES;
            values[count - 1] =
                before.filter(|value| !VALUES.contains(&Some(value))).or(values[count - 1]);
            let after = values[choice / count.pow(place) % count];
            is_possible &= before == after
                || match (before, after) {
                    (None, _) => create,
                    (_, None) => delete,
                    _ => update,
                };
            other.tags.retain(|(known, _)| known != key);
            other.tags.extend(after.map(|value| (key.to_owned(), value.to_owned())));
        }
        if is_possible {
            could = could.union(program.on_entity(&other).scopes);
        }
    }
    could.difference(own)
}
