//! Ways to everything: each is walked in a copy of the organization, and none that is there is missing.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use policy::{
    Access, Action, Allow, Descriptor, Difference, Escalation, Organization, Permission, Principal,
    Record, Scope, Subject, Team, TeamMember, Token, TokenKind, UxPurpose, World,
};
use serde_json::{Value, json};
use tests::{effort::share, random::Random};
use wire::Snapshot;

use crate::everywhere;

const KEYS: [&str; 9] = [
    "role:update",
    "role:create",
    "team:update",
    "team:create_token",
    "org_member:update",
    "org_member:set_admin",
    "org_token:create",
    "auth_policies:update",
    "team:create",
];
const NEW: &str = "new";

everywhere! {
    fn every_way_to_everything_is_found_and_can_be_walked() {
        let (mut walked, mut without, mut long) = (0, 0, 0);
        for round in 0..share(400) {
            let organization = organization(&mut Random::new(round));
            let subjects = [
                Subject::User("ada".into()), Subject::User("bob".into()), Subject::Role("r0".into()),
                Subject::Token("k".into()), Subject::Team("t".into()), Subject::Token("s".into()),
            ];
            // The last two need a team.
            let asked = if organization.teams.is_empty() { 4 } else { 6 };
            for subject in subjects.into_iter().take(asked) {
                let world = World::of(&organization, &subject).unwrap();
                let found = Escalation::of(&world).unwrap();
                let place = || format!("seed {round}, {subject:?}, {found:?}");
                assert_eq!(found.is_admin, is_admin(&world.organization, &world.actor.subject()), "{}", place());
                if found.is_admin {
                    continue;
                }
                let mut told = BTreeMap::new();
                for path in &found.paths {
                    let mut after = world.organization.clone();
                    let mut reached = world.actor.subject();
                    for step in path {
                        let held = Access::of(&after, &world.actor.subject()).unwrap().program.on_organization().scopes;
                        assert!(step.scopes.iter().all(|scope| held.contains(*scope)), "{}", place());
                        assert!(!step.scopes.is_empty());
                        // What is made up for the question is nothing that anybody could rewrite.
                        if let Action::EditRole(id) | Action::TakeRole(id) = &step.action {
                            assert!(organization.records.find(id).is_some(), "{}", place());
                        }
                        reached = walk(&mut after, &world.actor, &step.action);
                    }
                    assert!(is_admin(&after, &reached), "{}", place());
                    told.insert(kind(&path.last().unwrap().action), path.len());
                    walked += 1;
                    long += usize::from(path.len() > 1);
                }
                assert_eq!(told, plainly(&world), "{}", place());
                without += usize::from(found.paths.is_empty());
            }
        }
        assert!(walked > share(1000) && without > share(100) && long > share(100), "{walked} walked, {long} long, {without} without");
    }

    fn whoever_holds_everything_but_the_keys_has_no_way() {
        let all = |but: &[&str]| Descriptor::Allow(Allow {
            permissions: policy::catalogue::scopes()
                .filter(|scope| !but.contains(&scope.name()))
                .map(Permission::Known)
                .collect(),
            max_open_secs: 0,
        });
        let reach = |but: &[&str]| {
            let subject = Subject::Draft { details: all(but), purpose: None };
            Escalation::of(&World::of(&Organization::default(), &subject).unwrap()).unwrap()
        };
        assert!(reach(&[]).is_admin);
        assert!(reach(&KEYS).paths.is_empty() && !reach(&KEYS).is_admin);
        // Each of these is enough by itself; the others need one another, or a team.
        for (key, alone) in KEYS.iter().zip([true, false, false, false, false, false, true, true, false]) {
            let others: Vec<_> = KEYS.iter().filter(|other| *other != key).copied().collect();
            assert_eq!(!reach(&others).paths.is_empty(), alone, "{key}");
        }
    }

    fn a_role_and_a_team_that_are_everything_only_together_end_with_a_step_that_gives_it_by_itself() {
        let all = policy::catalogue::scopes().map(Scope::name);
        let (kept, given) = all.partition::<Vec<_>, _>(|name| *name == "team:update" || !KEYS.contains(name));
        let role = |id: &str, scopes: &[&str]| json!({"id": id, "name": id, "uxPurpose": "role",
            "details": {"__type": "PermissionDescriptorAllow", "permissions": scopes}});
        let snapshot = |members: Value| json!({
            "entities": [], "records": [role("a", &kept), role("k", &given)],
            "members": [{"login": "ada", "roleId": "a"}],
            "teams": [{"name": "t", "members": members, "roleIds": ["k"]}],
        });
        let load = |snapshot: Value| Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load).unwrap();
        let ada = Subject::User("ada".to_owned());
        let of = |organization: &Organization| Escalation::of(&World::of(organization, &ada).unwrap()).unwrap();
        assert!(of(&load(snapshot(json!([{"login": "ada"}])))).is_admin);
        let found = of(&load(snapshot(json!([]))));
        let ways: Vec<Vec<_>> = found.paths.iter().map(|path| path.iter().map(|step| kind(&step.action)).collect()).collect();
        assert!(ways.contains(&vec!["JoinTeam".to_owned(), "MakeAdmin".to_owned()]), "{ways:?}");
        assert!(ways.iter().all(|way| way.last().unwrap() != "JoinTeam"), "{ways:?}");
    }

    fn where_there_is_no_team_one_can_be_made() {
        let ways = |scopes: &[&str]| {
            let permissions = scopes.iter().map(|name| Permission::Known(Scope::from_name(name).unwrap())).collect();
            let details = Descriptor::Allow(Allow { permissions, max_open_secs: 0 });
            let subject = Subject::Draft { details, purpose: None };
            let found = Escalation::of(&World::of(&Organization::default(), &subject).unwrap()).unwrap();
            let kinds = |path: &Vec<policy::Step>| path.iter().map(|step| kind(&step.action)).collect::<Vec<_>>();
            found.paths.iter().map(kinds).collect::<Vec<_>>()
        };
        let bind = vec!["CreateTeam".to_owned(), "BindAdmin".to_owned()];
        assert!(ways(&["role:update", "team:update", "team:create"]).contains(&bind));
        assert!(!ways(&["role:update", "team:update"]).concat().contains(&"BindAdmin".to_owned()));
    }
}

