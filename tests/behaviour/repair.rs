//! Repairs: each of them made by hand and asked about plainly, and the fewest tags against trying all of them.

mod asked;

use policy::{Access, Edit, Organization, Scope};
use serde_json::{Value, json};
use tests::{
    change::{applied, put},
    people,
    random::Random,
};
use wire::{Snapshot, change::Change};

use crate::everywhere;
use asked::{Asked, Cells, Holdings};

const NOW: u64 = 1000;
const ROUNDS: u64 = 100;
const SCOPES: [&str; 8] = [
    "stack:read",
    "stack:delete",
    "stack:create",
    "stack:write",
    "environment:open",
    "environment:read",
    "insights_account:read",
    "role:read",
];

everywhere! {
    fn every_repair_opens_what_was_asked_and_what_it_says() {
        let mut seen = std::collections::BTreeMap::<String, usize>::new();
        let (mut questions, mut counted, mut others) = (0, 0, 0);
        for round in 0..ROUNDS {
            let mut random = Random::new(round ^ 0x9e9a);
            let mut snapshot = people::snapshot(&mut random);
            console_role(&mut snapshot);
            let Some(asked) = Asked::about_somebody(&mut random, &snapshot) else { continue };
            let organization = load(&snapshot);
            let answer = asked.answer(&organization);
            let Some(repairs) = answer["repairs"].as_array() else { continue };
            questions += 1;
            let before = Holdings::of(&asked, &snapshot);
            assert!(ranks(repairs).is_sorted(), "seed {round}");
            for (number, repair) in repairs.iter().enumerate() {
                let place = || format!("seed {round}, {asked:?}: {repair}");
                *seen.entry(repair["kind"].as_str().unwrap().to_owned()).or_default() += 1;
                let edit = edit(&organization, &repair["change"]);
                let mut changed = organization.clone();
                edit.apply(&mut changed).unwrap_or_else(|error| panic!("{error}, {}", place()));
                assert!(asked.is_allowed(&changed), "{}", place());
                assert!(asked.is_told_by_impact(&organization, edit), "{}", place());
                // Asking plainly about everybody and everything takes its time.
                if !(number as u64 + round).is_multiple_of(6) {
                    continue;
                }
                counted += 1;
                let after = applied(&snapshot, &repair["change"]);
                let after = Holdings::of(&asked, &after);
                assert!(after.own.contains(&asked.cell()), "{}", place());
                let new = |one: &Cells, other: &Cells| one.iter().filter(|cell| !other.contains(cell)).count();
                assert_eq!(repair["opens"], new(&after.own, &before.own) - 1, "{}", place());
                assert_eq!(repair["closes"], new(&before.own, &after.own), "{}", place());
                let gaining = before.others.iter().zip(&after.others).filter(|(old, after)| new(after, old) > 0);
                let gaining = gaining.count();
                assert_eq!(repair["others"], gaining, "{}", place());
                others += gaining;
            }
        }
        let kinds = ["add-rule", "add-scope", "add-set", "bind-role", "change-settings", "grant-team", "join-team", "retag", "widen-condition"];
        assert_eq!(seen.keys().collect::<Vec<_>>(), kinds, "{seen:?}");
        assert!(seen.values().all(|count| *count > 1), "{seen:?}");
        assert!(questions > 25 && counted > 40 && others > 80, "{questions} questions, {counted} counted, {others} others");
    }

    fn the_fewest_tags_are_found_where_any_tags_would_do() {
        let (mut by_size, mut none) = ([0; 5], 0);
        for round in 0..500 {
            let mut random = Random::new(round ^ 0x7a95);
            let mut snapshot = random.snapshot();
            let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:read", "stack:delete"]});
            let rules: Vec<_> = (0..2).map(|_| {
                json!({"__type": "PermissionDescriptorCondition", "condition": about_tags(&mut random, 3), "subNode": allow})
            }).collect();
            snapshot["records"][0]["details"] = json!({"__type": "PermissionDescriptorGroup", "entries": rules});
            let organization = load(&snapshot);
            let stacks = snapshot["entities"].as_array().unwrap().iter().filter(|entity| entity["type"] == "stack");
            let stacks: Vec<_> = stacks.map(|stack| json!({"type": "stack", "id": stack["id"]})).collect();
            let Some(stack) = stacks.get(random.below(4)) else { continue };
            let asked = Asked { subject: json!({"role": "role"}), scope: "stack:read".to_owned(), entity: Some(stack.clone()) };
            let answer = asked.answer(&organization);
            let Some(repairs) = answer["repairs"].as_array() else { continue };
            let found = repairs.iter().filter(|repair| repair["kind"] == "retag").map(|repair| {
                let change = &repair["change"]["retag"];
                let count = |list: &Value| list.as_array().map_or_else(|| list.as_object().map_or(0, serde_json::Map::len), Vec::len);
                assert_eq!(repair["size"], count(&change["set"]) + count(&change["remove"]), "seed {round}");
                repair["size"].as_u64().unwrap()
            });
            let found = found.min();
            let expected = fewest_tags(&organization, &asked, &snapshot["records"][0].to_string());
            assert_eq!(found, expected, "seed {round}, {asked:?}");
            match expected {
                Some(size) => by_size[usize::try_from(size).unwrap()] += 1,
                None => none += 1,
            }
        }
        assert!(by_size[1] > 50 && by_size[2] > 10 && by_size[3] > 0 && none > 3, "{by_size:?}, {none} without");
    }

    fn a_repair_of_a_draft_is_a_draft_that_grants_it() {
        let mut repaired = 0;
        for round in 0..120 {
            let mut random = Random::new(round ^ 0xd4);
            let snapshot = random.snapshot();
            let organization = load(&snapshot);
            let draft = json!({"draft": {"details": random.snapshot()["records"][0]["details"]}});
            let Some(asked) = Asked::about(&mut random, &snapshot, draft) else { continue };
            let answer = asked.answer(&organization);
            let Some(repairs) = answer["repairs"].as_array() else { continue };
            assert!(!repairs.is_empty(), "seed {round}: a rule can always be added to a draft");
            for repair in repairs {
                let place = || format!("seed {round}, {asked:?}: {repair}");
                if repair["draft"].is_null() {
                    let mut changed = organization.clone();
                    edit(&organization, &repair["change"]).apply(&mut changed).unwrap();
                    assert!(asked.is_allowed(&changed), "{}", place());
                    continue;
                }
                assert!(repair["change"].is_null() && repair["others"] == 0, "{}", place());
                let mut after = asked.clone();
                put(&mut after.subject["draft"]["details"], &repair["draft"]);
                assert!(after.is_allowed(&organization), "{}", place());
                let (old, new) = (Holdings::of(&asked, &snapshot).own, Holdings::of(&after, &snapshot).own);
                assert!(new.contains(&asked.cell()), "{}", place());
                assert_eq!(repair["opens"], new.iter().filter(|cell| !old.contains(cell)).count() - 1, "{}", place());
                repaired += 1;
            }
        }
        assert!(repaired > 200, "{repaired}");
    }

    fn a_repair_of_settings_changes_those_that_it_names() {
        for (level, other) in [(103, "membersCanTransferStacks"), (104, "membersCanTransferStacks"), (102, "membersCanCreateStacks")] {
            let before = json!({"defaultStackPermission": level, "defaultEnvironmentPermission": "open", "defaultAccountPermission": 3,
                "membersCanDeleteStacks": false, other: true});
            let snapshot = json!({
                "organization": {"settings": before},
                "entities": [{"type": "stack", "id": "1", "name": "s", "tags": {}}],
                "records": [], "members": [{"login": "ada"}],
            });
            let entity = Some(json!({"type": "stack", "id": "1"}));
            let asked = Asked { subject: json!({"user": "ada"}), scope: "stack:delete".to_owned(), entity };
            let answer = asked.answer(&load(&snapshot));
            let mut repairs = answer["repairs"].as_array().unwrap().iter();
            let repair = repairs.find(|repair| repair["kind"] == "change-settings").unwrap();
            let after = repair["change"]["settings"].as_object().unwrap();
            let is_other = |(name, value): &(&String, &Value)| match before.get(name) {
                Some(before) => before != *value,
                None => **value != json!(false) && **value != json!(0),
            };
            let changed = after.iter().filter(is_other).count();
            assert_eq!(repair["size"], changed, "{repair}");
            assert_eq!(after["membersCanDeleteStacks"], true, "{repair}");
        }
    }

    fn where_nothing_can_be_changed_there_is_no_repair() {
        let snapshot = json!({
            "entities": [{"type": "stack", "id": "1", "name": "s", "tags": {}}],
            "records": [],
            "members": [{"login": "ada", "roleId": "admin"}],
            "tokens": [
                {"id": "k", "name": "k", "type": "personal", "user": "ada", "expires": 500},
                {"id": "l", "name": "l", "type": "personal", "user": "ada", "expires": 0},
            ],
        });
        let organization = load(&snapshot);
        let ask = |subject: Value, scope: &str| {
            Asked { subject, scope: scope.to_owned(), entity: None }.answer(&organization)
        };
        // Built-in records are never edited, and nobody can be given to a role.
        let role = ask(json!({"role": "member"}), "role:update");
        assert_eq!((role["allowed"].clone(), role["repairs"].clone()), (json!(false), json!([])));
        assert_eq!(role["repairsComplete"], true);
        // No change of what somebody holds mends that a token has expired.
        let token = ask(json!({"token": "k"}), "role:update");
        assert_eq!((token["refused"]["reason"].clone(), token["repairs"].clone()), (json!("expired"), json!([])));
        let user = ask(json!({"user": "ada"}), "role:update");
        assert_eq!((user["allowed"].clone(), user["repairs"].clone()), (json!(true), Value::Null));
        // An expiry policy can be dropped.
        let mut strict = snapshot.clone();
        strict["organization"] = json!({"settings": {"maxAccessTokenExpiryDays": 7}});
        let asked = Asked { subject: json!({"token": "l"}), scope: "role:update".to_owned(), entity: None };
        let strict = load(&strict);
        let answer = asked.answer(&strict);
        let [repair] = answer["repairs"].as_array().unwrap().as_slice() else { panic!("{answer}") };
        assert_eq!(repair["words"], "drop the organization-wide expiry policy of tokens");
        let mut changed = strict.clone();
        edit(&strict, &repair["change"]).apply(&mut changed).unwrap();
        assert!(asked.is_allowed(&changed));
    }

    fn what_is_beyond_the_bounds_is_said_to_be_missing() {
        let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:read"]});
        let roles = |count: usize| {
            let role = |number| json!({"id": format!("r{number}"), "name": "r", "uxPurpose": "role", "details": allow});
            let records: Vec<_> = (0..count).map(role).collect();
            let entities = json!([{"type": "stack", "id": "1", "name": "s", "tags": {}}]);
            load(&json!({"entities": entities, "records": records, "members": [{"login": "ada"}]}))
        };
        let entity = Some(json!({"type": "stack", "id": "1"}));
        let asked = Asked { subject: json!({"user": "ada"}), scope: "stack:read".to_owned(), entity };
        // The built-in Admin role, and the setting.
        let few = asked.answer(&roles(10));
        assert_eq!((few["repairs"].as_array().unwrap().len(), few["repairsComplete"].clone()), (12, json!(true)));
        let many = asked.answer(&roles(400));
        let bindings = many["repairs"].as_array().unwrap().iter().filter(|repair| repair["kind"] == "bind-role");
        // One of those that are tried is Member, which does not help.
        assert_eq!((bindings.count(), many["repairsComplete"].clone()), (15, json!(false)));
    }
}

