//! People in an organization.

use sqlx::SqliteConnection;
use store::{Member, Timestamp, Unavailable};

use crate::failure::unavailable;
use crate::user;

pub(crate) async fn list(
    connection: &mut SqliteConnection,
    organization_id: &str,
) -> Result<Vec<Member>, Unavailable> {
    let rows: Vec<(String, Option<String>, i64)> = sqlx::query_as(
        "SELECT login, role_id, created FROM members WHERE organization_id = ? ORDER BY position",
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
    connection: &mut SqliteConnection,
    organization_id: &str,
    position: usize,
    member: &Member,
) -> Result<(), sqlx::Error> {
    user::ensure(connection, &member.login, member.created).await?;
    sqlx::query(
        "INSERT INTO members (organization_id, login, position, role_id, created) \
         VALUES (?, ?, ?, ?, ?)",
    )
    .bind(organization_id)
    .bind(&member.login)
    .bind(i64::try_from(position).unwrap_or(i64::MAX))
    .bind(&member.role_id)
    .bind(member.created.millis())
    .execute(connection)
    .await?;
    Ok(())
}
