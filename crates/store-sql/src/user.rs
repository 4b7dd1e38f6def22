//! People, across organizations.

use async_trait::async_trait;
use sqlx::AnyConnection;
use store::{SecretToken, Timestamp, TokenKind, Unavailable, User, Users, WriteError};

use crate::change::taken;
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

/// Makes a user whom nobody knew, with the token that is theirs.
pub(crate) async fn create(
    connection: &mut AnyConnection,
    first: &SecretToken,
) -> Result<(), WriteError> {
    let TokenKind::Personal { login } = &first.token.kind else {
        return Err(WriteError::Missing { id: first.token.id.clone() });
    };
    sqlx::query("INSERT INTO users (login, created) VALUES ($1, $2)")
        .bind(login)
        .bind(first.token.created.millis())
        .execute(&mut *connection)
        .await
        .map_err(|error| taken(error, login))?;
    token::insert(connection, first).await.map_err(|error| taken(error, &first.token.id))
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