fn load(snapshot: &Value) -> Organization {
    Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load).unwrap()
}

/// The change of a repair, as a request brings it back.
fn edit(organization: &Organization, change: &Value) -> Edit {
    wire::fault::read::<Change>(&change.to_string()).unwrap().resolve(organization).unwrap()
}

fn ranks(repairs: &[Value]) -> Vec<[u64; 4]> {
    let rank = |repair: &Value| {
        ["opens", "others", "closes", "size"].map(|key| repair[key].as_u64().unwrap())
    };
    repairs.iter().map(rank).collect()
}

/// A role as the console writes it, of which `ada` and a team hold one: a policy that names sets.
fn console_role(snapshot: &mut Value) {
    let compose = |ids: &[&str]| json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": ids});
    let context = json!({"__type": "PermissionExpressionStack"});
    let condition =
        json!({"__type": "PermissionExpressionHasTag", "context": context, "key": "team"});
    let rules = json!([
        compose(&["stack-read", "environment-read"]),
        {"__type": "PermissionDescriptorCondition", "condition": condition, "subNode": compose(&["flat"])},
    ]);
    let policy = json!({"__type": "PermissionDescriptorGroup", "entries": rules});
    let records = snapshot["records"].as_array_mut().unwrap();
    records.push(json!({"id": "rules", "name": "rules", "uxPurpose": "policy", "details": policy}));
    records.push(json!({"id": "console", "name": "console", "uxPurpose": "role", "details": compose(&["rules"])}));
    snapshot["members"][0]["roleId"] = json!("console");
    snapshot["teams"][2]["roleIds"] = json!(["console"]);
}

