//! An organization as changes would leave it, asked before they are made.

mod bindings;

use policy::{Guardrail, Inventory, Organization, Records, Verdict};
use store::{Change, Contents, EntityKey};
use wire::prove::{Proof, Teller};

use crate::export::{self, engine_entity, entity_type};
use crate::loaded::Loaded;
use crate::records::{parsed, updated};
use crate::refusal::Refusal;

/// The guardrails that hold in `loaded` and would no longer once `changes` are made, after which there are these
/// `people`.
///
/// One that is broken already, or has no answer, stays out of it. It can take longer than a request may hold a thread.
pub(crate) fn broken_by(loaded: &Loaded, people: &Organization, changes: &[Change]) -> Vec<Proof> {
    let guardrails = &loaded.engine.guardrails;
    if guardrails.is_empty() {
        return Vec::new();
    }
    let inventory = inventory(loaded, changes);
    let inventory = inventory.as_ref().unwrap_or(&loaded.engine.inventory);
    let verdicts = Guardrail::check_all(guardrails, people, inventory);
    let mut teller = Teller::new(&loaded.engine, people);
    let both = guardrails.iter().zip(loaded.verdicts()).zip(&verdicts);
    let broken =
        both.filter(|((_, before), after)| **before == Verdict::Holds && **after != Verdict::Holds);
    broken.map(|((guardrail, _), after)| teller.tell(guardrail, after)).collect()
}

/// Who would hold what once `changes` are made, unless nobody may do more or less by them or nobody asks: neither a
/// guard, where they hand something out, nor a guardrail.
///
/// Without entities and guardrails.
pub(crate) fn changed(
    loaded: &Loaded,
    changes: &[Change],
) -> Result<Option<Organization>, Refusal> {
    let is_asked = |change: &Change| {
        hands_out(change) || (is_about_access(change) && !loaded.engine.guardrails.is_empty())
    };
    changes.iter().any(is_asked).then(|| people(loaded, changes)).transpose()
}

/// Whether anybody may do more or less by it.
const fn is_about_access(change: &Change) -> bool {
    match change {
        Change::CreateRecord(_)
        | Change::DeleteRecord { .. }
        | Change::ReleaseRecord { .. }
        | Change::SetDefaultRole { .. }
        | Change::CreateToken(_)
        | Change::RevokeToken { .. }
        | Change::AddMember(_)
        | Change::SetMemberRole { .. }
        | Change::RemoveMember { .. }
        | Change::CreateTeam(_)
        | Change::DeleteTeam { .. }
        | Change::PutTeamMember { .. }
        | Change::RemoveTeamMember { .. }
        | Change::SetTeamRoles { .. }
        | Change::SetTeamGrant { .. }
        | Change::UpdateSettings { .. }
        | Change::CreateEntity { .. }
        | Change::DeleteEntity { .. }
        | Change::SetEntityTags { .. } => true,
        Change::UpdateRecord(update) => update.details.is_some(),
        // Who has nothing yet may do nothing.
        Change::CreateUser(_)
        | Change::CreateGuardrail(_)
        | Change::UpdateGuardrail(_)
        | Change::DeleteGuardrail { .. }
        | Change::UpdateTeam(_) => false,
    }
}

/// Whether it gives somebody something by a role, a set, a team, a token or a setting.
///
/// What a creator has on what was created is no such gift, and neither is what others have by its tags.
pub(crate) const fn hands_out(change: &Change) -> bool {
    match change {
        Change::CreateEntity { .. }
        | Change::DeleteEntity { .. }
        | Change::SetEntityTags { .. } => false,
        other => is_about_access(other),
    }
}

/// The entities there would be, where `changes` change them.
fn inventory(loaded: &Loaded, changes: &[Change]) -> Option<Inventory> {
    let mut entities = None;
    for change in changes {
        let of = || loaded.engine.inventory.entities().to_vec();
        match change {
            Change::CreateEntity { entity, .. } => {
                entities.get_or_insert_with(of).push(engine_entity(entity.clone()));
            }
            Change::DeleteEntity { key } => {
                entities.get_or_insert_with(of).retain(|entity| !is(entity, key));
            }
            Change::SetEntityTags { key, tags, .. } => {
                let entities = entities.get_or_insert_with(of);
                for entity in entities.iter_mut().filter(|entity| is(entity, key)) {
                    entity.tags.clone_from(tags);
                }
            }
            _ => {}
        }
    }
    entities.map(Inventory::new)
}

