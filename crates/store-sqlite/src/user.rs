//! People, across organizations.

use async_trait::async_trait;
use sqlx::SqliteConnection;
use store::{Timestamp, Unavailable, User, Users};

use crate::SqliteStore;
use crate::failure::unavailable;

#[async_trait]
impl Users for SqliteStore {
    async fn find_user(&self, login: &str) -> Result<Option<User>, Unavailable> {
        let row: Option<(String, i64)> =
            sqlx::query_as("SELECT login, created FROM users WHERE login = ?")
                .bind(login)
                .fetch_optional(&self.readers)
                .await
                .map_err(unavailable)?;
        Ok(row.map(|(login, created)| User { login, created: Timestamp::from_millis(created) }))
    }
}

/// Makes the user if there is none of that login.
pub(crate) async fn ensure(
    connection: &mut SqliteConnection,
    login: &str,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO users (login, created) VALUES (?, ?) ON CONFLICT (login) DO NOTHING")
        .bind(login)
        .bind(now.millis())
        .execute(connection)
        .await?;
    Ok(())
}
