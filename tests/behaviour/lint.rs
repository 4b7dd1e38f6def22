//! What is said about a definition is so, and what is so is said: by brute force, and by taking rules away.

use policy::{
    Access, Code, Descriptor, Diagnostic, Difference, Entity, EntityType, Inventory, Matrix,
    Organization, Program, Scope, Subject, UxPurpose, Way, diagnose,
};
use serde_json::{Value, json};
use tests::{effort::share, random::Random};
use wire::Snapshot;

use crate::everywhere;

everywhere! {
    fn rules_that_add_nothing_are_those_that_can_go() {
        let (mut told, mut repeated, mut kept, mut idle) = (0, 0, 0, 0);
        for seed in 0..share(1000) {
            let rules = rules(seed, 5, &OPENING);
            let whole = compiled(&rules);
            let found = found(&whole);
            let of = |code, index| about(&found, code, index);

            // Each repetition says of which earlier rule, and that is so of no other rule.
            for (index, rule) in rules.iter().enumerate() {
                let alone = compiled(std::slice::from_ref(rule));
                let grants = !equivalent(&alone, &Program::default());
                let same = (0..index).find(|earlier| {
                    equivalent(&alone, &compiled(std::slice::from_ref(&rules[*earlier])))
                });
                let first = of(Code::RepeatedRule, index).map(|one| entry(&one.related[0].pointer));
                assert_eq!(first, same.filter(|_| grants), "seed {seed}, rule {index}, {rules:?}");
                repeated += usize::from(first.is_some());
                idle += usize::from(!grants);
            }

            // Without the repetitions it is the same; of the rest a rule adds nothing where it can go.
            let rest: Vec<_> = (0..rules.len()).filter(|index| of(Code::RepeatedRule, *index).is_none()).collect();
            let only = |indices: &[usize]| {
                compiled(&indices.iter().map(|index| rules[*index].clone()).collect::<Vec<_>>())
            };
            assert!(equivalent(&whole, &only(&rest)), "seed {seed}");
            for index in &rest {
                let others: Vec<_> = rest.iter().copied().filter(|other| other != index).collect();
                let grants = !equivalent(&only(&[*index]), &Program::default());
                let can_go = equivalent(&whole, &only(&others));
                let one = of(Code::RuleAddsNothing, *index);
                assert_eq!(one.is_some(), can_go && grants, "seed {seed}, rule {index}, {rules:?}");
                let Some(one) = one else {
                    kept += 1;
                    continue;
                };
                // The rules that are named cover it, and none of them is named for nothing.
                let mut named: Vec<_> = one.related.iter().map(|place| entry(&place.pointer)).collect();
                let with = |named: &[usize]| [named, &[*index]].concat();
                assert!(equivalent(&only(&named), &only(&with(&named))), "seed {seed}, rule {index}");
                for _ in 0..named.len() {
                    let left_out = named.remove(0);
                    assert!(!equivalent(&only(&named), &only(&with(&named))), "seed {seed}, rule {index}");
                    named.push(left_out);
                }
                told += 1;
            }
        }
        assert!(told > share(100) && repeated > share(100) && kept > share(1000) && idle > share(100), "{told}, {repeated}, {kept}, {idle}");
    }

    fn whatever_is_told_to_add_nothing_can_go_from_roles_of_every_shape() {
        let (mut told, mut repeated) = (0, 0);
        for seed in 0..400 {
            let snapshot = Random::new(seed).snapshot();
            let before = organization(&snapshot);
            let whole = Access::of(&before, &Subject::Role("role".into())).unwrap();
            let matrix = Matrix::new(&whole.program, &before.inventory);
            for one in diagnose(&before, &whole, &matrix) {
                match one.code {
                    Code::RuleAddsNothing => told += 1,
                    Code::RepeatedRule => repeated += 1,
                    _ => continue,
                }
                let mut snapshot = snapshot.clone();
                let record = one.place.record.as_deref().unwrap();
                let records = snapshot["records"].as_array_mut().unwrap();
                let record = records.iter_mut().find(|other| other["id"] == record).unwrap();
                let node = record["details"].pointer_mut(&one.place.pointer).unwrap();
                match node["__type"].as_str().unwrap() {
                    "PermissionDescriptorAllow" => node["permissions"] = json!([]),
                    "PermissionDescriptorCompose" => {
                        let ids = node["permissionDescriptors"].as_array_mut().unwrap();
                        let is_plain = |id: &Value| {
                            let record = before.records.find(id.as_str().unwrap());
                            record.is_some_and(|record| record.flat_scopes().is_some())
                        };
                        ids.retain(|id| !is_plain(id));
                    }
                    other => panic!("a rule at a {other}"),
                }
                let after = organization(&snapshot);
                for way in Way::all(&[&whole]) {
                    let held = |organization| Access::held(organization, &Subject::Role("role".into()), &way).unwrap().program;
                    assert!(equivalent(&held(&before), &held(&after)), "seed {seed}, {way}, {one:?}");
                }
            }
        }
        assert!(told > 50 && repeated > 8, "{told}, {repeated}");
    }

    fn what_is_written_without_being_read_is_what_brute_force_finds() {
        let entities = everything();
        let (mut told, mut quiet) = (0, 0);
        for seed in 0..share(1000) {
            let rules = rules(seed, 4, &WRITING);
            let program = compiled(&rules);
            let found = found(&program);
            for index in 0..rules.len() {
                let scopes = program.rules()[index].scopes;
                let unread = entities.iter().any(|entity| {
                    let granted = program.on_entity(entity);
                    granted.rules.contains(&index)
                        && WRITES.iter().any(|(write, read)| {
                            let (write, read) = (Scope::from_name(write).unwrap(), Scope::from_name(read).unwrap());
                            scopes.contains(write) && granted.scopes.contains(write) && !granted.scopes.contains(read)
                        })
                });
                let one = about(&found, Code::WriteWithoutRead, index);
                assert_eq!(one.is_some(), unread, "seed {seed}, rule {index}, {rules:?}");
                if unread { told += 1 } else { quiet += 1 }
            }
        }
        assert!(told > share(500) && quiet > share(500), "{told}, {quiet}");
    }

    fn every_built_in_set_reads_what_it_writes() {
        let organization = Organization::default();
        let sets: Vec<_> = organization.records.iter().filter(|record| record.purpose == UxPurpose::Set).collect();
        assert_eq!(sets.len(), 13);
        for set in sets {
            let details = json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": [set.id]});
            let (_, found) = looked_at(&organization, &details);
            assert!(found.iter().all(|one| one.code == Code::SensitiveScopeBroad), "{}: {found:?}", set.id);
        }
    }

    fn a_role_of_two_thousand_entities_is_told_in_a_few_words() {
        let id = |index: usize| format!("4ca1360c-d7ec-4f3b-a37d-{index:012}");
        let stack = |index: usize| Entity {
            entity_type: EntityType::Stack,
            id: id(index),
            name: format!("p/{index}"),
            tags: Vec::new(),
        };
        let organization = Organization {
            inventory: Inventory::new((1500..2000).map(stack).collect()),
            ..Organization::default()
        };
        let one = |index: usize| when(&is("Stack", &id(index)), &allow(&["stack:rename"], 0));
        let entries: Vec<_> = (0..2000).map(one).collect();
        let details = json!({"__type": "PermissionDescriptorGroup", "entries": entries});
        let (_, found) = looked_at(&organization, &details);
        let told: Vec<_> = found.iter().map(|one| (one.code, one.place.pointer.as_str(), one.count)).collect();
        assert_eq!(told, [
            (Code::EntityGone, "/entries/0/condition", Some(1500)),
            (Code::WriteWithoutRead, "/entries/0/subNode", Some(0)),
            (Code::WriteWithoutRead, "/entries/1500/subNode", Some(1)),
        ]);
        assert!(found[0].message.starts_with("1500 of the 2000 stacks that rules like this name by id do not exist"));
        assert!(found[1].message.ends_with(" (here and in 1499 other places)"), "{}", found[1].message);

        // Each of them twice, with more the second time.
        let pair = |index: usize| [one(index), when(&is("Stack", &id(index)), &allow(&["stack:rename", "stack:read"], 0))];
        let entries: Vec<_> = (1000..2000).flat_map(pair).collect();
        let details = json!({"__type": "PermissionDescriptorGroup", "entries": entries});
        let (_, found) = looked_at(&organization, &details);
        let adding_nothing: Vec<_> = found.iter().filter(|one| one.code == Code::RuleAddsNothing).collect();
        assert_eq!(adding_nothing.len(), 1);
        assert!(adding_nothing[0].message.ends_with(" (and likewise 999 other rules that grant the same)"), "{adding_nothing:?}");
        assert_eq!(adding_nothing[0].related[0].pointer, "/entries/1/subNode");
    }

    fn what_cannot_be_found_out_within_the_bounds_is_not_claimed() {
        // Each pair has to be remembered until its other half is asked for: 2 to the power of 40.
        let has = |key: usize| json!({"__type": "PermissionExpressionHasTag", "context": {"__type": "PermissionExpressionStack"}, "key": format!("k{key:02}")});
        let two = |name: &str, left: &Value, right: &Value| json!({"__type": format!("PermissionExpression{name}"), "left": left, "right": right});
        let pairs = (0..40).map(|key| two("And", &has(key), &has(key + 40)));
        let far = pairs.reduce(|left, right| two("Or", &left, &right)).unwrap();
        let rule = when(&far, &allow(&["stack:rename"], 0));
        let read = allow(&["team:read"], 0);
        let details = json!({"__type": "PermissionDescriptorGroup", "entries": [rule, rule, read, read]});
        let (_, found) = looked_at(&Organization::default(), &details);
        let told: Vec<_> = found.iter().map(|one| (one.code, one.place.pointer.as_str())).collect();
        assert_eq!(told, [
            (Code::ConditionMatchesNothing, "/entries/0/condition"),
            (Code::ConditionMatchesNothing, "/entries/1/condition"),
            (Code::RepeatedRule, "/entries/3"),
        ]);
    }
}

