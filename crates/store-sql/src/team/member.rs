//! The people of a team.

use sqlx::AnyConnection;
use store::{TeamMember, Timestamp, Unavailable, WriteError};

use super::{Key, check};
use crate::change::{other, some_rows};
use crate::failure::unavailable;
use crate::position;
use crate::user;

pub(crate) async fn list(
    connection: &mut AnyConnection,
    (organization_id, team): Key<'_>,
) -> Result<Vec<TeamMember>, Unavailable> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT login, is_admin FROM team_members WHERE organization_id = $1 AND team = $2 \
         ORDER BY position",
    )
    .bind(organization_id)
    .bind(team)
    .fetch_all(connection)
    .await
    .map_err(unavailable)?;
    Ok(rows
        .into_iter()
        .map(|(login, is_admin)| TeamMember { login, is_admin: is_admin != 0 })
        .collect())
}

pub(crate) async fn insert(
    connection: &mut AnyConnection,
    (organization_id, team): Key<'_>,
    position: i64,
    member: &TeamMember,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    user::ensure(connection, &member.login, now).await?;
    sqlx::query(
        "INSERT INTO team_members (organization_id, team, login, position, is_admin) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(organization_id)
    .bind(team)
    .bind(&member.login)
    .bind(position)
    .bind(i64::from(member.is_admin))
    .execute(connection)
    .await?;
    Ok(())
}

const NEXT: &str = "SELECT coalesce(max(position), -1) + 1 FROM team_members \
     WHERE organization_id = $1 AND team = $2";

/// Adds a person after those who are there, or changes the place that the person has.
pub(crate) async fn put(
    connection: &mut AnyConnection,
    key: Key<'_>,
    member: &TeamMember,
    now: Timestamp,
) -> Result<(), WriteError> {
    check(connection, key).await?;
    let changed = sqlx::query(
        "UPDATE team_members SET is_admin = $1 WHERE organization_id = $2 AND team = $3 AND login = $4",
    )
    .bind(i64::from(member.is_admin))
    .bind(key.0)
    .bind(key.1)
    .bind(&member.login)
    .execute(&mut *connection)
    .await
    .map_err(other)?;
    if changed.rows_affected() > 0 {
        return Ok(());
    }
    let position = position::next(connection, NEXT, &[key.0, key.1]).await?;
    insert(connection, key, position, member, now).await.map_err(other)
}

pub(crate) async fn remove(
    connection: &mut AnyConnection,
    (organization_id, team): Key<'_>,
    login: &str,
) -> Result<(), WriteError> {
    let removed = sqlx::query(
        "DELETE FROM team_members WHERE organization_id = $1 AND team = $2 AND login = $3",
    )
    .bind(organization_id)
    .bind(team)
    .bind(login)
    .execute(connection)
    .await
    .map_err(other)?;
    some_rows(removed.rows_affected(), login)
}
