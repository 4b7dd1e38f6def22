//! The usage log of the demo organization: made up, and the same every time.
//!
//! Everybody works on a few projects and mostly does what they may do, as the engine decides it.

use std::fmt::Write as _;

use policy::{Access, Entity, Matrix, Organization, Principal, Scope, ScopeSet};

use crate::random::Random;

/// The day before the log begins, 2026-08-24, in Unix seconds.
const START: u64 = 1_787_529_600;
const DAY: u64 = 86_400;
const DAYS: usize = 90;

/// What is done, and how often it is compared with the others; what is not here is never done.
const HABITS: [(&str, usize); 27] = [
    ("stack:read", 24),
    ("stack:write", 14),
    ("stack:decrypt", 5),
    ("stack:export", 2),
    ("stack:delete", 1),
    ("stack_deployment:create", 8),
    ("stack_deployment:read", 6),
    ("stack_deployment_settings:read", 2),
    ("stack_tags:update", 1),
    ("stack_access:read", 1),
    ("environment:read", 8),
    ("environment:open", 12),
    ("environment:write", 3),
    ("environment_version:read", 3),
    ("environment_version:open", 1),
    ("insights_account:read", 8),
    ("insights_account:scan", 4),
    ("insights_account_scan:read", 4),
    ("stack:create", 2),
    ("team:read", 2),
    ("org_member:read", 3),
    ("resources:search", 3),
    ("role:read", 2),
    ("role:update", 1),
    ("audit_logs:read", 6),
    ("audit_logs:export", 2),
    ("organization:read_usage", 4),
];

/// Who has not used anything: people on leave, and tokens that were forgotten.
const IDLE: [&str; 7] =
    ["rafa", "vera", "leo-m", "old-jenkins", "terraform-migration-2025", "old laptop", "bootstrap"];

struct Writer<'o> {
    organization: &'o Organization,
    random: Random,
    /// The entries, each with its time.
    entries: Vec<(u64, String)>,
}

/// The log for `organization`, a line for each entry, in the order of time.
pub fn log(organization: &Organization) -> String {
    let mut writer = Writer { organization, random: Random::new(2026), entries: Vec::new() };
    let people = organization
        .members
        .iter()
        .map(|member| (member.login.as_str(), Principal::User(member.login.clone()), 18));
    let tokens = organization
        .tokens
        .iter()
        .map(|token| (token.name.as_str(), Principal::Token(token.id.clone()), 40));
    for (name, principal, often) in people.chain(tokens) {
        if !IDLE.contains(&name) {
            writer.works(&principal, often);
        }
    }
    writer.oddities();
    writer.entries.sort_by_key(|(at, _)| *at);
    let mut text = String::new();
    for (_, entry) in &writer.entries {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{entry}");
    }
    text
}

impl<'o> Writer<'o> {
    /// A working day's moment for people, any for tokens.
    fn moment(&mut self, principal: &Principal) -> u64 {
        let is_person = matches!(principal, Principal::User(_));
        loop {
            let day = 1 + self.random.below(DAYS);
            // 2026-08-24 is a Monday.
            let is_weekend = day % 7 >= 5;
            if !(is_person && is_weekend) {
                let (from, hours) = if is_person { (7, 11) } else { (0, 24) };
                let secs = from * 3600 + self.random.below(hours * 3600);
                return START + day as u64 * DAY + secs as u64;
            }
        }
    }

    /// What somebody does on the entities of a few projects, about `often` times.
    fn works(&mut self, principal: &Principal, often: usize) {
        let Ok(access) = Access::of(self.organization, &principal.subject()) else { return };
        let inventory = &self.organization.inventory;
        let matrix = Matrix::new(&access.program, inventory);
        // Where one may do most, one works.
        let rows = (0u32..).zip(inventory.entities());
        let mut reached: Vec<_> =
            rows.map(|(row, entity)| (matrix.scopes(row).len(), entity)).collect();
        reached.retain(|(scopes, _)| *scopes > 0);
        reached.sort_by_key(|(scopes, _)| std::cmp::Reverse(*scopes));
        let most = reached.first().map_or(0, |(scopes, _)| *scopes);
        let best = reached.iter().take_while(|(scopes, _)| scopes * 4 > most * 3).count().max(1);
        let mut projects = Vec::new();
        for _ in 0..3 {
            if !reached.is_empty() {
                projects.push(project(reached[self.random.below(best)].1));
            }
        }
        let places: Vec<_> = reached
            .iter()
            .map(|(_, entity)| *entity)
            .filter(|entity| projects.contains(&project(entity)))
            .collect();
        for _ in 0..often / 2 + self.random.below(often) {
            let at = self.moment(principal);
            if places.is_empty() || self.random.below(6) == 0 {
                self.does(principal, matrix.organization().scopes, None, at);
            } else {
                let entity = places[self.random.below(places.len())];
                let row = inventory.row(entity.entity_type, &entity.id).unwrap_or_default();
                self.does(principal, matrix.scopes(row), Some(entity), at);
            }
        }
    }

