//! Guardrails over everybody, against holding them against one person after another.

use policy::{
    Access, Descriptor, Guardrail, Member, Organization, Record, Statement, Subject, Unanswered,
    UxPurpose, Verdict,
};
use serde_json::{Value, json};
use tests::{
    people::{self, Naive},
    random::Random,
};
use wire::Snapshot;

use crate::everywhere;

const ROUNDS: u64 = 60;
const SCOPES: [(&str, &str); 4] = [
    ("stack:delete", "stack"),
    ("stack:read", "stack"),
    ("environment:open", "environment"),
    ("insights_account:read", "insights-account"),
];

everywhere! {
    fn guardrails_fare_as_everybody_by_themselves() {
        let (mut held, mut broken, mut met, mut unmet, mut excepted) = (0, 0, 0, 0, 0);
        for round in 0..ROUNDS {
            let mut random = Random::new(round ^ 0x60a2d);
            let mut snapshot = people::snapshot(&mut random);
            snapshot["guardrails"] = guardrails(&mut random, &snapshot);
            let organization = load(&snapshot);
            let verdicts = Guardrail::check_all(&organization.guardrails, &organization, &organization.inventory);
            for (guardrail, verdict) in organization.guardrails.iter().zip(&verdicts) {
                assert_eq!(*verdict, guardrail.check(&organization), "seed {round}: it does not matter what else is asked");
                match &guardrail.statement {
                    Statement::Never { never, except } => {
                        let first = subjects(&organization, except).find(|subject| {
                            let access = Access::of(&organization, subject).unwrap();
                            never.refute(&access.program).unwrap().is_some()
                        });
                        excepted += usize::from(!except.is_empty());
                        match verdict {
                            Verdict::Holds => {
                                held += 1;
                                assert_eq!(first, None, "seed {round}, {guardrail:?}");
                            }
                            Verdict::Broken { subject, entity } => {
                                broken += 1;
                                assert_eq!(first.as_ref(), Some(subject), "seed {round}, {guardrail:?}");
                                let access = Access::of(&organization, subject).unwrap();
                                assert!(access.allows(never.scope, entity.as_ref()), "seed {round}, {guardrail:?}, {entity:?}");
                                assert!(is_meant(never, entity.as_ref()), "seed {round}, {guardrail:?}, {entity:?}");
                            }
                            other => panic!("seed {round}, {guardrail:?}: {other:?}"),
                        }
                    }
                    Statement::Example { is_allowed, .. } => {
                        let expect = snapshot["guardrails"].as_array().unwrap().iter().find(|rule| rule["name"] == guardrail.name.as_str());
                        let found = naive(&snapshot, &expect.unwrap()["expect"]);
                        let expected = if found == *is_allowed { Verdict::Holds } else { Verdict::Unmet { is_allowed: found } };
                        assert_eq!(*verdict, expected, "seed {round}, {guardrail:?}");
                        met += usize::from(found == *is_allowed);
                        unmet += usize::from(found != *is_allowed);
                    }
                }
            }
        }
        let all = [held, broken, met, unmet, excepted];
        assert!(all.iter().all(|count| *count > 30), "held, broken, met, unmet, excepted: {all:?}");
    }

    fn a_role_may_mean_something_else_for_each_team() {
        let is_team = json!({"__type": "PermissionExpressionEqual", "left": {"__type": "PermissionExpressionTeam"}, "right": {"__type": "PermissionLiteralExpressionTeam", "identity": "u"}});
        let node = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:delete"]});
        let details = json!({"__type": "PermissionDescriptorCondition", "condition": is_team, "subNode": node});
        let member = |login: &str, role: &str| json!({"login": login, "roleId": role});
        let team = |name: &str, login: &str| json!({"name": name, "members": [{"login": login}], "roleIds": ["r"]});
        let never = |except: Value| json!({"name": except.to_string(), "never": {"scope": "stack:delete", "except": except}});
        let snapshot = json!({
            "entities": [], "records": [{"id": "r", "name": "r", "uxPurpose": "role", "details": details}],
            "members": [member("ada", "r"), member("bob", "member"), member("cyd", "member")],
            "teams": [team("t", "bob"), team("u", "cyd")],
            "guardrails": [never(json!([])), never(json!([{"type": "user", "id": "cyd"}])), never(json!([{"type": "user", "id": "cyd"}, {"type": "team", "id": "u"}]))],
        });
        let organization = load(&snapshot);
        let verdicts = Guardrail::check_all(&organization.guardrails, &organization, &organization.inventory);
        let who: Vec<_> = verdicts.iter().map(|verdict| match verdict {
            Verdict::Broken { subject, .. } => Some(subject.clone()),
            _ => None,
        }).collect();
        assert_eq!(who, [Some(Subject::User("cyd".to_owned())), Some(Subject::Team("u".to_owned())), None]);
        assert_eq!(verdicts[2], Verdict::Holds);
    }

    fn what_a_guardrail_speaks_of_may_be_gone() {
        let stack = json!({"type": "stack", "id": "1", "name": "a/b"});
        let expect = |kind: &str, id: &str, entity: Value| {
            let expect = json!({"principal": {"type": kind, "id": id}, "scope": "stack:read", "entity": entity, "allowed": false});
            json!({"name": format!("{kind} {id} {entity}"), "expect": expect})
        };
        let here = json!({"type": "stack", "id": "1"});
        let snapshot = json!({"entities": [stack], "records": [], "members": [{"login": "ada", "roleId": "nothing"}], "guardrails": [
            expect("user", "ada", here.clone()), expect("user", "bob", here.clone()), expect("team", "t", here.clone()),
            expect("token", "k", here), expect("user", "ada", json!({"type": "stack", "id": "2"})),
        ]});
        let organization = load(&snapshot);
        let said: Vec<_> = organization.guardrails.iter().map(|guardrail| match guardrail.check(&organization) {
            Verdict::Unknown(reason) => reason.to_string(),
            other => format!("{other:?}"),
        }).collect();
        assert_eq!(said, ["Holds", "there is no user `bob`", "there is no team `t`", "there is no token `k`", "there is no stack `2`"]);
    }

    fn what_is_not_there_is_refused_and_what_was_meant_is_told() {
        let snapshot = json!({
            "entities": [{"type": "stack", "id": "1", "name": "a/b"}, {"type": "stack", "id": "2", "name": "twice"}, {"type": "stack", "id": "3", "name": "twice"}],
            "records": [], "members": [{"login": "ada"}], "tokens": [{"id": "5eed", "name": "ci", "type": "organization"}],
        });
        let organization = load(&snapshot);
        let key = |id: &str| json!({"type": "stack", "id": id});
        let expect = |kind: &str, id: &str, scope: &str, entity: Value| json!({"expect": {"principal": {"type": kind, "id": id}, "scope": scope, "entity": entity, "allowed": true}});
        let never = |scope: &str, context: &str| {
            let place = json!({"__type": "PermissionExpressionHasTag", "context": {"__type": context}, "key": "env"});
            json!({"never": {"scope": scope, "where": place}})
        };
        let written = |mut guardrail: Value| {
            guardrail["name"] = json!("g");
            let guardrail: wire::snapshot::Guardrail = serde_json::from_str(&guardrail.to_string()).unwrap();
            guardrail.load().unwrap().check_write(&organization).map_err(|error| format!("{} {}: {error}", error.code(), error.pointer()))
        };
        for right in [
            expect("user", "ada", "stack:read", key("1")), expect("token", "5eed", "role:read", Value::Null),
            never("stack:read", "PermissionExpressionStack"), never("change_gate:create", "PermissionExpressionEnvironment"),
        ] {
            assert_eq!(written(right), Ok(()));
        }
        let wrong = [
            (expect("user", "eda", "stack:read", key("1")), "unknown-subject /expect/principal/id: there is no user `eda`, did you mean `ada`?"),
            (expect("team", "ada", "stack:read", key("1")), "unknown-subject /expect/principal/id: there is no team `ada`"),
            (expect("token", "ci", "stack:read", key("1")), "unknown-subject /expect/principal/id: there is no token `ci`, did you mean `5eed`?"),
            (expect("user", "ada", "stack:read", key("a/b")), "unknown-entity /expect/entity/id: there is no stack `a/b`, did you mean `1`?"),
            (expect("user", "ada", "stack:read", key("twice")), "unknown-entity /expect/entity/id: there is no stack `twice`"),
            (expect("user", "ada", "role:read", key("1")), "wrong-type /expect/entity/type: `role:read` cannot be used on `stack`, only on `global`"),
            (never("stack:read", "PermissionExpressionEnvironment"), "says-nothing /never/where: nothing that `stack:read` can be used on is ever there, so this says nothing"),
            (never("role:read", "PermissionExpressionStack"), "says-nothing /never/where: nothing that `role:read` can be used on is ever there, so this says nothing"),
        ];
        for (guardrail, message) in wrong {
            assert_eq!(written(guardrail), Err(message.to_owned()));
        }
    }

    fn guardrails_come_to_an_end() {
        // Each of 60 roles names 1000 stacks one by one, and a guardrail among 1000 may take 100,000 steps.
        let one = |role: usize, id: usize| {
            let condition = policy::Expression::is_entity(policy::EntityType::Stack, format!("s{role}/{id}"));
            Descriptor::Condition { condition, node: Box::new(allow("stack:delete")) }
        };
        let mut organization = Organization::default();
        for role in 0..60 {
            hold(&mut organization, &format!("r{role:02}"), Descriptor::Group((0..1000).map(|id| one(role, id)).collect()));
        }
        let never = |scope: &str, place: Option<policy::Expression>| Guardrail {
            name: String::new(),
            statement: Statement::Never { never: policy::Never { scope: policy::Scope::from_name(scope).unwrap(), place }, except: Vec::new() },
        };
        let nowhere = policy::Expression::is_entity(policy::EntityType::Stack, "elsewhere");
        let mut guardrails = vec![never("role:update", None); 999];
        guardrails.push(never("stack:delete", Some(nowhere.clone())));
        let verdicts = Guardrail::check_all(&guardrails, &organization, &organization.inventory);
        assert_eq!(verdicts.last(), Some(&Verdict::Unknown(Unanswered::TooMuch)));
        assert!(verdicts[..999].iter().all(|verdict| *verdict == Verdict::Holds), "one that is too much leaves the others alone");
        // Alone it may take all the steps there are.
        assert_eq!(guardrails[999].check(&organization), Verdict::Holds);
        let verdicts = Guardrail::check_all(&[never("stack:delete", None), guardrails[999].clone()], &organization, &organization.inventory);
        let first = Subject::User("r00".to_owned());
        assert!(matches!(&verdicts[0], Verdict::Broken { subject, .. } if *subject == first), "{:?}", verdicts[0]);
        assert_eq!(verdicts[1], Verdict::Holds);
    }

    fn whoever_holds_too_much_is_no_proof() {
        // Two roles that can be followed by themselves and not together.
        let mut organization = Organization::default();
        let half = || Descriptor::Group((0..60).map(|_| Descriptor::Group((0..1999).map(|_| allow("stack:read")).collect())).collect());
        hold(&mut organization, "one", half());
        hold(&mut organization, "other", half());
        let team = policy::Team {
            name: "t".to_owned(),
            members: vec![policy::TeamMember { login: "one".to_owned(), is_admin: false }],
            role_ids: vec!["other".to_owned()],
            entity_grants: Vec::new(),
        };
        organization.teams.push(team);
        let guardrail = Guardrail {
            name: String::new(),
            statement: Statement::Never { never: policy::Never { scope: policy::Scope::from_name("stack:delete").unwrap(), place: None }, except: Vec::new() },
        };
        let unknown = guardrail.check(&organization);
        let error = Access::of(&organization, &Subject::User("one".to_owned())).unwrap_err();
        assert_eq!(unknown, Verdict::Unknown(error.into()));
        organization.teams.clear();
        assert_eq!(guardrail.check(&organization), Verdict::Holds);
    }
}

