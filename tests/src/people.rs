//! People, teams and tokens: made up at random, and what they hold decided a second time, source by source.

use std::{collections::BTreeMap, sync::LazyLock};

use serde_json::{Value, json};

use crate::{
    oracle::{Grants, Question, limit},
    random::Random,
};

const LOGINS: [&str; 4] = ["ada", "bob", "cyd", "dee"];
const TEAMS: [&str; 3] = ["t", "u", "v"];
const ROLES: [&str; 6] = ["role", "other-role", "member", "admin", "policy", "nowhere"];
const SETS: [&str; 7] =
    ["stack-read", "stack-write", "stack-admin", "environment-open", "flat", "limited", "set"];
const KINDS: [&str; 3] = ["stack", "environment", "insights-account"];

fn one<'a>(random: &mut Random, of: &[&'a str]) -> &'a str {
    of[random.below(of.len())]
}

/// A random snapshot with members, teams, tokens, creator grants and settings; `role` is held by many.
///
/// # Panics
///
/// Never: what is made here has the shape that is expected.
pub fn snapshot(random: &mut Random) -> Value {
    let mut snapshot = random.snapshot();
    let mut other = random.snapshot()["records"][0].clone();
    (other["id"], other["name"]) = (json!("other-role"), json!("other-role"));
    let flat = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:delete", "environment:open"]});
    let flat = json!({"id": "flat", "name": "flat", "uxPurpose": "set", "details": flat});
    let limited = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:write", "environment:open"], "constraints": {"MaxOpenDuration": 900}});
    let limited =
        json!({"id": "limited", "name": "limited", "uxPurpose": "set", "details": limited});
    snapshot["records"].as_array_mut().unwrap().extend([other, flat, limited]);
    if random.below(3) == 0 {
        let default = [0, 4][random.below(2)];
        snapshot["records"][default]["isOrgDefault"] = json!(true);
    }
    // Something that always hangs on a tag, so that tags matter to whoever holds the role.
    let tag = json!({"__type": "PermissionExpressionTag", "context": {"__type": "PermissionExpressionStack"}, "key": "env"});
    let value = json!({"__type": "PermissionLiteralExpressionString", "value": "prod"});
    let is_prod = json!({"__type": "PermissionExpressionEqual", "left": tag, "right": value});
    let node = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:write"]});
    let rule =
        json!({"__type": "PermissionDescriptorCondition", "condition": is_prod, "subNode": node});
    snapshot["records"][0]["details"]["entries"].as_array_mut().unwrap().push(rule);
    let entity = |random: &mut Random| json!({"type": one(random, &KINDS), "id": one(random, &["1", "2", "3"])});

    let mut members = Vec::new();
    for login in LOGINS {
        let mut member = json!({"login": login});
        if random.below(5) > 0 {
            member["roleId"] = json!(one(random, &ROLES));
        }
        members.push(member);
    }
    let mut teams = Vec::new();
    for name in TEAMS {
        let people: Vec<_> = LOGINS
            .iter()
            .filter(|_| random.below(2) == 0)
            .map(|login| json!({"login": login}))
            .collect();
        let mut roles: Vec<_> = (0..random.below(3)).map(|_| one(random, &ROLES)).collect();
        roles.dedup();
        let mut grants = Vec::new();
        for _ in 0..random.below(3) {
            let mut grant = entity(random);
            grant["permissionSetId"] = json!(one(random, &SETS));
            grants.push(grant);
        }
        teams.push(
            json!({"name": name, "members": people, "roleIds": roles, "entityGrants": grants}),
        );
    }
    let mut tokens = Vec::new();
    for id in ["k1", "k2", "k3", "k4"] {
        let mut token = match random.below(3) {
            0 => json!({"type": "organization", "roleId": one(random, &ROLES)}),
            1 => json!({"type": "team", "team": one(random, &TEAMS)}),
            _ => json!({"type": "personal", "user": one(random, &LOGINS)}),
        };
        (token["id"], token["name"]) = (json!(id), json!(id));
        token["expires"] = json!([0, 500, 2000][random.below(3)]);
        tokens.push(token);
    }
    let mut created = Vec::new();
    for _ in 0..random.below(4) {
        let principal = match random.below(3) {
            0 => json!({"type": "user", "id": one(random, &LOGINS)}),
            1 => json!({"type": "team", "id": one(random, &TEAMS)}),
            _ => json!({"type": "token", "id": "k1"}),
        };
        created.push(json!({"principal": principal, "entity": entity(random)}));
    }
    snapshot["members"] = json!(members);
    snapshot["teams"] = json!(teams);
    snapshot["tokens"] = json!(tokens);
    snapshot["creatorGrants"] = json!(created);
    snapshot["organization"] = json!({"name": "o", "settings": settings(random)});
    snapshot
}

