//! Impact and retag impact, against asking about every holder and source plainly, before and after.

use std::collections::BTreeMap;

use policy::{Impact, Principal, Retag, Scope, ScopeSet};
use serde_json::{Value, json};
use tests::{
    change::applied,
    effort::share,
    people::{self, Held, Naive},
    random::Random,
};
use wire::{Snapshot, change::Change};

use crate::everywhere;

const NOW: u64 = 1000;
const ROUNDS: u64 = 100;

/// A scope, and its limits before and after.
type Limits = Vec<(Scope, Option<u64>, Option<u64>)>;

everywhere! {
    fn impact_is_what_everybody_holds_after_less_what_they_held_before() {
        let mut seen = Seen::default();
        for round in 0..share(ROUNDS) {
            let mut random = Random::new(round);
            let snapshot = people::snapshot(&mut random);
            for _ in 0..2 {
                let (change, after) = change(&mut random, &snapshot);
                check(round, &snapshot, &change, &after, &mut seen);
            }
        }
        assert!(seen.compared > share(15_000), "{seen:?}");
        assert!(seen.changed > share(1000) && seen.unchanged > share(30) && seen.covered > share(100) && seen.examples > share(300) && seen.limits >= share(7), "{seen:?}");
    }

    fn retag_impact_is_what_everybody_holds_after_less_what_they_held_before() {
        let (mut compared, mut changed) = (0, 0);
        for round in 0..share(500) {
            let mut random = Random::new(round);
            let snapshot = people::snapshot(&mut random);
            let entities = snapshot["entities"].as_array().unwrap();
            // Stacks come first, and more hangs on their tags.
            let stacks = entities.iter().filter(|entity| entity["type"] == "stack").count();
            let among = if random.below(3) > 0 { stacks } else { entities.len() };
            let Some(index) = (among > 0).then(|| random.below(among)) else { continue };
            let mut after = snapshot.clone();
            let is_prod = snapshot["entities"][index]["tags"]["env"] == "prod";
            let tags = if is_prod { json!({"tier": "dev"}) } else { json!({"env": "prod", "team": ""}) };
            after["entities"][index]["tags"] = tags;
            let (old, new) = (load(&snapshot), load(&after));
            let row = u32::try_from(index).unwrap();
            let (before, then) = (old.inventory.entity(row).unwrap(), new.inventory.entity(row).unwrap());
            let effects = Retag::of(&old, before, then, NOW).unwrap();
            let (naive_old, naive_new) = (Naive::new(&snapshot, NOW), Naive::new(&after, NOW));
            for principal in principals(&snapshot) {
                let held = (
                    held(&naive_old, &principal, Some(&snapshot["entities"][index])),
                    held(&naive_new, &principal, Some(&after["entities"][index])),
                );
                let (gained, lost, limits) = net(&held.0, &held.1);
                let effect = effects.iter().find(|effect| effect.holders.contains(&principal));
                let found = effect.map(|effect| (effect.delta.gained, effect.delta.lost, effect.limits.clone()));
                assert_eq!(found.unwrap_or_default(), (gained, lost, limits), "seed {round}, {principal:?}");
                compared += 1;
                changed += usize::from(effect.is_some());
                let Some(effect) = effect else { continue };
                let granted = |rules: &[usize]| {
                    let rules = rules.iter().map(|index| effect.access.program.rule(*index).unwrap().scopes);
                    rules.fold(ScopeSet::EMPTY, ScopeSet::union)
                };
                assert_eq!(gained.difference(granted(&effect.gaining)), ScopeSet::EMPTY);
                assert_eq!(lost.difference(granted(&effect.losing)), ScopeSet::EMPTY);
            }
        }
        assert!(compared > share(5000) && changed > share(300), "{compared} compared, {changed} changed");
    }

    fn whoever_has_no_role_of_their_own_falls_back_to_the_default_one() {
        let allow = |name: &str| json!({"__type": "PermissionDescriptorAllow", "permissions": [name]});
        let record = |id: &str, name: &str| json!({"id": id, "name": id, "uxPurpose": "role", "details": allow(name)});
        let mut guest = record("guest", "stack:read");
        guest["isOrgDefault"] = json!(true);
        let snapshot = json!({
            "entities": [],
            "records": [guest, record("r", "stack:delete")],
            "members": [{"login": "ada", "roleId": "r"}, {"login": "bob"}],
        });
        let organization = load(&snapshot);
        let programs = |change: Value| {
            let change: Change = wire::fault::read(&change.to_string()).unwrap();
            let mut after = organization.clone();
            change.resolve(&organization).unwrap().apply(&mut after).unwrap();
            let role = |login: &str| {
                let access = policy::Access::of(&after, &policy::Subject::User(login.to_owned())).unwrap();
                access.sources.iter().map(|source| source.through.clone()).collect::<Vec<_>>()
            };
            (role("ada"), role("bob"))
        };
        let of = |role: &str| vec![role.to_owned()];
        assert_eq!(programs(json!({"deleteRole": {"id": "r"}})), (of("guest"), of("guest")));
        assert_eq!(programs(json!({"memberRole": {"login": "ada"}})), (of("guest"), of("guest")));
        // Without a default role it is the Member role again.
        assert_eq!(programs(json!({"deleteRole": {"id": "guest"}})), (of("r"), of("member")));
    }

    fn nobody_left_to_manage_roles_is_an_error() {
        let manager = json!({"__type": "PermissionDescriptorAllow", "permissions": ["role:update", "team:update"]});
        let half = json!({"__type": "PermissionDescriptorAllow", "permissions": ["role:update"]});
        let record = |id: &str, details: &Value| json!({"id": id, "name": id, "uxPurpose": "role", "details": details});
        let snapshot = json!({
            "entities": [],
            "records": [record("r", &manager), record("h", &half)],
            "members": [{"login": "ada", "roleId": "r"}, {"login": "bob"}, {"login": "cyd", "roleId": "h"}],
            "teams": [{"name": "ops", "members": [{"login": "bob"}], "roleIds": ["r"]}],
            "tokens": [{"id": "t", "name": "t", "type": "organization", "roleId": "admin"}],
        });
        let organization = load(&snapshot);
        let impact = |changes: &Value| {
            let changes: Vec<Change> = wire::fault::read(&changes.to_string()).unwrap();
            wire::impact::Impact::of(&organization, &changes, NOW).unwrap().managers
        };
        let leave = json!({"leaveTeam": {"team": "ops", "login": "bob"}});
        let demote = json!({"memberRole": {"login": "ada", "roleId": "h"}});
        let one = impact(&json!([leave]));
        assert_eq!((one.before, one.after, one.is_locked_out), (vec!["ada".into(), "bob".into()], vec!["ada".into()], false));
        // The token holds the Admin role, and does not count.
        assert!(impact(&json!([leave, demote])).is_locked_out);
        assert!(impact(&json!([{"deleteRole": {"id": "r"}}])).is_locked_out);
        assert!(impact(&json!([{"role": {"id": "r", "details": half}}])).is_locked_out);
        assert!(!impact(&json!([{"role": {"id": "h", "details": half}}])).is_locked_out);
        assert!(!impact(&json!([leave, demote, {"memberRole": {"login": "cyd", "roleId": "admin"}}])).is_locked_out);
    }

    fn roles_are_managed_by_whoever_can_give_them_to_somebody() {
        let managers = |scopes: &[&str], teams: Value| {
            let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": scopes});
            let snapshot = json!({
                "entities": [],
                "records": [{"id": "r", "name": "r", "uxPurpose": "role", "details": allow}],
                "members": [{"login": "ada", "roleId": "r"}],
                "teams": teams,
            });
            policy::Impact::managers(&load(&snapshot)).unwrap().len()
        };
        let (none, one) = (json!([]), json!([{"name": "ops"}]));
        for (scopes, without_team, with_team) in [
            (&["role:update", "org_member:update"][..], 1, 1),
            (&["org_member:update", "team:update"], 0, 0),
            // The call that it opens sets the only administrator, which no organization has.
            (&["role:update", "org_member:set_admin"], 0, 0),
            (&["role:update", "team:update"], 0, 1),
            (&["role:update", "team:update", "team:create"], 1, 1),
            (&["role:update", "team:create"], 0, 0),
        ] {
            let found = (managers(scopes, none.clone()), managers(scopes, one.clone()));
            assert_eq!(found, (without_team, with_team), "{scopes:?}");
        }
    }
}

