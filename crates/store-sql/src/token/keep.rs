//! Keeping tokens.

use sqlx::AnyConnection;
use store::{Event, SecretToken, Timestamp, TokenKind, Unavailable};

use super::tell_of_person;
use crate::failure::unavailable;
use crate::{audit, user};

/// Has whoever puts a token in the same place wait until this is over.
pub(super) async fn hold(
    connection: &mut AnyConnection,
    new: &SecretToken,
) -> Result<(), sqlx::Error> {
    let SecretToken { token, .. } = new;
    match (&token.organization_id, &token.kind) {
        (Some(id), _) => {
            let organization = "UPDATE organizations SET revision = revision WHERE id = $1";
            sqlx::query(organization).bind(id).execute(connection).await?;
        }
        (None, TokenKind::Personal { login }) => {
            user::ensure(connection, login, token.created).await?;
            user::lock(connection, login).await?;
        }
        (None, TokenKind::Organization { .. } | TokenKind::Team { .. }) => {}
    }
    Ok(())
}

/// Keeps a token in the place of the one with the same id, and tells of it wherever it is good.
pub(super) async fn put(
    connection: &mut AnyConnection,
    token: &SecretToken,
    event: &Event,
) -> Result<(), Unavailable> {
    replace(connection, token, event.time).await.map_err(unavailable)?;
    insert(connection, token).await.map_err(unavailable)?;
    match (&token.token.organization_id, &token.token.kind) {
        (Some(id), _) => {
            sqlx::query("UPDATE organizations SET revision = revision + 1 WHERE id = $1")
                .bind(id)
                .execute(&mut *connection)
                .await
                .map_err(unavailable)?;
            audit::append(connection, id, std::slice::from_ref(event)).await
        }
        (None, TokenKind::Personal { login }) => tell_of_person(connection, login, event).await,
        (None, TokenKind::Organization { .. } | TokenKind::Team { .. }) => Ok(()),
    }
}

/// Makes room for a token with its id: the one that has it is kept as a revoked one, so that nobody takes its secret for
/// a new one later.
async fn replace(
    connection: &mut AnyConnection,
    SecretToken { token, hash }: &SecretToken,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM tokens WHERE organization_id IS NOT DISTINCT FROM $1 AND id = $2 \
                AND (hash IS NULL OR hash = $3)",
    )
    .bind(&token.organization_id)
    .bind(&token.id)
    .bind(hash.as_ref().map(|hash| hash.0.as_slice()))
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "UPDATE tokens SET id = id || '-' || CAST(token_key AS TEXT), revoked = coalesce(revoked, $3) \
         WHERE organization_id IS NOT DISTINCT FROM $1 AND id = $2",
    )
    .bind(&token.organization_id)
    .bind(&token.id)
    .bind(now.millis())
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn insert(
    connection: &mut AnyConnection,
    SecretToken { token, hash }: &SecretToken,
) -> Result<(), sqlx::Error> {
    let (kind, login, team, role_id) = match &token.kind {
        TokenKind::Personal { login } => ("personal", Some(login), None, None),
        TokenKind::Organization { role_id } => ("organization", None, None, role_id.as_ref()),
        TokenKind::Team { team } => ("team", None, Some(team), None),
    };
    if let Some(login) = login {
        user::ensure(connection, login, token.created).await?;
    }
    sqlx::query(
        "INSERT INTO tokens (organization_id, id, hash, name, description, kind, login, team, \
                role_id, expires, created, created_by, last_used) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(&token.organization_id)
    .bind(&token.id)
    .bind(hash.as_ref().map(|hash| hash.0.as_slice()))
    .bind(&token.name)
    .bind(&token.description)
    .bind(kind)
    .bind(login)
    .bind(team)
    .bind(role_id)
    .bind(i64::try_from(token.expires).unwrap_or(i64::MAX))
    .bind(token.created.millis())
    .bind(&token.created_by)
    .bind(token.last_used.map(Timestamp::millis))
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps a token that ends with the first that its person makes.
pub(crate) async fn insert_first(
    connection: &mut AnyConnection,
    first: &SecretToken,
) -> Result<(), sqlx::Error> {
    insert(connection, first).await?;
    sqlx::query("UPDATE tokens SET is_first = 1 WHERE organization_id IS NULL AND id = $1")
        .bind(&first.token.id)
        .execute(connection)
        .await?;
    Ok(())
}