/// A condition about the tags of stacks, also those that have to be the same, and sometimes about which stack it is.
fn about_tags(random: &mut Random, depth: usize) -> Value {
    let stack = json!({"__type": "PermissionExpressionStack"});
    let key = |random: &mut Random| ["env", "team", "tier"][random.below(3)];
    let tag = |random: &mut Random| json!({"__type": "PermissionExpressionTag", "context": stack, "key": key(random)});
    let equal = |left: Value, right: Value| json!({"__type": "PermissionExpressionEqual", "left": left, "right": right});
    match random.below(if depth == 0 { 5 } else { 10 }) {
        0 => json!({"__type": "PermissionExpressionHasTag", "context": stack, "key": key(random)}),
        1 => equal(tag(random), tag(random)),
        2 if random.below(3) == 0 => {
            equal(stack, json!({"__type": "PermissionLiteralExpressionStack", "identity": "1"}))
        }
        2..=4 => {
            let value = ["prod", "dev", ""][random.below(3)];
            equal(
                tag(random),
                json!({"__type": "PermissionLiteralExpressionString", "value": value}),
            )
        }
        5 => json!({"__type": "PermissionExpressionNot", "node": about_tags(random, depth - 1)}),
        kind => {
            let name = if kind < 9 { "PermissionExpressionAnd" } else { "PermissionExpressionOr" };
            json!({"__type": name, "left": about_tags(random, depth - 1), "right": about_tags(random, depth - 1)})
        }
    }
}

