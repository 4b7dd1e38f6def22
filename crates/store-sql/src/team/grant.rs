//! What a team was granted on single entities.

use sqlx::AnyConnection;
use store::{EntityGrant, EntityKey, Unavailable, WriteError};

use super::{Key, check};
use crate::change::other;
use crate::entity;
use crate::failure::unavailable;
use crate::position;

pub(crate) async fn list(
    connection: &mut AnyConnection,
    (organization_id, team): Key<'_>,
) -> Result<Vec<EntityGrant>, Unavailable> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT entity_type, entity_id, permission_set_id FROM team_grants \
         WHERE organization_id = $1 AND team = $2 ORDER BY position",
    )
    .bind(organization_id)
    .bind(team)
    .fetch_all(connection)
    .await
    .map_err(unavailable)?;
    let grants = rows.into_iter().map(|(entity_type, entity_id, permission_set_id)| {
        Ok(EntityGrant { entity: entity::key(&entity_type, entity_id)?, permission_set_id })
    });
    grants.collect()
}

pub(crate) async fn insert(
    connection: &mut AnyConnection,
    (organization_id, team): Key<'_>,
    position: i64,
    grant: &EntityGrant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO team_grants (organization_id, team, entity_type, entity_id, \
                permission_set_id, position) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(organization_id)
    .bind(team)
    .bind(grant.entity.entity_type.name())
    .bind(&grant.entity.id)
    .bind(&grant.permission_set_id)
    .bind(position)
    .execute(connection)
    .await?;
    Ok(())
}

const NEXT: &str = "SELECT coalesce(max(position), -1) + 1 FROM team_grants \
     WHERE organization_id = $1 AND team = $2";

/// Grants this instead of all that was granted on `entity`.
pub(crate) async fn set(
    connection: &mut AnyConnection,
    key: Key<'_>,
    entity: &EntityKey,
    permission_set_id: Option<&str>,
) -> Result<(), WriteError> {
    check(connection, key).await?;
    sqlx::query(
        "DELETE FROM team_grants \
         WHERE organization_id = $1 AND team = $2 AND entity_type = $3 AND entity_id = $4",
    )
    .bind(key.0)
    .bind(key.1)
    .bind(entity.entity_type.name())
    .bind(&entity.id)
    .execute(&mut *connection)
    .await
    .map_err(other)?;
    let Some(permission_set_id) = permission_set_id else { return Ok(()) };
    let position = position::next(connection, NEXT, &[key.0, key.1]).await?;
    let grant =
        EntityGrant { entity: entity.clone(), permission_set_id: permission_set_id.to_owned() };
    insert(connection, key, position, &grant).await.map_err(other)
}
