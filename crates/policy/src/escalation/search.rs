//! The search for the shortest ways.
//!
//! Which steps are open depends on nine scopes on the organization, on being in a team, and on holding a role that
//! can be rewritten. Teams and roles that give the same of these are alike for the search, so what can be told apart
//! is a small number, whatever the size of the organization.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Action, Escalation, EscalationError, Step, World};
use crate::{
    Access, Difference, Organization, Principal, Scope, Subject, Team, TokenKind, UxPurpose, order,
};

/// The scopes that open steps, by bit.
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

const ROLE_UPDATE: u16 = 1;
const ROLE_CREATE: u16 = 1 << 1;
const TEAM_UPDATE: u16 = 1 << 2;
const TEAM_TOKEN: u16 = 1 << 3;
const MEMBER_UPDATE: u16 = 1 << 4;
const SET_ADMIN: u16 = 1 << 5;
const ORG_TOKEN: u16 = 1 << 6;
const AUTH_POLICIES: u16 = 1 << 7;
const TEAM_CREATE: u16 = 1 << 8;
/// Holds a role that is not built in.
const EDITABLE: u16 = 1 << 9;
/// Is in a team.
const IN_TEAM: u16 = 1 << 10;
/// Holds everything that the Admin role grants.
const ADMIN: u16 = 1 << 11;
/// The name of a team that one makes; a space cannot stand in one.
const NEW_TEAM: &str = "a new team";

/// What a role or a team gives, as far as the search can tell.
struct Gives<'w> {
    name: &'w str,
    /// A role of it that can be rewritten.
    editable: Option<&'w str>,
    mask: u16,
}

/// A state: what the own role and what everything else gives, and the way there.
struct State {
    own: u16,
    other: u16,
    /// The roles and teams that can be rewritten through, the latest last.
    own_editable: Option<String>,
    other_editable: Option<String>,
    team: Option<String>,
    steps: Vec<Step>,
}

pub(super) fn search(world: &World) -> Result<Escalation, EscalationError> {
    let organization = &world.organization;
    let admin = Access::of(organization, &Subject::Role("admin".to_owned()))?;
    let looks = Looks { organization, admin: &admin };
    let whole = looks.mask(&Access::of(organization, &world.actor.subject())?)?;
    if whole & ADMIN != 0 {
        return Ok(Escalation { is_admin: true, ..Escalation::default() });
    }
    let teams: Vec<_> =
        organization.teams.iter().map(|team| looks.team(team)).collect::<Result<_, _>>()?;
    let roles = looks.roles()?;
    let mut found = BTreeMap::<Action, Vec<Step>>::new();
    let mut seen = BTreeSet::new();
    let mut waiting = VecDeque::from([looks.start(world, &teams)?]);
    while let Some(state) = waiting.pop_front() {
        if !seen.insert((state.own, state.other)) {
            continue;
        }
        for step in endings(&state, &world.actor, organization, &teams) {
            let kind = kind_of(&step.action);
            let mut path = state.steps.clone();
            path.push(step);
            // Breadth first: the first way to an ending is a shortest one.
            found.entry(kind).or_insert(path);
        }
        if matches!(world.actor, Principal::User(_)) {
            moves(&state, &teams, &roles, &mut found, &mut waiting);
        }
    }
    let mut paths: Vec<_> = found.into_values().collect();
    order::sort_by_key(&mut paths, Vec::len);
    Ok(Escalation { paths, ..Escalation::default() })
}

/// The action without what it is done to.
fn kind_of(action: &Action) -> Action {
    match action {
        Action::JoinTeam(_) => Action::JoinTeam(String::new()),
        Action::CreateTeam(_) => Action::CreateTeam(String::new()),
        Action::TakeRole(_) => Action::TakeRole(String::new()),
        Action::EditRole(_) => Action::EditRole(String::new()),
        Action::BindAdmin(_) => Action::BindAdmin(String::new()),
        Action::MakeAdmin(_) => Action::MakeAdmin(String::new()),
        Action::CreateTeamToken(_) => Action::CreateTeamToken(String::new()),
        Action::CreateRole | Action::CreateToken | Action::IssueToken => action.clone(),
    }
}