fn is(entity: &policy::Entity, key: &EntityKey) -> bool {
    entity.entity_type == entity_type(key.entity_type) && entity.id == key.id
}

/// Who would hold what.
fn people(loaded: &Loaded, changes: &[Change]) -> Result<Organization, Refusal> {
    let mut records = loaded.engine.records.clone();
    let before = &loaded.contents;
    let mut bound = Contents {
        organization: before.organization.clone(),
        entities: Vec::new(),
        records: Vec::new(),
        members: before.members.clone(),
        teams: before.teams.clone(),
        tokens: before.tokens.clone(),
        creator_grants: before.creator_grants.clone(),
        guardrails: Vec::new(),
    };
    for change in changes {
        match change {
            Change::CreateRecord(record) => records.put(parsed(record)?),
            Change::UpdateRecord(update) => {
                let mut own = before.records.iter().filter(|record| record.id == update.id);
                let record = own.next().ok_or_else(|| Refusal::no_role(&update.id))?;
                records.put(parsed(&updated(record, update, record.modified))?);
            }
            Change::DeleteRecord { id } => {
                let kept = records.iter().filter(|record| record.id != *id).cloned();
                records = Records::new(kept.collect());
            }
            Change::CreateGuardrail(_)
            | Change::UpdateGuardrail(_)
            | Change::DeleteGuardrail { .. } => {}
            other => bindings::apply(&mut bound, other),
        }
    }
    let internal = |reason: String| Refusal::Internal(reason);
    let mut snapshot = export::snapshot(&bound, &[], loaded.engine.several_team_roles)
        .map_err(|error| internal(error.to_string()))?;
    // The records are beside it, and so is the role among them.
    let default_role_id = snapshot.organization.default_role_id.take();
    let people = snapshot.load().map_err(|fault| internal(fault.to_string()))?;
    Ok(Organization { records, default_role_id, ..people })
}

#[cfg(test)]
mod tests {
    use store::{
        Change, EntityKey, EntityType, Organizations, Record, RecordUpdate, SecretToken, Team,
        TeamMember, Timestamp,
    };

    use store_sql::SqlStore;

    use super::{inventory, people};
    use crate::export::stored_entity;
    use crate::fixture::{Fixture, started};
    use crate::{Config, State};

    const ORGANIZATION: &str = include_str!("../../../tests/http/organization.json");

    fn record(loaded: &crate::loaded::Loaded, id: &str) -> Record {
        loaded.contents.records.iter().find(|record| record.id == id).unwrap().clone()
    }

    /// What is asked before `changes` is what the store makes of them, and something it is.
    async fn check(state: &State, store: &SqlStore, changes: &[Change], event: &store::Event) {
        let before = state.organization("acme").await.unwrap();
        let expected = people(&before, changes).unwrap();
        let revision = before.organization().revision;
        store
            .write(
                &before.organization().id,
                revision,
                changes,
                std::slice::from_ref(event),
                Timestamp::from_millis(6),
            )
            .await
            .unwrap();
        let after = &state.organization("acme").await.unwrap().engine;
        assert_eq!(expected.members, after.members, "{changes:?}");
        assert_eq!(expected.teams, after.teams, "{changes:?}");
        assert_eq!(expected.tokens, after.tokens, "{changes:?}");
        assert_eq!(expected.creator_grants, after.creator_grants, "{changes:?}");
        let entities = inventory(&before, changes);
        let entities = entities.as_ref().unwrap_or(&before.engine.inventory);
        assert_eq!(entities.entities(), after.inventory.entities(), "{changes:?}");
        assert_eq!(expected.settings, after.settings, "{changes:?}");
        let records = |of: &policy::Organization| of.records.iter().cloned().collect::<Vec<_>>();
        assert_eq!(records(&expected), records(after), "{changes:?}");
        assert!(
            expected.creator_grants != before.engine.creator_grants
                || expected.settings != before.engine.settings
                || expected.teams != before.engine.teams
                || expected.members != before.engine.members
                || expected.tokens != before.engine.tokens
                || records(&expected) != records(&before.engine)
        );
    }

    fn key(id: &str) -> EntityKey {
        EntityKey { entity_type: EntityType::Stack, id: id.to_owned() }
    }

    fn create(id: &str) -> Change {
        Change::CreateEntity {
            entity: store::Entity { key: key(id), name: format!("a/{id}"), tags: Vec::new() },
            details: None,
            creator: store::Principal::User("admin".to_owned()),
            by: "admin".to_owned(),
        }
    }

