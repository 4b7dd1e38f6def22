//! Organizations.

use async_trait::async_trait;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use store::{
    Change, Contents, CreateError, Event, Organization, Organizations, Revision, SecretToken,
    Timestamp, Unavailable, WriteError,
};

use crate::failure::{is_unique_violation, unavailable, uncommitted};
use crate::{SqlStore, audit, change, contents};

#[async_trait]
impl Organizations for SqlStore {
    async fn create_organization(
        &self,
        contents: &Contents,
        tokens: &[SecretToken],
        event: &Event,
    ) -> Result<(), CreateError> {
        let organization = &contents.organization;
        let mut transaction = self.begin().await.map_err(unavailable)?;
        sqlx::query(
            "INSERT INTO organizations (id, name, revision, settings, default_role_id, created) \
             VALUES ($1, $2, 1, $3, $4, $5)",
        )
        .bind(&organization.id)
        .bind(&organization.name)
        .bind(&organization.settings)
        .bind(&organization.default_role_id)
        .bind(organization.created.millis())
        .execute(&mut *transaction)
        .await
        .map_err(|error| {
            if is_unique_violation(&error) {
                CreateError::NameTaken
            } else {
                unavailable(error).into()
            }
        })?;
        contents::insert(&mut transaction, contents, tokens).await?;
        audit::append(&mut transaction, &organization.id, std::slice::from_ref(event)).await?;
        transaction.commit().await.map_err(uncommitted)?;
        Ok(())
    }

    async fn find_organization(&self, name: &str) -> Result<Option<Organization>, Unavailable> {
        let row = sqlx::query(
            "SELECT id, name, revision, settings, default_role_id, created FROM organizations \
             WHERE name = $1",
        )
        .bind(name)
        .fetch_optional(&self.readers)
        .await
        .map_err(unavailable)?;
        row.as_ref().map(read).transpose().map_err(unavailable)
    }

    async fn find_organization_by_id(&self, id: &str) -> Result<Option<Organization>, Unavailable> {
        let mut connection = self.readers.acquire().await.map_err(unavailable)?;
        find_by_id(&mut connection, id).await
    }

    async fn list_organizations(&self, login: &str) -> Result<Vec<Organization>, Unavailable> {
        let rows = sqlx::query(
            "SELECT organizations.id, organizations.name, organizations.revision, \
                    organizations.settings, organizations.default_role_id, organizations.created \
             FROM organizations JOIN members ON members.organization_id = organizations.id \
             WHERE members.login = $1 ORDER BY organizations.name",
        )
        .bind(login)
        .fetch_all(&self.readers)
        .await
        .map_err(unavailable)?;
        rows.iter().map(read).collect::<Result<_, _>>().map_err(unavailable)
    }

    async fn contents(&self, organization_id: &str) -> Result<Option<Contents>, Unavailable> {
        let mut transaction = self.begin_read().await.map_err(unavailable)?;
        let Some(organization) = find_by_id(&mut transaction, organization_id).await? else {
            return Ok(None);
        };
        let mut beside = self.beside(&organization).await;
        let contents =
            contents::read(&mut transaction, beside.as_deref_mut(), organization).await?;
        transaction.commit().await.map_err(uncommitted)?;
        if let Some(beside) = beside {
            beside.commit().await.map_err(unavailable)?;
        }
        Ok(Some(contents))
    }

    async fn write(
        &self,
        organization_id: &str,
        at: Revision,
        changes: &[Change],
        events: &[Event],
        now: Timestamp,
    ) -> Result<Revision, WriteError> {
        if events.is_empty() {
            return Err(WriteError::Untold);
        }
        let mut transaction = self.begin().await.map_err(unavailable)?;
        // First of all: from here on nobody else writes to this organization.
        let moved = sqlx::query(
            "UPDATE organizations SET revision = revision + 1 WHERE id = $1 AND revision = $2",
        )
        .bind(organization_id)
        .bind(at.0)
        .execute(&mut *transaction)
        .await
        .map_err(unavailable)?;
        if moved.rows_affected() == 0 {
            let current = find_by_id(&mut transaction, organization_id).await?;
            let missing = || WriteError::Missing { id: organization_id.to_owned() };
            return Err(WriteError::Moved { current: current.ok_or_else(missing)?.revision });
        }
        for change in changes {
            change::apply(&mut transaction, organization_id, change, now).await?;
        }
        audit::append(&mut transaction, organization_id, events).await?;
        transaction.commit().await.map_err(uncommitted)?;
        Ok(Revision(at.0.saturating_add(1)))
    }
}

pub(crate) async fn find_by_id(
    connection: &mut AnyConnection,
    id: &str,
) -> Result<Option<Organization>, Unavailable> {
    let row = sqlx::query(
        "SELECT id, name, revision, settings, default_role_id, created FROM organizations \
         WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await
    .map_err(unavailable)?;
    row.as_ref().map(read).transpose().map_err(unavailable)
}

fn read(row: &AnyRow) -> Result<Organization, sqlx::Error> {
    Ok(Organization {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        revision: Revision(row.try_get("revision")?),
        settings: row.try_get("settings")?,
        default_role_id: row.try_get("default_role_id")?,
        created: Timestamp::from_millis(row.try_get("created")?),
    })
}