/// A step that these keys open.
fn step(action: Action, keys: u16) -> Step {
    let scopes = KEYS.iter().enumerate().filter(|(bit, _)| keys >> bit & 1 == 1);
    Step { action, scopes: scopes.filter_map(|(_, name)| Scope::from_name(name)).collect() }
}

/// The steps that yield everything at once.
fn endings(
    state: &State,
    actor: &Principal,
    organization: &Organization,
    teams: &[Gives<'_>],
) -> Vec<Step> {
    let mask = state.own | state.other;
    let has = |keys: u16| mask & keys == keys;
    let mut endings = Vec::new();
    let editable = state.own_editable.as_ref().or(state.other_editable.as_ref());
    if let Some(role) = editable.filter(|_| has(ROLE_UPDATE)) {
        endings.push(step(Action::EditRole(role.clone()), ROLE_UPDATE));
    }
    if let Some(team) = state.team.as_ref().filter(|_| has(ROLE_UPDATE | TEAM_UPDATE)) {
        endings.push(step(Action::BindAdmin(team.clone()), ROLE_UPDATE | TEAM_UPDATE));
    }
    let person = match actor {
        Principal::User(login) => Some(login),
        Principal::Team(_) | Principal::Token(_) => {
            organization.members.first().map(|member| &member.login)
        }
    };
    if let Some(login) = person.filter(|_| has(MEMBER_UPDATE | SET_ADMIN)) {
        endings.push(step(Action::MakeAdmin(login.clone()), MEMBER_UPDATE | SET_ADMIN));
    }
    if matches!(actor, Principal::User(_)) && has(ROLE_CREATE | MEMBER_UPDATE) {
        endings.push(step(Action::CreateRole, ROLE_CREATE | MEMBER_UPDATE));
    }
    if has(ORG_TOKEN) {
        endings.push(step(Action::CreateToken, ORG_TOKEN));
    }
    if has(AUTH_POLICIES) {
        endings.push(step(Action::IssueToken, AUTH_POLICIES));
    }
    let full = teams.iter().find(|team| team.mask & ADMIN != 0);
    if let Some(team) = full.filter(|_| has(TEAM_TOKEN)) {
        endings.push(step(Action::CreateTeamToken(team.name.to_owned()), TEAM_TOKEN));
    }
    endings
}

/// What a person can do on the way: join teams, make one, and take roles.
fn moves(
    state: &State,
    teams: &[Gives<'_>],
    roles: &[Gives<'_>],
    found: &mut BTreeMap<Action, Vec<Step>>,
    waiting: &mut VecDeque<State>,
) {
    let mask = state.own | state.other;
    let mut go = |action: Action, keys: u16, gives: u16, next: State| {
        let mut steps = state.steps.clone();
        let kind = kind_of(&action);
        steps.push(step(action, keys));
        if gives & ADMIN != 0 {
            found.entry(kind).or_insert(steps);
        } else {
            waiting.push_back(State { steps, ..next });
        }
    };
    if mask & TEAM_UPDATE != 0 {
        for team in teams {
            let editable = state.other_editable.clone();
            let next = State {
                own: state.own,
                other: state.other | team.mask | IN_TEAM,
                own_editable: state.own_editable.clone(),
                other_editable: editable.or_else(|| team.editable.map(str::to_owned)),
                team: state.team.clone().or_else(|| Some(team.name.to_owned())),
                steps: Vec::new(),
            };
            go(Action::JoinTeam(team.name.to_owned()), TEAM_UPDATE, team.mask, next);
        }
    }
    // It gives nothing but to be in a team.
    if mask & TEAM_CREATE != 0 && mask & IN_TEAM == 0 {
        let next = State {
            own: state.own,
            other: state.other | IN_TEAM,
            own_editable: state.own_editable.clone(),
            other_editable: state.other_editable.clone(),
            team: Some(NEW_TEAM.to_owned()),
            steps: Vec::new(),
        };
        go(Action::CreateTeam(NEW_TEAM.to_owned()), TEAM_CREATE, 0, next);
    }
    if mask & MEMBER_UPDATE != 0 {
        for role in roles {
            let next = State {
                own: role.mask,
                other: state.other,
                own_editable: role.editable.map(str::to_owned),
                other_editable: state.other_editable.clone(),
                team: state.team.clone(),
                steps: Vec::new(),
            };
            go(Action::TakeRole(role.name.to_owned()), MEMBER_UPDATE, role.mask, next);
        }
    }
}

/// Looks at what subjects hold.
struct Looks<'w> {
    organization: &'w Organization,
    admin: &'w Access,
}

impl<'w> Looks<'w> {
    fn mask(&self, access: &Access) -> Result<u16, EscalationError> {
        let scopes = access.program.on_organization().scopes;
        let held = |name: &&str| Scope::from_name(name).is_some_and(|key| scopes.contains(key));
        let keys = (0u16..).zip(&KEYS).filter(|(_, name)| held(name));
        let mut mask = keys.fold(0, |mask, (bit, _)| mask | 1 << bit);
        // Only who holds the organization's part can hold all; the rest takes a closer look.
        let admin = &self.admin.program;
        if admin.on_organization().scopes.difference(scopes).is_empty()
            && Difference::between(admin, &access.program)?.only_adds()
        {
            mask |= ADMIN;
        }
        Ok(mask)
    }

    /// The role `id` where it can be rewritten.
    fn editable(&self, id: &str) -> Option<&'w str> {
        let record = self.organization.records.find(id)?;
        (!record.is_built_in()).then_some(record.id.as_str())
    }

    fn team(&self, team: &'w Team) -> Result<Gives<'w>, EscalationError> {
        let access = Access::of(self.organization, &Subject::Team(team.name.clone()))?;
        let editable = team.role_ids.iter().find_map(|id| self.editable(id));
        let mask = self.mask(&access)? | if editable.is_some() { EDITABLE } else { 0 };
        Ok(Gives { name: &team.name, editable, mask })
    }

    /// One role for each thing that roles give, without Admin, which takes `org_member:set_admin`.
    fn roles(&self) -> Result<Vec<Gives<'w>>, EscalationError> {
        let mut roles = BTreeMap::new();
        for record in self.organization.records.iter() {
            let is_made_up = record.id == super::world::SOMEBODY;
            let is_admin = record.default_identifier.as_deref() == Some("admin");
            if record.purpose != UxPurpose::Role || is_admin || is_made_up {
                continue;
            }
            let access = Access::of(self.organization, &Subject::Role(record.id.clone()))?;
            let editable = self.editable(&record.id);
            let mask = self.mask(&access)? | if editable.is_some() { EDITABLE } else { 0 };
            roles.entry(mask).or_insert(Gives { name: &record.id, editable, mask });
        }
        Ok(roles.into_values().collect())
    }

    fn start(&self, world: &World, teams: &[Gives<'w>]) -> Result<State, EscalationError> {
        let organization = self.organization;
        let (own, own_teams): (Option<&str>, Vec<&str>) = match &world.actor {
            Principal::User(login) => {
                let member = organization.members.iter().find(|member| member.login == *login);
                let is_in = |team: &&Team| team.members.iter().any(|member| member.login == *login);
                let teams = organization.teams.iter().filter(is_in);
                let role = member.map(|member| organization.role_of(member));
                (role, teams.map(|team| team.name.as_str()).collect())
            }
            Principal::Team(name) => (None, vec![name.as_str()]),
            Principal::Token(id) => {
                let token = organization.tokens.iter().find(|token| token.id == *id);
                match token.map(|token| &token.kind) {
                    Some(TokenKind::Organization { role_id }) => (role_id.as_deref(), Vec::new()),
                    Some(TokenKind::Team { team }) => (None, vec![team.as_str()]),
                    Some(TokenKind::Personal { .. }) | None => (None, Vec::new()),
                }
            }
        };
        let own = own.unwrap_or("member");
        let known = organization.records.find(own).is_some();
        let own_mask = if known {
            self.mask(&Access::of(organization, &Subject::Role(own.to_owned()))?)?
        } else {
            0
        };
        let own_editable = self.editable(own).map(str::to_owned);
        let held = || teams.iter().filter(|team| own_teams.contains(&team.name));
        let other = held().fold(0, |mask, team| mask | team.mask | IN_TEAM);
        Ok(State {
            own: own_mask | if own_editable.is_some() { EDITABLE } else { 0 },
            other,
            own_editable,
            other_editable: held().find_map(|team| team.editable).map(str::to_owned),
            team: own_teams.first().map(|team| (*team).to_owned()),
            steps: Vec::new(),
        })
    }
}