/// Settings for members.
pub fn settings(random: &mut Random) -> Value {
    let level = [0, 101, 102, 103][random.below(4)];
    json!({
        "defaultStackPermission": level,
        "defaultEnvironmentPermission": one(random, &["none", "read", "open", "write"]),
        "defaultAccountPermission": random.below(3),
        "membersCanCreateStacks": random.below(2) == 0,
        "membersCanCreateTeams": random.below(2) == 0,
        "membersCanDeleteStacks": random.below(2) == 0,
        "membersCanTransferStacks": random.below(2) == 0,
    })
}

/// The built-in records.
static BUILT_IN: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let catalogue: Value =
        serde_json::from_str(include_str!("../../crates/policy/data/catalogue.json")).unwrap();
    let records =
        ["sets", "roles"].into_iter().flat_map(|kind| catalogue[kind].as_array().unwrap().clone());
    let built_in = records.map(|record| {
        let details =
            json!({"__type": "PermissionDescriptorAllow", "permissions": record["permissions"]});
        let id = &record["defaultIdentifier"];
        json!({"id": id, "defaultIdentifier": id, "details": details})
    });
    built_in.collect()
});

/// What one holds on something: scopes, and the limits on those that open.
pub type Held = (Vec<String>, BTreeMap<String, u64>);

/// One organization, asked about plainly.
pub struct Naive<'n> {
    snapshot: &'n Value,
    records: Vec<Value>,
    now: u64,
    part: Part<'n>,
}

