//! Stacks, environments and accounts, and what their creators hold on them.

mod about;
mod tags;

use futures_util::TryStreamExt as _;
use futures_util::future::try_join;
use sqlx::any::{Any, AnyArguments};
use sqlx::query::Query;
use sqlx::{AnyConnection, Row as _};
use store::{
    CreatorGrant, Entity, EntityKey, EntityType, Principal, Timestamp, Unavailable, WriteError,
};

use crate::change::{other, some_rows, taken};
use crate::failure::{damaged, unavailable};
use crate::position;

pub(crate) use tags::set as set_tags;

/// A text after its length in bytes and a colon, so that whatever stands in it can be told from what follows.
macro_rules! part {
    ($column:literal) => {
        concat!("CAST(octet_length(", $column, ") AS TEXT) || ':' || ", $column)
    };
}

/// Entities by the dozens, as [`Parts`] reads them: there may be very many, and each row costs more than what is in it.
/// Nothing is sorted here, for that costs more than afterwards. `$2` readers share them, and `$3` is which one this is.
const LIST: &str = concat!(
    "SELECT string_agg(CAST(position AS TEXT) || ':' || ",
    part!("type"),
    " || ",
    part!("id"),
    " || ",
    part!("name"),
    " || coalesce((SELECT string_agg(",
    part!("key"),
    " || ",
    part!("value"),
    ", '') FROM entity_tags AS tags WHERE tags.organization_id = entities.organization_id \
        AND tags.type = entities.type AND tags.id = entities.id), '') || ';', '') \
     FROM entities WHERE organization_id = $1 AND position / 64 % $2 = $3 GROUP BY position / 64"
);

/// Every entity, in order; where there is a connection `beside` that sees the same, it reads half of them meanwhile.
pub(crate) async fn list(
    connection: &mut AnyConnection,
    beside: Option<&mut AnyConnection>,
    organization_id: &str,
) -> Result<Vec<Entity>, Unavailable> {
    let mut entities = if let Some(beside) = beside {
        let halves =
            (share(connection, organization_id, (2, 0)), share(beside, organization_id, (2, 1)));
        let (mut all, others) = try_join(halves.0, halves.1).await?;
        all.extend(others);
        all
    } else {
        share(connection, organization_id, (1, 0)).await?
    };
    entities.sort_unstable_by_key(|(position, _)| *position);
    Ok(entities.into_iter().map(|(_, entity)| entity).collect())
}

/// The entities that fall to one of some readers, and their positions.
async fn share(
    connection: &mut AnyConnection,
    organization_id: &str,
    (readers, reader): (i64, i64),
) -> Result<Vec<(i64, Entity)>, Unavailable> {
    let query = sqlx::query(LIST).bind(organization_id).bind(readers).bind(reader);
    let mut rows = query.fetch(connection);
    let mut entities = Vec::new();
    while let Some(row) = rows.try_next().await.map_err(unavailable)? {
        let text: &str = row.try_get(0).map_err(unavailable)?;
        let mut parts = Parts(text);
        while !parts.0.is_empty() {
            entities.push(parts.entity().ok_or_else(|| damaged("entities", text))?);
        }
    }
    Ok(entities)
}

/// What is left to read of a row of [`LIST`].
struct Parts<'t>(&'t str);

impl<'t> Parts<'t> {
    /// A number before a colon.
    fn number<N: std::str::FromStr>(&mut self) -> Option<N> {
        let (number, rest) = self.0.split_once(':')?;
        self.0 = rest;
        number.parse().ok()
    }

    /// A text after its length.
    fn text(&mut self) -> Option<&'t str> {
        let length = self.number()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(text)
    }

    /// An entity and its position; its tags, in the order of their keys, end with a semicolon.
    fn entity(&mut self) -> Option<(i64, Entity)> {
        let position = self.number()?;
        let entity_type = EntityType::from_name(self.text()?)?;
        let key = EntityKey { entity_type, id: self.text()?.to_owned() };
        let name = self.text()?.to_owned();
        let mut tags = Vec::new();
        loop {
            if let Some(rest) = self.0.strip_prefix(';') {
                self.0 = rest;
                tags.sort_unstable();
                tags.shrink_to_fit();
                return Some((position, Entity { key, name, tags }));
            }
            tags.push((self.text()?.to_owned(), self.text()?.to_owned()));
        }
    }
}

/// Who writes something, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct By<'b> {
    /// The name of whoever does; empty for what is brought along.
    pub(crate) name: &'b str,
    /// When.
    pub(crate) now: Timestamp,
}

