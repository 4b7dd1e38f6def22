//! Access tokens.

mod keep;

use std::collections::HashMap;

use async_trait::async_trait;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use store::{
    Event, Revision, SecretHash, SecretToken, Timestamp, Token, TokenKind, Tokens, Unavailable,
};

use crate::SqlStore;
use crate::failure::{damaged, unavailable, uncommitted};
use crate::{audit, user};

use keep::{hold, put};
pub(crate) use keep::{insert, insert_first};

/// `SELECT` with everything that [`read`] reads of `tokens`, and what else is given.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT tokens.id, tokens.organization_id, tokens.name, tokens.description, \
                    tokens.kind, tokens.login, tokens.team, tokens.role_id, tokens.expires, \
                    tokens.created, tokens.created_by, tokens.last_used",
            $rest
        )
    };
}
pub(crate) use select;

#[async_trait]
impl Tokens for SqlStore {
    async fn find_token_at_home(
        &self,
        hash: SecretHash,
    ) -> Result<Option<(Token, Option<Revision>)>, Unavailable> {
        let row = sqlx::query(select!(
            ", organizations.revision AS home_revision FROM tokens \
             LEFT JOIN organizations ON organizations.id = tokens.organization_id \
             WHERE hash = $1 AND revoked IS NULL"
        ))
        .bind(hash.0.as_slice())
        .fetch_optional(&self.readers)
        .await
        .map_err(unavailable)?;
        let Some(row) = row else { return Ok(None) };
        let revision = row.try_get::<Option<i64>, _>("home_revision").map_err(unavailable)?;
        Ok(Some((read(&row)?, revision.map(Revision))))
    }

    async fn rehash_token(&self, before: SecretHash, after: SecretHash) -> Result<(), Unavailable> {
        sqlx::query("UPDATE tokens SET hash = $1 WHERE hash = $2")
            .bind(after.0.as_slice())
            .bind(before.0.as_slice())
            .execute(&self.writers)
            .await
            .map_err(uncommitted)?;
        Ok(())
    }

    async fn touch_token(
        &self,
        hash: SecretHash,
        now: Timestamp,
        step_secs: u32,
    ) -> Result<(), Unavailable> {
        sqlx::query(
            "UPDATE tokens SET last_used = $1 \
             WHERE hash = $2 AND (last_used IS NULL OR last_used <= $3)",
        )
        .bind(now.millis())
        .bind(hash.0.as_slice())
        .bind(now.millis().saturating_sub(i64::from(step_secs) * 1000))
        .execute(&self.writers)
        .await
        .map_err(uncommitted)?;
        Ok(())
    }

    async fn last_uses(
        &self,
        organization_id: &str,
    ) -> Result<HashMap<String, Timestamp>, Unavailable> {
        let uses: Vec<(String, i64)> = sqlx::query_as(
            "SELECT id, last_used FROM tokens \
             WHERE organization_id = $1 AND revoked IS NULL AND last_used IS NOT NULL",
        )
        .bind(organization_id)
        .fetch_all(&self.readers)
        .await
        .map_err(unavailable)?;
        Ok(uses.into_iter().map(|(id, used)| (id, Timestamp::from_millis(used))).collect())
    }

    async fn was_revoked(&self, hash: SecretHash) -> Result<bool, Unavailable> {
        let (revoked,): (i64,) =
            sqlx::query_as("SELECT count(*) FROM tokens WHERE hash = $1 AND revoked IS NOT NULL")
                .bind(hash.0.as_slice())
                .fetch_one(&self.readers)
                .await
                .map_err(unavailable)?;
        Ok(revoked != 0)
    }

    async fn put_token(&self, token: &SecretToken, event: &Event) -> Result<(), Unavailable> {
        let mut transaction = self.begin().await.map_err(unavailable)?;
        hold(&mut transaction, token).await.map_err(unavailable)?;
        put(&mut transaction, token, event).await?;
        transaction.commit().await.map_err(uncommitted)
    }

