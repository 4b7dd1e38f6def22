//! How long it takes to hold guardrails against a large organization:
//! `cargo run --release -p tests --example guardrails`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "what is made here has the shape that is expected"
)]

use std::time::Instant;

use policy::Verdict;
use serde_json::{Value, json};
use tests::random::Random;
use wire::{Snapshot, Subject, prove::DraftProofs, subject::Draft};

const MEMBERS: usize = 1000;
const TEAMS: usize = 50;
const ROLES: usize = 80;
const GUARDRAILS: usize = 200;
const ROUNDS: usize = 9;

fn main() {
    let snapshot = organization(&mut Random::new(1));
    let organization = Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load).unwrap();
    let verdicts = organization.verdicts();
    let held = verdicts.iter().filter(|verdict| **verdict == Verdict::Holds).count();
    let unknown = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Unknown(_))).count();
    say(&format!(
        "{MEMBERS} members, {TEAMS} teams, {ROLES} roles, {GUARDRAILS} guardrails: {held} hold, {unknown} without an answer"
    ));
    say(&format!(
        "every guardrail over everybody: {:.1} ms",
        median_ms(|| drop(organization.verdicts()))
    ));
    let text = snapshot["records"][3]["details"].to_string();
    let draft = Subject::Draft(Draft::parse(&text).unwrap());
    let role = Subject::Role("r7".to_owned());
    let drafted = || drop(DraftProofs::of(&organization, &role, &draft).unwrap());
    say(&format!("a draft, before and after: {:.1} ms", median_ms(drafted)));
}

#[expect(clippy::print_stdout, reason = "what the program is for")]
fn say(text: &str) {
    println!("{text}");
}

fn median_ms(work: impl Fn()) -> f64 {
    let mut times: Vec<_> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

fn organization(random: &mut Random) -> Value {
    let entities: Vec<_> = (0..2000)
        .map(|index| {
            let tags = json!({"env": env(random), "team": team(random), "tier": (random.below(3) + 1).to_string()});
            json!({"type": kind(index), "id": format!("e{index}"), "name": format!("p/{index}"), "tags": tags})
        })
        .collect();
    let records: Vec<_> = (0..ROLES)
        .map(|index| {
            let entries: Vec<_> = (0..5 + index).map(|_| rule(random)).collect();
            let details = json!({"__type": "PermissionDescriptorGroup", "entries": entries});
            json!({"id": format!("r{index}"), "name": format!("r{index}"), "uxPurpose": "role", "details": details})
        })
        .collect();
    let members: Vec<_> = (0..MEMBERS)
        .map(|index| {
            let role = random.below(ROLES);
            if role.is_multiple_of(2) {
                json!({"login": format!("m{index}")})
            } else {
                json!({"login": format!("m{index}"), "roleId": format!("r{role}")})
            }
        })
        .collect();
    let teams: Vec<_> = (0..TEAMS)
        .map(|index| {
            let people: Vec<_> = (0..60).map(|member| json!({"login": format!("m{}", (index * 17 + member * 7) % MEMBERS)})).collect();
            let roles = [format!("r{}", random.below(ROLES)), format!("r{}", random.below(ROLES))];
            let grants: Vec<_> = (0..5)
                .map(|_| json!({"type": "stack", "id": format!("e{}", random.below(1000) * 2), "permissionSetId": "stack-write"}))
                .collect();
            json!({"name": format!("t{index}"), "members": people, "roleIds": roles, "entityGrants": grants})
        })
        .collect();
    let tokens: Vec<_> = (0..200)
        .map(|index| {
            let mut token =
                json!({"id": format!("k{index}"), "name": format!("k{index}"), "expires": 0});
            let (kind, key, held) = match index % 3 {
                0 => ("organization", "roleId", format!("r{}", random.below(ROLES))),
                1 => ("team", "team", format!("t{}", random.below(TEAMS))),
                _ => ("personal", "user", format!("m{}", random.below(MEMBERS))),
            };
            (token["type"], token[key]) = (json!(kind), json!(held));
            token
        })
        .collect();
    let created: Vec<_> = (0..500)
        .map(|_| {
            let principal = json!({"type": "user", "id": format!("m{}", random.below(MEMBERS))});
            json!({"principal": principal, "entity": {"type": "stack", "id": format!("e{}", random.below(1000) * 2)}})
        })
        .collect();
    let guardrails: Vec<_> = (0..GUARDRAILS).map(|index| guardrail(random, index)).collect();
    json!({
        "organization": {"name": "large", "settings": {"defaultStackPermission": 101, "defaultEnvironmentPermission": "read"}},
        "entities": entities, "records": records, "members": members, "teams": teams, "tokens": tokens,
        "creatorGrants": created, "guardrails": guardrails,
    })
}

fn guardrail(random: &mut Random, index: usize) -> Value {
    let name = format!("g{index}");
    if index % 4 == 3 {
        let principal = json!({"type": "user", "id": format!("m{}", random.below(MEMBERS))});
        let entity = json!({"type": "stack", "id": format!("e{}", random.below(1000) * 2)});
        let allowed = index % 8 == 3;
        let scope = if allowed { "stack:read" } else { "stack:transfer" };
        return json!({"name": name, "expect": {"principal": principal, "scope": scope, "entity": entity, "allowed": allowed}});
    }
    // Where nobody is granted it, nor by having created a stack: all that names the scope has to be looked at.
    let scopes = ["stack:delete", "stack:write", "stack:export", "stack:import"];
    let place = both(tag("env", "prod"), tag("team", &format!("nobody-{}", index % 40)));
    let stack = json!({"__type": "PermissionExpressionStack"});
    let other = json!({"__type": "PermissionLiteralExpressionStack", "identity": format!("elsewhere-{index}")});
    let place =
        both(place, json!({"__type": "PermissionExpressionEqual", "left": stack, "right": other}));
    let except: Vec<_> = (0..10)
        .map(|_| json!({"type": "user", "id": format!("m{}", random.below(MEMBERS))}))
        .collect();
    json!({"name": name, "never": {"scope": scopes[index % 4], "where": place, "except": except}})
}

fn rule(random: &mut Random) -> Value {
    let condition = both(tag("env", env(random)), tag("team", &team(random)));
    let scopes = [
        &["stack:read", "stack:write"][..],
        &["stack:delete", "stack:export"],
        &["stack:write", "stack:import", "stack:export"],
        &["stack:read"],
    ];
    let node =
        json!({"__type": "PermissionDescriptorAllow", "permissions": scopes[random.below(4)]});
    json!({"__type": "PermissionDescriptorCondition", "condition": condition, "subNode": node})
}

fn env(random: &mut Random) -> &'static str {
    ["prod", "staging", "dev", "test"][random.below(4)]
}

fn team(random: &mut Random) -> String {
    format!("team-{}", random.below(30))
}

const fn kind(index: usize) -> &'static str {
    if index.is_multiple_of(2) { "stack" } else { "environment" }
}

fn tag(key: &str, value: &str) -> Value {
    json!({
        "__type": "PermissionExpressionEqual",
        "left": {"__type": "PermissionExpressionTag", "context": {"__type": "PermissionExpressionStack"}, "key": key},
        "right": {"__type": "PermissionLiteralExpressionString", "value": value},
    })
}

fn both(left: Value, right: Value) -> Value {
    json!({"__type": "PermissionExpressionAnd", "left": left, "right": right})
}