    /// One of the habits that `scopes` allow.
    fn does(&mut self, principal: &Principal, scopes: ScopeSet, entity: Option<&Entity>, at: u64) {
        let habits =
            HABITS.iter().filter_map(|(name, often)| Some((Scope::from_name(name)?, *often)));
        let habits: Vec<_> = habits.filter(|(scope, _)| scopes.contains(*scope)).collect();
        let all: usize = habits.iter().map(|(_, often)| often).sum();
        if all == 0 {
            return;
        }
        let mut left = self.random.below(all);
        for (scope, often) in habits {
            if left < often {
                self.push(principal, scope.name(), entity.map(key), at);
                return;
            }
            left -= often;
        }
    }

    fn push(&mut self, principal: &Principal, scope: &str, entity: Option<Used<'_>>, at: u64) {
        let (kind, id) = match principal {
            Principal::User(id) => ("user", id),
            Principal::Team(id) => ("team", id),
            Principal::Token(id) => ("token", id),
        };
        let principal = format!(r#"{{"type": "{kind}", "id": "{id}"}}"#);
        let mut line = format!(r#"{{"at": {at}, "principal": {principal}, "scope": "{scope}""#);
        // Writing into a string cannot fail.
        let _ = match entity {
            None => write!(line, "}}"),
            Some((kind, id, None)) => {
                write!(line, r#", "entity": {{"type": "{kind}", "id": "{id}"}}}}"#)
            }
            Some((kind, id, Some(tags))) => {
                write!(line, r#", "entity": {{"type": "{kind}", "id": "{id}", "tags": {tags}}}}}"#)
            }
        };
        self.entries.push((at, line));
    }

    /// What every log has some of: refusals, things that are gone or were tagged otherwise, and names nobody knows.
    fn oddities(&mut self) {
        let stack = |name: &str| {
            let mut entities = self.organization.inventory.entities().iter();
            key(entities.find(|entity| entity.name == name).unwrap())
        };
        let (prod, retagged) = (stack("payments-api/prod"), stack("payments-api/staging"));
        let gone = ("stack", "0d5c1f6e-3f1b-4a53-9a63-6a1f5f0f7c11", None);
        let with = |(kind, id, _): Used<'o>, tags| Some((kind, id, Some(tags)));
        let preview = r#"{"team": "payments", "ttl": "7d"}"#;
        let user = |login: &str| Principal::User(login.to_owned());
        let odd = [
            (user("ada"), "stack:delete", Some(prod)),
            (user("ada"), "stack:delete", Some(prod)),
            (user("karim"), "stack:write", Some(prod)),
            (user("amir"), "stack:write", with(retagged, r#"{"env": "prod", "team": "payments"}"#)),
            (user("ada"), "stack:write", with(gone, preview)),
            (user("ada"), "stack:delete", with(gone, preview)),
            (user("lena"), "stack:read", Some(gone)),
            (user("ada"), "stack:preview_next", Some(retagged)),
            (user("pia"), "stack:read", Some(retagged)),
        ];
        for (principal, scope, entity) in odd {
            let at = self.moment(&principal);
            self.push(&principal, scope, entity, at);
        }
    }
}

/// An entity as an entry names it: its type, its identity, and the text of its tags where they are said.
type Used<'o> = (&'static str, &'o str, Option<&'static str>);

fn key(entity: &Entity) -> Used<'_> {
    (entity.entity_type.name(), &entity.id, None)
}

fn project(entity: &Entity) -> &str {
    entity.name.split('/').next().unwrap_or_default()
}