#[derive(Debug, Default)]
struct Seen {
    compared: usize,
    changed: usize,
    unchanged: usize,
    covered: usize,
    examples: usize,
    limits: usize,
}

fn load(snapshot: &Value) -> policy::Organization {
    Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load).unwrap()
}

fn principals(snapshot: &Value) -> Vec<Principal> {
    let ids = |list: &str, key: &str| -> Vec<String> {
        let list = snapshot[list].as_array().unwrap().iter();
        list.map(|value| value[key].as_str().unwrap().to_owned()).collect()
    };
    let users = ids("members", "login").into_iter().map(Principal::User);
    let teams = ids("teams", "name").into_iter().map(Principal::Team);
    users.chain(teams).chain(ids("tokens", "id").into_iter().map(Principal::Token)).collect()
}

fn held(naive: &Naive<'_>, principal: &Principal, entity: Option<&Value>) -> Held {
    let (kind, id) = match principal {
        Principal::User(id) => ("user", id),
        Principal::Team(id) => ("team", id),
        Principal::Token(id) => ("token", id),
    };
    naive.held(kind, id, entity)
}

fn net(before: &Held, after: &Held) -> (ScopeSet, ScopeSet, Limits) {
    let set = |held: &Held| -> ScopeSet {
        held.0.iter().map(|name| Scope::from_name(name).unwrap()).collect()
    };
    let (old, new) = (set(before), set(after));
    let limit = |limits: &BTreeMap<String, u64>, scope: Scope| limits.get(scope.name()).copied();
    let stays = old.intersection(new).iter();
    let limits = stays.map(|scope| (scope, limit(&before.1, scope), limit(&after.1, scope)));
    let limits = limits.filter(|(_, before, after)| before != after).collect();
    (new.difference(old), old.difference(new), limits)
}

