//! Every role of up to two rules in a small world, against brute force.
//!
//! The world: three entities that roles name, three tags, four scopes (one on stacks, one on environments, one on
//! the organization, one on stacks and on the organization). A rule grants any of the 15 sets of scopes under one
//! of 13 conditions: always, one of the three entities or not, one of the three tags or not. That is 195 rules and
//! 19,306 roles, each asked about on everything that those conditions can tell apart, and in a browser every eighth.

use policy::{
    Access, Descriptor, Difference, Entity, EntityType, Explanation, Expression, Inventory, Matrix,
    Never, Organization, RepairChange, RepairKind, Repairs, Scope, ScopeSet, Subject,
};
use serde_json::{Value, json};
use tests::{
    effort::{share, step},
    oracle::Question,
};

use crate::everywhere;

const SCOPES: [&str; 4] = ["environment:open", "stack:create", "stack:read", "team:create"];
const CONDITIONS: usize = 13;
const RULES: usize = CONDITIONS * 15;

/// How many entities there are of each way of being tagged: three identities of each of two types.
const NAMED: usize = 6;

/// A set of [`SCOPES`], a bit for each.
type Grants = u8;

everywhere! {
    fn every_small_role_grants_what_brute_force_says() {
        let world = World::new();
        let (mut granted, mut refused) = (0, 0);
        for rules in roles() {
            let access = access(&rules);
            let matrices: Vec<_> =
                world.inventories.iter().map(|inventory| Matrix::new(&access.program, inventory)).collect();
            for place in 0..world.places() {
                let expected = world.union(&rules, place);
                let found = match world.entity(place) {
                    Some(entity) => {
                        let at_once = matrices[place / NAMED].scopes(u32::try_from(place % NAMED).unwrap());
                        assert_eq!(mask(at_once), expected, "{rules:?} at once on {entity:?}");
                        access.program.on_entity(entity)
                    }
                    None => access.program.on_organization(),
                };
                assert_eq!(mask(found.scopes), expected, "{rules:?} on {place}");
                granted += expected.count_ones();
                refused += 4 - expected.count_ones();
            }
        }
        assert!(granted > share(400_000) && refused > share(400_000), "{granted} granted, {refused} refused");
    }

    fn rules_add_up_as_the_naive_decider_says() {
        // The tables above are unions of single rules; whole roles are asked about here.
        let world = World::new();
        for (index, rules) in roles().into_iter().enumerate().filter(|(index, _)| index % 61 == 0) {
            let records = [record(&rules)];
            for place in 0..world.places() {
                let direct = Question { entity: world.question(place), team: None, records: &records }.record("role");
                let direct = direct.keys().fold(0, |mask, name| mask | bit(name));
                assert_eq!(direct, world.union(&rules, place), "role {index}, {rules:?}");
            }
        }
    }

    fn every_small_role_is_explained_by_the_rules_that_matter() {
        let world = World::new();
        let (mut explained, mut kept_away) = (0, 0);
        for rules in roles() {
            let access = access(&rules);
            for place in 0..world.places() {
                let entity = world.entity(place);
                for (number, scope) in SCOPES.iter().enumerate() {
                    let asked = Scope::from_name(scope).unwrap();
                    let found = Explanation::of(&access.program, asked, entity, &Inventory::default());
                    let holds = |rule: &usize| world.table[*rule][place] >> number & 1 == 1;
                    let expected: Vec<_> = (0..rules.len()).filter(|index| holds(&rules[*index])).collect();
                    assert_eq!(found.granting, expected, "{rules:?}, {scope} on {entity:?}");
                    // Without the named rules nothing grants it: by the table, which knows each rule alone.
                    let rest: Vec<_> = (0..rules.len()).filter(|index| !found.granting.contains(index)).map(|index| rules[index]).collect();
                    assert_eq!(world.union(&rest, place) >> number & 1, 0, "{rules:?}, {scope} on {entity:?}");
                    explained += usize::from(found.is_allowed());
                    // Every other rule that names it is told with what keeps it away.
                    let place = entity.map_or(policy::ResourceType::Global, |entity| entity.entity_type.into());
                    let names = |rule: usize| (rule % 15 + 1) >> number & 1 == 1 && asked.applies_to(place);
                    let away = (0..rules.len()).filter(|index| names(rules[*index]) && !found.granting.contains(index));
                    let told = found.missing.iter().map(|miss| {
                        let failing: Vec<_> = miss.failing.iter().map(|failing| failing.wanted.clone()).collect();
                        (miss.rule, failing)
                    });
                    let expected = away.map(|index| (index, vec![wanted(rules[index] / 15, entity)]));
                    assert!(told.clone().eq(expected), "{rules:?}, {scope} on {entity:?}: {:?}", told.collect::<Vec<_>>());
                    kept_away += found.missing.len();
                }
            }
        }
        assert!(explained > share(300_000), "{explained} grants were explained");
        assert!(kept_away > share(300_000), "{kept_away} rules were kept away");
    }

    fn every_small_role_is_repaired_by_every_repair_and_by_the_fewest_tags() {
        let world = World::new();
        let (mut repaired, mut retagged, mut beyond_tags) = (0, [0; 3], 0);
        for (number, rules) in roles().into_iter().enumerate().filter(|(number, _)| number % 4 == 0) {
            // Each role against one question; all of them take their turn.
            let (place, asked) = (number / 4 % world.places(), number / 16 % 4);
            let (entity, scope) = (world.entity(place), Scope::from_name(SCOPES[asked]).unwrap());
            let snapshot = json!({"entities": [], "records": [record(&rules)]});
            let mut organization = wire::Snapshot::parse(&snapshot.to_string()).and_then(wire::Snapshot::load).unwrap();
            organization.inventory = world.inventories[(place / NAMED).min(7)].clone();
            let subject = Subject::Role("role".to_owned());
            let repairs = Repairs::of(&organization, &subject, scope, entity, None).unwrap();
            let has = |place: usize| world.union(&rules, place) >> asked & 1 == 1;
            let applies = scope.applies_to(entity.map_or(policy::ResourceType::Global, |entity| entity.entity_type.into()));
            assert!(repairs.is_complete);
            assert_eq!(repairs.found.is_empty(), has(place) || !applies, "{rules:?}, {scope} on {entity:?}");
            let mut fewest = None;
            for repair in &repairs.found {
                let RepairChange::Edit(edit) = &repair.change else { panic!("{repair:?}") };
                let mut changed = organization.clone();
                edit.apply(&mut changed).unwrap();
                let program = Access::of(&changed, &subject).unwrap().program;
                let after = entity.map(|entity| changed.inventory.entity(changed.inventory.row(entity.entity_type, &entity.id).unwrap()).unwrap());
                let granted = after.map_or_else(|| program.on_organization(), |entity| program.on_entity(entity));
                assert!(granted.scopes.contains(scope), "{rules:?}, {scope} on {entity:?}, {repair:?}");
                repaired += 1;
                if matches!(repair.kind, RepairKind::Retag { .. }) {
                    fewest = fewest.into_iter().chain([repair.size]).min();
                }
            }
            // The same entity with each of the other tags: one of four values of one key, one of two of the other.
            let tags = |place: usize| (place / NAMED / 2, place / NAMED % 2);
            let distance = |other: usize| usize::from(tags(other).0 != tags(place).0) + usize::from(tags(other).1 != tags(place).1);
            let alike = (0..world.entities.len()).filter(|other| entity.is_some() && other % NAMED == place % NAMED && has(*other));
            let expected = alike.map(distance).min().filter(|distance| *distance > 0);
            assert_eq!(fewest, expected, "{rules:?}, {scope} on {entity:?}, {repairs:?}");
            match fewest {
                Some(size) => retagged[size] += 1,
                None => beyond_tags += 1,
            }
        }
        assert!(repaired > share(1500) && retagged[1] > share(100) && beyond_tags > share(1000), "{repaired}, {retagged:?}, {beyond_tags}");
    }

    fn every_two_small_rules_are_compared_exactly() {
        let world = World::new();
        let programs: Vec<_> = (0..RULES).map(|rule| access(&[rule]).program).collect();
        let (mut equivalent, mut contained, mut different) = (0, 0, 0);
        for (before, old) in programs.iter().enumerate() {
            for (after, new) in programs.iter().enumerate() {
                let difference = Difference::between(old, new).unwrap();
                let (mut adds, mut takes_away) = (true, true);
                for place in 0..world.places() {
                    let (old, new) = (world.table[before][place], world.table[after][place]);
                    adds &= old & !new == 0;
                    takes_away &= new & !old == 0;
                }
                assert_eq!(difference.only_adds(), adds, "rules {before} and {after}");
                assert_eq!(difference.only_takes_away(), takes_away, "rules {before} and {after}");
                assert_eq!(difference.is_equivalent(), adds && takes_away, "rules {before} and {after}");
                match (adds, takes_away) {
                    (true, true) => equivalent += 1,
                    (false, false) => different += 1,
                    _ => contained += 1,
                }
            }
        }
        assert!(equivalent >= RULES && contained > 3000 && different > 10_000, "{equivalent}, {contained}, {different}");
    }

    fn what_small_roles_never_do_is_proved_exactly() {
        let world = World::new();
        let (mut proved, mut refuted) = (0, 0);
        for (number, rules) in roles().into_iter().enumerate() {
            let program = access(&rules).program;
            // Each role against one statement; all of them take their turn.
            let (scope, place) = (number % 4, number / 4 % CONDITIONS);
            let statement = Never {
                scope: Scope::from_name(SCOPES[scope]).unwrap(),
                place: condition(place).map(|json| Expression::parse_condition(&json.to_string()).unwrap()),
            };
            // The rule that grants this one scope there says where that is.
            let there = rule_number(place, 1 << scope);
            let broken = |at: &usize| (world.union(&rules, *at) & world.table[there][*at]) >> scope & 1 == 1;
            let expected = (0..world.places()).any(|at| broken(&at));
            let found = statement.refute(&program).unwrap();
            assert_eq!(found.is_some(), expected, "{rules:?}, {statement:?}, {found:?}");
            if expected { refuted += 1 } else { proved += 1 }
        }
        assert!(proved > share(4000) && refuted > share(4000), "{proved} proved, {refuted} refuted");
    }
}

