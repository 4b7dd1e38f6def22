//! Stacks, environments and accounts, and what their creators hold on them.

use std::collections::HashMap;

use sqlx::AnyConnection;
use sqlx::any::{Any, AnyArguments};
use sqlx::query::Query;
use store::{
    CreatorGrant, Entity, EntityKey, EntityType, Principal, Tag, Timestamp, Unavailable, WriteError,
};

use crate::change::{other, some_rows, taken};
use crate::failure::{damaged, unavailable};
use crate::position;

pub(crate) async fn list(
    connection: &mut AnyConnection,
    organization_id: &str,
) -> Result<Vec<Entity>, Unavailable> {
    let entities: Vec<EntityRow> = sqlx::query_as(
        "SELECT type, id, name, details, created, modified FROM entities \
         WHERE organization_id = $1 ORDER BY position",
    )
    .bind(organization_id)
    .fetch_all(&mut *connection)
    .await
    .map_err(unavailable)?;
    let tags: Vec<TagRow> = sqlx::query_as(
        "SELECT type, id, key, value, created, modified, modified_by FROM entity_tags \
         WHERE organization_id = $1 ORDER BY key",
    )
    .bind(organization_id)
    .fetch_all(connection)
    .await
    .map_err(unavailable)?;

    let mut by_entity: HashMap<EntityKey, Vec<Tag>> = HashMap::new();
    for (entity_type, id, key, value, created, modified, modified_by) in tags {
        let (created, modified) =
            (Timestamp::from_millis(created), Timestamp::from_millis(modified));
        let tag = Tag { key, value, created, modified, modified_by };
        by_entity.entry(self::key(&entity_type, id)?).or_default().push(tag);
    }
    let entities =
        entities.into_iter().map(|(entity_type, id, name, details, created, modified)| {
            let key = key(&entity_type, id)?;
            let tags = by_entity.remove(&key).unwrap_or_default();
            let (created, modified) =
                (Timestamp::from_millis(created), Timestamp::from_millis(modified));
            Ok(Entity { key, name, tags, details, created, modified })
        });
    entities.collect()
}

/// Type, id, name, details, and when it was created and modified.
type EntityRow = (String, String, String, Option<String>, i64, i64);
/// Type and id of the entity, key, value, when it was created and modified, and by whom.
type TagRow = (String, String, String, String, i64, i64, String);

pub(crate) async fn insert(
    connection: &mut AnyConnection,
    organization_id: &str,
    position: i64,
    entity: &Entity,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO entities (organization_id, type, id, position, name, details, created, modified) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(organization_id)
    .bind(entity.key.entity_type.name())
    .bind(&entity.key.id)
    .bind(position)
    .bind(&entity.name)
    .bind(&entity.details)
    .bind(entity.created.millis())
    .bind(entity.modified.millis())
    .execute(&mut *connection)
    .await?;
    insert_tags(connection, organization_id, &entity.key, &entity.tags).await
}

async fn insert_tags(
    connection: &mut AnyConnection,
    organization_id: &str,
    entity: &EntityKey,
    tags: &[Tag],
) -> Result<(), sqlx::Error> {
    for tag in tags {
        sqlx::query(
            "INSERT INTO entity_tags (organization_id, type, id, key, value, created, modified, \
                    modified_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(organization_id)
        .bind(entity.entity_type.name())
        .bind(&entity.id)
        .bind(&tag.key)
        .bind(&tag.value)
        .bind(tag.created.millis())
        .bind(tag.modified.millis())
        .bind(&tag.modified_by)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Adds an entity after those that are there, and what its creator has on it.
pub(crate) async fn create(
    connection: &mut AnyConnection,
    organization_id: &str,
    entity: &Entity,
    creator: &Principal,
) -> Result<(), WriteError> {
    let position = position::next(connection, NEXT_ENTITY, &[organization_id]).await?;
    let inserted = insert(connection, organization_id, position, entity).await;
    inserted.map_err(|error| taken(error, &entity.key.id))?;
    let position = position::next(connection, NEXT_GRANT, &[organization_id]).await?;
    let grant = CreatorGrant { principal: creator.clone(), entity: entity.key.clone() };
    let inserted = insert_creator_grant(connection, organization_id, position, &grant).await;
    inserted.map_err(|error| taken(error, &entity.key.id))
}

const NEXT_ENTITY: &str =
    "SELECT coalesce(max(position), -1) + 1 FROM entities WHERE organization_id = $1";
const NEXT_GRANT: &str =
    "SELECT coalesce(max(position), -1) + 1 FROM creator_grants WHERE organization_id = $1";

/// Removes an entity, its tags, and whatever was granted on it alone.
pub(crate) async fn delete(
    connection: &mut AnyConnection,
    organization_id: &str,
    key: &EntityKey,
) -> Result<(), WriteError> {
    const LEAVES: [&str; 2] = [
        "DELETE FROM team_grants WHERE organization_id = $1 AND entity_type = $2 AND entity_id = $3",
        "DELETE FROM creator_grants WHERE organization_id = $1 AND entity_type = $2 AND entity_id = $3",
    ];
    let of_it = |query| of(query, organization_id, key);
    for leave in LEAVES {
        of_it(leave).execute(&mut *connection).await.map_err(other)?;
    }
    // Its tags go with it.
    let deleted =
        of_it("DELETE FROM entities WHERE organization_id = $1 AND type = $2 AND id = $3");
    let deleted = deleted.execute(connection).await.map_err(other)?;
    some_rows(deleted.rows_affected(), &key.id)
}

/// A statement about one entity: by organization, type and id.
fn of<'q>(
    query: &'static str,
    organization_id: &'q str,
    key: &'q EntityKey,
) -> Query<'q, Any, AnyArguments> {
    sqlx::query(query).bind(organization_id).bind(key.entity_type.name()).bind(&key.id)
}

/// Replaces the tags of an entity, which is modified by it.
pub(crate) async fn set_tags(
    connection: &mut AnyConnection,
    organization_id: &str,
    key: &EntityKey,
    tags: &[Tag],
    now: Timestamp,
) -> Result<(), WriteError> {
    let of_it = |query| of(query, organization_id, key);
    let modified = of_it(
        "UPDATE entities SET modified = $4 WHERE organization_id = $1 AND type = $2 AND id = $3",
    );
    let modified = modified.bind(now.millis());
    let modified = modified.execute(&mut *connection).await.map_err(other)?;
    some_rows(modified.rows_affected(), &key.id)?;
    let old = of_it("DELETE FROM entity_tags WHERE organization_id = $1 AND type = $2 AND id = $3");
    old.execute(&mut *connection).await.map_err(other)?;
    insert_tags(connection, organization_id, key, tags).await.map_err(other)
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
    position: i64,
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
    .bind(position)
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) fn key(entity_type: &str, id: String) -> Result<EntityKey, Unavailable> {
    let entity_type =
        EntityType::from_name(entity_type).ok_or_else(|| damaged("type", entity_type))?;
    Ok(EntityKey { entity_type, id })
}