/// Which of the things that one was given count.
#[derive(Clone, Copy, PartialEq)]
pub enum Part<'p> {
    /// All of them.
    All,
    /// This role, in whatever way it is held.
    Only(&'p str),
    /// All but this role.
    Without(&'p str),
}

impl<'n> Naive<'n> {
    /// The organization in `snapshot` at `now`.
    ///
    /// # Panics
    ///
    /// When `snapshot` has no records.
    pub fn new(snapshot: &'n Value, now: u64) -> Self {
        let own = snapshot["records"].as_array().unwrap().iter();
        let records = own.chain(BUILT_IN.iter()).cloned().collect();
        Self { snapshot, records, now, part: Part::All }
    }

    /// The same where only a part of what one was given counts.
    #[must_use]
    pub fn of(self, part: Part<'n>) -> Self {
        Self { part, ..self }
    }

    /// What the principal holds on `entity`, or on the organization.
    pub fn held(&self, kind: &str, id: &str, entity: Option<&Value>) -> Held {
        let mut grants = Grants::new();
        match kind {
            "user" => self.user(id, entity, &mut grants),
            "team" => self.team(id, false, entity, &mut grants),
            _ => self.token(id, entity, &mut grants),
        }
        let limits = grants
            .iter()
            .filter_map(|(scope, limits)| Some((scope.clone(), limit(scope, limits)?)));
        (grants.keys().cloned().collect(), limits.collect())
    }

    fn list(&self, key: &str) -> impl Iterator<Item = &'n Value> {
        self.snapshot[key].as_array().into_iter().flatten()
    }

    fn user(&self, login: &str, entity: Option<&Value>, grants: &mut Grants) {
        let member = self.list("members").find(|member| member["login"] == login).unwrap();
        let default = self.list("records").find(|record| record["isOrgDefault"] == true);
        let role = member["roleId"].as_str().or_else(|| default?["id"].as_str());
        let is_member = self.own_role(role, entity, grants);
        for team in self.list("teams") {
            if team["members"].as_array().unwrap().iter().any(|member| member["login"] == login) {
                self.through(team, is_member, entity, grants);
            }
        }
        self.created("user", login, is_member, entity, grants);
    }

    fn team(&self, name: &str, is_member: bool, entity: Option<&Value>, grants: &mut Grants) {
        let team = self.list("teams").find(|team| team["name"] == name).unwrap();
        self.through(team, is_member, entity, grants);
        self.created("team", name, is_member, entity, grants);
    }

    fn token(&self, id: &str, entity: Option<&Value>, grants: &mut Grants) {
        let Some(token) = self.list("tokens").find(|token| token["id"] == id) else { return };
        let expires = token["expires"].as_u64().unwrap();
        let days = self.snapshot["organization"]["settings"]["maxAccessTokenExpiryDays"].as_u64();
        let has_expired = expires != 0 && expires <= self.now;
        let is_refused = days
            .is_some_and(|days| days > 0 && (expires == 0 || expires > self.now + days * 86_400));
        if has_expired || is_refused {
            return;
        }
        let is_member = match token["type"].as_str().unwrap() {
            "personal" => return self.user(token["user"].as_str().unwrap(), entity, grants),
            "team" => {
                self.team(token["team"].as_str().unwrap(), true, entity, grants);
                self.own_role(None, entity, grants)
            }
            _ => self.own_role(token["roleId"].as_str(), entity, grants),
        };
        self.created("token", id, is_member, entity, grants);
    }

    fn own_role(&self, role: Option<&str>, entity: Option<&Value>, grants: &mut Grants) -> bool {
        let role = role.unwrap_or("member");
        self.role(role, None, entity, grants);
        let is_member = role == "member";
        if is_member {
            self.settings(entity, grants);
        }
        is_member
    }

    fn role(&self, id: &str, team: Option<&str>, entity: Option<&Value>, grants: &mut Grants) {
        let counts = match self.part {
            Part::All => true,
            Part::Only(role) => role == id,
            Part::Without(role) => role != id,
        };
        if counts {
            self.record(id, team, entity, grants);
        }
    }

    fn record(&self, id: &str, team: Option<&str>, entity: Option<&Value>, grants: &mut Grants) {
        let found = Question { entity, team, records: &self.records }.record(id);
        for (scope, limits) in found {
            grants.entry(scope).or_default().extend(limits);
        }
    }

    fn through(&self, team: &Value, is_member: bool, entity: Option<&Value>, grants: &mut Grants) {
        for role in team["roleIds"].as_array().unwrap() {
            self.role(role.as_str().unwrap(), team["name"].as_str(), entity, grants);
        }
        if matches!(self.part, Part::Only(_)) {
            return;
        }
        for grant in team["entityGrants"].as_array().unwrap() {
            let Some(entity) = entity
                .filter(|entity| entity["type"] == grant["type"] && entity["id"] == grant["id"])
            else {
                continue;
            };
            let set = self.records.iter().find(|record| record["id"] == grant["permissionSetId"]);
            let is_flat =
                set.is_some_and(|set| set["details"]["__type"] == "PermissionDescriptorAllow");
            if is_flat {
                self.set(grant["permissionSetId"].as_str().unwrap(), is_member, entity, grants);
            }
        }
    }

    fn settings(&self, entity: Option<&Value>, grants: &mut Grants) {
        if matches!(self.part, Part::Only(_)) {
            return;
        }
        let settings = &self.snapshot["organization"]["settings"];
        let Some(entity) = entity else {
            let switches = [
                ("membersCanCreateStacks", "stack:create"),
                ("membersCanCreateAccounts", "insights_account:create"),
                ("membersCanCreateTeams", "team:create"),
            ];
            for (name, scope) in switches {
                if settings[name] == true {
                    grants.entry(scope.to_owned()).or_default().push(0);
                }
            }
            return;
        };
        let level = match entity["type"].as_str().unwrap() {
            "stack" => settings["defaultStackPermission"].as_u64().and_then(|level| {
                Some(match level {
                    101 => "stack-read",
                    102 => "stack-write",
                    103 => "stack-admin",
                    _ => return None,
                })
            }),
            "environment" => settings["defaultEnvironmentPermission"].as_str().and_then(|level| {
                Some(match level {
                    "read" => "environment-read",
                    "open" => "environment-open",
                    "write" => "environment-write",
                    "admin" => "environment-admin",
                    _ => return None,
                })
            }),
            _ => settings["defaultAccountPermission"].as_u64().and_then(|level| {
                Some(match level {
                    1 => "insights-account-read",
                    2 => "insights-account-write",
                    3 => "insights-account-admin",
                    _ => return None,
                })
            }),
        };
        if let Some(level) = level {
            self.set(level, true, entity, grants);
        }
    }

    fn created(
        &self,
        kind: &str,
        id: &str,
        is_member: bool,
        entity: Option<&Value>,
        grants: &mut Grants,
    ) {
        if matches!(self.part, Part::Only(_)) {
            return;
        }
        for grant in self.list("creatorGrants") {
            let Some(entity) = entity.filter(|entity| {
                let of = &grant["entity"];
                entity["type"] == of["type"] && entity["id"] == of["id"]
            }) else {
                continue;
            };
            if grant["principal"]["type"] == kind && grant["principal"]["id"] == id {
                let kind = entity["type"].as_str().unwrap_or_default();
                self.set(&format!("{kind}-admin"), is_member, entity, grants);
            }
        }
    }

    /// A built-in set; Stack Admin of members lacks what the settings withhold.
    fn set(&self, id: &str, is_member: bool, entity: &Value, grants: &mut Grants) {
        let mut found = Grants::new();
        self.record(id, None, Some(entity), &mut found);
        let settings = &self.snapshot["organization"]["settings"];
        for (name, scope) in [
            ("membersCanDeleteStacks", "stack:delete"),
            ("membersCanTransferStacks", "stack:transfer"),
        ] {
            if is_member && id == "stack-admin" && settings[name] != true {
                found.remove(scope);
            }
        }
        for (scope, limits) in found {
            grants.entry(scope).or_default().extend(limits);
        }
    }
}
