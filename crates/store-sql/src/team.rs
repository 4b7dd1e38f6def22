//! Teams.

pub(crate) mod grant;
pub(crate) mod member;
pub(crate) mod role;

use sqlx::AnyConnection;
use store::{Team, TeamUpdate, Timestamp, Unavailable, WriteError};

use crate::change::{other, some_rows, taken};
use crate::failure::unavailable;
use crate::position;

/// The id of an organization and the name of one of its teams.
pub(crate) type Key<'k> = (&'k str, &'k str);

pub(crate) async fn list(
    connection: &mut AnyConnection,
    organization_id: &str,
) -> Result<Vec<Team>, Unavailable> {
    let names: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT name, display_name, description FROM teams WHERE organization_id = $1 \
         ORDER BY position",
    )
    .bind(organization_id)
    .fetch_all(&mut *connection)
    .await
    .map_err(unavailable)?;
    let mut teams = Vec::with_capacity(names.len());
    for (name, display_name, description) in names {
        let team = (organization_id, name.as_str());
        let members = member::list(connection, team).await?;
        let role_ids = role::list(connection, team).await?;
        let entity_grants = grant::list(connection, team).await?;
        teams.push(Team { name, display_name, description, members, role_ids, entity_grants });
    }
    Ok(teams)
}

pub(crate) async fn insert(
    connection: &mut AnyConnection,
    organization_id: &str,
    position: i64,
    team: &Team,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO teams (organization_id, name, position, display_name, description) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(organization_id)
    .bind(&team.name)
    .bind(position)
    .bind(&team.display_name)
    .bind(&team.description)
    .execute(&mut *connection)
    .await?;
    let key = (organization_id, team.name.as_str());
    for (position, member) in (0i64..).zip(&team.members) {
        member::insert(connection, key, position, member, now).await?;
    }
    for (position, role_id) in (0i64..).zip(&team.role_ids) {
        role::insert(connection, key, position, role_id).await?;
    }
    for (position, grant) in (0i64..).zip(&team.entity_grants) {
        grant::insert(connection, key, position, grant).await?;
    }
    Ok(())
}

/// Adds a team after those that are there.
pub(crate) async fn create(
    connection: &mut AnyConnection,
    organization_id: &str,
    team: &Team,
    now: Timestamp,
) -> Result<(), WriteError> {
    const NEXT: &str =
        "SELECT coalesce(max(position), -1) + 1 FROM teams WHERE organization_id = $1";
    let position = position::next(connection, NEXT, &[organization_id]).await?;
    let inserted = insert(connection, organization_id, position, team, now).await;
    inserted.map_err(|error| taken(error, &team.name))
}

pub(crate) async fn update(
    connection: &mut AnyConnection,
    organization_id: &str,
    update: &TeamUpdate,
) -> Result<(), WriteError> {
    let changed = sqlx::query(
        "UPDATE teams SET display_name = coalesce($1, display_name), \
                description = coalesce($2, description) \
         WHERE organization_id = $3 AND name = $4",
    )
    .bind(&update.display_name)
    .bind(&update.description)
    .bind(organization_id)
    .bind(&update.name)
    .execute(connection)
    .await
    .map_err(other)?;
    some_rows(changed.rows_affected(), &update.name)
}

/// Removes a team and whatever it held; its tokens are revoked.
pub(crate) async fn delete(
    connection: &mut AnyConnection,
    organization_id: &str,
    name: &str,
    now: Timestamp,
) -> Result<(), WriteError> {
    // Those of its tokens go while it can still be told which they are.
    let created = sqlx::query(
        "DELETE FROM creator_grants WHERE organization_id = $1 \
                AND ((principal_type = 'team' AND principal_id = $2) \
                  OR (principal_type = 'token' AND principal_id IN \
                      (SELECT id FROM tokens WHERE organization_id = $1 AND kind = 'team' AND team = $2)))",
    );
    let created = created.bind(organization_id).bind(name);
    created.execute(&mut *connection).await.map_err(other)?;
    let revoked = sqlx::query(
        "UPDATE tokens SET revoked = $1 \
         WHERE organization_id = $2 AND kind = 'team' AND team = $3 AND revoked IS NULL",
    );
    let revoked = revoked.bind(now.millis()).bind(organization_id).bind(name);
    revoked.execute(&mut *connection).await.map_err(other)?;
    // Its members, roles and grants go with it.
    let deleted = sqlx::query("DELETE FROM teams WHERE organization_id = $1 AND name = $2")
        .bind(organization_id)
        .bind(name)
        .execute(connection)
        .await
        .map_err(other)?;
    some_rows(deleted.rows_affected(), name)
}

/// Refuses to change a team that is not there.
async fn check(
    connection: &mut AnyConnection,
    (organization_id, team): Key<'_>,
) -> Result<(), WriteError> {
    let (count,): (i64,) =
        sqlx::query_as("SELECT count(*) FROM teams WHERE organization_id = $1 AND name = $2")
            .bind(organization_id)
            .bind(team)
            .fetch_one(connection)
            .await
            .map_err(other)?;
    some_rows(count.unsigned_abs(), team)
}
