//! Smaller roles for random logs: they cover what was used, and are contained in the role, as the plain decider says.

use std::collections::BTreeMap;

use policy::{Difference, Log, Subject, Suggestion, Use};
use serde_json::{Value, json};
use tests::{
    effort::share,
    oracle::{Question, limit, with_built_in},
    people::{self, Naive, Part},
    random::Random,
};
use wire::replay;

use crate::{
    everywhere,
    replay::{ROLE, entity, held, is_decided, load, log},
};

const ROUNDS: u64 = 120;
const ENTITIES: usize = 12;

everywhere! {
    fn a_smaller_role_covers_every_use_and_is_contained_in_the_role() {
        let (mut covered, mut smaller, mut dropped, mut direct) = (0, 0, 0, 0);
        for round in 0..share(ROUNDS) {
            let mut random = Random::new(round ^ 0x5a11);
            let snapshot = people::snapshot(&mut random);
            let organization = load(&snapshot);
            let log = replay::read(&json!(log(&mut random)).to_string()).unwrap();
            let own = Naive::new(&snapshot, 0).of(Part::Only(ROLE));
            let granted = granted(&own, &snapshot, &log);
            for is_tight in [false, true] {
                let place = || format!("seed {round}, tight {is_tight}");
                let found = Suggestion::of(&organization, ROLE, &log, is_tight).unwrap();
                assert_eq!(found.covered, granted.len(), "{}", place());
                let details: Value = serde_json::from_str(&found.details.to_json()).unwrap();
                let after = with_details(&snapshot, &found.record, &details);
                assert!(covers(&after, &granted), "{}: {details}", place());
                covered += granted.len();
                smaller += usize::from(found.after.cells < found.before.cells);
                assert!(found.after.cells <= found.before.cells && found.after.scopes <= found.before.scopes, "{}", place());
                check_contained(&mut random, &snapshot, &after, &place());
                let program = |organization: &policy::Organization| {
                    policy::Access::of(organization, &Subject::Role(ROLE.into())).unwrap().program
                };
                let difference = Difference::between(&program(&organization), &program(&load(&after))).unwrap();
                assert!(difference.only_takes_away(), "{}", place());
                direct += details.to_string().matches("PermissionLiteralExpressionStack").count();
                if is_tight {
                    continue;
                }
                // Nothing of it can go: less of any grant leaves a use uncovered.
                for less in with_less(&details) {
                    let after = with_details(&snapshot, &found.record, &less);
                    assert!(!covers(&after, &granted), "{}: {details} and {less}", place());
                    dropped += 1;
                }
            }
        }
        assert!(covered > share(500) && smaller > share(150) && dropped > share(100) && direct > share(50), "{covered} {smaller} {dropped} {direct}");
    }

    fn one_rule_for_a_tag_is_kept_and_not_one_for_each_entity() {
        let is = |id: usize| json!({"__type": "PermissionExpressionEqual",
            "left": {"__type": "PermissionExpressionStack"},
            "right": {"__type": "PermissionLiteralExpressionStack", "identity": id.to_string()}});
        let on_dev = json!({"__type": "PermissionExpressionEqual",
            "left": {"__type": "PermissionExpressionTag", "context": {"__type": "PermissionExpressionStack"}, "key": "env"},
            "right": {"__type": "PermissionLiteralExpressionString", "value": "dev"}});
        let allow = |scopes: &[&str]| json!({"__type": "PermissionDescriptorAllow", "permissions": scopes});
        let when = |condition: &Value, node: Value| json!({"__type": "PermissionDescriptorCondition", "condition": condition, "subNode": node});
        let everywhere = allow(&["stack:read", "stack:delete", "team:create"]);
        let mut entries = vec![everywhere, when(&on_dev, allow(&["stack:read", "stack:write"]))];
        entries.extend((0..30).map(|id| when(&is(id), allow(&["stack:write"]))));
        let stack = |id: usize, env: &str| json!({"type": "stack", "id": id.to_string(), "name": id.to_string(), "tags": {"env": env}});
        let mut entities: Vec<_> = (0..40).map(|id| stack(id, "dev")).collect();
        entities.extend((40..400).map(|id| stack(id, "prod")));
        let snapshot = json!({
            "entities": entities,
            "records": [{"id": ROLE, "name": ROLE, "uxPurpose": "role", "details": {"__type": "PermissionDescriptorGroup", "entries": entries}}],
            "members": [{"login": "ada", "roleId": ROLE}],
        });
        let organization = load(&snapshot);
        let used = |scope: &str, id: usize| json!({"at": 1, "principal": {"type": "user", "id": "ada"}, "scope": scope, "entity": {"type": "stack", "id": id.to_string()}});
        let mut entries = Vec::new();
        for id in 0..30 {
            entries.extend([used("stack:write", id), used("stack:read", id)]);
        }
        let suggest = |entries: &[Value], is_tight| {
            let log = replay::read(&json!(entries).to_string()).unwrap();
            let found = Suggestion::of(&organization, ROLE, &log, is_tight).unwrap();
            (serde_json::from_str::<Value>(&found.details.to_json()).unwrap(), found)
        };
        let group = |entries: &[Value]| json!({"__type": "PermissionDescriptorGroup", "entries": entries});
        // The tag reaches 40 stacks, reading everything 400, and thirty rules are thirty rules.
        let (details, found) = suggest(&entries, false);
        assert_eq!(details, group(&[when(&on_dev, allow(&["stack:read", "stack:write"]))]));
        assert_eq!((found.before.rules, found.after.rules), (32, 1));
        assert_eq!((found.before.scopes, found.after.scopes), (4, 2));
        assert_eq!((found.before.cells, found.after.cells), (1 + 400 * 2 + 40, 80));
        // One stack by itself is better named, and what only the first rule grants, it keeps.
        let (details, _) = suggest(&[used("stack:write", 3), used("stack:read", 300)], false);
        assert_eq!(details, group(&[allow(&["stack:read"]), when(&is(3), allow(&["stack:write"]))]));
        let (details, _) = suggest(&[used("stack:write", 3), used("stack:read", 300), used("stack:write", 35)], true);
        let tight = |id, scope| when(&is(id), allow(&[scope]));
        let in_dev = when(&on_dev, group(&[tight(3, "stack:write"), tight(35, "stack:write")]));
        assert_eq!(details, group(&[tight(300, "stack:read"), in_dev]));
        let (details, found) = suggest(&[], false);
        assert_eq!((details, found.covered, found.after.cells), (group(&[]), 0, 0));
    }

    fn a_rule_used_on_too_many_entities_to_name_them_stays_wide() {
        let allow = |scope: &str| json!({"__type": "PermissionDescriptorAllow", "permissions": [scope]});
        let entries = json!([allow("stack:read"), allow("stack:write")]);
        let snapshot = json!({
            "entities": [],
            "records": [{"id": ROLE, "name": ROLE, "uxPurpose": "role", "details": {"__type": "PermissionDescriptorGroup", "entries": entries}}],
            "members": [{"login": "ada", "roleId": ROLE}],
        });
        let used = |scope: &str, id: usize| json!({"at": 1, "principal": {"type": "user", "id": "ada"}, "scope": scope, "entity": {"type": "stack", "id": id.to_string(), "tags": {}}});
        let suggest = |many: usize| {
            let entries: Vec<_> = (0..many).map(|id| used("stack:read", id)).chain([used("stack:write", 7)]).collect();
            let log = replay::read(&json!(entries).to_string()).unwrap();
            let found = Suggestion::of(&load(&snapshot), ROLE, &log, true).unwrap();
            (found.wide, found.after.rules, found.covered)
        };
        assert_eq!(suggest(1999), (0, 2000, 2000));
        assert_eq!(suggest(2000), (1, 2, 2001));
    }

    fn limits_on_opening_are_kept() {
        let allow = |limit: u64| json!({"__type": "PermissionDescriptorAllow", "permissions": ["environment:open"], "constraints": {"MaxOpenDuration": limit}});
        let has = |key: &str, node: Value| json!({"__type": "PermissionDescriptorCondition",
            "condition": {"__type": "PermissionExpressionHasTag", "context": {"__type": "PermissionExpressionEnvironment"}, "key": key}, "subNode": node});
        let entries = [allow(60), has("long", allow(600)), has("longer", allow(0))];
        let snapshot = json!({
            "entities": [],
            "records": [{"id": ROLE, "name": ROLE, "uxPurpose": "role", "details": {"__type": "PermissionDescriptorGroup", "entries": entries}}],
            "members": [{"login": "ada", "roleId": ROLE}],
        });
        let organization = load(&snapshot);
        let suggest = |tags: &[&str]| {
            let tags: BTreeMap<_, _> = tags.iter().map(|key| (*key, "")).collect();
            let entity = json!({"type": "environment", "id": "1", "tags": tags});
            let used = json!({"at": 1, "principal": {"type": "user", "id": "ada"}, "scope": "environment:open", "entity": entity});
            let log = replay::read(&used.to_string()).unwrap();
            let found = Suggestion::of(&organization, ROLE, &log, false).unwrap();
            serde_json::from_str::<Value>(&found.details.to_json()).unwrap()["entries"].clone()
        };
        // A grant that opens for less does not do in the place of one that opens for longer.
        assert_eq!(suggest(&[]), json!([allow(60)]));
        assert_eq!(suggest(&["long"]), json!([has("long", allow(600))]));
        let unlimited = json!({"__type": "PermissionDescriptorAllow", "permissions": ["environment:open"]});
        assert_eq!(suggest(&["long", "longer"]), json!([has("longer", unlimited)]));
    }

    fn sets_are_named_while_all_of_them_was_used() {
        let set = |id: &str, scopes: &[&str]| json!({"id": id, "name": id, "uxPurpose": "set", "details": {"__type": "PermissionDescriptorAllow", "permissions": scopes}});
        let compose = |ids: &[&str]| json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": ids});
        let group = |entries: &[Value]| json!({"__type": "PermissionDescriptorGroup", "entries": entries});
        let record = |id: &str, purpose: &str, details: Value| json!({"id": id, "name": id, "uxPurpose": purpose, "details": details});
        let snapshot = |shared: bool| {
            let mut records = vec![
                set("reads", &["stack:read", "stack:export"]),
                set("writes", &["stack:write", "stack:delete"]),
                record(ROLE, "role", compose(&["p"])),
                record("p", "policy", group(&[compose(&["reads", "writes"])])),
            ];
            if shared {
                records.push(record("other", "role", compose(&["p"])));
            }
            json!({"entities": [{"type": "stack", "id": "1", "name": "a/b"}], "records": records, "members": [{"login": "ada", "roleId": ROLE}]})
        };
        let used = |scope: &str| json!({"at": 1, "principal": {"type": "user", "id": "ada"}, "scope": scope, "entity": {"type": "stack", "id": "1"}});
        let suggest = |shared, scopes: &[&str]| {
            let entries: Vec<_> = scopes.iter().map(|scope| used(scope)).collect();
            let log = replay::read(&json!(entries).to_string()).unwrap();
            let found = Suggestion::of(&load(&snapshot(shared)), ROLE, &log, false).unwrap();
            let details: Value = serde_json::from_str(&found.details.to_json()).unwrap();
            (found.record, found.purpose, details)
        };
        let allow = |scopes: &[&str]| json!({"__type": "PermissionDescriptorAllow", "permissions": scopes});
        let used = ["stack:read", "stack:export", "stack:write"];
        let details = group(&[compose(&["reads"]), allow(&["stack:write"])]);
        assert_eq!(suggest(false, &used), ("p".into(), None, details));
        // A policy that another role names stays as it is: the role gets a definition that names no set.
        let details = group(&[allow(&["stack:export", "stack:read", "stack:write"])]);
        assert_eq!(suggest(true, &used), (ROLE.into(), Some(policy::UxPurpose::Role), details));
        let all = ["stack:read", "stack:export", "stack:write", "stack:delete"];
        assert_eq!(suggest(true, &all), (ROLE.into(), Some(policy::UxPurpose::Role), compose(&["p"])));
    }
}