/// Scopes of every type, of two types, and all that a limit can stand on.
const OPENING: [&str; 8] = [
    "stack:read",
    "stack:delete",
    "environment:read",
    "environment:open",
    "environment_version:open",
    "environment_yaml:open",
    "change_gate:update",
    "team:read",
];

/// Scopes that write, that read, and that do neither.
const WRITING: [&str; 9] = [
    "stack:read",
    "stack:write",
    "stack:rename",
    "stack:create",
    "stack_webhook:read",
    "stack_webhook:update",
    "environment:read",
    "environment:rotate",
    "environment:open",
];

/// Those of them that write, each with what reads.
const WRITES: [(&str, &str); 4] = [
    ("stack:write", "stack:read"),
    ("stack:rename", "stack:read"),
    ("stack_webhook:update", "stack_webhook:read"),
    ("environment:rotate", "environment:read"),
];

/// The definitions of up to `most` rules that grant some of `scopes`, with many collisions.
fn rules(seed: u64, most: usize, scopes: &[&str]) -> Vec<Value> {
    let random = &mut Random::new(seed);
    let mut rules: Vec<Value> = Vec::new();
    for _ in 0..=random.below(most) {
        let names: Vec<_> =
            (0..=random.below(3)).map(|_| scopes[random.below(scopes.len())]).collect();
        let limit = if random.below(3) == 0 { 600 * random.below(3) } else { 0 };
        let allow = allow(&names, limit);
        rules.push(match random.below(6) {
            0 => allow,
            // An earlier rule, written differently.
            1 if !rules.is_empty() => {
                let mut rule = rules[random.below(rules.len())].clone();
                if let Some(condition) = rule.get_mut("condition") {
                    *condition = not(&not(condition));
                }
                rule
            }
            _ => when(&condition(random, 2), &allow),
        });
    }
    rules
}

