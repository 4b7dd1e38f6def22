//! Browser sessions.

use async_trait::async_trait;
use store::{SecretHash, Session, Sessions, Timestamp, Token, Unavailable};

use crate::failure::unavailable;
use crate::{SqliteStore, token};

#[async_trait]
impl Sessions for SqliteStore {
    async fn create_session(&self, session: &Session) -> Result<(), Unavailable> {
        let mut transaction = self.begin().await.map_err(unavailable)?;
        sqlx::query("DELETE FROM sessions WHERE expires <= ?")
            .bind(session.created.millis())
            .execute(&mut *transaction)
            .await
            .map_err(unavailable)?;
        sqlx::query(
            "INSERT INTO sessions (hash, token_key, created, expires) \
             SELECT ?, token_key, ?, ? FROM tokens WHERE hash = ? AND revoked IS NULL",
        )
        .bind(session.hash.0.as_slice())
        .bind(session.created.millis())
        .bind(session.expires.millis())
        .bind(session.token_hash.0.as_slice())
        .execute(&mut *transaction)
        .await
        .map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)
    }

    async fn find_session(
        &self,
        hash: SecretHash,
        now: Timestamp,
    ) -> Result<Option<Token>, Unavailable> {
        let row = sqlx::query(
            "SELECT tokens.* FROM sessions JOIN tokens USING (token_key) \
             WHERE sessions.hash = ? AND sessions.expires > ? AND tokens.revoked IS NULL",
        )
        .bind(hash.0.as_slice())
        .bind(now.millis())
        .fetch_optional(&self.readers)
        .await
        .map_err(unavailable)?;
        row.as_ref().map(token::read).transpose()
    }

    async fn delete_session(&self, hash: SecretHash) -> Result<(), Unavailable> {
        sqlx::query("DELETE FROM sessions WHERE hash = ?")
            .bind(hash.0.as_slice())
            .execute(&self.writer)
            .await
            .map_err(unavailable)?;
        Ok(())
    }
}
