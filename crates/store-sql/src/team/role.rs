//! The roles of a team.

use sqlx::AnyConnection;
use store::{Unavailable, WriteError};

use super::{Key, check};
use crate::change::other;
use crate::failure::unavailable;

pub(crate) async fn list(
    connection: &mut AnyConnection,
    (organization_id, team): Key<'_>,
) -> Result<Vec<String>, Unavailable> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT role_id FROM team_roles WHERE organization_id = $1 AND team = $2 ORDER BY position",
    )
    .bind(organization_id)
    .bind(team)
    .fetch_all(connection)
    .await
    .map_err(unavailable)?;
    Ok(rows.into_iter().map(|(role_id,)| role_id).collect())
}

pub(crate) async fn insert(
    connection: &mut AnyConnection,
    (organization_id, team): Key<'_>,
    position: i64,
    role_id: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO team_roles (organization_id, team, role_id, position) VALUES ($1, $2, $3, $4)",
    )
    .bind(organization_id)
    .bind(team)
    .bind(role_id)
    .bind(position)
    .execute(connection)
    .await?;
    Ok(())
}

/// Binds these instead of all that were.
pub(crate) async fn set(
    connection: &mut AnyConnection,
    key: Key<'_>,
    role_ids: &[String],
) -> Result<(), WriteError> {
    check(connection, key).await?;
    sqlx::query("DELETE FROM team_roles WHERE organization_id = $1 AND team = $2")
        .bind(key.0)
        .bind(key.1)
        .execute(&mut *connection)
        .await
        .map_err(other)?;
    for (position, role_id) in (0i64..).zip(role_ids) {
        insert(connection, key, position, role_id).await.map_err(other)?;
    }
    Ok(())
}