/// Whether a definition names the record `id`.
fn names(details: &Value, id: &Value) -> bool {
    match details {
        Value::Object(fields) => fields.iter().any(|(key, value)| {
            let ids = value.as_array().filter(|_| key == "permissionDescriptors");
            ids.is_some_and(|ids| ids.contains(id)) || names(value, id)
        }),
        Value::Array(values) => values.iter().any(|value| names(value, id)),
        _ => false,
    }
}

/// A change, and the snapshot with it made by hand.
fn change(random: &mut Random, snapshot: &Value) -> (Value, Value) {
    let mut after = snapshot.clone();
    let login = ["ada", "bob", "cyd", "dee"][random.below(4)];
    let team = random.below(3);
    let name = ["t", "u", "v"][team];
    let role = ["role", "other-role", "member", "admin"][random.below(4)];
    let change = match random.below(11) {
        0..=2 => {
            let id = random.below(4);
            let details = random.snapshot()["records"][0]["details"].clone();
            after["records"][id]["details"] = details.clone();
            let id = ["role", "policy", "other", "set"][id];
            json!({"role": {"id": id, "details": details}})
        }
        3 => {
            let members = after["members"].as_array_mut().unwrap();
            let member = members.iter_mut().find(|member| member["login"] == login).unwrap();
            let role = if random.below(3) == 0 { Value::Null } else { json!(role) };
            member["roleId"] = role.clone();
            json!({"memberRole": {"login": login, "roleId": role}})
        }
        4 => {
            after["teams"][team]["roleIds"] = json!([role]);
            json!({"teamRoles": {"team": name, "roleIds": [role]}})
        }
        5 => {
            let members = after["teams"][team]["members"].as_array_mut().unwrap();
            if members.iter().any(|member| member["login"] == login) {
                members.retain(|member| member["login"] != login);
                json!({"leaveTeam": {"team": name, "login": login}})
            } else {
                members.push(json!({"login": login}));
                json!({"joinTeam": {"team": name, "login": login}})
            }
        }
        6 => {
            let is_own = |value: &Value| value == "other-role";
            // A policy that only this role names goes with it; one that names itself is named by another.
            let records = snapshot["records"].as_array().unwrap();
            let (own, others): (Vec<_>, Vec<_>) =
                records.iter().partition(|record| is_own(&record["id"]));
            let goes = |id: &Value| {
                ["policy", "other"].iter().any(|policy| id == policy)
                    && own.iter().any(|record| names(&record["details"], id))
                    && !others.iter().any(|record| names(&record["details"], id))
            };
            after["records"]
                .as_array_mut()
                .unwrap()
                .retain(|record| !is_own(&record["id"]) && !goes(&record["id"]));
            for member in after["members"].as_array_mut().unwrap() {
                if is_own(&member["roleId"]) {
                    member["roleId"] = Value::Null;
                }
            }
            for team in after["teams"].as_array_mut().unwrap() {
                team["roleIds"].as_array_mut().unwrap().retain(|id| !is_own(id));
            }
            after["tokens"].as_array_mut().unwrap().retain(|token| !is_own(&token["roleId"]));
            json!({"deleteRole": {"id": "other-role"}})
        }
        8..=10 => {
            let Some(small) = small_change(random, snapshot) else {
                return change(random, snapshot);
            };
            after = applied(snapshot, &small);
            small
        }
        _ => {
            let mut settings = people::settings(random);
            settings["maxAccessTokenExpiryDays"] = json!(random.below(2));
            after["organization"]["settings"] = settings.clone();
            json!({"settings": settings})
        }
    };
    (change, after)
}