/// How few tags have to change, by changing those that `role` speaks of in every way that can matter.
fn fewest_tags(organization: &Organization, asked: &Asked, role: &str) -> Option<u64> {
    let keys: Vec<_> = ["env", "team", "tier", ""]
        .into_iter()
        .filter(|key| role.contains(&format!(r#""key":"{key}""#)))
        .collect();
    let new = ["new 1", "new 2", "new 3", "new 4"].into_iter().take(keys.len());
    let values: Vec<_> =
        ["prod", "dev", "", "Prod"].into_iter().chain(new).map(Some).chain([None]).collect();
    let entity = asked.place(organization).unwrap();
    let scope = Scope::from_name(&asked.scope).unwrap();
    let subject = asked.question().subject.resolve(organization).unwrap().0;
    let program = Access::of(organization, &subject).unwrap().program;
    let mut fewest = None;
    let mut tried = entity.clone();
    for number in 0..values.len().pow(u32::try_from(keys.len()).unwrap()) {
        let mut digits = number;
        for key in &keys {
            tried.tags.retain(|(known, _)| known != key);
            if let Some(value) = values[digits % values.len()] {
                tried.tags.push(((*key).to_owned(), value.to_owned()));
            }
            digits /= values.len();
        }
        let changed = keys.iter().filter(|key| tried.tag(key) != entity.tag(key)).count() as u64;
        if fewest.is_none_or(|fewest| changed < fewest) && program.allows(scope, &tried) {
            fewest = Some(changed);
        }
    }
    fewest
}
