//! Replays of random logs, against asking plainly about every use.

use std::collections::BTreeSet;

use policy::{
    Descriptor, Drafted, Log, Organization, Outcome, Permission, Principal, Replay, Share, Subject,
    Unknown, Use, UxPurpose,
};
use serde_json::{Value, json};
use tests::{
    oracle::{Question, with_built_in},
    people::{self, Held, Naive, Part},
    random::Random,
};
use wire::{Snapshot, replay};

use crate::everywhere;

const ROUNDS: u64 = 60;
pub(crate) const ROLE: &str = "role";

everywhere! {
    fn every_use_fares_as_the_plain_decider_says() {
        let mut seen = [0; 7];
        for round in 0..ROUNDS {
            let mut random = Random::new(round ^ 0x0109);
            let snapshot = people::snapshot(&mut random);
            let log = log(&mut random);
            let draft = random.snapshot()["records"][0]["details"].clone();
            let mut after = snapshot.clone();
            after["records"][0]["details"] = draft.clone();
            let organization = load(&snapshot);
            let details = Descriptor::parse(&draft.to_string()).unwrap();
            let drafted = Drafted::new(&organization, ROLE, details, Some(UxPurpose::Role)).unwrap();
            let read = replay::read(&text(&mut random, &log)).unwrap();
            assert_eq!(read.entries(), log.len() as u64);
            let found = Replay::of(&organization, &Subject::Role(ROLE.into()), &read, Some(&drafted)).unwrap();
            assert_eq!(found.outcomes.len(), read.uses().len());

            let naive = Naive::new(&snapshot, 0);
            let (then, own) = (Naive::new(&after, 0), Naive::new(&snapshot, 0).of(Part::Only(ROLE)));
            let others = Naive::new(&snapshot, 0).of(Part::Without(ROLE));
            for (used, outcome) in read.uses().iter().zip(&found.outcomes) {
                let place = || format!("seed {round}, {used:?}");
                let Some(entity) = entity(&snapshot, used).filter(|_| is_decided(used)) else {
                    let unknown = outcome.unknown.unwrap_or_else(|| panic!("{}", place()));
                    assert_eq!(*outcome, Outcome { unknown: Some(unknown), ..Outcome::default() });
                    seen[0] += 1;
                    continue;
                };
                let allows = |naive: &Naive<'_>| allows(naive, used, entity.as_ref());
                let share = match (allows(&own), allows(&others)) {
                    (false, _) => Share::Nothing,
                    (true, true) => Share::Shared,
                    (true, false) => Share::Needed,
                };
                let is_by_holder = is_held(&snapshot, used);
                let expected = Outcome { unknown: None, is_by_holder, is_allowed: allows(&naive), would_be_allowed: allows(&then), share };
                assert_eq!(*outcome, expected, "{}", place());
                seen[1 + share as usize] += 1;
                seen[4] += usize::from(expected.is_allowed && !expected.would_be_allowed);
                seen[5] += usize::from(!expected.is_allowed && expected.would_be_allowed);
                seen[6] += usize::from(!expected.is_allowed && !expected.would_be_allowed);
            }
            check_counts(round, &organization, &read, &found);
            check_reach(round, &snapshot, &read, &found);
        }
        assert!(seen.iter().all(|count| *count > 40), "{seen:?}");
    }

    fn what_a_person_used_counts_with_the_personal_tokens() {
        let snapshot = json!({"entities": [], "records": [],
            "members": [{"login": "ada"}, {"login": "bob"}],
            "tokens": [{"id": "t", "name": "laptop", "type": "personal", "user": "ada"}]});
        let organization = load(&snapshot);
        let entry = |kind: &str, id: &str| json!({"at": 5, "principal": {"type": kind, "id": id}, "scope": "org_member:read"});
        let log = json!([entry("user", "ada"), entry("token", "t"), entry("user", "bob"), entry("user", "ada")]);
        let log = replay::read(&log.to_string()).unwrap();
        let ask = |subject: Value| {
            let asked: replay::Replaying = wire::fault::read(&json!({"subject": subject}).to_string()).unwrap();
            asked.answer(&organization, &log).unwrap()
        };
        let of_ada = ask(json!({"user": "ada"}));
        assert_eq!((of_ada.log.entries, of_ada.log.uses), (3, 2));
        assert_eq!(of_ada.scopes.iter().filter(|scope| scope.times > 0).count(), 1);
        let rule = of_ada.rules.iter().find(|rule| rule.times > 0).unwrap();
        assert_eq!((rule.times, rule.alone, rule.rule.source), (3, 3, "own-role"));
        assert_eq!(ask(json!({"token": "t"})).log.entries, 1);
        // Both are members, and so is nobody else.
        let of_role = ask(json!({"role": "member"}));
        assert_eq!(of_role.holders.iter().map(|holder| holder.times).collect::<Vec<_>>(), [2, 1, 1]);
    }

    fn a_log_is_refused_where_it_is_wrong() {
        let good = r#"{"at": 1, "principal": {"type": "user", "id": "ada"}, "scope": "stack:read", "entity": {"type": "stack", "id": "1"}}"#;
        let refused = [
            (format!("{good}\n\n{{\"at\": 1}}"), "", "line 3, column 9: missing field `principal`"),
            (format!("{good}\n{}", good.replace("scope", "scop")), "/scop", "line 2, column 60: unknown field `scop`, expected one of `at`, `principal`, `scope`, `entity`"),
            (good.replace("1,", "-1,"), "/at", "line 1, column 9: invalid value: integer `-1`, expected u64"),
            (good.replace("user", "robot"), "/principal/type", "unknown variant `robot`, expected one of `user`, `team`, `token`"),
            (good.replace(r#""id": "1""#, r#""id": "1", "tags": {"a": "b", "a": "c"}"#), "/entity/tags", "tag `a` stands twice"),
            (format!("{good} {good}"), "", "trailing characters"),
            (format!("[{good}, {}]", good.replace("stack\", \"id", "stak\", \"id")), "/1/entity/type", "unknown variant `stak`"),
            (format!("[{good}"), "", "EOF while parsing a list"),
            (format!("[{good}]]"), "", "trailing characters"),
            (good.replace("ada", &"a".repeat(replay::MAX_LINE_BYTES)), "", "line 1: 65649 bytes, expected at most 65536"),
        ];
        for (log, pointer, message) in refused {
            let fault = replay::read(&log).unwrap_err();
            assert!(fault.message.contains(message), "{fault:?}, not {message}");
            assert_eq!(fault.pointer, pointer, "{fault:?}");
        }
        for empty in ["", "\n\n", "[]", " [ ] "] {
            assert_eq!(replay::read(empty).unwrap(), Log::default());
        }
        // The same either way, whatever the order.
        let other = good.replace("\"at\": 1", "\"at\": 7");
        let lines = replay::read(&format!("{other}\r\n{good}\n{good}\n")).unwrap();
        assert_eq!(lines, replay::read(&format!("[{good}, {good}, {other}]")).unwrap());
        let [used] = lines.uses() else { panic!("{lines:?}") };
        assert_eq!((used.first, used.last, used.times), (1, 7, 3));
    }
}

pub(crate) fn load(snapshot: &Value) -> Organization {
    Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load).unwrap()
}

/// Entries about whoever and whatever there may be.
pub(crate) fn log(random: &mut Random) -> Vec<Value> {
    let one = |random: &mut Random, of: &[&str]| of[random.below(of.len())].to_owned();
    let mut entries = Vec::new();
    for _ in 0..40 + random.below(80) {
        let (kind, ids): (_, &[&str]) = match random.below(8) {
            0..4 => ("user", &["ada", "bob", "cyd", "dee", "nobody"]),
            4 => ("team", &["t", "u", "v"]),
            _ => ("token", &["k1", "k2", "k3", "k4", "k9"]),
        };
        let principal = json!({"type": kind, "id": one(random, ids)});
        let scopes = [
            ["stack:read", "stack:delete", "stack:create", "stack:write", "stack:unheard_of"],
            [
                "environment:read",
                "environment:open",
                "environment_version:open",
                "change_gate:update",
                "environment:open",
            ],
            [
                "insights_account:read",
                "role:read",
                "team:create",
                "stack:create",
                "change_gate:update",
            ],
        ];
        let about = random.below(3);
        let mut entry = json!({"at": random.below(1000), "principal": principal, "scope": one(random, &scopes[about])});
        if random.below(6) > 0 {
            let entity_type = ["stack", "environment", "insights-account"][about];
            let mut entity =
                json!({"type": entity_type, "id": one(random, &["1", "2", "3", "4", "5"])});
            if random.below(3) == 0 {
                let mut tags = json!({});
                for key in ["env", "team", "tier"] {
                    if random.below(2) == 0 {
                        tags[key] = json!(one(random, &["prod", "dev", "", "Prod", "x"]));
                    }
                }
                entity["tags"] = tags;
            }
            entry["entity"] = entity;
        }
        entries.push(entry);
    }
    entries
}

/// The log in one of its two forms.
fn text(random: &mut Random, log: &[Value]) -> String {
    if random.below(2) == 0 {
        return json!(log).to_string();
    }
    let lines: Vec<_> = log.iter().map(Value::to_string).collect();
    lines.join("\n")
}

/// The entity of a use, or the organization; nothing where it is not there.
#[expect(clippy::option_option, reason = "there may be no entity, and it may not be there")]
pub(crate) fn entity(snapshot: &Value, used: &Use) -> Option<Option<Value>> {
    let Some(named) = &used.entity else { return Some(None) };
    let entity_type = named.entity_type.name();
    if let Some(tags) = &named.tags {
        let tags: serde_json::Map<_, _> =
            tags.iter().map(|(key, value)| (key.clone(), json!(value))).collect();
        return Some(Some(json!({"type": entity_type, "id": named.id, "tags": tags})));
    }
    let mut entities = snapshot["entities"].as_array().unwrap().iter();
    let found = entities.find(|entity| entity["type"] == entity_type && entity["id"] == named.id);
    found.map(|entity| Some(entity.clone()))
}

/// Whether principal and scope are known.
pub(crate) fn is_decided(used: &Use) -> bool {
    let (_, id) = principal(used);
    id != "nobody" && id != "k9" && matches!(used.permission, Permission::Known(_))
}

fn principal(used: &Use) -> (&'static str, &str) {
    match &used.principal {
        Principal::User(id) => ("user", id),
        Principal::Team(id) => ("team", id),
        Principal::Token(id) => ("token", id),
    }
}

pub(crate) fn held(naive: &Naive<'_>, used: &Use, entity: Option<&Value>) -> Held {
    let (kind, id) = principal(used);
    naive.held(kind, id, entity)
}

fn allows(naive: &Naive<'_>, used: &Use, entity: Option<&Value>) -> bool {
    held(naive, used, entity).0.iter().any(|scope| scope == used.permission.name())
}

/// Whether the role is the member's own, or the default one of somebody without one.
fn has_role(snapshot: &Value, member: &Value) -> bool {
    let records = snapshot["records"].as_array().unwrap();
    let default = records.iter().find(|record| record["isOrgDefault"] == true);
    let is_default = default.is_some_and(|record| record["id"] == ROLE);
    member["roleId"] == ROLE || (member["roleId"].is_null() && is_default)
}

/// Whether the principal holds the role, in any way.
fn is_held(snapshot: &Value, used: &Use) -> bool {
    let list = |key: &str| snapshot[key].as_array().unwrap().iter();
    let team = |name: &Value| {
        let mut teams = list("teams").filter(|team| team["name"] == *name);
        teams.any(|team| team["roleIds"].as_array().unwrap().contains(&json!(ROLE)))
    };
    let person = |login: &Value| {
        let in_team = |team: &&Value| {
            let members = team["members"].as_array().unwrap();
            members.iter().any(|member| member["login"] == *login)
        };
        list("members").any(|member| member["login"] == *login && has_role(snapshot, member))
            || list("teams").filter(in_team).any(|found| team(&found["name"]))
    };
    match &used.principal {
        Principal::User(login) => person(&json!(login)),
        Principal::Team(name) => team(&json!(name)),
        Principal::Token(id) => {
            let mut tokens = list("tokens").filter(|token| token["id"] == **id);
            tokens.any(|token| match token["type"].as_str().unwrap() {
                "personal" => person(&token["user"]),
                "team" => team(&token["team"]),
                _ => token["roleId"] == ROLE,
            })
        }
    }
}

/// A scope is granted on the entities on which the role grants it in some way in which it is held, and was used on
/// those of them on which the log says so.
fn check_reach(round: u64, snapshot: &Value, log: &Log, found: &Replay) {
    let list = |key: &str| snapshot[key].as_array().unwrap().iter();
    let mut ways: Vec<Option<&str>> = Vec::new();
    let is_own = |holder: &Value| holder["roleId"] == ROLE;
    if list("members").any(|member| has_role(snapshot, member)) || list("tokens").any(is_own) {
        ways.push(None);
    }
    let teams =
        list("teams").filter(|team| team["roleIds"].as_array().unwrap().contains(&json!(ROLE)));
    ways.extend(teams.map(|team| team["name"].as_str()));
    if ways.is_empty() {
        ways.push(None);
    }
    let records = with_built_in(snapshot);
    let granted = list("entities").map(|entity| {
        let ask = |team: Option<&str>| {
            Question { entity: Some(entity), team, records: &records }.record(ROLE)
        };
        (
            entity,
            ways.iter().copied().flat_map(ask).map(|(scope, _)| scope).collect::<BTreeSet<_>>(),
        )
    });
    let granted: Vec<_> = granted.collect();
    for counted in &found.scopes {
        let name = counted.scope.name();
        let here =
            granted.iter().filter(|(_, scopes)| scopes.contains(name)).map(|(entity, _)| *entity);
        let is_used = |entity: &&Value| {
            log.uses().iter().zip(&found.outcomes).any(|(used, outcome)| {
                let named = used.entity.as_ref();
                outcome.share != Share::Nothing
                    && used.permission.name() == name
                    && named.is_some_and(|named| {
                        entity["type"] == named.entity_type.name() && entity["id"] == named.id
                    })
            })
        };
        let expected = (here.clone().count(), here.filter(is_used).count());
        assert_eq!((counted.granted_on, counted.used_on), expected, "seed {round}, {name}");
    }
}

/// Sums over the outcomes are what rules, scopes, holders and sources say.
fn check_counts(round: u64, organization: &Organization, log: &Log, found: &Replay) {
    let place = || format!("seed {round}");
    let granted = || {
        let uses = log.uses().iter().zip(&found.outcomes);
        uses.filter(|(_, outcome)| outcome.share != Share::Nothing)
    };
    let scope = |used: &Use| match used.permission {
        Permission::Known(scope) => scope,
        Permission::Unknown(_) => panic!("nothing grants {used:?}"),
    };
    for counted in &found.scopes {
        let of_scope = || granted().filter(|(used, _)| scope(used) == counted.scope);
        let times: u64 = of_scope().map(|(used, _)| used.times).sum();
        let needed = of_scope().filter(|(_, outcome)| outcome.share == Share::Needed);
        assert_eq!(counted.used.times, times, "{}", place());
        assert_eq!(counted.needed, needed.map(|(used, _)| used.times).sum::<u64>(), "{}", place());
        assert_eq!(counted.used.last, of_scope().map(|(used, _)| used.last).max().unwrap_or(0));
    }
    for (holder, tally) in &found.holders {
        let of_holder = granted().filter(|(used, _)| used.principal == *holder);
        assert_eq!(tally.times, of_holder.map(|(used, _)| used.times).sum::<u64>(), "{}", place());
    }
    let holders: BTreeSet<_> = found.holders.iter().map(|(holder, _)| holder).collect();
    assert!(granted().all(|(used, _)| holders.contains(&used.principal)), "{}", place());
    // Whoever holds it as the own role holds it without a team: the rules are those of the role by itself.
    for (used, _) in granted() {
        let Principal::User(login) = &used.principal else { continue };
        let is_own = organization
            .members
            .iter()
            .any(|member| member.login == *login && member.role_id.as_deref() == Some(ROLE));
        if !is_own {
            continue;
        }
        let entity = used.entity.as_ref().map(|named| {
            let row = organization.inventory.row(named.entity_type, &named.id);
            let known = row.and_then(|row| organization.inventory.entity(row));
            let tags = named.tags.clone().or_else(|| known.map(|entity| entity.tags.clone()));
            policy::Entity {
                entity_type: named.entity_type,
                id: named.id.clone(),
                name: String::new(),
                tags: tags.unwrap_or_default(),
            }
        });
        let program = &found.access.program;
        let here = match &entity {
            Some(entity) => program.on_entity(entity),
            None => program.on_organization(),
        };
        for index in here.rules_for(program, scope(used)) {
            let rule = &found.rules[index];
            assert!(rule.used.times >= used.times, "{}", place());
            let through = rule.scopes.iter().find(|(known, ..)| *known == scope(used));
            assert!(through.is_some_and(|(_, tally, _)| tally.times >= used.times), "{}", place());
        }
    }
    for (rule, named) in found.rules.iter().zip(found.access.program.rules()) {
        let times: u64 = rule.scopes.iter().map(|(_, tally, _)| tally.times).sum();
        assert_eq!(
            (rule.used.times, rule.alone),
            (times, rule.scopes.iter().map(|(.., alone)| alone).sum())
        );
        assert!(rule.alone <= rule.used.times, "{}", place());
        assert!(rule.scopes.iter().all(|(scope, ..)| named.scopes.contains(*scope)), "{}", place());
    }
    let unknown =
        |reason| found.outcomes.iter().filter(|outcome| outcome.unknown == Some(reason)).count();
    let by_scope =
        log.uses().iter().filter(|used| matches!(used.permission, Permission::Unknown(_)));
    assert!(unknown(Unknown::Scope) <= by_scope.count(), "{}", place());
}
