//! What shows that a server has the key that secrets are hashed with.

use async_trait::async_trait;
use store::{Keys, Unavailable};

use crate::SqlStore;
use crate::failure::{unavailable, uncommitted};

#[async_trait]
impl Keys for SqlStore {
    async fn find_key_check(&self) -> Result<Option<String>, Unavailable> {
        let row: Option<(String,)> =
            sqlx::query_as("SELECT value FROM key_checks WHERE name = 'tokens'")
                .fetch_optional(&self.readers)
                .await
                .map_err(unavailable)?;
        Ok(row.map(|(value,)| value))
    }

    async fn keep_key_check(&self, check: &str) -> Result<String, Unavailable> {
        let mut transaction = self.begin().await.map_err(unavailable)?;
        sqlx::query(
            "INSERT INTO key_checks (name, value) VALUES ('tokens', $1) \
             ON CONFLICT (name) DO NOTHING",
        )
        .bind(check)
        .execute(&mut *transaction)
        .await
        .map_err(unavailable)?;
        let (kept,): (String,) =
            sqlx::query_as("SELECT value FROM key_checks WHERE name = 'tokens'")
                .fetch_one(&mut *transaction)
                .await
                .map_err(unavailable)?;
        transaction.commit().await.map_err(uncommitted)?;
        Ok(kept)
    }
}
