//! What happened in organizations.

use async_trait::async_trait;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use store::audit::{Audits, Entry, EntryHash, EntryQuery, Event, Head, Order, Tally};
use store::{Actor, Timestamp, Unavailable};

use crate::SqlStore;
use crate::failure::{damaged, unavailable, uncommitted};

#[async_trait]
impl Audits for SqlStore {
    async fn record(&self, organization_id: &str, events: &[Event]) -> Result<(), Unavailable> {
        let mut transaction = self.begin().await.map_err(unavailable)?;
        append(&mut transaction, organization_id, events).await?;
        transaction.commit().await.map_err(uncommitted)
    }

    async fn list_entries(
        &self,
        organization_id: &str,
        query: &EntryQuery,
    ) -> Result<Vec<Entry>, Unavailable> {
        // Names and logins are never empty: an empty text asks for all of them. Without an end of time nothing is left
        // out for its time, so that one that somebody made no number of is found, and not missed. An entry whose own
        // number is none has no place in a list, and is missing where it was.
        const OLDEST_FIRST: &str = "SELECT sequence, time, name, description, login, token_id, \
                    token_name, source, user_agent, details, hash FROM audit_entries \
             WHERE organization_id = $1 AND sequence > $2 AND sequence < $3 \
               AND sequence = CAST(sequence AS BIGINT) \
               AND time >= $4 AND (time < $5 OR $5 = 9223372036854775807) AND ($6 = '' OR name = $6) \
               AND ($7 = '' OR login = $7 OR (login = '' AND token_name = $7)) \
             ORDER BY sequence LIMIT $8";
        const NEWEST_FIRST: &str = "SELECT sequence, time, name, description, login, token_id, \
                    token_name, source, user_agent, details, hash FROM audit_entries \
             WHERE organization_id = $1 AND sequence > $2 AND sequence < $3 \
               AND sequence = CAST(sequence AS BIGINT) \
               AND time >= $4 AND (time < $5 OR $5 = 9223372036854775807) AND ($6 = '' OR name = $6) \
               AND ($7 = '' OR login = $7 OR (login = '' AND token_name = $7)) \
             ORDER BY sequence DESC LIMIT $8";
        let rows = sqlx::query(match query.order {
            Order::OldestFirst => OLDEST_FIRST,
            Order::NewestFirst => NEWEST_FIRST,
        })
        .bind(organization_id)
        .bind(query.after)
        .bind(query.before)
        .bind(query.from.millis())
        .bind(query.until.millis())
        .bind(query.name.as_deref().unwrap_or_default())
        .bind(query.actor.as_deref().unwrap_or_default())
        .bind(i64::from(query.limit))
        .fetch_all(&self.readers)
        .await
        .map_err(unavailable)?;
        rows.iter().map(read).collect()
    }

    async fn find_head(&self, organization_id: &str) -> Result<Option<Head>, Unavailable> {
        let mut connection = self.readers.acquire().await.map_err(unavailable)?;
        let head = head(&mut connection, organization_id).await?;
        Ok(head.map(|(count, hash)| Head { count, hash: hash_or_none(&hash) }))
    }

    async fn find_tally(&self, organization_id: &str) -> Result<Option<Tally>, Unavailable> {
        let row = sqlx::query(
            "SELECT audit_count, audit_head, \
                    (SELECT count(*) FROM audit_entries WHERE organization_id = $1) AS there \
             FROM organizations WHERE id = $1",
        )
        .bind(organization_id)
        .fetch_optional(&self.readers)
        .await
        .map_err(unavailable)?;
        let read = |row: AnyRow| {
            let hash = row.try_get("audit_head").unwrap_or_default();
            Ok(Tally {
                counted: row.try_get("audit_count").ok(),
                hash: hash_or_none(hash),
                there: row.try_get("there").map_err(unavailable)?,
            })
        };
        row.map(read).transpose()
    }
}

