//! Excess: what a change gives somebody that whoever makes it does not hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Access, AccessError, ChangeKind, CompileError, Difference, Entity, Organization, Principal,
    Program, ScopeSet, Subject, TooComplex, guardrail::holdings, impact::Touched, principal::Part,
};

/// How many comparisons are made for one change; beyond it there is no answer.
const MAX_COMPARISONS: usize = 500;

/// What a change gives somebody that whoever makes it does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excess {
    /// Who would get it: the first, people before teams and those before tokens.
    pub holder: Principal,
    /// The scopes.
    pub scopes: ScopeSet,
    /// Where they are held already, and would open something for more than so many seconds.
    pub longer_than_secs: Option<u64>,
    /// On which entity, which need not exist; the organization when there is none.
    pub entity: Option<Entity>,
}

/// Why it is not known whether a change gives too much.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExcessError {
    /// Whoever makes the change is not there, or was given more than can be followed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Somebody would hold more than can be followed.
    #[error(transparent)]
    TooLarge(#[from] CompileError),
    /// What somebody would hold distinguishes too many cases.
    #[error(transparent)]
    TooComplex(#[from] TooComplex),
    /// The change touches too many who hold different things.
    #[error("the change touches too many who hold different things: more than {MAX_COMPARISONS}")]
    TooMany,
}

impl Excess {
    /// What somebody could do in `after` who could not `before`, and `giver` could not either: exactly, over every
    /// entity there could be.
    ///
    /// Whoever holds the built-in Admin role may give everything. Tokens count as if they were good, for nobody
    /// should rely on a date. Entities are not looked at.
    ///
    /// # Errors
    ///
    /// [`ExcessError`] when `giver` is not there, or when there is too much to look at.
    pub fn of(
        before: &Organization,
        after: &Organization,
        giver: &Subject,
    ) -> Result<Option<Self>, ExcessError> {
        let own = Part::of(before, giver)?;
        if own.iter().any(|part| is_admin(before, part)) {
            return Ok(None);
        }
        let touched = touched(before, after);
        let mut look = Look {
            before,
            after,
            giver: Access::from_parts(&before.records, &own)?.program,
            own,
            within: BTreeMap::new(),
            left: MAX_COMPARISONS,
        };
        let held: BTreeMap<_, _> = holdings(before).into_iter().collect();
        let mut done = BTreeSet::new();
        for (holder, new) in holdings(after) {
            let old = held.get(&holder).map(Vec::as_slice).unwrap_or_default();
            // Rights only add up: what stays what it is gives nothing new.
            let stays = |part: &Part| {
                old.contains(part) && !part.record().is_some_and(|id| touched.contains(id))
            };
            let added: Vec<_> = new.into_iter().filter(|part| !stays(part)).collect();
            if added.is_empty() || !done.insert((added.clone(), old.to_vec())) {
                continue;
            }
            if let Some(excess) = look.excess(&holder, old, &added)? {
                return Ok(Some(excess));
            }
        }
        Ok(None)
    }
}

fn is_admin(organization: &Organization, part: &Part) -> bool {
    let record = part.record().and_then(|id| organization.records.find(id));
    record.is_some_and(|record| record.default_identifier.as_deref() == Some("admin"))
}

/// The records that mean something else, or are new.
fn touched(before: &Organization, after: &Organization) -> Touched {
    let changed = after.records.iter().filter(|record| {
        before.records.find(&record.id).is_none_or(|known| known.details != record.details)
    });
    let gone = before.records.iter().filter(|record| after.records.find(&record.id).is_none());
    let touched = changed.chain(gone).map(|record| record.id.clone()).collect();
    Touched::by(before, after, touched)
}

/// Compares, and remembers what was compared.
struct Look<'o> {
    before: &'o Organization,
    after: &'o Organization,
    own: Vec<Part>,
    giver: Program,
    /// Whether the giver holds all of what is given.
    within: BTreeMap<Vec<Part>, bool>,
    left: usize,
}