fn load(snapshot: &Value) -> Organization {
    Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load).unwrap()
}

fn allow(scope: &str) -> Descriptor {
    let permissions = vec![policy::Permission::Known(policy::Scope::from_name(scope).unwrap())];
    Descriptor::Allow(policy::Allow { permissions, max_open_secs: 0 })
}

/// Adds a role, and somebody of the same name who holds it.
fn hold(organization: &mut Organization, name: &str, details: Descriptor) {
    organization.members.push(Member { login: name.to_owned(), role_id: Some(name.to_owned()) });
    organization.records.put(Record {
        id: name.to_owned(),
        name: name.to_owned(),
        description: String::new(),
        purpose: UxPurpose::Role,
        resource_type: None,
        default_identifier: None,
        details,
    });
}

/// Some of each kind, about scopes that many hold.
fn guardrails(random: &mut Random, snapshot: &Value) -> Value {
    let principals = principals(snapshot);
    let some = |random: &mut Random| {
        let (kind, id) = &principals[random.below(principals.len())];
        json!({"type": kind, "id": id})
    };
    let mut all = Vec::new();
    for (scope, entity_type) in SCOPES {
        let mut never = json!({"scope": scope, "where": random.condition()});
        if random.below(3) == 0 {
            never["except"] =
                json!((0..=random.below(5)).map(|_| some(random)).collect::<Vec<_>>());
        }
        all.push(json!({"name": format!("never {scope}"), "never": never}));
        let entities = snapshot["entities"].as_array().unwrap().iter();
        for entity in entities.filter(|entity| entity["type"] == entity_type).take(2) {
            let key = json!({"type": entity_type, "id": entity["id"]});
            let expect = json!({"principal": some(random), "scope": scope, "entity": key, "allowed": random.below(2) == 0});
            all.push(json!({"name": format!("{scope} on {}", entity["id"]), "expect": expect}));
        }
    }
    let expect =
        json!({"principal": some(random), "scope": "role:read", "allowed": random.below(2) == 0});
    all.push(json!({"name": "role:read", "expect": expect}));
    json!(all)
}