/// Every role: the numbers of its rules.
fn roles() -> Vec<Vec<usize>> {
    let pairs = (0..RULES).flat_map(|one| (one..RULES).map(move |other| vec![one, other]));
    let roles: Vec<_> =
        [Vec::new()].into_iter().chain((0..RULES).map(|rule| vec![rule])).chain(pairs).collect();
    assert_eq!(roles.len(), 19_306);
    roles.into_iter().step_by(step().into()).collect()
}

const fn rule_number(condition: usize, scopes: Grants) -> usize {
    condition * 15 + scopes as usize - 1
}

fn bit(name: &str) -> Grants {
    SCOPES.iter().position(|scope| *scope == name).map_or(0, |number| 1 << number)
}

fn mask(scopes: ScopeSet) -> Grants {
    scopes.iter().fold(0, |mask, scope| mask | bit(scope.name()))
}

fn condition(number: usize) -> Option<Value> {
    let equal = |left: Value, right: Value| json!({"__type": "PermissionExpressionEqual", "left": left, "right": right});
    let context = |name: &str| json!({"__type": format!("PermissionExpression{name}")});
    let is = |name: &str, id: &str| {
        equal(
            context(name),
            json!({"__type": format!("PermissionLiteralExpression{name}"), "identity": id}),
        )
    };
    let tag_is = |value: &str| {
        let tag =
            json!({"__type": "PermissionExpressionTag", "context": context("Stack"), "key": "env"});
        equal(tag, json!({"__type": "PermissionLiteralExpressionString", "value": value}))
    };
    let plain = match number.div_ceil(2) {
        0 => return None,
        1 => is("Stack", "a"),
        2 => is("Stack", "b"),
        3 => is("Environment", "e"),
        4 => tag_is("prod"),
        5 => tag_is("dev"),
        6 => {
            json!({"__type": "PermissionExpressionHasTag", "context": context("Stack"), "key": "team"})
        }
        _ => unreachable!("there are {CONDITIONS} conditions"),
    };
    let is_negated = number.is_multiple_of(2);
    Some(if is_negated {
        json!({"__type": "PermissionExpressionNot", "node": plain})
    } else {
        plain
    })
}

