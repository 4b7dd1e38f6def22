//! What can be written to an organization.

use sqlx::AnyConnection;
use store::{Change, RecordUpdate, Timestamp, WriteError};

use crate::entity::By;
use crate::failure::{is_unique_violation, unavailable};
use crate::{entity, guardrail, member, record, team, token, user};

pub(crate) async fn apply(
    connection: &mut AnyConnection,
    organization_id: &str,
    change: &Change,
    now: Timestamp,
) -> Result<(), WriteError> {
    match change {
        Change::CreateRecord(record) => record::insert(connection, organization_id, record)
            .await
            .map_err(|error| taken(error, &record.name)),
        Change::UpdateRecord(update) => {
            update_record(connection, organization_id, update, now).await
        }
        Change::DeleteRecord { id } => delete_record(connection, organization_id, id).await,
        Change::ReleaseRecord { id } => {
            release_record(connection, organization_id, id, now).await.map_err(other)
        }
        Change::SetDefaultRole { id } => {
            sqlx::query("UPDATE organizations SET default_role_id = $1 WHERE id = $2")
                .bind(id)
                .bind(organization_id)
                .execute(connection)
                .await
                .map_err(other)?;
            Ok(())
        }
        Change::CreateToken(new) => {
            let name = &new.token.name;
            if token::is_name_taken(connection, organization_id, name).await.map_err(other)? {
                return Err(WriteError::TokenNameTaken { name: name.clone() });
            }
            token::insert(connection, new).await.map_err(|error| taken(error, &new.token.id))
        }
        Change::RevokeToken { id } => {
            let is_gone =
                token::revoke(connection, organization_id, id, now).await.map_err(other)?;
            if is_gone { Ok(()) } else { Err(WriteError::Missing { id: id.clone() }) }
        }
        Change::CreateGuardrail(guardrail) => {
            guardrail::insert(connection, organization_id, guardrail)
                .await
                .map_err(|error| taken(error, &guardrail.name))
        }
        Change::UpdateGuardrail(update) => {
            guardrail::update(connection, organization_id, update, now).await
        }
        Change::DeleteGuardrail { id } => guardrail::delete(connection, organization_id, id).await,
        Change::CreateUser(first) => user::create(connection, first).await,
        Change::AddMember(new) => member::add(connection, organization_id, new).await,
        Change::SetMemberRole { login, role_id } => {
            member::set_role(connection, organization_id, login, role_id.as_deref()).await
        }
        Change::RemoveMember { login } => member::remove(connection, organization_id, login).await,
        Change::CreateTeam(new) => team::create(connection, organization_id, new, now).await,
        Change::UpdateTeam(update) => team::update(connection, organization_id, update).await,
        Change::DeleteTeam { name } => team::delete(connection, organization_id, name, now).await,
        Change::PutTeamMember { team, member } => {
            team::member::put(connection, (organization_id, team), member, now).await
        }
        Change::RemoveTeamMember { team, login } => {
            team::member::remove(connection, (organization_id, team), login).await
        }
        Change::SetTeamRoles { team, role_ids } => {
            team::role::set(connection, (organization_id, team), role_ids).await
        }
        Change::SetTeamGrant { team, entity, permission_set_id } => {
            let set = permission_set_id.as_deref();
            team::grant::set(connection, (organization_id, team), entity, set).await
        }
        Change::UpdateSettings { settings } => {
            sqlx::query("UPDATE organizations SET settings = $1 WHERE id = $2")
                .bind(settings)
                .bind(organization_id)
                .execute(connection)
                .await
                .map_err(other)?;
            Ok(())
        }
        Change::CreateEntity { entity, details, creator, by } => {
            let new = (entity, details.as_deref());
            entity::create(connection, organization_id, new, creator, By { name: by, now }).await
        }
        Change::DeleteEntity { key } => entity::delete(connection, organization_id, key).await,
        Change::SetEntityTags { key, tags, by } => {
            let by = By { name: by, now };
            entity::set_tags(connection, organization_id, key, tags, by).await
        }
    }
}

