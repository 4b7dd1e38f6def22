//! People, across organizations.

use async_trait::async_trait;
use sqlx::AnyConnection;
use store::{SecretToken, Timestamp, TokenKind, Unavailable, User, Users, WriteError};

use crate::change::{other, taken};
use crate::failure::unavailable;
use crate::{SqlStore, token};

#[async_trait]
impl Users for SqlStore {
    async fn find_user(&self, login: &str) -> Result<Option<User>, Unavailable> {
        let row: Option<(String, i64)> =
            sqlx::query_as("SELECT login, created FROM users WHERE login = $1")
                .bind(login)
                .fetch_optional(&self.readers)
                .await
                .map_err(unavailable)?;
        Ok(row.map(|(login, created)| User { login, created: Timestamp::from_millis(created) }))
    }
}

/// Makes a user, or begins one anew who is in no organization, with the first token that is theirs.
pub(crate) async fn create(
    connection: &mut AnyConnection,
    first: &SecretToken,
) -> Result<(), WriteError> {
    let TokenKind::Personal { login } = &first.token.kind else {
        return Err(WriteError::Missing { id: first.token.id.clone() });
    };
    let created = first.token.created;
    ensure(connection, login, created).await.map_err(other)?;
    // Whoever takes the same login in at the same time waits here, and sees then that it is in an organization.
    lock(connection, login).await.map_err(other)?;
    let (memberships,): (i64,) = sqlx::query_as("SELECT count(*) FROM members WHERE login = $1")
        .bind(login)
        .fetch_one(&mut *connection)
        .await
        .map_err(other)?;
    if memberships != 0 {
        return Err(WriteError::NameTaken { name: login.clone() });
    }
    sqlx::query(
        "UPDATE tokens SET revoked = $1 WHERE organization_id IS NULL AND kind = 'personal' \
                AND login = $2 AND revoked IS NULL",
    )
    .bind(created.millis())
    .bind(login)
    .execute(&mut *connection)
    .await
    .map_err(other)?;
    token::insert_first(connection, first).await.map_err(|error| taken(error, &first.token.id))
}

/// Makes the user if there is none of that login.
pub(crate) async fn ensure(
    connection: &mut AnyConnection,
    login: &str,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO users (login, created) VALUES ($1, $2) ON CONFLICT (login) DO NOTHING",
    )
    .bind(login)
    .bind(now.millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// From here on, until this is over, nobody else takes the person in, or makes or ends a token of theirs: in which
/// organizations that is told stays what it is.
pub(crate) async fn lock(connection: &mut AnyConnection, login: &str) -> Result<(), sqlx::Error> {
    let own = sqlx::query("UPDATE users SET login = login WHERE login = $1").bind(login);
    own.execute(connection).await?;
    Ok(())
}
