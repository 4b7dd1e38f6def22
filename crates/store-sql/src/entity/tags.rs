//! Writing the tags of an entity.

use sqlx::AnyConnection;
use store::{EntityKey, WriteError};

use super::{By, of};
use crate::change::{other, some_rows};

/// Gives an entity these tags; one that is there with the same value is left as it is.
pub(super) async fn put(
    connection: &mut AnyConnection,
    organization_id: &str,
    entity: &EntityKey,
    tags: &[(String, String)],
    by: By<'_>,
) -> Result<(), sqlx::Error> {
    for (key, value) in tags {
        sqlx::query(
            "INSERT INTO entity_tags (organization_id, type, id, key, value, created, modified, \
                    modified_by) VALUES ($1, $2, $3, $4, $5, $6, $6, $7) \
             ON CONFLICT (organization_id, type, id, key) DO UPDATE \
             SET value = excluded.value, modified = excluded.modified, \
                 modified_by = excluded.modified_by \
             WHERE entity_tags.value <> excluded.value",
        )
        .bind(organization_id)
        .bind(entity.entity_type.name())
        .bind(&entity.id)
        .bind(key)
        .bind(value)
        .bind(by.now.millis())
        .bind(by.name)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Replaces the tags of an entity, which is modified by it.
pub(crate) async fn set(
    connection: &mut AnyConnection,
    organization_id: &str,
    key: &EntityKey,
    tags: &[(String, String)],
    by: By<'_>,
) -> Result<(), WriteError> {
    let of_it = |query| of(query, organization_id, key);
    let modified = of_it(
        "UPDATE entities SET modified = $4 WHERE organization_id = $1 AND type = $2 AND id = $3",
    );
    let modified = modified.bind(by.now.millis());
    let modified = modified.execute(&mut *connection).await.map_err(other)?;
    some_rows(modified.rows_affected(), &key.id)?;
    let there = "SELECT key FROM entity_tags WHERE organization_id = $1 AND type = $2 AND id = $3";
    let there: Vec<(String,)> = sqlx::query_as(there)
        .bind(organization_id)
        .bind(key.entity_type.name())
        .bind(&key.id)
        .fetch_all(&mut *connection)
        .await
        .map_err(other)?;
    for (gone,) in there.iter().filter(|(own,)| tags.iter().all(|(wanted, _)| wanted != own)) {
        let delete = of_it(
            "DELETE FROM entity_tags \
             WHERE organization_id = $1 AND type = $2 AND id = $3 AND key = $4",
        );
        delete.bind(gone).execute(&mut *connection).await.map_err(other)?;
    }
    put(connection, organization_id, key, tags, by).await.map_err(other)
}
