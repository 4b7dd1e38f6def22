//! Stacks, environments and accounts, and what their creators hold on them.

use std::collections::HashMap;

use sqlx::AnyConnection;
use store::{CreatorGrant, Entity, EntityKey, EntityType, Principal, Unavailable};

use crate::failure::{damaged, unavailable};

pub(crate) async fn list(
    connection: &mut AnyConnection,
    organization_id: &str,
) -> Result<Vec<Entity>, Unavailable> {
    let entities: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT type, id, name FROM entities WHERE organization_id = $1 ORDER BY position",
    )
    .bind(organization_id)
    .fetch_all(&mut *connection)
    .await
    .map_err(unavailable)?;
    let tags: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT type, id, key, value FROM entity_tags WHERE organization_id = $1 ORDER BY key",
    )
    .bind(organization_id)
    .fetch_all(connection)
    .await
    .map_err(unavailable)?;

    let mut by_entity: HashMap<EntityKey, Vec<(String, String)>> = HashMap::new();
    for (entity_type, id, key, value) in tags {
        by_entity.entry(self::key(&entity_type, id)?).or_default().push((key, value));
    }
    let entities = entities.into_iter().map(|(entity_type, id, name)| {
        let key = key(&entity_type, id)?;
        let tags = by_entity.remove(&key).unwrap_or_default();
        Ok(Entity { key, name, tags })
    });
    entities.collect()
}

pub(crate) async fn insert(
    connection: &mut AnyConnection,
    organization_id: &str,
    position: usize,
    entity: &Entity,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO entities (organization_id, type, id, position, name) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(organization_id)
    .bind(entity.key.entity_type.name())
    .bind(&entity.key.id)
    .bind(i64::try_from(position).unwrap_or(i64::MAX))
    .bind(&entity.name)
    .execute(&mut *connection)
    .await?;
    for (key, value) in &entity.tags {
        sqlx::query(
            "INSERT INTO entity_tags (organization_id, type, id, key, value) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(organization_id)
        .bind(entity.key.entity_type.name())
        .bind(&entity.key.id)
        .bind(key)
        .bind(value)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

pub(crate) async fn list_creator_grants(
    connection: &mut AnyConnection,
    organization_id: &str,
) -> Result<Vec<CreatorGrant>, Unavailable> {
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT principal_type, principal_id, entity_type, entity_id FROM creator_grants \
         WHERE organization_id = $1 ORDER BY position",
    )
    .bind(organization_id)
    .fetch_all(connection)
    .await
    .map_err(unavailable)?;
    let grants = rows.into_iter().map(|(principal_type, principal_id, entity_type, entity_id)| {
        let principal = match principal_type.as_str() {
            "user" => Principal::User(principal_id),
            "team" => Principal::Team(principal_id),
            "token" => Principal::Token(principal_id),
            other => return Err(damaged("creator_grants.principal_type", other)),
        };
        Ok(CreatorGrant { principal, entity: key(&entity_type, entity_id)? })
    });
    grants.collect()
}

pub(crate) async fn insert_creator_grant(
    connection: &mut AnyConnection,
    organization_id: &str,
    position: usize,
    grant: &CreatorGrant,
) -> Result<(), sqlx::Error> {
    let (principal_type, principal_id) = match &grant.principal {
        Principal::User(login) => ("user", login),
        Principal::Team(name) => ("team", name),
        Principal::Token(id) => ("token", id),
    };
    sqlx::query(
        "INSERT INTO creator_grants (organization_id, principal_type, principal_id, entity_type, \
                entity_id, position) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(organization_id)
    .bind(principal_type)
    .bind(principal_id)
    .bind(grant.entity.entity_type.name())
    .bind(&grant.entity.id)
    .bind(i64::try_from(position).unwrap_or(i64::MAX))
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) fn key(entity_type: &str, id: String) -> Result<EntityKey, Unavailable> {
    let entity_type =
        EntityType::from_name(entity_type).ok_or_else(|| damaged("type", entity_type))?;
    Ok(EntityKey { entity_type, id })
}
