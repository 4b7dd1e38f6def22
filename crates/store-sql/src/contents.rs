//! An organization and everything in it.

use sqlx::AnyConnection;
use store::{Contents, CreateError, Organization, SecretToken, Unavailable};

use crate::failure::{is_unique_violation, unavailable};
use crate::{entity, guardrail, member, record, team, token};

/// Reads everything in `organization`, in a transaction that sees all of it at its revision; so does the one `beside`.
pub(crate) async fn read(
    connection: &mut AnyConnection,
    beside: Option<&mut AnyConnection>,
    organization: Organization,
) -> Result<Contents, Unavailable> {
    let organization_id = organization.id.as_str();
    Ok(Contents {
        entities: entity::list(connection, beside, organization_id).await?,
        records: record::list(connection, organization_id).await?,
        members: member::list(connection, organization_id).await?,
        teams: team::list(connection, organization_id).await?,
        tokens: token::list(connection, organization_id).await?,
        creator_grants: entity::list_creator_grants(connection, organization_id).await?,
        guardrails: guardrail::list(connection, organization_id).await?,
        organization,
    })
}

/// Writes everything that belongs to an organization that was just made.
pub(crate) async fn insert(
    connection: &mut AnyConnection,
    contents: &Contents,
    tokens: &[SecretToken],
) -> Result<(), CreateError> {
    let id = contents.organization.id.as_str();
    let now = contents.organization.created;
    let by = entity::By { name: "", now };
    for (position, entity) in (0i64..).zip(&contents.entities) {
        let inserted = entity::insert(connection, id, position, (entity, None), by).await;
        inserted.map_err(|error| refused(error, &entity.key.id))?;
    }
    for record in &contents.records {
        let inserted = record::insert(connection, id, record).await;
        inserted.map_err(|error| refused(error, &record.id))?;
    }
    for (position, member) in (0i64..).zip(&contents.members) {
        let inserted = member::insert(connection, id, position, member).await;
        inserted.map_err(|error| refused(error, &member.login))?;
    }
    for (position, team) in (0i64..).zip(&contents.teams) {
        let inserted = team::insert(connection, id, position, team, now).await;
        inserted.map_err(|error| refused(error, &team.name))?;
    }
    for token in tokens {
        let inserted = token::insert(connection, token).await;
        inserted.map_err(|error| refused(error, &token.token.id))?;
    }
    for (position, grant) in (0i64..).zip(&contents.creator_grants) {
        let inserted = entity::insert_creator_grant(connection, id, position, grant).await;
        inserted.map_err(|error| refused(error, &grant.entity.id))?;
    }
    for guardrail in &contents.guardrails {
        let inserted = guardrail::insert(connection, id, guardrail).await;
        inserted.map_err(|error| refused(error, &guardrail.name))?;
    }
    Ok(())
}

fn refused(error: sqlx::Error, what: &str) -> CreateError {
    if is_unique_violation(&error) {
        CreateError::Ambiguous(what.to_owned())
    } else {
        CreateError::Unavailable(unavailable(error))
    }
}
