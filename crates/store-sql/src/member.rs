//! People in an organization.

use sqlx::AnyConnection;
use store::{Member, Timestamp, Unavailable, WriteError};

use crate::change::{other, some_rows, taken};
use crate::failure::unavailable;
use crate::{position, user};

pub(crate) async fn list(
    connection: &mut AnyConnection,
    organization_id: &str,
) -> Result<Vec<Member>, Unavailable> {
    let rows: Vec<(String, Option<String>, i64)> = sqlx::query_as(
        "SELECT login, role_id, created FROM members WHERE organization_id = $1 ORDER BY position",
    )
    .bind(organization_id)
    .fetch_all(connection)
    .await
    .map_err(unavailable)?;
    let members = rows.into_iter().map(|(login, role_id, created)| Member {
        login,
        role_id,
        created: Timestamp::from_millis(created),
    });
    Ok(members.collect())
}

pub(crate) async fn insert(
    connection: &mut AnyConnection,
    organization_id: &str,
    position: i64,
    member: &Member,
) -> Result<(), sqlx::Error> {
    user::ensure(connection, &member.login, member.created).await?;
    sqlx::query(
        "INSERT INTO members (organization_id, login, position, role_id, created) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(organization_id)
    .bind(&member.login)
    .bind(position)
    .bind(&member.role_id)
    .bind(member.created.millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds a person after those who are there.
pub(crate) async fn add(
    connection: &mut AnyConnection,
    organization_id: &str,
    member: &Member,
) -> Result<(), WriteError> {
    const NEXT: &str =
        "SELECT coalesce(max(position), -1) + 1 FROM members WHERE organization_id = $1";
    // A token of theirs that begins or ends at the same time is told here as well, or was told before.
    user::lock(connection, &member.login).await.map_err(other)?;
    let position = position::next(connection, NEXT, &[organization_id]).await?;
    let inserted = insert(connection, organization_id, position, member).await;
    inserted.map_err(|error| taken(error, &member.login))
}

pub(crate) async fn set_role(
    connection: &mut AnyConnection,
    organization_id: &str,
    login: &str,
    role_id: Option<&str>,
) -> Result<(), WriteError> {
    let changed =
        sqlx::query("UPDATE members SET role_id = $1 WHERE organization_id = $2 AND login = $3")
            .bind(role_id)
            .bind(organization_id)
            .bind(login)
            .execute(connection)
            .await
            .map_err(other)?;
    some_rows(changed.rows_affected(), login)
}

/// Takes a person out of the organization and of everything in it.
pub(crate) async fn remove(
    connection: &mut AnyConnection,
    organization_id: &str,
    login: &str,
) -> Result<(), WriteError> {
    const LEAVES: [&str; 2] = [
        "DELETE FROM team_members WHERE organization_id = $1 AND login = $2",
        "DELETE FROM creator_grants \
         WHERE organization_id = $1 AND principal_type = 'user' AND principal_id = $2",
    ];
    for leave in LEAVES {
        let left = sqlx::query(leave).bind(organization_id).bind(login);
        left.execute(&mut *connection).await.map_err(other)?;
    }
    let removed = sqlx::query("DELETE FROM members WHERE organization_id = $1 AND login = $2")
        .bind(organization_id)
        .bind(login)
        .execute(connection)
        .await
        .map_err(other)?;
    some_rows(removed.rows_affected(), login)
}
