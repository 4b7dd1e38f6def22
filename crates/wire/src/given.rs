//! What people, teams and tokens were given and what is not there, or gives them nothing.

use policy::{Code, EntityGrant, Organization, ScopeSet, Severity, TokenKind, UxPurpose};

use crate::{preview::Diagnostic, subject::did_you_mean};

/// What members, teams and tokens of `organization` were given and is not there, is nothing to be given so or grants
/// nothing, each with a pointer into the snapshot.
pub(crate) fn dangling(organization: &Organization) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, member) in organization.members.iter().enumerate() {
        let given = member.role_id.iter();
        found.extend(
            given.filter_map(|id| role(organization, id, format!("/members/{index}/roleId"))),
        );
    }
    for (index, team) in organization.teams.iter().enumerate() {
        for (place, id) in team.role_ids.iter().enumerate() {
            found.extend(role(organization, id, format!("/teams/{index}/roleIds/{place}")));
        }
        found.extend(granted(organization, index));
    }
    for (index, token) in organization.tokens.iter().enumerate() {
        if let TokenKind::Organization { role_id: Some(id) } = &token.kind {
            found.extend(role(organization, id, format!("/tokens/{index}/roleId")));
        }
    }
    found
}

/// The same of the sets that the team `name` was granted, and of what they were granted on.
pub(crate) fn dangling_of_team(organization: &Organization, name: &str) -> Vec<Diagnostic> {
    let place = organization.teams.iter().position(|team| team.name == name);
    place.map(|index| granted(organization, index)).unwrap_or_default()
}

fn granted(organization: &Organization, index: usize) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let grants = organization.teams.get(index).map(|team| team.entity_grants.as_slice());
    for (place, grant) in grants.unwrap_or_default().iter().enumerate() {
        let at = format!("/teams/{index}/entityGrants/{place}");
        found.extend(set(organization, grant, format!("{at}/permissionSetId")));
        found.extend(entity(organization, grant, format!("{at}/id")));
    }
    found
}

/// What is wrong with `id` as a role that somebody was given.
fn role(organization: &Organization, id: &str, pointer: String) -> Option<Diagnostic> {
    let Some(record) = organization.records.find(id) else {
        return Some(missing(organization, id, pointer));
    };
    let purpose = record.purpose;
    if !matches!(purpose, UxPurpose::Policy | UxPurpose::Set) {
        return None;
    }
    Some(wrong(pointer, format!("`{id}` is a {}, expected a role", purpose.name())))
}

/// What is wrong with the set of `grant`.
fn set(organization: &Organization, grant: &EntityGrant, pointer: String) -> Option<Diagnostic> {
    let id = &grant.permission_set_id;
    let Some(record) = organization.records.find(id) else {
        return Some(missing(organization, id, pointer));
    };
    let (name, noun) = (&record.name, grant.entity_type.one());
    let message = match record.plain() {
        None => format!(
            "the set `{name}` is more than one list of scopes and cannot be granted on one entity, so this grants nothing"
        ),
        Some(allow)
            if allow
                .scopes()
                .intersection(ScopeSet::of_type(grant.entity_type.into()))
                .is_empty() =>
        {
            format!("no scope of the set `{name}` can be used on {noun}, so this grants nothing")
        }
        Some(_) if record.purpose != UxPurpose::Set => {
            format!("`{id}` is a {}, expected a set", record.purpose.name())
        }
        Some(_) => return None,
    };
    Some(wrong(pointer, message))
}

fn missing(organization: &Organization, id: &str, pointer: String) -> Diagnostic {
    let ids = organization.records.iter().map(|record| record.id.as_str());
    let near = did_you_mean(id, ids);
    let message =
        format!("there is no role, policy or permission set `{id}`, so this grants nothing{near}");
    diagnostic(Code::DanglingReference, Severity::Error, pointer, message)
}

fn wrong(pointer: String, message: String) -> Diagnostic {
    diagnostic(Code::WrongReference, Severity::Warning, pointer, message)
}

/// An entity can have been deleted since, so one that is not there is no error.
fn entity(organization: &Organization, grant: &EntityGrant, pointer: String) -> Option<Diagnostic> {
    let inventory = &organization.inventory;
    let (of, id) = (grant.entity_type, &grant.entity_id);
    // Where a snapshot has no entities nothing is known of them.
    if inventory.is_empty() || inventory.row(of, id).is_some() {
        return None;
    }
    let of_type = || inventory.of_type(of).into_iter().filter_map(|row| inventory.entity(row));
    let named = of_type().find(|entity| entity.name == *id);
    let near = match named {
        Some(entity) => format!(", did you mean `{}`, which has this name?", entity.id),
        None => did_you_mean(id, of_type().map(|entity| entity.id.as_str())),
    };
    let message = format!("there is no {of} with the id `{id}`, so this grants nothing{near}");
    Some(diagnostic(Code::DanglingReference, Severity::Warning, pointer, message))
}

fn diagnostic(code: Code, severity: Severity, pointer: String, message: String) -> Diagnostic {
    Diagnostic {
        code: code.name(),
        severity: severity.name(),
        record: None,
        pointer,
        message,
        related: Vec::new(),
    }
}