    async fn put_token_once(
        &self,
        token: &SecretToken,
        event: &Event,
    ) -> Result<bool, Unavailable> {
        let mut transaction = self.begin().await.map_err(unavailable)?;
        hold(&mut transaction, token).await.map_err(unavailable)?;
        let (had,): (i64,) = sqlx::query_as(
            "SELECT count(*) FROM tokens WHERE organization_id IS NOT DISTINCT FROM $1 \
                    AND id = $2 AND hash IS NOT NULL",
        )
        .bind(&token.token.organization_id)
        .bind(&token.token.id)
        .fetch_one(&mut *transaction)
        .await
        .map_err(unavailable)?;
        if had != 0 {
            return Ok(false);
        }
        put(&mut transaction, token, event).await?;
        transaction.commit().await.map_err(uncommitted)?;
        Ok(true)
    }

    async fn make_personal_token(
        &self,
        by: &str,
        session: Option<SecretHash>,
        new: &SecretToken,
        made: &Event,
        ended: &Event,
    ) -> Result<bool, Unavailable> {
        let TokenKind::Personal { login } = &new.token.kind else { return Ok(false) };
        let mut transaction = self.begin().await.map_err(unavailable)?;
        user::lock(&mut transaction, login).await.map_err(unavailable)?;
        // Whoever ends it meanwhile waits for this, or has been waited for.
        let found: Option<(i64, i64)> = sqlx::query_as(
            "UPDATE tokens SET is_first = is_first WHERE organization_id IS NULL \
                    AND kind = 'personal' AND login = $1 AND id = $2 AND revoked IS NULL \
             RETURNING token_key, is_first",
        )
        .bind(login)
        .bind(by)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(unavailable)?;
        let Some((key, is_first)) = found else { return Ok(false) };
        insert(&mut transaction, new).await.map_err(unavailable)?;
        tell_of_person(&mut transaction, login, made).await?;
        if is_first != 0 {
            let at = ended.time;
            succeed(&mut transaction, key, new, session, at).await.map_err(unavailable)?;
            audit::append_for_member(&mut transaction, login, ended).await?;
        }
        transaction.commit().await.map_err(uncommitted)?;
        Ok(true)
    }

    async fn list_personal_tokens(&self, login: &str) -> Result<Vec<Token>, Unavailable> {
        let rows = sqlx::query(select!(
            " FROM tokens WHERE organization_id IS NULL AND kind = 'personal' \
                    AND login = $1 AND revoked IS NULL ORDER BY token_key"
        ))
        .bind(login)
        .fetch_all(&self.readers)
        .await
        .map_err(unavailable)?;
        rows.iter().map(read).collect()
    }

    async fn had_personal_tokens(&self, login: &str) -> Result<bool, Unavailable> {
        let (had,): (i64,) = sqlx::query_as(
            "SELECT count(*) FROM tokens WHERE organization_id IS NULL AND kind = 'personal' \
                    AND login = $1",
        )
        .bind(login)
        .fetch_one(&self.readers)
        .await
        .map_err(unavailable)?;
        Ok(had != 0)
    }

    async fn revoke_personal_token(
        &self,
        login: &str,
        id: &str,
        event: &Event,
    ) -> Result<bool, Unavailable> {
        let mut transaction = self.begin().await.map_err(unavailable)?;
        user::lock(&mut transaction, login).await.map_err(unavailable)?;
        let revoked = sqlx::query(
            "UPDATE tokens SET revoked = $1 WHERE organization_id IS NULL AND kind = 'personal' \
                    AND login = $2 AND id = $3 AND revoked IS NULL",
        )
        .bind(event.time.millis())
        .bind(login)
        .bind(id)
        .execute(&mut *transaction)
        .await
        .map_err(unavailable)?;
        if revoked.rows_affected() == 0 {
            return Ok(false);
        }
        tell_of_person(&mut transaction, login, event).await?;
        transaction.commit().await.map_err(uncommitted)?;
        Ok(true)
    }
}

