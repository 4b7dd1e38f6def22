//! Guardrails and example tests.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use store::{Guardrail, GuardrailUpdate, Timestamp, Unavailable, WriteError};

use crate::change::{not_at, other, some_rows, taken};
use crate::failure::unavailable;
use crate::record::version;

pub(crate) async fn list(
    connection: &mut AnyConnection,
    organization_id: &str,
) -> Result<Vec<Guardrail>, Unavailable> {
    let rows = sqlx::query(
        "SELECT id, name, statement, version, created, modified, created_by \
         FROM guardrails WHERE organization_id = $1 ORDER BY position",
    )
    .bind(organization_id)
    .fetch_all(connection)
    .await
    .map_err(unavailable)?;
    rows.iter().map(read).collect::<Result<_, _>>().map_err(unavailable)
}

fn read(row: &AnyRow) -> Result<Guardrail, sqlx::Error> {
    Ok(Guardrail {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        statement: row.try_get("statement")?,
        version: version(row)?,
        created: Timestamp::from_millis(row.try_get("created")?),
        modified: Timestamp::from_millis(row.try_get("modified")?),
        created_by: row.try_get("created_by")?,
    })
}

/// Adds a guardrail after the ones that are there.
pub(crate) async fn insert(
    connection: &mut AnyConnection,
    organization_id: &str,
    guardrail: &Guardrail,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO guardrails (organization_id, id, position, name, statement, version, created, \
                modified, created_by) \
         VALUES ($1, $2, \
                (SELECT coalesce(max(position), 0) + 1 FROM guardrails WHERE organization_id = $1), \
                $3, $4, $5, $6, $7, $8)",
    )
    .bind(organization_id)
    .bind(&guardrail.id)
    .bind(&guardrail.name)
    .bind(&guardrail.statement)
    .bind(i64::from(guardrail.version))
    .bind(guardrail.created.millis())
    .bind(guardrail.modified.millis())
    .bind(&guardrail.created_by)
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn update(
    connection: &mut AnyConnection,
    organization_id: &str,
    update: &GuardrailUpdate,
    now: Timestamp,
) -> Result<(), WriteError> {
    let changed = sqlx::query(
        "UPDATE guardrails SET name = $1, statement = $2, version = version + 1, modified = $3 \
         WHERE organization_id = $4 AND id = $5 AND version = $6",
    )
    .bind(&update.name)
    .bind(&update.statement)
    .bind(now.millis())
    .bind(organization_id)
    .bind(&update.id)
    .bind(i64::from(update.version))
    .execute(&mut *connection)
    .await
    .map_err(|error| taken(error, &update.name))?;
    if changed.rows_affected() == 1 {
        return Ok(());
    }
    let current = "SELECT version FROM guardrails WHERE organization_id = $1 AND id = $2";
    Err(not_at(connection, current, organization_id, &update.id).await)
}

pub(crate) async fn delete(
    connection: &mut AnyConnection,
    organization_id: &str,
    id: &str,
) -> Result<(), WriteError> {
    let deleted = sqlx::query("DELETE FROM guardrails WHERE organization_id = $1 AND id = $2")
        .bind(organization_id)
        .bind(id)
        .execute(connection)
        .await
        .map_err(other)?;
    some_rows(deleted.rows_affected(), id)
}
