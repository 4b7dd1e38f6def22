//! From what the store remembers to the snapshot that the engine and the browser read.

use serde_json::value::RawValue;
use store::{Contents, EntityKey, EntityType, Principal, Purpose, TokenKind};
use wire::snapshot::{self, Snapshot};

use crate::import::Statement;

/// The snapshot of `contents`, with these entities instead of its own.
///
/// A member without a role has the organization's default role in it, for that is what counts. Whether teams keep
/// `several_team_roles` is a matter of the server, and not of what it stores.
///
/// # Errors
///
/// When stored JSON is no JSON.
pub(crate) fn snapshot(
    contents: &Contents,
    entities: &[policy::Entity],
    several_team_roles: bool,
) -> Result<Snapshot, serde_json::Error> {
    let organization = &contents.organization;
    let default_role_id = organization.default_role_id.as_ref();
    let records = contents.records.iter().map(|record| self::record(contents, record));
    let member = |member: &store::Member| snapshot::Member {
        login: member.login.clone(),
        role_id: member.role_id.as_ref().or(default_role_id).cloned(),
    };
    Ok(Snapshot {
        organization: snapshot::Organization {
            name: organization.name.clone(),
            settings: serde_json::from_str(&organization.settings)?,
            several_team_roles: Some(several_team_roles),
            default_role_id: default_role_id.cloned(),
        },
        entities: entities.iter().map(entity).collect(),
        records: records.collect::<Result<_, _>>()?,
        members: contents.members.iter().map(member).collect(),
        teams: contents.teams.iter().map(team).collect(),
        tokens: contents.tokens.iter().map(token).collect(),
        creator_grants: contents.creator_grants.iter().map(creator_grant).collect(),
        guardrails: contents.guardrails.iter().map(guardrail).collect::<Result<_, _>>()?,
    })
}

fn record(
    contents: &Contents,
    record: &store::Record,
) -> Result<snapshot::Record, serde_json::Error> {
    let organization = &contents.organization;
    Ok(snapshot::Record {
        id: record.id.clone(),
        name: record.name.clone(),
        description: record.description.clone(),
        ux_purpose: purpose(record.purpose),
        resource_type: record.resource_type.clone(),
        default_identifier: record.default_identifier.clone(),
        details: RawValue::from_string(record.details.clone())?,
        version: Some(record.version),
        org_id: Some(organization.id.clone()),
        created: Some(record.created.to_string()),
        modified: Some(record.modified.to_string()),
        is_org_default: Some(organization.default_role_id.as_ref() == Some(&record.id)),
    })
}

/// A guardrail as a snapshot has it.
pub(crate) fn guardrail(
    guardrail: &store::Guardrail,
) -> Result<snapshot::Guardrail, serde_json::Error> {
    let Statement { never, expect } = serde_json::from_str(&guardrail.statement)?;
    Ok(snapshot::Guardrail { name: guardrail.name.clone(), never, expect })
}

fn entity(entity: &policy::Entity) -> snapshot::Entity {
    snapshot::Entity {
        entity_type: wire_type(stored_type(entity.entity_type)),
        id: entity.id.clone(),
        name: entity.name.clone(),
        tags: entity.tags.iter().cloned().collect(),
    }
}

fn team(team: &store::Team) -> snapshot::Team {
    let member = |member: &store::TeamMember| snapshot::TeamMember {
        login: member.login.clone(),
        role: if member.is_admin { snapshot::TeamRole::Admin } else { snapshot::TeamRole::Member },
    };
    let grant = |grant: &store::EntityGrant| snapshot::EntityGrant {
        entity_type: wire_type(grant.entity.entity_type),
        id: grant.entity.id.clone(),
        permission_set_id: grant.permission_set_id.clone(),
    };
    snapshot::Team {
        name: team.name.clone(),
        members: team.members.iter().map(member).collect(),
        role_ids: team.role_ids.clone(),
        entity_grants: team.entity_grants.iter().map(grant).collect(),
    }
}