pub(crate) async fn insert(
    connection: &mut AnyConnection,
    organization_id: &str,
    position: i64,
    (entity, details): (&Entity, Option<&str>),
    by: By<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO entities (organization_id, type, id, position, name, details, created, modified) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
    )
    .bind(organization_id)
    .bind(entity.key.entity_type.name())
    .bind(&entity.key.id)
    .bind(position)
    .bind(&entity.name)
    .bind(details)
    .bind(by.now.millis())
    .execute(&mut *connection)
    .await?;
    tags::put(connection, organization_id, &entity.key, &entity.tags, by).await
}

/// Adds an entity after those that are there, and what its creator has on it.
pub(crate) async fn create(
    connection: &mut AnyConnection,
    organization_id: &str,
    (entity, details): (&Entity, Option<&str>),
    creator: &Principal,
    by: By<'_>,
) -> Result<(), WriteError> {
    let position = position::next(connection, NEXT_ENTITY, &[organization_id]).await?;
    let inserted = insert(connection, organization_id, position, (entity, details), by).await;
    inserted.map_err(|error| taken(error, &entity.key.id))?;
    let position = position::next(connection, NEXT_GRANT, &[organization_id]).await?;
    let grant = CreatorGrant { principal: creator.clone(), entity: entity.key.clone() };
    let inserted = insert_creator_grant(connection, organization_id, position, &grant).await;
    inserted.map_err(|error| taken(error, &entity.key.id))
}

const NEXT_ENTITY: &str =
    "SELECT coalesce(max(position), -1) + 1 FROM entities WHERE organization_id = $1";
const NEXT_GRANT: &str =
    "SELECT coalesce(max(position), -1) + 1 FROM creator_grants WHERE organization_id = $1";

/// Removes an entity, its tags, and whatever was granted on it alone.
pub(crate) async fn delete(
    connection: &mut AnyConnection,
    organization_id: &str,
    key: &EntityKey,
) -> Result<(), WriteError> {
    const LEAVES: [&str; 2] = [
        "DELETE FROM team_grants WHERE organization_id = $1 AND entity_type = $2 AND entity_id = $3",
        "DELETE FROM creator_grants WHERE organization_id = $1 AND entity_type = $2 AND entity_id = $3",
    ];
    let of_it = |query| of(query, organization_id, key);
    for leave in LEAVES {
        of_it(leave).execute(&mut *connection).await.map_err(other)?;
    }
    // Its tags go with it.
    let deleted =
        of_it("DELETE FROM entities WHERE organization_id = $1 AND type = $2 AND id = $3");
    let deleted = deleted.execute(connection).await.map_err(other)?;
    some_rows(deleted.rows_affected(), &key.id)
}

/// A statement about one entity: by organization, type and id.
fn of<'q>(
    query: &'static str,
    organization_id: &'q str,
    key: &'q EntityKey,
) -> Query<'q, Any, AnyArguments> {
    sqlx::query(query).bind(organization_id).bind(key.entity_type.name()).bind(&key.id)
}

pub(crate) async fn list_creator_grants(
    connection: &mut AnyConnection,
    organization_id: &str,
) -> Result<Vec<CreatorGrant>, Unavailable> {
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT principal_type, principal_id, entity_type, entity_id FROM creator_grants \
         WHERE organization_id = $1 ORDER BY position",
    )
    .bind(organization_id)
    .fetch_all(connection)
    .await
    .map_err(unavailable)?;
    let grants = rows.into_iter().map(|(principal_type, principal_id, entity_type, entity_id)| {
        let principal = match principal_type.as_str() {
            "user" => Principal::User(principal_id),
            "team" => Principal::Team(principal_id),
            "token" => Principal::Token(principal_id),
            other => return Err(damaged("creator_grants.principal_type", other)),
        };
        Ok(CreatorGrant { principal, entity: key(&entity_type, entity_id)? })
    });
    grants.collect()
}

pub(crate) async fn insert_creator_grant(
    connection: &mut AnyConnection,
    organization_id: &str,
    position: i64,
    grant: &CreatorGrant,
) -> Result<(), sqlx::Error> {
    let (principal_type, principal_id) = match &grant.principal {
        Principal::User(login) => ("user", login),
        Principal::Team(name) => ("team", name),
        Principal::Token(id) => ("token", id),
    };
    sqlx::query(
        "INSERT INTO creator_grants (organization_id, principal_type, principal_id, entity_type, \
                entity_id, position) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(organization_id)
    .bind(principal_type)
    .bind(principal_id)
    .bind(grant.entity.entity_type.name())
    .bind(&grant.entity.id)
    .bind(position)
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) fn key(entity_type: &str, id: String) -> Result<EntityKey, Unavailable> {
    let entity_type =
        EntityType::from_name(entity_type).ok_or_else(|| damaged("type", entity_type))?;
    Ok(EntityKey { entity_type, id })
}
