//! Browser sessions.

use async_trait::async_trait;
use store::{SecretHash, Session, Sessions, Timestamp, Token, Unavailable};

use crate::failure::{unavailable, uncommitted};
use crate::{SqlStore, token};

#[async_trait]
impl Sessions for SqlStore {
    async fn create_session(&self, session: &Session) -> Result<bool, Unavailable> {
        let mut transaction = self.begin().await.map_err(unavailable)?;
        sqlx::query("DELETE FROM sessions WHERE expires <= $1")
            .bind(session.created.millis())
            .execute(&mut *transaction)
            .await
            .map_err(unavailable)?;
        let inserted = sqlx::query(
            "INSERT INTO sessions (hash, token_key, created, expires) \
             SELECT $1, token_key, $2, $3 FROM tokens WHERE hash = $4 AND revoked IS NULL",
        )
        .bind(session.hash.0.as_slice())
        .bind(session.created.millis())
        .bind(session.expires.millis())
        .bind(session.token_hash.0.as_slice())
        .execute(&mut *transaction)
        .await
        .map_err(unavailable)?;
        transaction.commit().await.map_err(uncommitted)?;
        Ok(inserted.rows_affected() != 0)
    }

    async fn find_session(
        &self,
        hash: SecretHash,
        now: Timestamp,
    ) -> Result<Option<Token>, Unavailable> {
        let row = sqlx::query(token::select!(
            " FROM sessions JOIN tokens USING (token_key) \
             WHERE sessions.hash = $1 AND sessions.expires > $2 AND tokens.revoked IS NULL"
        ))
        .bind(hash.0.as_slice())
        .bind(now.millis())
        .fetch_optional(&self.readers)
        .await
        .map_err(unavailable)?;
        row.as_ref().map(token::read).transpose()
    }

    async fn delete_session(&self, hash: SecretHash) -> Result<(), Unavailable> {
        sqlx::query("DELETE FROM sessions WHERE hash = $1")
            .bind(hash.0.as_slice())
            .execute(&self.writers)
            .await
            .map_err(uncommitted)?;
        Ok(())
    }
}