async fn update_record(
    connection: &mut AnyConnection,
    organization_id: &str,
    update: &RecordUpdate,
    now: Timestamp,
) -> Result<(), WriteError> {
    let changed = sqlx::query(
        "UPDATE records SET name = coalesce($1, name), description = coalesce($2, description), \
                details = coalesce($3, details), version = version + 1, modified = $4 \
         WHERE organization_id = $5 AND id = $6 AND version = $7",
    )
    .bind(&update.name)
    .bind(&update.description)
    .bind(&update.details)
    .bind(now.millis())
    .bind(organization_id)
    .bind(&update.id)
    .bind(i64::from(update.version))
    .execute(&mut *connection)
    .await
    .map_err(|error| taken(error, update.name.as_deref().unwrap_or_default()))?;
    if changed.rows_affected() == 1 {
        return Ok(());
    }
    let current = "SELECT version FROM records WHERE organization_id = $1 AND id = $2";
    Err(not_at(connection, current, organization_id, &update.id).await)
}

async fn delete_record(
    connection: &mut AnyConnection,
    organization_id: &str,
    id: &str,
) -> Result<(), WriteError> {
    let (held,): (i64,) = sqlx::query_as(
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM members WHERE organization_id = $1 AND role_id = $2) \
             OR EXISTS (SELECT 1 FROM team_roles WHERE organization_id = $1 AND role_id = $2) \
             OR EXISTS (SELECT 1 FROM team_grants \
                        WHERE organization_id = $1 AND permission_set_id = $2) \
             OR EXISTS (SELECT 1 FROM organizations WHERE id = $1 AND default_role_id = $2) \
             OR EXISTS (SELECT 1 FROM tokens WHERE organization_id = $1 AND role_id = $2 \
                        AND revoked IS NULL) THEN 1 ELSE 0 END",
    )
    .bind(organization_id)
    .bind(id)
    .fetch_one(&mut *connection)
    .await
    .map_err(other)?;
    if held != 0 {
        return Err(WriteError::StillReferenced { id: id.to_owned() });
    }
    let deleted = sqlx::query("DELETE FROM records WHERE organization_id = $1 AND id = $2")
        .bind(organization_id)
        .bind(id)
        .execute(connection)
        .await
        .map_err(other)?;
    some_rows(deleted.rows_affected(), id)
}

async fn release_record(
    connection: &mut AnyConnection,
    organization_id: &str,
    id: &str,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    const RELEASES: [&str; 4] = [
        "UPDATE members SET role_id = NULL WHERE organization_id = $1 AND role_id = $2",
        "DELETE FROM team_roles WHERE organization_id = $1 AND role_id = $2",
        "DELETE FROM team_grants WHERE organization_id = $1 AND permission_set_id = $2",
        "UPDATE organizations SET default_role_id = NULL WHERE id = $1 AND default_role_id = $2",
    ];
    for release in RELEASES {
        sqlx::query(release).bind(organization_id).bind(id).execute(&mut *connection).await?;
    }
    sqlx::query(
        "UPDATE tokens SET revoked = $1 \
         WHERE organization_id = $2 AND role_id = $3 AND revoked IS NULL",
    )
    .bind(now.millis())
    .bind(organization_id)
    .bind(id)
    .execute(connection)
    .await?;
    Ok(())
}

/// Refuses to have changed nothing: there is no `id`.
pub(crate) fn some_rows(rows: u64, id: &str) -> Result<(), WriteError> {
    if rows == 0 { Err(WriteError::Missing { id: id.to_owned() }) } else { Ok(()) }
}

/// Why what has the version that `current` finds was not at the one it was to have.
pub(crate) async fn not_at(
    connection: &mut AnyConnection,
    current: &'static str,
    organization_id: &str,
    id: &str,
) -> WriteError {
    let found = sqlx::query_as(current).bind(organization_id).bind(id);
    let found: Result<Option<(i64,)>, _> = found.fetch_optional(connection).await;
    let id = id.to_owned();
    match found {
        Ok(Some((current,))) => {
            WriteError::VersionConflict { id, current: u32::try_from(current).unwrap_or(u32::MAX) }
        }
        Ok(None) => WriteError::Missing { id },
        Err(error) => other(error),
    }
}

pub(crate) fn taken(error: sqlx::Error, name: &str) -> WriteError {
    if is_unique_violation(&error) {
        WriteError::NameTaken { name: name.to_owned() }
    } else {
        other(error)
    }
}

pub(crate) fn other(error: sqlx::Error) -> WriteError {
    WriteError::Unavailable(unavailable(error))
}
