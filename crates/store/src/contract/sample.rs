//! A small organization that uses every table.

use crate::{
    Actor, Contents, CreatorGrant, Entity, EntityGrant, EntityKey, EntityType, Event, Guardrail,
    Member, Organization, Principal, Purpose, Record, Revision, SecretHash, SecretToken, Store,
    Team, TeamMember, Timestamp, Token, TokenKind,
};

pub(super) const NOW: Timestamp = Timestamp::from_millis(1_795_455_243_120);
pub(super) const LATER: Timestamp = Timestamp::from_millis(1_795_455_299_000);

pub(super) fn record(id: &str, purpose: Purpose, name: &str) -> Record {
    Record {
        id: id.to_owned(),
        name: name.to_owned(),
        description: "words".to_owned(),
        purpose,
        resource_type: None,
        default_identifier: None,
        details: r#"{"__type": "PermissionDescriptorGroup",  "entries": []}"#.to_owned(),
        version: 1,
        created: NOW,
        modified: NOW,
        created_by: "ada".to_owned(),
    }
}

pub(super) fn guardrail(id: &str, name: &str) -> Guardrail {
    Guardrail {
        id: id.to_owned(),
        name: name.to_owned(),
        statement: r#"{"never":  {"scope": "stack:delete"}}"#.to_owned(),
        version: 1,
        created: NOW,
        modified: NOW,
        created_by: "ada".to_owned(),
    }
}

/// Something that happened at `time`, told as `name`.
pub(super) fn event(name: &str, time: Timestamp) -> Event {
    Event {
        time,
        name: name.to_owned(),
        description: format!("{name}, in words"),
        actor: Actor {
            login: "ada".to_owned(),
            token_id: "p1".to_owned(),
            token_name: String::new(),
        },
        source: "10.0.0.1".to_owned(),
        user_agent: "a browser".to_owned(),
        details: r#"{"scopes": []}"#.to_owned(),
    }
}

pub(super) fn hash(byte: u8) -> SecretHash {
    SecretHash([byte; 32])
}

pub(super) fn token(id: &str, organization_id: Option<&str>, kind: TokenKind) -> Token {
    Token {
        id: id.to_owned(),
        organization_id: organization_id.map(str::to_owned),
        name: format!("{id} name"),
        description: String::new(),
        kind,
        expires: 1_900_000_000,
        created: NOW,
        created_by: "ada".to_owned(),
        last_used: None,
    }
}

pub(super) fn personal(id: &str, secret: u8) -> SecretToken {
    let token = token(id, None, TokenKind::Personal { login: "ada".to_owned() });
    SecretToken { token, hash: Some(hash(secret)) }
}

fn key(entity_type: EntityType, id: &str) -> EntityKey {
    EntityKey { entity_type, id: id.to_owned() }
}

/// An organization called `name`, with the tokens it is created with: `t1` (secret 1, bound to
/// role `r1`), `t2` (no secret) and, for `acme`, ada's personal `p1` (secret 2).
pub(super) fn organization(name: &str) -> (Contents, Vec<SecretToken>) {
    let id = format!("id-of-{name}");
    let role = TokenKind::Organization { role_id: Some("r1".to_owned()) };
    let team = TokenKind::Team { team: "platform".to_owned() };
    let mut tokens = vec![
        SecretToken {
            token: token("t1", Some(&id), role),
            hash: (name == "acme").then(|| hash(1)),
        },
        SecretToken { token: token("t2", Some(&id), team), hash: None },
    ];
    if name == "acme" {
        tokens.push(personal("p1", 2));
    }
    let stack = key(EntityType::Stack, "20de");
    let tags = [("env", "prod"), ("team", "")];
    let contents = Contents {
        organization: Organization {
            id,
            name: name.to_owned(),
            revision: Revision(1),
            settings: r#"{"defaultStackPermission":101}"#.to_owned(),
            default_role_id: None,
            created: NOW,
        },
        entities: vec![
            Entity {
                key: stack.clone(),
                name: "shop/prod".to_owned(),
                tags: tags.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec(),
            },
            Entity {
                key: key(EntityType::Environment, "20de"),
                name: "aws/prod".to_owned(),
                tags: Vec::new(),
            },
        ],
        records: vec![
            record("r1", Purpose::Role, "Deployers"),
            record("p1", Purpose::Policy, "Deployers"),
            Record {
                resource_type: Some("stack".to_owned()),
                default_identifier: Some("stack-read".to_owned()),
                ..record("s1", Purpose::Set, "Stack Read")
            },
        ],
        members: vec![
            Member { login: "zoe".to_owned(), role_id: None, created: NOW },
            Member { login: "ada".to_owned(), role_id: Some("r1".to_owned()), created: NOW },
        ],
        teams: vec![Team {
            name: "platform".to_owned(),
            display_name: "The platform".to_owned(),
            description: "runs it".to_owned(),
            members: vec![TeamMember { login: "ada".to_owned(), is_admin: true }],
            role_ids: vec!["r1".to_owned()],
            entity_grants: vec![EntityGrant {
                entity: stack.clone(),
                permission_set_id: "s1".to_owned(),
            }],
        }],
        tokens: tokens.iter().map(|token| token.token.clone()).collect(),
        creator_grants: vec![CreatorGrant {
            principal: Principal::Token("t1".to_owned()),
            entity: stack,
        }],
        guardrails: vec![
            guardrail("g2", "nobody deletes"),
            Guardrail { version: 3, created_by: String::new(), ..guardrail("g1", "ada may") },
        ],
    };
    (contents, tokens)
}

pub(super) async fn create(store: &impl Store, name: &str) -> Organization {
    create_with(store, organization(name)).await
}

/// The same with what else a claim needs in it.
pub(super) async fn create_with(
    store: &impl Store,
    (contents, tokens): (Contents, Vec<SecretToken>),
) -> Organization {
    store.create_organization(&contents, &tokens, &event("created", NOW)).await.unwrap();
    contents.organization
}