    fn retag(id: &str, env: &str) -> Change {
        let tags = vec![("env".to_owned(), env.to_owned())];
        Change::SetEntityTags { key: key(id), tags, by: "admin".to_owned() }
    }

    #[tokio::test]
    async fn what_is_asked_before_a_change_is_what_the_store_makes_of_it() {
        let config = Config { demo: Some(ORGANIZATION), ..Config::default() };
        let Fixture { store, state, .. } = &started(config).await;
        let first = state.organization("acme").await.unwrap();
        let new =
            Record { id: "new".to_owned(), name: "New".to_owned(), ..record(&first, "r-flat") };
        let details = Some(r#"{"__type": "PermissionDescriptorAllow"}"#.to_owned());
        let update = RecordUpdate {
            id: "p-reader".to_owned(),
            version: 1,
            details,
            ..RecordUpdate::default()
        };
        let default = |id: Option<&str>| Change::SetDefaultRole { id: id.map(str::to_owned) };
        let release = |id: &str| Change::ReleaseRecord { id: id.to_owned() };
        let delete = |id: &str| Change::DeleteRecord { id: id.to_owned() };
        let ci = first.contents.tokens.iter().find(|token| token.id == "t-ci").unwrap();
        let token = SecretToken {
            token: store::Token { id: "made".to_owned(), name: "made".to_owned(), ..ci.clone() },
            hash: None,
        };
        let team = || "platform".to_owned();
        let platform = first.contents.teams.iter().find(|team| team.name == "platform").unwrap();
        let member = |login: &str, role_id: Option<&str>| store::Member {
            login: login.to_owned(),
            role_id: role_id.map(str::to_owned),
            created: Timestamp::from_millis(6),
        };
        let role = |login: &str, role_id: Option<&str>| Change::SetMemberRole {
            login: login.to_owned(),
            role_id: role_id.map(str::to_owned),
        };
        let put = |login: &str| Change::PutTeamMember {
            team: team(),
            member: TeamMember { login: login.to_owned(), is_admin: true },
        };
        let roles = |ids: &[&str]| Change::SetTeamRoles {
            team: team(),
            role_ids: ids.iter().map(|id| (*id).to_owned()).collect(),
        };
        let grant = |id: &str, set: Option<&str>| {
            let mut entities = first.engine.inventory.entities().iter();
            let entity = stored_entity(entities.find(|entity| entity.id == id).unwrap());
            let permission_set_id = set.map(str::to_owned);
            Change::SetTeamGrant { team: team(), entity: entity.key, permission_set_id }
        };
        let event = crate::audit::Origin::default().event(
            store::Actor::default(),
            Timestamp::from_millis(6),
            crate::audit::Told {
                name: wire::audit::EventName::CustomRoleUpdated,
                description: String::new(),
                details: None,
            },
        );
        let writes = [
            vec![Change::CreateToken(token)],
            vec![Change::RevokeToken { id: "t-ci".to_owned() }],
            vec![Change::CreateRecord(new)],
            vec![Change::UpdateRecord(update)],
            vec![default(Some("new"))],
            // Whoever held it falls back to the default role, and its token is gone.
            vec![release("r-reader"), delete("r-reader"), delete("p-reader")],
            vec![Change::AddMember(member("eve", Some("r-flat"))), put("eve"), put("rob")],
            vec![role("rob", Some("r-flat")), role("dan", None)],
            vec![grant("e-prod", Some("environment-read")), grant("s-dev", Some("stack-read"))],
            vec![roles(&["r-empty", "new"])],
            vec![Change::RemoveTeamMember { team: team(), login: "rob".to_owned() }],
            vec![Change::RemoveMember { login: "eve".to_owned() }],
            vec![grant("e-prod", None)],
            vec![Change::CreateTeam(Team { name: "core".to_owned(), ..platform.clone() })],
            vec![Change::UpdateSettings {
                settings: r#"{"defaultStackPermission": 0}"#.to_owned(),
            }],
            // The default role is gone as well, and so is a grant of a set on one entity.
            vec![release("new"), delete("new"), release("set-org")],
            vec![Change::DeleteTeam { name: team() }],
            vec![delete("set-org"), release("r-flat"), default(Some("r-empty"))],
            vec![default(None)],
            vec![create("s-new"), retag("s-new", "dev"), create("s-other")],
            vec![Change::DeleteEntity { key: key("s-new") }],
        ];
        for changes in writes {
            check(state, store, &changes, &event).await;
        }
    }
}