/// A part of a definition, a set for a team, or other tags; `None` where there is nothing of the kind.
fn small_change(random: &mut Random, snapshot: &Value) -> Option<Value> {
    let entities = snapshot["entities"].as_array().unwrap();
    let entity = entities.get(random.below(8));
    let key = |entity: &Value| json!({"type": entity["type"], "id": entity["id"]});
    Some(match random.below(3) {
        0 => {
            let details = random.snapshot()["records"][0]["details"].clone();
            let pointer = ["/entries/-", "/entries/0", ""][random.below(3)];
            let id = ["role", "policy"][random.below(2)];
            json!({"rolePart": {"id": id, "pointer": pointer, "details": details}})
        }
        1 => {
            let team = ["t", "u", "v"][random.below(3)];
            let set = ["stack-admin", "environment-open", "flat", "limited"][random.below(4)];
            json!({"grantTeam": {"team": team, "entity": key(entity?), "permissionSetId": set}})
        }
        _ => {
            let old = entity?["tags"].as_object().unwrap().keys().next();
            let remove: Vec<_> = old.into_iter().filter(|_| random.below(2) == 0).collect();
            let value = ["prod", "dev"][random.below(2)];
            json!({"retag": {"entity": key(entity?), "set": {"env": value}, "remove": remove}})
        }
    })
}

fn check(round: u64, snapshot: &Value, change: &Value, after: &Value, seen: &mut Seen) {
    let organization = load(snapshot);
    let change: Change = wire::fault::read(&change.to_string()).unwrap();
    let edit = change.resolve(&organization).unwrap();
    let impact = Impact::of(&organization, &[edit], NOW).unwrap();
    let (old, new) = (Naive::new(snapshot, NOW), Naive::new(after, NOW));
    for principal in principals(snapshot) {
        let effect = impact.effects.iter().find(|effect| effect.holders.contains(&principal));
        let place = || format!("seed {round}, {change:?}, {principal:?}");
        let expected = |entity: Option<&Value>| {
            net(&held(&old, &principal, entity), &held(&new, &principal, entity))
        };
        let entities = |snapshot: &'_ Value| snapshot["entities"].as_array().unwrap().clone();
        let found = effect.map(|effect| {
            let delta = effect.organization;
            (delta.gained, delta.lost, effect.organization_limits.clone())
        });
        let (found, on_organization) = (found.unwrap_or_default(), expected(None));
        seen.limits += usize::from(!on_organization.2.is_empty());
        assert_eq!(found, on_organization, "{}", place());
        if let Some(difference) = effect.and_then(|effect| effect.difference.as_ref().ok()) {
            let limits = difference.organization_limits.clone();
            let told = (difference.organization_gained, difference.organization_lost, limits);
            assert_eq!(told, on_organization, "{}", place());
        }
        seen.compared += 1;
        for (row, (entity, then)) in (0u32..).zip(entities(snapshot).iter().zip(&entities(after))) {
            let found =
                effect.and_then(|effect| effect.entities.iter().find(|found| found.row == row));
            let found =
                found.map(|found| (found.delta.gained, found.delta.lost, found.limits.clone()));
            let expected =
                net(&held(&old, &principal, Some(entity)), &held(&new, &principal, Some(then)));
            seen.changed += usize::from(found.is_some());
            assert_eq!(found.unwrap_or_default(), expected, "{}, {entity}", place());
            seen.compared += 1;
        }
        let Some(effect) = effect else { continue };
        seen.unchanged += usize::from(effect.is_nothing());
        seen.covered += effect.covered.len();
        let difference = effect.difference.as_ref().unwrap();
        if effect.is_nothing() {
            assert!(effect.entities.is_empty() && difference.is_equivalent());
        }
        for change in &difference.changes {
            let tags: BTreeMap<_, _> = change.example.tags.iter().cloned().collect();
            let entity = json!({"type": change.example.entity_type.name(), "id": change.example.id, "tags": tags});
            let (gained, lost, _) = expected(Some(&entity));
            let told = match change.kind {
                policy::ChangeKind::Gained => gained,
                policy::ChangeKind::Lost => lost,
                _ => continue,
            };
            assert!(change.scopes.difference(told).is_empty(), "{}, {change:?}", place());
            seen.examples += 1;
        }
        for covered in &effect.covered {
            // What another source grants, the holder has before and after, on something.
            for scope in covered.scopes.gained.union(covered.scopes.lost).iter() {
                let has = |entity: Option<&Value>| {
                    [&old, &new].iter().all(|naive| {
                        held(naive, &principal, entity).0.iter().any(|name| name == scope.name())
                    })
                };
                let entities = snapshot["entities"].as_array().unwrap();
                assert!(
                    has(None) || entities.iter().any(|entity| has(Some(entity))),
                    "{}, {covered:?}",
                    place()
                );
            }
        }
    }
}