fn principals(snapshot: &Value) -> Vec<(&'static str, String)> {
    let of = |list: &str, kind, key: &str| -> Vec<_> {
        let id = |one: &Value| (kind, one[key].as_str().unwrap().to_owned());
        snapshot[list].as_array().unwrap().iter().map(id).collect()
    };
    [of("members", "user", "login"), of("teams", "team", "name"), of("tokens", "token", "id")]
        .concat()
}

/// Everybody who is meant: people, teams and tokens.
fn subjects<'o>(
    organization: &'o Organization,
    except: &'o [policy::Principal],
) -> impl Iterator<Item = Subject> + 'o {
    use policy::{Principal, TokenKind};
    let users = organization.members.iter().map(|member| Principal::User(member.login.clone()));
    let teams = organization.teams.iter().map(|team| Principal::Team(team.name.clone()));
    let tokens = organization.tokens.iter().filter(move |token| match &token.kind {
        TokenKind::Personal { login } => !except.contains(&Principal::User(login.clone())),
        TokenKind::Organization { .. } | TokenKind::Team { .. } => true,
    });
    let tokens = tokens.map(|token| Principal::Token(token.id.clone()));
    let meant = users.chain(teams).chain(tokens).filter(move |one| !except.contains(one));
    meant.map(|principal| principal.subject())
}

/// Whether the guardrail is about `entity`: a role that grants the scope in its place grants it there.
fn is_meant(never: &policy::Never, entity: Option<&policy::Entity>) -> bool {
    let Some(condition) = never.place.clone() else { return true };
    let node = Box::new(allow(never.scope.name()));
    let details = Descriptor::Condition { condition, node };
    let subject = Subject::Draft { details, purpose: None };
    Access::of(&Organization::default(), &subject).unwrap().allows(never.scope, entity)
}

/// Whether an example is allowed, decided plainly; no token has expired at the beginning of time.
fn naive(snapshot: &Value, expect: &Value) -> bool {
    let entities = snapshot["entities"].as_array().unwrap().iter();
    let of = &expect["entity"];
    let mut entities =
        entities.filter(|entity| entity["type"] == of["type"] && entity["id"] == of["id"]);
    let entity = entities.next();
    let (kind, id) = (&expect["principal"]["type"], &expect["principal"]["id"]);
    let naive = Naive::new(snapshot, 0);
    let (scopes, _) = naive.held(kind.as_str().unwrap(), id.as_str().unwrap(), entity);
    scopes.iter().any(|scope| expect["scope"] == scope.as_str())
}
