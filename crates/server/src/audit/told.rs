//! What is told of each change to an organization.

mod entities;
mod guardrails;
mod name;
mod people;

use policy::Records;
use store::{Actor, Change, Event, Purpose, Record, Timestamp, Token, TokenKind};
use wire::audit::{Details, Difference, EventName};
use wire::diff::Relation;
use wire::prove::Proof;

use super::definition::words;
use super::{Origin, Told, short};
use crate::loaded::Loaded;
use crate::records::{parsed, updated};

/// What is told of `changes` to an organization as it is in `loaded`, one event for each.
///
/// It can take longer than a request may hold a thread.
pub(crate) fn events(
    loaded: &Loaded,
    changes: &[Change],
    broken: &[Proof],
    (origin, actor): (&Origin, &Actor),
    now: Timestamp,
) -> Vec<Event> {
    let after = After::of(loaded, changes, now);
    let broken: Vec<_> = broken.iter().map(|proof| proof.name.clone()).collect();
    let event = |change| {
        let mut said = tell(loaded, &after, change, now);
        if !broken.is_empty() {
            let names = broken.join("`, `");
            said.description = format!("{}, although it breaks `{names}`", said.description);
            said.details.broken_guardrails.clone_from(&broken);
        }
        origin.event(actor.clone(), now, said.by_name(name::name(loaded, change)))
    };
    changes.iter().map(event).collect()
}

/// What is told, before it has its name.
struct Said {
    description: String,
    details: Details,
}

impl Said {
    fn by_name(self, name: EventName) -> Told {
        Told { name, description: self.description, details: Some(self.details) }
    }
}

fn tell(loaded: &Loaded, after: &After, change: &Change, now: Timestamp) -> Said {
    match change {
        Change::CreateRecord(record) => after.record("created", None, record),
        Change::UpdateRecord(update) => {
            let Some(before) = own(loaded, &update.id) else { return unknown("role", &update.id) };
            let record = updated(before, update, now);
            after.record("changed", Some(before), &record)
        }
        Change::DeleteRecord { id } => {
            let Some(before) = own(loaded, id) else { return unknown("role", id) };
            let kind = before.purpose.name();
            Said {
                description: format!("deleted {kind} `{}`", short(&before.name)),
                details: of(kind, id, &before.name),
            }
        }
        Change::ReleaseRecord { id } => {
            let Some(before) = own(loaded, id) else { return unknown("role", id) };
            let kind = before.purpose.name();
            let released_from = loaded.holders(id);
            Said {
                description: format!(
                    "took {kind} `{}` from all {} that held it, and revoked those of them that are tokens",
                    short(&before.name),
                    released_from.len()
                ),
                details: Details { released_from, ..of(kind, id, &before.name) },
            }
        }
        Change::SetDefaultRole { id } => {
            let id = id.as_deref().unwrap_or("member");
            let name = loaded.engine.records.find(id).map_or(id, |record| record.name.as_str());
            let before = loaded.organization().default_role_id.clone();
            let before = before.unwrap_or_else(|| "member".to_owned());
            Said {
                description: format!("made `{}` the role of members without one", short(name)),
                details: Details { before: Some(before.into()), ..of("role", id, name) },
            }
        }
        Change::CreateToken(new) | Change::CreateUser(new) => token("created", &new.token),
        Change::RevokeToken { id } => {
            let Some(revoked) = own_token(loaded, id) else { return unknown("token", id) };
            token("revoked", revoked)
        }
        Change::CreateGuardrail(_)
        | Change::UpdateGuardrail(_)
        | Change::DeleteGuardrail { .. } => guardrails::tell(loaded, change),
        Change::AddMember(_)
        | Change::SetMemberRole { .. }
        | Change::RemoveMember { .. }
        | Change::CreateTeam(_)
        | Change::UpdateTeam(_)
        | Change::DeleteTeam { .. }
        | Change::PutTeamMember { .. }
        | Change::RemoveTeamMember { .. }
        | Change::SetTeamRoles { .. }
        | Change::SetTeamGrant { .. }
        | Change::UpdateSettings { .. } => people::tell(loaded, change),
        Change::CreateEntity { .. }
        | Change::DeleteEntity { .. }
        | Change::SetEntityTags { .. } => entities::tell(loaded, change),
    }
}

/// What is told of a token that is made.
pub(crate) fn token_created(made: &Token) -> Told {
    token("created", made).by_name(name::created(&made.kind))
}

/// What is told of a token that is ended.
pub(crate) fn token_deleted(ended: &Token) -> Told {
    token("revoked", ended).by_name(name::deleted(&ended.kind))
}