async fn head(
    connection: &mut AnyConnection,
    organization_id: &str,
) -> Result<Option<(i64, String)>, Unavailable> {
    sqlx::query_as("SELECT audit_count, audit_head FROM organizations WHERE id = $1")
        .bind(organization_id)
        .fetch_optional(connection)
        .await
        .map_err(unavailable)
}

/// The hash written as `text`; of anything else one that no entry has, so that verifying says where it is.
fn hash_or_none(text: &str) -> EntryHash {
    EntryHash::parse(text).unwrap_or(EntryHash::START)
}

/// Adds `events` to the log of an organization, if there is one, inside a transaction that writes.
pub(crate) async fn append(
    connection: &mut AnyConnection,
    organization_id: &str,
    events: &[Event],
) -> Result<(), Unavailable> {
    // Nobody else adds to the log until this is over: what follows what is clear.
    sqlx::query("UPDATE organizations SET audit_count = audit_count WHERE id = $1")
        .bind(organization_id)
        .execute(&mut *connection)
        .await
        .map_err(unavailable)?;
    let Some((count, hash)) = head(connection, organization_id).await? else { return Ok(()) };
    let parsed = EntryHash::parse(&hash);
    // Nothing can follow what is damaged: better to write nothing than to hide it.
    let hash = parsed.ok_or_else(|| damaged("organizations.audit_head", &hash))?;
    let mut head = Head { count, hash };
    for event in events {
        let entry = head.entry(organization_id, event.clone());
        head = entry.head();
        insert(connection, organization_id, &entry).await.map_err(unavailable)?;
    }
    sqlx::query("UPDATE organizations SET audit_count = $1, audit_head = $2 WHERE id = $3")
        .bind(head.count)
        .bind(head.hash.to_string())
        .bind(organization_id)
        .execute(connection)
        .await
        .map_err(unavailable)?;
    Ok(())
}

/// Adds `event` to the log of every organization that `login` is a member of.
pub(crate) async fn append_for_member(
    connection: &mut AnyConnection,
    login: &str,
    event: &Event,
) -> Result<(), Unavailable> {
    let organizations: Vec<(String,)> = sqlx::query_as(
        "SELECT organization_id FROM members WHERE login = $1 ORDER BY organization_id",
    )
    .bind(login)
    .fetch_all(&mut *connection)
    .await
    .map_err(unavailable)?;
    for (organization_id,) in organizations {
        append(connection, &organization_id, std::slice::from_ref(event)).await?;
    }
    Ok(())
}

async fn insert(
    connection: &mut AnyConnection,
    organization_id: &str,
    Entry { sequence, event, hash }: &Entry,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO audit_entries (organization_id, sequence, time, name, description, login, \
                token_id, token_name, source, user_agent, details, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(organization_id)
    .bind(sequence)
    .bind(event.time.millis())
    .bind(&event.name)
    .bind(&event.description)
    .bind(&event.actor.login)
    .bind(&event.actor.token_id)
    .bind(&event.actor.token_name)
    .bind(&event.source)
    .bind(&event.user_agent)
    .bind(&event.details)
    .bind(hash.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<Entry, Unavailable> {
    let sequence = row.try_get("sequence").map_err(unavailable)?;
    let mut is_whole = true;
    let time = row.try_get("time").unwrap_or_else(|_| {
        is_whole = false;
        0
    });
    let mut text = |column: &str| {
        row.try_get(column).unwrap_or_else(|_| {
            is_whole = false;
            String::new()
        })
    };
    let event = Event {
        time: Timestamp::from_millis(time),
        name: text("name"),
        description: text("description"),
        actor: Actor {
            login: text("login"),
            token_id: text("token_id"),
            token_name: text("token_name"),
        },
        source: text("source"),
        user_agent: text("user_agent"),
        details: text("details"),
    };
    let hash = hash_or_none(&text("hash"));
    // What has another type than it was written with is not what was written: it has the hash of no entry, so that
    // verifying says where it is.
    Ok(Entry { sequence, event, hash: if is_whole { hash } else { EntryHash::START } })
}