/// A use that the role grants, where, and for how long it opens.
type Granted<'l> = (&'l Use, Option<Value>, Option<u64>);

fn granted<'l>(own: &Naive<'_>, snapshot: &Value, log: &'l Log) -> Vec<Granted<'l>> {
    let decided = log.uses().iter().filter(|used| is_decided(used));
    let granted = decided.filter_map(|used| {
        let entity = entity(snapshot, used)?;
        let (scopes, limits) = held(own, used, entity.as_ref());
        let name = used.permission.name();
        scopes.iter().any(|scope| scope == name).then(|| (used, entity, limits.get(name).copied()))
    });
    granted.collect()
}

/// Whether the role of `snapshot` grants all of these, for as long.
fn covers(snapshot: &Value, granted: &[Granted<'_>]) -> bool {
    let own = Naive::new(snapshot, 0).of(Part::Only(ROLE));
    granted.iter().all(|(used, entity, secs)| {
        let (scopes, limits) = held(&own, used, entity.as_ref());
        let name = used.permission.name();
        scopes.iter().any(|scope| scope == name) && limits.get(name) == secs.as_ref()
    })
}

fn with_details(snapshot: &Value, record: &str, details: &Value) -> Value {
    let mut after = snapshot.clone();
    let mut records = after["records"].as_array_mut().unwrap().iter_mut();
    records.find(|found| found["id"] == record).unwrap()["details"] = details.clone();
    after
}

/// Whatever there could be, the smaller role grants nothing there that the role does not, and for no longer.
fn check_contained(random: &mut Random, before: &Value, after: &Value, place: &str) {
    let (old, new) = (with_built_in(before), with_built_in(after));
    for index in 0..ENTITIES {
        let entity = crate::compare::entity(random);
        let tags: BTreeMap<_, _> = entity.tags.iter().cloned().collect();
        let entity = json!({"type": entity.entity_type.name(), "id": entity.id, "tags": tags});
        let entity = (index > 0).then_some(&entity);
        for team in [None, Some("t")] {
            let ask = |records| Question { entity, team, records }.record(ROLE);
            let (old, new) = (ask(&old), ask(&new));
            for (scope, limits) in &new {
                let known = old.get(scope);
                assert!(known.is_some(), "{place}, {scope} on {entity:?}");
                let longest = |limits| limit(scope, limits).unwrap_or(u64::MAX);
                assert!(
                    longest(limits) <= longest(known.unwrap()),
                    "{place}, {scope} on {entity:?}"
                );
            }
        }
    }
}

/// The definition with less in it, one thing at a time: a scope of a grant, or everything that a Compose names.
fn with_less(details: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    match details {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                for less in with_less(item) {
                    let mut items = items.clone();
                    items[index] = less;
                    found.push(json!(items));
                }
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                for less in with_less(value) {
                    let mut fields = fields.clone();
                    fields[key] = less;
                    found.push(json!(fields));
                }
            }
            if let Some(scopes) = fields.get("permissions").and_then(Value::as_array) {
                for scope in scopes {
                    let left: Vec<_> = scopes.iter().filter(|other| *other != scope).collect();
                    let mut fields = fields.clone();
                    fields["permissions"] = json!(left);
                    found.push(json!(fields));
                }
            }
            if fields.contains_key("permissionDescriptors") {
                let mut fields = fields.clone();
                fields["permissionDescriptors"] = json!([]);
                found.push(json!(fields));
            }
        }
        _ => {}
    }
    found
}
