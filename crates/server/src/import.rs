//! From a snapshot to what the store remembers.

use serde::{Deserialize, Serialize};
use store::{
    Contents, EntityKey, EntityType, Organization, Principal, Purpose, Revision, SecretToken,
    Timestamp, Token, TokenKind,
};
use wire::snapshot::{self, Snapshot};

/// What a guardrail says, as the store keeps it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Statement {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) never: Option<snapshot::NeverRule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expect: Option<snapshot::Expectation>,
}

/// The contents of a new organization, with `id`, from `snapshot`; its tokens have no secrets.
///
/// Its guardrails get `guardrail_ids`, of which there are as many.
///
/// # Errors
///
/// When something cannot be written as JSON.
pub(crate) fn contents(
    snapshot: Snapshot,
    id: &str,
    guardrail_ids: Vec<String>,
    now: Timestamp,
) -> Result<(Contents, Vec<SecretToken>), serde_json::Error> {
    let default_role_id = snapshot.default_role_id().map(str::to_owned);
    let member = |member: snapshot::Member| store::Member {
        login: member.login,
        role_id: member.role_id,
        created: now,
    };
    let tokens: Vec<_> =
        snapshot.tokens.into_iter().map(|token| self::token(token, id, now)).collect();
    let contents = Contents {
        organization: Organization {
            id: id.to_owned(),
            name: snapshot.organization.name,
            revision: Revision(1),
            settings: serde_json::to_string(&snapshot.organization.settings)?,
            default_role_id,
            created: now,
        },
        entities: snapshot.entities.into_iter().map(entity).collect(),
        records: snapshot.records.into_iter().map(|record| self::record(record, now)).collect(),
        members: snapshot.members.into_iter().map(member).collect(),
        teams: snapshot.teams.into_iter().map(team).collect(),
        tokens: tokens.clone(),
        creator_grants: snapshot.creator_grants.into_iter().map(creator_grant).collect(),
        guardrails: guardrail_ids
            .into_iter()
            .zip(snapshot.guardrails)
            .map(|(id, said)| guardrail(id, said, now, ""))
            .collect::<Result<_, _>>()?,
    };
    let secretless = |token| SecretToken { token, hash: None };
    Ok((contents, tokens.into_iter().map(secretless).collect()))
}

/// A new guardrail.
pub(crate) fn guardrail(
    id: String,
    said: snapshot::Guardrail,
    now: Timestamp,
    created_by: &str,
) -> Result<store::Guardrail, serde_json::Error> {
    let snapshot::Guardrail { name, never, expect } = said;
    Ok(store::Guardrail {
        id,
        name,
        statement: serde_json::to_string(&Statement { never, expect })?,
        version: 1,
        created: now,
        modified: now,
        created_by: created_by.to_owned(),
    })
}

fn record(record: snapshot::Record, now: Timestamp) -> store::Record {
    let moment = |text: Option<String>| text.and_then(|text| Timestamp::parse(&text));
    let created = moment(record.created).unwrap_or(now);
    store::Record {
        id: record.id,
        name: record.name,
        description: record.description,
        purpose: purpose(record.ux_purpose),
        resource_type: record.resource_type,
        default_identifier: record.default_identifier.filter(|identifier| !identifier.is_empty()),
        details: record.details.get().to_owned(),
        version: record.version.unwrap_or(1).max(1),
        created,
        modified: moment(record.modified).unwrap_or(created),
        created_by: String::new(),
    }
}

fn entity(entity: snapshot::Entity) -> store::Entity {
    store::Entity {
        key: key(entity.entity_type, entity.id),
        name: entity.name,
        tags: entity.tags.into_iter().collect(),
    }
}

fn team(team: snapshot::Team) -> store::Team {
    let member = |member: snapshot::TeamMember| store::TeamMember {
        login: member.login,
        is_admin: member.role == snapshot::TeamRole::Admin,
    };
    let grant = |grant: snapshot::EntityGrant| store::EntityGrant {
        entity: key(grant.entity_type, grant.id),
        permission_set_id: grant.permission_set_id,
    };
    store::Team {
        display_name: team.name.clone(),
        name: team.name,
        description: String::new(),
        members: team.members.into_iter().map(member).collect(),
        role_ids: team.role_ids,
        entity_grants: team.entity_grants.into_iter().map(grant).collect(),
    }
}

fn token(token: snapshot::Token, organization_id: &str, now: Timestamp) -> Token {
    let kind = match token.token_type {
        snapshot::TokenType::Organization => TokenKind::Organization { role_id: token.role_id },
        snapshot::TokenType::Team => TokenKind::Team { team: token.team.unwrap_or_default() },
        snapshot::TokenType::Personal => {
            TokenKind::Personal { login: token.user.unwrap_or_default() }
        }
    };
    Token {
        id: token.id,
        organization_id: Some(organization_id.to_owned()),
        name: token.name,
        description: String::new(),
        kind,
        expires: token.expires,
        created: now,
        created_by: String::new(),
        last_used: None,
    }
}

fn creator_grant(grant: snapshot::CreatorGrant) -> store::CreatorGrant {
    let id = grant.principal.id;
    store::CreatorGrant {
        principal: match grant.principal.principal_type {
            snapshot::PrincipalType::User => Principal::User(id),
            snapshot::PrincipalType::Team => Principal::Team(id),
            snapshot::PrincipalType::Token => Principal::Token(id),
        },
        entity: key(grant.entity.entity_type, grant.entity.id),
    }
}

fn key(entity_type: snapshot::EntityType, id: String) -> EntityKey {
    let entity_type = match entity_type {
        snapshot::EntityType::Stack => EntityType::Stack,
        snapshot::EntityType::Environment => EntityType::Environment,
        snapshot::EntityType::InsightsAccount => EntityType::InsightsAccount,
    };
    EntityKey { entity_type, id }
}

pub(crate) fn purpose(purpose: snapshot::UxPurpose) -> Purpose {
    match purpose {
        snapshot::UxPurpose::Role => Purpose::Role,
        snapshot::UxPurpose::RolePrivate => Purpose::RolePrivate,
        snapshot::UxPurpose::RoleTemporary => Purpose::RoleTemporary,
        snapshot::UxPurpose::Policy => Purpose::Policy,
        snapshot::UxPurpose::Set => Purpose::Set,
    }
}
