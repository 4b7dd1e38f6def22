//! Answers in the shapes of `wire`.

mod entity;
mod organization;
mod team;

use policy::{Allow, Descriptor, Permission};
use serde_json::value::RawValue;
use store::TokenKind;
use wire::rest::audit::{AuditEntry, AuditEvent};
use wire::rest::guardrail::StoredGuardrail;
use wire::rest::holder::{Token, TokenRole, User};
use wire::rest::member::{Member, MemberRole};
use wire::rest::role::{EditedRole, Record};

use crate::export;
use crate::loaded::Loaded;
use crate::records::Found;
use crate::refusal::Refusal;

pub(crate) use entity::owner;
pub(crate) use organization::{metadata, user_role};
pub(crate) use team::{is_in, team};

/// A record that someone wrote.
pub(crate) fn record(loaded: &Loaded, record: &store::Record) -> Result<Record, Refusal> {
    let organization = loaded.organization();
    let is_org_default = match &organization.default_role_id {
        Some(id) => *id == record.id,
        None => record.default_identifier.as_deref() == Some("member"),
    };
    Ok(Record {
        id: record.id.clone(),
        org_id: organization.id.clone(),
        name: record.name.clone(),
        description: record.description.clone(),
        ux_purpose: export::purpose(record.purpose),
        resource_type: record.resource_type.clone(),
        default_identifier: record.default_identifier.clone(),
        details: details(&record.details)?,
        version: record.version,
        created: record.created.to_string(),
        modified: record.modified.to_string(),
        is_org_default,
        digest: None,
    })
}

/// Scopes that no list of Pulumi Cloud's names but its documentation: clients made from its API description refuse a
/// whole answer for one of them. Whoever holds the Admin role holds them all the same.
const DOCUMENTED_ALONE: [&str; 2] = ["policy_results:create", "policy_results:delete"];

/// A record that every organization has, as old as the organization.
pub(crate) fn built_in(loaded: &Loaded, record: &policy::Record) -> Result<Record, Refusal> {
    let organization = loaded.organization();
    let default_id = organization.default_role_id.as_deref().unwrap_or("member");
    let mut definition = record.details.clone();
    if let Descriptor::Allow(Allow { permissions, .. }) = &mut definition {
        permissions.retain(|permission| {
            let Permission::Known(scope) = permission else { return true };
            !DOCUMENTED_ALONE.contains(&scope.name())
        });
    }
    Ok(Record {
        id: record.id.clone(),
        org_id: organization.id.clone(),
        name: record.name.clone(),
        description: record.description.clone(),
        ux_purpose: record.purpose.into(),
        resource_type: record.resource_type.map(|of| of.name().to_owned()),
        default_identifier: record.default_identifier.clone(),
        details: details(&definition.to_json())?,
        version: 1,
        created: organization.created.to_string(),
        modified: organization.created.to_string(),
        is_org_default: record.id == default_id,
        digest: None,
    })
}

/// `role` as an editor shows it, with the definition of `holder`: its policy, or itself.
pub(crate) fn edited(role: &store::Record, holder: &store::Record) -> Result<EditedRole, Refusal> {
    Ok(EditedRole {
        id: role.id.clone(),
        name: role.name.clone(),
        description: role.description.clone(),
        details: details(&holder.details)?,
        version: holder.version,
        role_version: role.version,
        modified: holder.modified.to_string(),
        digest: None,
    })
}

/// A guardrail; how it fares is added by whoever knows.
pub(crate) fn guardrail(guardrail: &store::Guardrail) -> Result<StoredGuardrail, Refusal> {
    let said = export::guardrail(guardrail);
    let said = said.map_err(|error| Refusal::Internal(error.to_string()))?;
    Ok(StoredGuardrail {
        id: guardrail.id.clone(),
        name: said.name,
        never: said.never,
        expect: said.expect,
        version: guardrail.version,
        created: guardrail.created.to_string(),
        modified: guardrail.modified.to_string(),
        created_by: guardrail.created_by.clone(),
        proof: None,
    })
}

fn details(text: &str) -> Result<Box<RawValue>, Refusal> {
    RawValue::from_string(text.to_owned()).map_err(|error| Refusal::Internal(error.to_string()))
}