fn token(done: &str, token: &Token) -> Said {
    let (whose, acts_as) = match &token.kind {
        TokenKind::Organization { role_id } => {
            let role = role_id.as_deref().unwrap_or("member");
            ("the organization's token".to_owned(), format!("role `{role}`"))
        }
        TokenKind::Team { team } => (format!("a token of team `{team}`"), format!("team `{team}`")),
        TokenKind::Personal { login } => ("a personal token".to_owned(), format!("user `{login}`")),
    };
    let label = if token.name.is_empty() { &token.id } else { &token.name };
    let expires = match token.expires {
        0 => "never expires".to_owned(),
        secs => format!("expires {}", Timestamp::from_millis(0).plus_secs(secs)),
    };
    let after = serde_json::json!({"actsAs": acts_as, "expires": token.expires});
    Said {
        description: format!(
            "{done} {whose} `{}`, which acts as {acts_as} and {expires}",
            short(label)
        ),
        details: Details { after: Some(after), ..of("token", &token.id, &token.name) },
    }
}

fn of(kind: &'static str, id: &str, name: &str) -> Details {
    Details { kind, id: id.to_owned(), name: name.to_owned(), ..Details::default() }
}

/// What is told of a change to something that is not there: the store refuses it, and the event with it.
fn unknown(kind: &'static str, id: &str) -> Said {
    Said { description: format!("changed {kind} `{id}`"), details: of(kind, id, "") }
}

fn own<'l>(loaded: &'l Loaded, id: &str) -> Option<&'l Record> {
    loaded.contents.records.iter().find(|record| record.id == id)
}

fn own_token<'l>(loaded: &'l Loaded, id: &str) -> Option<&'l Token> {
    let mut tokens = loaded.contents.tokens.iter();
    tokens.find(|token| token.id == id && token.organization_id.is_some())
}

/// The records before and after all the changes of a write: one may name another that is made with it.
struct After<'l> {
    before: &'l policy::Organization,
    after: policy::Organization,
}

impl<'l> After<'l> {
    fn of(loaded: &'l Loaded, changes: &[Change], now: Timestamp) -> Self {
        let is_about_records =
            |change: &Change| matches!(change, Change::CreateRecord(_) | Change::UpdateRecord(_));
        let mut records = Records::default();
        if changes.iter().any(is_about_records) {
            records = loaded.engine.records.clone();
            for change in changes {
                let record = match change {
                    Change::CreateRecord(record) => Some(record.clone()),
                    Change::UpdateRecord(update) => {
                        own(loaded, &update.id).map(|before| updated(before, update, now))
                    }
                    _ => None,
                };
                // One that cannot be read has been refused before.
                if let Some(Ok(record)) = record.as_ref().map(parsed) {
                    records.put(record);
                }
            }
        }
        let after = policy::Organization { records, ..policy::Organization::default() };
        Self { before: &loaded.engine, after }
    }

    fn record(&self, done: &str, before: Option<&Record>, record: &Record) -> Said {
        let kind = record.purpose.name();
        let mut parts = Vec::new();
        let previous_name = before.map(|before| before.name.clone());
        let previous_name = previous_name.filter(|name| *name != record.name);
        if let Some(previous) = &previous_name {
            parts.push(format!("it was called `{}`", short(previous)));
        }
        if before.is_some_and(|before| before.description != record.description) {
            parts.push("it has another description".to_owned());
        }
        let mut difference = None;
        if before.is_none_or(|before| before.details != record.details) {
            let from =
                (self.before, before.and_then(|before| self.before.records.find(&before.id)));
            let to = (&self.after, self.after.records.find(&record.id));
            match Difference::between(from, to) {
                Ok(found) => {
                    let is_nothing = before.is_none() && found.relation == Relation::Equivalent;
                    parts.push(if is_nothing {
                        "grants nothing".to_owned()
                    } else {
                        words(&found)
                    });
                    difference = Some(found);
                }
                Err(fault) => {
                    parts.push(format!("what that changes has no answer: {}", fault.message));
                }
            }
        }
        let parts = if parts.is_empty() { "nothing differs".to_owned() } else { parts.join("; ") };
        Said {
            description: format!("{done} {kind} `{}`: {parts}", short(&record.name)),
            details: Details {
                previous_name,
                version: Some(record.version),
                difference,
                ..of(purpose(record.purpose), &record.id, &record.name)
            },
        }
    }
}

const fn purpose(purpose: Purpose) -> &'static str {
    purpose.name()
}
