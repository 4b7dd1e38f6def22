//! People, across organizations.

use async_trait::async_trait;
use sqlx::AnyConnection;
use store::{Timestamp, Unavailable, User, Users};

use crate::SqlStore;
use crate::failure::unavailable;

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