/// Moves the revision of every organization that the person is in, and adds `event` to the log of each.
async fn tell_of_person(
    connection: &mut AnyConnection,
    login: &str,
    event: &Event,
) -> Result<(), Unavailable> {
    sqlx::query(
        "UPDATE organizations SET revision = revision + 1 \
         WHERE id IN (SELECT organization_id FROM members WHERE login = $1)",
    )
    .bind(login)
    .execute(&mut *connection)
    .await
    .map_err(unavailable)?;
    audit::append_for_member(connection, login, event).await
}

/// Ends the first token with this key, and its sessions but the one in which its person made `new`, which goes on with
/// that.
async fn succeed(
    connection: &mut AnyConnection,
    key: i64,
    new: &SecretToken,
    session: Option<SecretHash>,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    if let Some(session) = session {
        sqlx::query(
            "UPDATE sessions SET token_key = (SELECT token_key FROM tokens WHERE hash = $1) \
             WHERE token_key = $2 AND hash = $3",
        )
        .bind(new.hash.as_ref().map(|hash| hash.0.as_slice()))
        .bind(key)
        .bind(session.0.as_slice())
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query("UPDATE tokens SET revoked = $1 WHERE token_key = $2")
        .bind(now.millis())
        .bind(key)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether a token of the organization or of one of its teams has the name, or had it before it was revoked.
pub(crate) async fn is_name_taken(
    connection: &mut AnyConnection,
    organization_id: &str,
    name: &str,
) -> Result<bool, sqlx::Error> {
    let (taken,): (i64,) = sqlx::query_as(
        "SELECT count(*) FROM tokens WHERE organization_id = $1 AND kind <> 'personal' AND name = $2",
    )
    .bind(organization_id)
    .bind(name)
    .fetch_one(connection)
    .await?;
    Ok(taken != 0)
}

/// Ends a token of the organization or of one of its teams; whether there was one.
pub(crate) async fn revoke(
    connection: &mut AnyConnection,
    organization_id: &str,
    id: &str,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let revoked = sqlx::query(
        "UPDATE tokens SET revoked = $1 \
         WHERE organization_id = $2 AND id = $3 AND kind <> 'personal' AND revoked IS NULL",
    )
    .bind(now.millis())
    .bind(organization_id)
    .bind(id)
    .execute(connection)
    .await?;
    Ok(revoked.rows_affected() > 0)
}

/// The organization's tokens, then the personal ones of its members, without the revoked.
pub(crate) async fn list(
    connection: &mut AnyConnection,
    organization_id: &str,
) -> Result<Vec<Token>, Unavailable> {
    let rows = sqlx::query(select!(
        " FROM tokens \
         WHERE revoked IS NULL AND (organization_id = $1 OR (organization_id IS NULL AND login IN \
                (SELECT login FROM members WHERE organization_id = $1))) \
         ORDER BY organization_id IS NULL, token_key"
    ))
    .bind(organization_id)
    .fetch_all(connection)
    .await
    .map_err(unavailable)?;
    rows.iter().map(read).collect()
}

pub(crate) fn read(row: &AnyRow) -> Result<Token, Unavailable> {
    let kind: String = row.try_get("kind").map_err(unavailable)?;
    let text = |column| row.try_get::<String, _>(column).map_err(unavailable);
    let kind = match kind.as_str() {
        "personal" => TokenKind::Personal { login: text("login")? },
        "organization" => {
            TokenKind::Organization { role_id: row.try_get("role_id").map_err(unavailable)? }
        }
        "team" => TokenKind::Team { team: text("team")? },
        other => return Err(damaged("tokens.kind", other)),
    };
    let fields = || -> Result<Token, sqlx::Error> {
        Ok(Token {
            id: row.try_get("id")?,
            organization_id: row.try_get("organization_id")?,
            name: row.try_get("name")?,
            description: row.try_get("description")?,
            kind,
            expires: u64::try_from(row.try_get::<i64, _>("expires")?).unwrap_or(0),
            created: Timestamp::from_millis(row.try_get("created")?),
            created_by: row.try_get("created_by")?,
            last_used: row.try_get::<Option<i64>, _>("last_used")?.map(Timestamp::from_millis),
        })
    };
    fields().map_err(unavailable)
}