impl Look<'_> {
    fn excess(
        &mut self,
        holder: &Principal,
        old: &[Part],
        added: &[Part],
    ) -> Result<Option<Excess>, ExcessError> {
        // Many are given the same by one change, and mostly the giver holds it alone.
        if self.within.get(added) == Some(&true) {
            return Ok(None);
        }
        let new = Access::from_parts(&self.after.records, added)?.program;
        if !self.within.contains_key(added) {
            self.count()?;
            let is_within = Difference::between(&self.giver, &new)?.only_takes_away();
            self.within.insert(added.to_vec(), is_within);
            if is_within {
                return Ok(None);
            }
        }
        self.count()?;
        let parts: Vec<_> = self.own.iter().chain(old).cloned().collect();
        let known = Access::from_parts(&self.before.records, &parts)?.program;
        Ok(first(holder, &Difference::between(&known, &new)?))
    }

    fn count(&mut self) -> Result<(), ExcessError> {
        self.left = self.left.checked_sub(1).ok_or(ExcessError::TooMany)?;
        Ok(())
    }
}

/// The first thing that is gained.
fn first(holder: &Principal, difference: &Difference) -> Option<Excess> {
    let on_organization = difference.on_organization().map(|(kind, scopes)| (kind, scopes, None));
    let on_entities = difference.changes.iter();
    let on_entities = on_entities.map(|change| (change.kind, change.scopes, Some(&change.example)));
    on_organization.chain(on_entities).find_map(|(kind, scopes, entity)| {
        let longer_than_secs = match kind {
            ChangeKind::Gained => None,
            ChangeKind::OpenLonger(secs) => Some(secs),
            ChangeKind::Lost | ChangeKind::OpenShorter(_) => return None,
        };
        let (holder, entity) = (holder.clone(), entity.cloned());
        Some(Excess { holder, scopes, longer_than_secs, entity })
    })
}

#[cfg(test)]
mod tests {
    use super::Excess;
    use crate::{
        Descriptor, EntityGrant, EntityType, Member, Organization, Principal, Record, Records,
        Settings, Subject, Team, TeamMember, Token, TokenKind, UxPurpose,
    };