pub(crate) fn condition(random: &mut Random, depth: usize) -> Value {
    let kind = if depth == 0 { random.below(4) } else { random.below(8) };
    match kind {
        0 => is("Stack", ["a", "b"][random.below(2)]),
        1 => is("Environment", "a"),
        2 | 3 => tag_is(["prod", "dev"][random.below(2)]),
        4 => {
            json!({"__type": "PermissionExpressionHasTag", "context": {"__type": "PermissionExpressionStack"}, "key": "team"})
        }
        5 => not(&condition(random, depth - 1)),
        kind => {
            let name = if kind == 6 { "And" } else { "Or" };
            let (left, right) = (condition(random, depth - 1), condition(random, depth - 1));
            json!({"__type": format!("PermissionExpression{name}"), "left": left, "right": right})
        }
    }
}

pub(crate) fn not(condition: &Value) -> Value {
    json!({"__type": "PermissionExpressionNot", "node": condition})
}

fn equal(left: &Value, right: &Value) -> Value {
    json!({"__type": "PermissionExpressionEqual", "left": left, "right": right})
}

fn is(name: &str, id: &str) -> Value {
    let context = json!({"__type": format!("PermissionExpression{name}")});
    equal(
        &context,
        &json!({"__type": format!("PermissionLiteralExpression{name}"), "identity": id}),
    )
}

