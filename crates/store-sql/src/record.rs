//! Roles, policies and permission sets.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use store::{Purpose, Record, Timestamp, Unavailable};

use crate::failure::{damaged, unavailable};

pub(crate) async fn list(
    connection: &mut AnyConnection,
    organization_id: &str,
) -> Result<Vec<Record>, Unavailable> {
    let rows = sqlx::query(
        "SELECT id, name, description, purpose, resource_type, default_identifier, details, \
                version, created, modified, created_by \
         FROM records WHERE organization_id = $1 ORDER BY position",
    )
    .bind(organization_id)
    .fetch_all(connection)
    .await
    .map_err(unavailable)?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<Record, Unavailable> {
    let purpose: String = row.try_get("purpose").map_err(unavailable)?;
    let purpose =
        Purpose::from_name(&purpose).ok_or_else(|| damaged("records.purpose", &purpose))?;
    let fields = || -> Result<Record, sqlx::Error> {
        Ok(Record {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            description: row.try_get("description")?,
            purpose,
            resource_type: row.try_get("resource_type")?,
            default_identifier: row.try_get("default_identifier")?,
            details: row.try_get("details")?,
            version: version(row)?,
            created: Timestamp::from_millis(row.try_get("created")?),
            modified: Timestamp::from_millis(row.try_get("modified")?),
            created_by: row.try_get("created_by")?,
        })
    };
    fields().map_err(unavailable)
}

/// The version of a record or a guardrail.
pub(crate) fn version(row: &AnyRow) -> Result<u32, sqlx::Error> {
    let version: i64 = row.try_get("version")?;
    u32::try_from(version).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// Adds a record after the ones that are there.
pub(crate) async fn insert(
    connection: &mut AnyConnection,
    organization_id: &str,
    record: &Record,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO records (organization_id, id, position, name, description, purpose, \
                resource_type, default_identifier, details, version, created, modified, created_by) \
         VALUES ($1, $2, \
                (SELECT coalesce(max(position), 0) + 1 FROM records WHERE organization_id = $1), \
                $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(organization_id)
    .bind(&record.id)
    .bind(&record.name)
    .bind(&record.description)
    .bind(record.purpose.name())
    .bind(&record.resource_type)
    .bind(&record.default_identifier)
    .bind(&record.details)
    .bind(i64::from(record.version))
    .bind(record.created.millis())
    .bind(record.modified.millis())
    .bind(&record.created_by)
    .execute(connection)
    .await?;
    Ok(())
}