    fn allow(scopes: &str) -> String {
        format!(r#"{{"__type": "PermissionDescriptorAllow", "permissions": [{scopes}]}}"#)
    }

    /// What is allowed where the tag `env` is this.
    fn tagged(env: &str, scopes: &str) -> String {
        let tag = r#"{"__type": "PermissionExpressionTag", "context": {"__type": "PermissionExpressionStack"}, "key": "env"}"#;
        let value =
            format!(r#"{{"__type": "PermissionLiteralExpressionString", "value": "{env}"}}"#);
        let equal = format!(
            r#"{{"__type": "PermissionExpressionEqual", "left": {tag}, "right": {value}}}"#
        );
        format!(
            r#"{{"__type": "PermissionDescriptorCondition", "condition": {equal}, "subNode": {}}}"#,
            allow(scopes)
        )
    }

    fn records(roles: &[(&str, String)]) -> Records {
        let record = |(id, details): &(&str, String)| Record {
            id: (*id).to_owned(),
            name: (*id).to_owned(),
            description: String::new(),
            purpose: UxPurpose::Role,
            resource_type: None,
            default_identifier: None,
            details: Descriptor::parse(details).unwrap(),
        };
        Records::new(roles.iter().map(record).collect())
    }

    fn member(login: &str, role: &str) -> Member {
        Member { login: login.to_owned(), role_id: Some(role.to_owned()) }
    }

    /// `ada` gives; `bob` gets.
    fn organization() -> Organization {
        let roles = [
            ("ada", allow(r#""role:update", "stack:read""#)),
            ("bob", tagged("dev", r#""stack:delete""#)),
            ("dev", tagged("dev", r#""stack:read", "stack:delete""#)),
            ("prod", tagged("prod", r#""stack:delete""#)),
        ];
        Organization {
            records: records(&roles),
            members: vec![member("ada", "ada"), member("bob", "bob"), member("eve", "admin")],
            teams: vec![Team {
                name: "core".to_owned(),
                members: Vec::new(),
                role_ids: Vec::new(),
                entity_grants: Vec::new(),
            }],
            ..Organization::default()
        }
    }

    fn excess(change: impl Fn(&mut Organization)) -> Option<Excess> {
        let before = organization();
        let mut after = before.clone();
        change(&mut after);
        let by = |login: &str| Excess::of(&before, &after, &Subject::User(login.to_owned()));
        assert_eq!(by("eve"), Ok(None), "an administrator may give everything");
        by("ada").unwrap()
    }

    #[test]
    fn what_the_giver_or_the_holder_has_already_is_no_excess() {
        assert_eq!(excess(|_| ()), None);
        // Together they hold what either holds: the one reads, the other deletes what is tagged so.
        assert_eq!(excess(|after| after.members[1] = member("bob", "dev")), None);
        assert_eq!(excess(|after| after.members[1] = member("bob", "ada")), None);
        let gone = |after: &mut Organization| after.members.truncate(1);
        assert_eq!(excess(gone), None);
    }

    #[test]
    fn whatever_is_more_is_named_with_an_entity_on_which_it_is() {
        let found = excess(|after| after.members[1] = member("bob", "prod")).unwrap();
        assert_eq!(found.holder, Principal::User("bob".to_owned()));
        assert_eq!(found.scopes.to_string(), "stack:delete");
        assert_eq!(found.entity.unwrap().tag("env"), Some("prod"));
        // The same for somebody who holds less already.
        let found = excess(|after| after.members.push(member("new", "bob"))).unwrap();
        assert_eq!(found.holder, Principal::User("new".to_owned()));
        let found = excess(|after| after.members[1] = member("bob", "admin")).unwrap();
        assert!(found.entity.is_none() && found.scopes.to_string().contains("role:create"));
    }

    #[test]
    fn every_way_to_hold_something_is_looked_at() {
        let wider = |after: &mut Organization| {
            after.records = records(&[
                ("ada", allow(r#""role:update", "stack:read""#)),
                ("bob", allow(r#""stack:delete""#)),
            ]);
        };
        let by_team = |after: &mut Organization| {
            after.teams[0].role_ids.push("prod".to_owned());
            let bob = TeamMember { login: "bob".to_owned(), is_admin: false };
            after.teams[0].members.push(bob);
        };
        let granted = |after: &mut Organization| {
            after.teams[0].entity_grants.push(EntityGrant {
                entity_type: EntityType::Stack,
                entity_id: "s".to_owned(),
                permission_set_id: "stack-write".to_owned(),
            });
        };
        let token = |after: &mut Organization| {
            let kind = TokenKind::Organization { role_id: Some("prod".to_owned()) };
            let id = "t".to_owned();
            // Also one that has expired long ago.
            after.tokens.push(Token { name: id.clone(), id, kind, expires: 1 });
        };
        let default = |after: &mut Organization| {
            after.members[1].role_id = None;
            after.settings = Settings { members_can_create_teams: true, ..Settings::default() };
        };
        assert_eq!(excess(wider).unwrap().holder, Principal::User("bob".to_owned()));
        assert_eq!(excess(by_team).unwrap().holder, Principal::User("bob".to_owned()));
        assert_eq!(excess(granted).unwrap().holder, Principal::Team("core".to_owned()));
        assert_eq!(excess(token).unwrap().holder, Principal::Token("t".to_owned()));
        assert!(excess(default).unwrap().scopes.to_string().contains("team:create"));
    }

    #[test]
    fn opening_for_longer_is_more() {
        // On environments, and on the organization, where the limit is all that tells the two roles apart.
        for (scope, is_on_entity) in [("environment:open", true), ("environment_yaml:open", false)]
        {
            for longer in ["600", "0"] {
                let open = |secs: &str| {
                    format!(
                        r#"{{"__type": "PermissionDescriptorAllow", "permissions": ["{scope}"], "constraints": {{"MaxOpenDuration": {secs}}}}}"#
                    )
                };
                let before = Organization {
                    records: records(&[("short", open("60")), ("long", open(longer))]),
                    members: vec![member("ada", "short"), member("bob", "long")],
                    ..Organization::default()
                };
                let after = Organization {
                    members: vec![member("ada", "long"), member("bob", "short")],
                    ..before.clone()
                };
                let by =
                    |login: &str| Excess::of(&before, &after, &Subject::User(login.to_owned()));
                assert_eq!(by("bob"), Ok(None));
                let found = by("ada").unwrap().unwrap();
                assert_eq!(
                    (found.holder, found.longer_than_secs, found.entity.is_some()),
                    (Principal::User("ada".to_owned()), Some(60), is_on_entity)
                );
            }
        }
    }
}