/// What would have to be so for the condition with this number, which does not hold for `entity`.
fn wanted(number: usize, entity: Option<&Entity>) -> String {
    let is_negated = number.is_multiple_of(2);
    let is = if is_negated { "is not" } else { "is" };
    // What says nothing of its type is told with it where another type, or the organization, was asked about.
    let of_stack = |own: &str, other: &str| {
        let is_stack = entity.is_some_and(|entity| entity.entity_type == EntityType::Stack);
        if is_stack { own.to_owned() } else { format!("it is a stack {other}") }
    };
    match number.div_ceil(2) {
        1 => format!("the stack {is} `a`"),
        2 => format!("the stack {is} `b`"),
        3 => format!("the environment {is} `e`"),
        4 | 5 => {
            let value = if number.div_ceil(2) == 4 { "prod" } else { "dev" };
            of_stack(&format!("`env` {is} `{value}`"), &format!("whose `env` {is} `{value}`"))
        }
        6 if is_negated => of_stack("it has no tag `team`", "without a tag `team`"),
        6 => of_stack("it has a tag `team`", "with a tag `team`"),
        _ => unreachable!("what has no condition is kept from nothing"),
    }
}

/// The definition of the rule with this number.
fn rule(number: usize) -> Value {
    let scopes = number % 15 + 1;
    let names: Vec<_> = SCOPES
        .iter()
        .enumerate()
        .filter(|(bit, _)| scopes >> bit & 1 == 1)
        .map(|(_, name)| name)
        .collect();
    let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": names});
    match condition(number / 15) {
        Some(condition) => {
            json!({"__type": "PermissionDescriptorCondition", "condition": condition, "subNode": allow})
        }
        None => allow,
    }
}

