//! An organization as changes would leave it, asked before they are made.

use policy::{Guardrail, Organization, Records, Verdict};
use store::{Change, Contents, TokenKind};
use wire::prove::{Proof, Teller};

use crate::export;
use crate::loaded::Loaded;
use crate::records::{parsed, updated};
use crate::refusal::Refusal;

/// The guardrails that hold in `loaded` and would no longer, once `changes` are made.
///
/// One that is broken already, or has no answer, stays out of it. It can take longer than a request may hold a thread.
pub(crate) fn broken_by(loaded: &Loaded, changes: &[Change]) -> Result<Vec<Proof>, Refusal> {
    let guardrails = &loaded.engine.guardrails;
    if guardrails.is_empty() || !changes.iter().any(is_about_access) {
        return Ok(Vec::new());
    }
    let people = people(loaded, changes)?;
    let verdicts = Guardrail::check_all(guardrails, &people, &loaded.engine.inventory);
    let mut teller = Teller::new(&loaded.engine, &people);
    let both = guardrails.iter().zip(loaded.verdicts()).zip(&verdicts);
    let broken =
        both.filter(|((_, before), after)| **before == Verdict::Holds && **after != Verdict::Holds);
    Ok(broken.map(|((guardrail, _), after)| teller.tell(guardrail, after)).collect())
}

/// Whether anybody may do more or less by it.
const fn is_about_access(change: &Change) -> bool {
    match change {
        Change::CreateRecord(_)
        | Change::DeleteRecord { .. }
        | Change::ReleaseRecord { .. }
        | Change::SetDefaultRole { .. }
        | Change::CreateToken(_)
        | Change::RevokeToken { .. } => true,
        Change::UpdateRecord(update) => update.details.is_some(),
        Change::CreateGuardrail(_)
        | Change::UpdateGuardrail(_)
        | Change::DeleteGuardrail { .. } => false,
    }
}

/// Who would hold what; without entities and guardrails, which stay what they are.
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
            Change::ReleaseRecord { id } => release(&mut bound, id),
            Change::SetDefaultRole { id } => bound.organization.default_role_id.clone_from(id),
            Change::CreateToken(new) => {
                // The organization's own come before the personal ones of its members.
                let personal = |token: &store::Token| token.organization_id.is_none();
                let place = bound.tokens.iter().position(personal).unwrap_or(bound.tokens.len());
                bound.tokens.insert(place, new.token.clone());
            }
            Change::RevokeToken { id } => {
                bound.tokens.retain(|token| token.id != *id || token.organization_id.is_none());
            }
            Change::CreateGuardrail(_)
            | Change::UpdateGuardrail(_)
            | Change::DeleteGuardrail { .. } => {}
        }
    }
    let internal = |reason: String| Refusal::Internal(reason);
    let snapshot = export::snapshot(&bound).map_err(|error| internal(error.to_string()))?;
    let people = snapshot.load().map_err(|fault| internal(fault.to_string()))?;
    Ok(Organization { records, ..people })
}

/// Takes a record from everyone who holds it, as the store does.
fn release(bound: &mut Contents, id: &String) {
    for member in &mut bound.members {
        member.role_id.take_if(|held| held == id);
    }
    for team in &mut bound.teams {
        team.role_ids.retain(|held| held != id);
        team.entity_grants.retain(|grant| grant.permission_set_id != *id);
    }
    bound.organization.default_role_id.take_if(|held| held == id);
    bound.tokens.retain(|token| match &token.kind {
        TokenKind::Organization { role_id } => role_id.as_ref() != Some(id),
        TokenKind::Personal { .. } | TokenKind::Team { .. } => true,
    });
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU8, Ordering};

    use store::{Change, Organizations, Record, RecordUpdate, SecretToken, Timestamp};
    use store_sqlite::SqliteStore;

    use super::people;
    use crate::{Config, State, prepare};

    const ORGANIZATION: &str = include_str!("../../../tests/http/organization.json");

    fn record(loaded: &crate::loaded::Loaded, id: &str) -> Record {
        loaded.contents.records.iter().find(|record| record.id == id).unwrap().clone()
    }

    #[tokio::test]
    async fn what_is_asked_before_a_change_is_what_the_store_makes_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("test.db")).await.unwrap();
        let config = Config { demo: Some(ORGANIZATION), ..Config::default() };
        let clock = Box::new(|| Timestamp::from_millis(5));
        let drawn = AtomicU8::new(0);
        let random = Box::new(move || Ok([drawn.fetch_add(1, Ordering::SeqCst); 32]));
        let state = State::new(
            config,
            crate::TokenKey::new([3; 32]),
            Arc::new(store.clone()),
            clock,
            random,
        );
        prepare(&state).await.unwrap();
        let first = state.organization("acme").await.unwrap();
        let id = first.organization().id.clone();
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
        let event = crate::audit::Origin::default().event(
            store::Actor::default(),
            Timestamp::from_millis(6),
            crate::audit::Told { name: "written", description: String::new(), details: None },
        );
        let writes = [
            vec![Change::CreateToken(token)],
            vec![Change::RevokeToken { id: "t-ci".to_owned() }],
            vec![Change::CreateRecord(new)],
            vec![Change::UpdateRecord(update)],
            vec![default(Some("new"))],
            // Whoever held it falls back to the default role, and its token is gone.
            vec![release("r-reader"), delete("r-reader"), delete("p-reader")],
            // The default role is gone as well, and so is a grant of a set on one entity.
            vec![release("new"), delete("new"), release("set-org")],
            vec![delete("set-org"), release("r-flat"), default(Some("r-empty"))],
            vec![default(None)],
        ];
        for changes in writes {
            let before = state.organization("acme").await.unwrap();
            let expected = people(&before, &changes).unwrap();
            let revision = before.organization().revision;
            store
                .write(
                    &id,
                    revision,
                    &changes,
                    std::slice::from_ref(&event),
                    Timestamp::from_millis(6),
                )
                .await
                .unwrap();
            let after = &state.organization("acme").await.unwrap().engine;
            assert_eq!(expected.members, after.members, "{changes:?}");
            assert_eq!(expected.teams, after.teams, "{changes:?}");
            assert_eq!(expected.tokens, after.tokens, "{changes:?}");
            assert_eq!(expected.creator_grants, after.creator_grants, "{changes:?}");
            assert_eq!(expected.settings, after.settings, "{changes:?}");
            let records =
                |of: &policy::Organization| of.records.iter().cloned().collect::<Vec<_>>();
            assert_eq!(records(&expected), records(after), "{changes:?}");
            assert!(
                expected.members != before.engine.members
                    || expected.tokens != before.engine.tokens
                    || records(&expected) != records(&before.engine)
            );
        }
    }
}