/// A token, without its secret; its role is told where it is one of `loaded`.
pub(crate) fn token(loaded: Option<&Loaded>, token: &store::Token) -> Token {
    let (token_type, role_id) = match &token.kind {
        TokenKind::Personal { .. } => ("personal", None),
        TokenKind::Organization { role_id } => ("organization", role_id.as_deref()),
        TokenKind::Team { .. } => ("team", None),
    };
    let role = role_id.and_then(|id| loaded?.engine.records.find(id)).map(|role| TokenRole {
        id: role.id.clone(),
        name: role.name.clone(),
        default_identifier: role.default_identifier.clone().unwrap_or_else(|| "member".to_owned()),
    });
    Token {
        id: token.id.clone(),
        name: token.name.clone(),
        description: token.description.clone(),
        created: token.created.to_string(),
        created_by: token.created_by.clone(),
        last_used: token.last_used.map_or(0, store::Timestamp::secs),
        expires: token.expires,
        admin: role.as_ref().is_some_and(|role| role.default_identifier == "admin"),
        role,
        token_type: token_type.to_owned(),
    }
}

/// A person in the organization.
pub(crate) fn member(loaded: &Loaded, member: &store::Member) -> Member {
    let id = role_id_of(loaded, member);
    let role = loaded.engine.records.find(id);
    let modified = match loaded.find(id) {
        Some(Found::Own(own)) => own.modified,
        Some(Found::BuiltIn(_)) | None => loaded.organization().created,
    };
    Member {
        user: User::new(&member.login),
        role: legacy_role(role).to_owned(),
        fga_role: MemberRole {
            id: role.map_or(id, |role| &role.id).to_owned(),
            // A document may have brought a member whose role it had not.
            name: role.map_or(id, |role| &role.name).to_owned(),
            modified_at: modified.to_string(),
        },
        created: member.created.to_string(),
        known_to_pulumi: true,
        virtual_admin: false,
    }
}

/// The role that counts for `member`, which a document may not have brought along.
pub(crate) fn role_of<'l>(
    loaded: &'l Loaded,
    member: &store::Member,
) -> Option<&'l policy::Record> {
    loaded.engine.records.find(role_id_of(loaded, member))
}

fn role_id_of<'m>(loaded: &'m Loaded, member: &'m store::Member) -> &'m str {
    let default_id = loaded.organization().default_role_id.as_ref();
    member.role_id.as_ref().or(default_id).map_or("member", String::as_str)
}

/// The built-in role it is, `member` for any other: clients know no other word.
pub(crate) fn legacy_role(role: Option<&policy::Record>) -> &'static str {
    match role.and_then(|role| role.default_identifier.as_deref()) {
        Some("admin") => "admin",
        Some("billing-manager") => "billing-manager",
        _ => "member",
    }
}

/// An entry of the audit log of `organization`.
pub(crate) fn audit_event(organization: &str, entry: store::Entry) -> AuditEvent {
    let store::Entry { sequence, event, hash } = entry;
    let is_person = !event.actor.login.is_empty();
    let is_token = !is_person && !event.actor.token_id.is_empty();
    let user = if is_person {
        User::new(&event.actor.login)
    } else if is_token {
        User::new(organization)
    } else {
        // The server itself is no user of that name.
        User { name: "Scopesight".to_owned(), ..User::new("") }
    };
    AuditEvent {
        timestamp: event.time.millis().div_euclid(1000),
        source_ip: event.source,
        req_org_admin: crate::audit::requires_admin(&event.name),
        req_stack_admin: false,
        auth_failure: crate::audit::is_refusal(&event.name),
        event: event.name,
        description: event.description,
        user,
        token_id: event.actor.token_id,
        actor_name: if is_token { event.actor.token_name.clone() } else { String::new() },
        token_name: event.actor.token_name,
        scopesight: AuditEntry {
            sequence,
            hash: hash.to_string(),
            time_millis: event.time.millis(),
            user_agent: event.user_agent,
            // Whatever somebody has written over it is no JSON that could be told.
            details: RawValue::from_string(event.details).ok(),
        },
    }
}