fn definition(rules: &[usize]) -> Value {
    let entries: Vec<_> = rules.iter().map(|number| rule(*number)).collect();
    json!({"__type": "PermissionDescriptorGroup", "entries": entries})
}

fn record(rules: &[usize]) -> Value {
    json!({"id": "role", "name": "role", "uxPurpose": "role", "details": definition(rules)})
}

struct World {
    /// One for each way in which the tags can be: an identity stands once in an inventory.
    inventories: Vec<Inventory>,
    /// The entities as the naive decider reads them.
    entities: Vec<Value>,
    /// For each rule and each place, what the rule grants there alone: by the naive decider.
    table: Vec<Vec<Grants>>,
}

impl World {
    fn new() -> Self {
        let mut entities = Vec::new();
        // Everything the conditions can tell apart: each tag and its absence, the named identities and another.
        for env in [None, Some("prod"), Some("dev"), Some("other")] {
            for team in [None, Some("x")] {
                let tags = [("env", env), ("team", team)].into_iter();
                let tags: serde_json::Map<_, _> =
                    tags.filter_map(|(key, value)| Some((key.to_owned(), json!(value?)))).collect();
                for (entity_type, ids) in
                    [("stack", ["a", "b", "c"]), ("environment", ["e", "f", "g"])]
                {
                    for id in ids {
                        entities
                            .push(json!({"type": entity_type, "id": id, "name": "", "tags": tags}));
                    }
                }
            }
        }
        let read = |entity: &Value| Entity {
            entity_type: EntityType::from_name(entity["type"].as_str().unwrap()).unwrap(),
            id: entity["id"].as_str().unwrap().to_owned(),
            name: String::new(),
            tags: entity["tags"]
                .as_object()
                .unwrap()
                .iter()
                .map(|(key, value)| (key.clone(), value.as_str().unwrap().to_owned()))
                .collect(),
        };
        let inventories = entities
            .chunks(NAMED)
            .map(|chunk| Inventory::new(chunk.iter().map(read).collect()))
            .collect();
        let mut world = Self { inventories, entities, table: Vec::new() };
        world.table = (0..RULES)
            .map(|rule| {
                let records = [record(&[rule])];
                (0..world.places())
                    .map(|place| {
                        let question = Question {
                            entity: world.question(place),
                            team: None,
                            records: &records,
                        };
                        question.record("role").keys().fold(0, |mask, name| mask | bit(name))
                    })
                    .collect()
            })
            .collect();
        world
    }

    /// The entities, and the organization after them.
    fn places(&self) -> usize {
        self.entities.len() + 1
    }

    fn question(&self, place: usize) -> Option<&Value> {
        self.entities.get(place)
    }

    fn entity(&self, place: usize) -> Option<&Entity> {
        self.inventories.get(place / NAMED)?.entities().get(place % NAMED)
    }

    fn union(&self, rules: &[usize], place: usize) -> Grants {
        rules.iter().fold(0, |grants, rule| grants | self.table[*rule][place])
    }
}

/// What somebody holding only these rules may do.
fn access(rules: &[usize]) -> Access {
    let details = Descriptor::parse(&definition(rules).to_string()).unwrap();
    Access::of(&Organization::default(), &Subject::Draft { details, purpose: None }).unwrap()
}