fn organization(random: &mut Random) -> Organization {
    let mut records = Vec::new();
    for id in ["r0", "r1", "r2"] {
        let keys: Vec<_> = KEYS.iter().filter(|_| random.below(7) == 0).collect();
        let details = json!({"__type": "PermissionDescriptorAllow", "permissions": keys});
        records.push(json!({"id": id, "name": id, "uxPurpose": "role", "details": details}));
    }
    let role = |random: &mut Random| ["r0", "r1", "r2", "billing-manager"][random.below(4)];
    let mut teams = Vec::new();
    let names: &[&str] = if random.below(4) == 0 { &[] } else { &["t", "u"] };
    for name in names {
        let people: Vec<Value> =
            if random.below(3) == 0 { vec![json!({"login": "ada"})] } else { Vec::new() };
        let mut roles = vec![role(random)];
        if random.below(6) == 0 {
            roles.push("admin");
        }
        teams.push(json!({"name": name, "members": people, "roleIds": roles}));
    }
    let mut tokens =
        vec![json!({"id": "k", "name": "k", "type": "organization", "roleId": role(random)})];
    if !teams.is_empty() {
        tokens.push(json!({"id": "s", "name": "s", "type": "team", "team": "t"}));
    }
    let snapshot = json!({
        "entities": [], "records": records, "teams": teams,
        "members": [{"login": "ada", "roleId": role(random)}, {"login": "bob", "roleId": role(random)}],
        "tokens": tokens,
    });
    Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load).unwrap()
}

fn is_admin(organization: &Organization, subject: &Subject) -> bool {
    let program = |subject: &Subject| Access::of(organization, subject).unwrap().program;
    Difference::between(&program(&Subject::Role("admin".into())), &program(subject))
        .unwrap()
        .only_adds()
}

fn everything() -> Descriptor {
    let permissions = policy::catalogue::scopes().map(Permission::Known).collect();
    Descriptor::Allow(Allow { permissions, max_open_secs: 0 })
}

fn kind(action: &Action) -> String {
    format!("{action:?}").split('(').next().unwrap().to_owned()
}

/// Does it, and says who holds more then.
fn walk(organization: &mut Organization, actor: &Principal, action: &Action) -> Subject {
    let take = |organization: &mut Organization, login: &str, role: &str| {
        let mut members = organization.members.iter_mut();
        members.find(|member| member.login == login).unwrap().role_id = Some(role.to_owned());
    };
    let login = match actor {
        Principal::User(login) => login.as_str(),
        _ => "",
    };
    match action {
        Action::JoinTeam(name) => {
            let team = organization.teams.iter_mut().find(|team| team.name == *name).unwrap();
            team.members.push(TeamMember { login: login.to_owned(), is_admin: false });
        }
        Action::CreateTeam(name) => organization.teams.push(Team {
            name: name.clone(),
            members: vec![TeamMember { login: login.to_owned(), is_admin: true }],
            role_ids: Vec::new(),
            entity_grants: Vec::new(),
        }),
        Action::TakeRole(role) => take(organization, login, role),
        Action::EditRole(id) => {
            let mut record = organization.records.find(id).unwrap().clone();
            assert!(!record.is_built_in());
            record.details = everything();
            organization.records.put(record);
        }
        Action::BindAdmin(name) => {
            let team = organization.teams.iter_mut().find(|team| team.name == *name).unwrap();
            team.role_ids.push("admin".into());
        }
        Action::MakeAdmin(login) => {
            take(organization, login, "admin");
            return Subject::User(login.clone());
        }
        Action::CreateRole => {
            organization.records.put(Record {
                id: NEW.into(),
                name: NEW.into(),
                description: String::new(),
                purpose: UxPurpose::Role,
                resource_type: None,
                default_identifier: None,
                details: everything(),
            });
            take(organization, login, NEW);
        }
        Action::CreateToken | Action::IssueToken | Action::CreateTeamToken(_) => {
            let kind = match action {
                Action::CreateTeamToken(team) => TokenKind::Team { team: team.clone() },
                _ => TokenKind::Organization { role_id: Some("admin".into()) },
            };
            organization.tokens.push(Token { id: NEW.into(), name: NEW.into(), kind, expires: 0 });
            return Subject::Token(NEW.into());
        }
    }
    actor.subject()
}