fn token(token: &store::Token) -> snapshot::Token {
    let (token_type, user, team, role_id) = match &token.kind {
        TokenKind::Personal { login } => {
            (snapshot::TokenType::Personal, Some(login.clone()), None, None)
        }
        TokenKind::Organization { role_id } => {
            (snapshot::TokenType::Organization, None, None, role_id.clone())
        }
        TokenKind::Team { team } => (snapshot::TokenType::Team, None, Some(team.clone()), None),
    };
    let (id, name, expires) = (token.id.clone(), token.name.clone(), token.expires);
    snapshot::Token { id, name, token_type, role_id, team, user, expires }
}

/// A token as the engine knows it.
pub(crate) fn engine_token(token: &store::Token) -> policy::Token {
    let kind = match &token.kind {
        TokenKind::Personal { login } => policy::TokenKind::Personal { login: login.clone() },
        TokenKind::Organization { role_id } => {
            policy::TokenKind::Organization { role_id: role_id.clone() }
        }
        TokenKind::Team { team } => policy::TokenKind::Team { team: team.clone() },
    };
    policy::Token { id: token.id.clone(), name: token.name.clone(), kind, expires: token.expires }
}

fn creator_grant(grant: &store::CreatorGrant) -> snapshot::CreatorGrant {
    let (principal_type, id) = match &grant.principal {
        Principal::User(login) => (snapshot::PrincipalType::User, login),
        Principal::Team(name) => (snapshot::PrincipalType::Team, name),
        Principal::Token(id) => (snapshot::PrincipalType::Token, id),
    };
    let EntityKey { entity_type, id: entity_id } = &grant.entity;
    snapshot::CreatorGrant {
        principal: snapshot::Principal { principal_type, id: id.clone() },
        entity: snapshot::EntityKey { entity_type: wire_type(*entity_type), id: entity_id.clone() },
    }
}

/// An entity as the engine knows it: its tags in the order of their keys, as in every snapshot.
pub(crate) fn engine_entity(entity: store::Entity) -> policy::Entity {
    let store::Entity { key: EntityKey { entity_type, id }, name, mut tags } = entity;
    // A database may order texts in its own way.
    tags.sort_unstable();
    policy::Entity { entity_type: self::entity_type(entity_type), id, name, tags }
}

/// An entity as the store knows it.
pub(crate) fn stored_entity(entity: &policy::Entity) -> store::Entity {
    let policy::Entity { entity_type, id, name, tags } = entity;
    let key = EntityKey { entity_type: stored_type(*entity_type), id: id.clone() };
    store::Entity { key, name: name.clone(), tags: tags.clone() }
}

/// The type of an entity as the store knows it.
const fn stored_type(entity_type: policy::EntityType) -> EntityType {
    match entity_type {
        policy::EntityType::Stack => EntityType::Stack,
        policy::EntityType::Environment => EntityType::Environment,
        policy::EntityType::InsightsAccount => EntityType::InsightsAccount,
    }
}

/// The type of an entity as the engine knows it.
pub(crate) const fn entity_type(entity_type: EntityType) -> policy::EntityType {
    match entity_type {
        EntityType::Stack => policy::EntityType::Stack,
        EntityType::Environment => policy::EntityType::Environment,
        EntityType::InsightsAccount => policy::EntityType::InsightsAccount,
    }
}

fn wire_type(entity_type: EntityType) -> snapshot::EntityType {
    match entity_type {
        EntityType::Stack => snapshot::EntityType::Stack,
        EntityType::Environment => snapshot::EntityType::Environment,
        EntityType::InsightsAccount => snapshot::EntityType::InsightsAccount,
    }
}

pub(crate) fn purpose(purpose: Purpose) -> snapshot::UxPurpose {
    match purpose {
        Purpose::Role => snapshot::UxPurpose::Role,
        Purpose::RolePrivate => snapshot::UxPurpose::RolePrivate,
        Purpose::RoleTemporary => snapshot::UxPurpose::RoleTemporary,
        Purpose::Policy => snapshot::UxPurpose::Policy,
        Purpose::Set => snapshot::UxPurpose::Set,
    }
}