pub(crate) fn tag_is(value: &str) -> Value {
    let context = json!({"__type": "PermissionExpressionStack"});
    let tag = json!({"__type": "PermissionExpressionTag", "context": context, "key": "env"});
    equal(&tag, &json!({"__type": "PermissionLiteralExpressionString", "value": value}))
}

pub(crate) fn allow(names: &[&str], limit: usize) -> Value {
    json!({"__type": "PermissionDescriptorAllow", "permissions": names, "constraints": {"MaxOpenDuration": limit}})
}

pub(crate) fn when(condition: &Value, node: &Value) -> Value {
    json!({"__type": "PermissionDescriptorCondition", "condition": condition, "subNode": node})
}

/// Everything that [`condition`] can tell apart.
fn everything() -> Vec<Entity> {
    let mut entities = Vec::new();
    for entity_type in EntityType::ALL {
        for id in ["a", "b", "c"] {
            for env in [None, Some("prod"), Some("dev"), Some("other")] {
                for team in [None, Some("x")] {
                    let tags = [("env", env), ("team", team)].into_iter();
                    let tags =
                        tags.filter_map(|(key, value)| Some((key.to_owned(), value?.to_owned())));
                    entities.push(Entity {
                        entity_type,
                        id: id.into(),
                        name: String::new(),
                        tags: tags.collect(),
                    });
                }
            }
        }
    }
    entities
}

pub(crate) fn organization(snapshot: &Value) -> Organization {
    Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load).unwrap()
}

fn looked_at(organization: &Organization, details: &Value) -> (Program, Vec<Diagnostic>) {
    let details = Descriptor::parse(&details.to_string()).unwrap();
    let access = Access::of(organization, &Subject::Draft { details, purpose: None }).unwrap();
    let matrix = Matrix::new(&access.program, &organization.inventory);
    let found = diagnose(organization, &access, &matrix);
    (access.program, found)
}

fn compiled(rules: &[Value]) -> Program {
    let details = json!({"__type": "PermissionDescriptorGroup", "entries": rules});
    let details = Descriptor::parse(&details.to_string()).unwrap();
    Access::of(&Organization::default(), &Subject::Draft { details, purpose: None })
        .unwrap()
        .program
}

/// What is said about `program`, in an organization without anything.
fn found(program: &Program) -> Vec<Diagnostic> {
    let organization = Organization::default();
    let draft = Subject::Draft { details: Descriptor::Group(Vec::new()), purpose: None };
    let access = Access { program: program.clone(), ..Access::of(&organization, &draft).unwrap() };
    diagnose(&organization, &access, &Matrix::new(program, &organization.inventory))
}

/// What is said of this kind about the entry at `index`.
fn about(found: &[Diagnostic], code: Code, index: usize) -> Option<&Diagnostic> {
    found.iter().find(|one| one.code == code && entry(&one.place.pointer) == index)
}

/// Which entry a place is in.
fn entry(pointer: &str) -> usize {
    pointer.split('/').nth(2).unwrap().parse().unwrap()
}

/// Whether both grant the same on everything there could be, and for as long.
pub(crate) fn equivalent(one: &Program, other: &Program) -> bool {
    Difference::between(one, other).unwrap().is_equivalent()
}