/// Every ending there is and how many steps it takes, by trying everything in copies of the organization.
fn plainly(world: &World) -> BTreeMap<String, usize> {
    let mut endings = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut waiting = VecDeque::from([(world.organization.clone(), 1)]);
    while let Some((organization, steps)) = waiting.pop_front() {
        let Place { role, teams, roles } = place(&organization, &world.actor);
        if !seen.insert((role, teams.clone())) {
            continue;
        }
        let held = Access::of(&organization, &world.actor.subject())
            .unwrap()
            .program
            .on_organization()
            .scopes;
        let has = |name: &str| held.contains(Scope::from_name(name).unwrap());
        let is_person = matches!(world.actor, Principal::User(_));
        let editable = |id: &String| !organization.records.find(id).unwrap().is_built_in();
        let full = organization
            .teams
            .iter()
            .any(|team| is_admin(&organization, &Subject::Team(team.name.clone())));
        let here = [
            ("EditRole", has("role:update") && roles.iter().any(editable)),
            ("BindAdmin", has("role:update") && has("team:update") && !teams.is_empty()),
            ("MakeAdmin", has("org_member:update") && has("org_member:set_admin")),
            ("CreateRole", is_person && has("role:create") && has("org_member:update")),
            ("CreateToken", has("org_token:create")),
            ("IssueToken", has("auth_policies:update")),
            ("CreateTeamToken", has("team:create_token") && full),
        ];
        for (name, _) in here.into_iter().filter(|(_, is_open)| *is_open) {
            endings.entry(name.to_owned()).or_insert(steps);
        }
        let joins = organization.teams.iter().filter(|_| is_person && has("team:update"));
        let joins = joins
            .map(|team| (Action::JoinTeam(team.name.clone()), Subject::Team(team.name.clone())));
        let takes = organization.records.iter().filter(|_| is_person && has("org_member:update"));
        let takes =
            takes.filter(|record| record.purpose == UxPurpose::Role && record.id != "admin");
        let takes = takes
            .map(|record| (Action::TakeRole(record.id.clone()), Subject::Role(record.id.clone())));
        if is_person && has("team:create") && teams.is_empty() {
            let mut after = organization.clone();
            walk(&mut after, &world.actor, &Action::CreateTeam(NEW.into()));
            waiting.push_back((after, steps + 1));
        }
        for (action, gives) in joins.chain(takes) {
            if is_admin(&organization, &gives) {
                endings.entry(kind(&action)).or_insert(steps);
                continue;
            }
            let mut after = organization.clone();
            walk(&mut after, &world.actor, &action);
            waiting.push_back((after, steps + 1));
        }
    }
    endings
}

/// Where somebody stands.
struct Place {
    role: Option<String>,
    teams: Vec<String>,
    roles: Vec<String>,
}

fn place(organization: &Organization, actor: &Principal) -> Place {
    let token = |id: &String| organization.tokens.iter().find(|token| token.id == *id).unwrap();
    let (role, teams): (Option<String>, Vec<_>) = match actor {
        Principal::User(login) => {
            let member = organization.members.iter().find(|member| member.login == *login).unwrap();
            let teams = organization.teams.iter();
            let teams =
                teams.filter(|team| team.members.iter().any(|member| member.login == *login));
            (member.role_id.clone(), teams.collect())
        }
        Principal::Token(id) => match &token(id).kind {
            TokenKind::Organization { role_id } => (role_id.clone(), Vec::new()),
            TokenKind::Team { team } => {
                (None, organization.teams.iter().filter(|known| known.name == *team).collect())
            }
            TokenKind::Personal { .. } => unreachable!(),
        },
        Principal::Team(_) => unreachable!(),
    };
    let roles = teams.iter().flat_map(|team| team.role_ids.clone()).chain(role.clone()).collect();
    Place { role, teams: teams.iter().map(|team| team.name.clone()).collect(), roles }
}
