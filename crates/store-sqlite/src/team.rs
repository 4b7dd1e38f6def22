//! Teams.

use sqlx::SqliteConnection;
use store::{EntityGrant, Team, TeamMember, Timestamp, Unavailable};

use crate::failure::unavailable;
use crate::{entity, user};

pub(crate) async fn list(
    connection: &mut SqliteConnection,
    organization_id: &str,
) -> Result<Vec<Team>, Unavailable> {
    let names: Vec<(String, String)> = sqlx::query_as(
        "SELECT name, description FROM teams WHERE organization_id = ? ORDER BY position",
    )
    .bind(organization_id)
    .fetch_all(&mut *connection)
    .await
    .map_err(unavailable)?;
    let mut teams = Vec::with_capacity(names.len());
    for (name, description) in names {
        let team = (organization_id, name.as_str());
        let members = list_members(connection, team).await?;
        let role_ids = list_roles(connection, team).await?;
        let entity_grants = list_grants(connection, team).await?;
        teams.push(Team { name, description, members, role_ids, entity_grants });
    }
    Ok(teams)
}

async fn list_members(
    connection: &mut SqliteConnection,
    (organization_id, team): (&str, &str),
) -> Result<Vec<TeamMember>, Unavailable> {
    let rows: Vec<(String, bool)> = sqlx::query_as(
        "SELECT login, is_admin FROM team_members WHERE organization_id = ? AND team = ? \
         ORDER BY position",
    )
    .bind(organization_id)
    .bind(team)
    .fetch_all(connection)
    .await
    .map_err(unavailable)?;
    Ok(rows.into_iter().map(|(login, is_admin)| TeamMember { login, is_admin }).collect())
}

async fn list_roles(
    connection: &mut SqliteConnection,
    (organization_id, team): (&str, &str),
) -> Result<Vec<String>, Unavailable> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT role_id FROM team_roles WHERE organization_id = ? AND team = ? ORDER BY position",
    )
    .bind(organization_id)
    .bind(team)
    .fetch_all(connection)
    .await
    .map_err(unavailable)?;
    Ok(rows.into_iter().map(|(role_id,)| role_id).collect())
}

async fn list_grants(
    connection: &mut SqliteConnection,
    (organization_id, team): (&str, &str),
) -> Result<Vec<EntityGrant>, Unavailable> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT entity_type, entity_id, permission_set_id FROM team_grants \
         WHERE organization_id = ? AND team = ? ORDER BY position",
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
    connection: &mut SqliteConnection,
    organization_id: &str,
    position: usize,
    team: &Team,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let place = |position: usize| i64::try_from(position).unwrap_or(i64::MAX);
    sqlx::query(
        "INSERT INTO teams (organization_id, name, position, description) VALUES (?, ?, ?, ?)",
    )
    .bind(organization_id)
    .bind(&team.name)
    .bind(place(position))
    .bind(&team.description)
    .execute(&mut *connection)
    .await?;
    for (position, member) in team.members.iter().enumerate() {
        user::ensure(connection, &member.login, now).await?;
        sqlx::query(
            "INSERT INTO team_members (organization_id, team, login, position, is_admin) \
             VALUES (?, ?, ?, ?, ?)",
        )
        .bind(organization_id)
        .bind(&team.name)
        .bind(&member.login)
        .bind(place(position))
        .bind(member.is_admin)
        .execute(&mut *connection)
        .await?;
    }
    for (position, role_id) in team.role_ids.iter().enumerate() {
        sqlx::query(
            "INSERT INTO team_roles (organization_id, team, role_id, position) VALUES (?, ?, ?, ?)",
        )
        .bind(organization_id)
        .bind(&team.name)
        .bind(role_id)
        .bind(place(position))
        .execute(&mut *connection)
        .await?;
    }
    for (position, grant) in team.entity_grants.iter().enumerate() {
        sqlx::query(
            "INSERT INTO team_grants (organization_id, team, entity_type, entity_id, \
                    permission_set_id, position) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(organization_id)
        .bind(&team.name)
        .bind(grant.entity.entity_type.name())
        .bind(&grant.entity.id)
        .bind(&grant.permission_set_id)
        .bind(place(position))
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
