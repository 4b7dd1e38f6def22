//! What is said of entities.

use std::collections::HashMap;

use async_trait::async_trait;
use sqlx::{AnyConnection, AssertSqlSafe};
use store::{About, Entities, EntityKey, EntityType, Tag, Timestamp, Unavailable};

use crate::SqlStore;
use crate::failure::unavailable;

/// How many entities one statement asks about.
const MAX_IDS: usize = 100;

/// Id, details, and when it was created and modified.
type EntityRow = (String, Option<String>, i64, i64);
/// The id of the entity, key, value, when it was created and modified, and by whom.
type TagRow = (String, String, String, i64, i64, String);

#[async_trait]
impl Entities for SqlStore {
    async fn describe_entities(
        &self,
        organization_id: &str,
        entity_type: EntityType,
        ids: &[&str],
    ) -> Result<Vec<About>, Unavailable> {
        let mut connection = self.readers.acquire().await.map_err(unavailable)?;
        let mut all = Vec::with_capacity(ids.len());
        for ids in ids.chunks(MAX_IDS) {
            all.extend(describe(&mut connection, organization_id, entity_type, ids).await?);
        }
        Ok(all)
    }
}

async fn describe(
    connection: &mut AnyConnection,
    organization_id: &str,
    entity_type: EntityType,
    ids: &[&str],
) -> Result<Vec<About>, Unavailable> {
    // Only numbers are put in: `$3, $4`, one for each id.
    let places: Vec<_> = (3..ids.len() + 3).map(|place| format!("${place}")).collect();
    let places = places.join(", ");
    let of_them = |what: &str| {
        format!("{what} WHERE organization_id = $1 AND type = $2 AND id IN ({places})")
    };
    let tags = of_them("SELECT id, key, value, created, modified, modified_by FROM entity_tags");
    let entities = of_them("SELECT id, details, created, modified FROM entities");

    let mut tags = sqlx::query_as(AssertSqlSafe(tags)).bind(organization_id);
    let mut entities = sqlx::query_as(AssertSqlSafe(entities)).bind(organization_id);
    (tags, entities) = (tags.bind(entity_type.name()), entities.bind(entity_type.name()));
    for id in ids {
        (tags, entities) = (tags.bind(*id), entities.bind(*id));
    }
    let tags: Vec<TagRow> = tags.fetch_all(&mut *connection).await.map_err(unavailable)?;
    let entities: Vec<EntityRow> = entities.fetch_all(connection).await.map_err(unavailable)?;

    let mut by_id: HashMap<String, Vec<Tag>> = HashMap::new();
    for (id, key, value, created, modified, modified_by) in tags {
        let [created, modified] = [created, modified].map(Timestamp::from_millis);
        by_id.entry(id).or_default().push(Tag { key, value, created, modified, modified_by });
    }
    let about = |(id, details, created, modified): EntityRow| {
        let [created, modified] = [created, modified].map(Timestamp::from_millis);
        let mut tags = by_id.remove(&id).unwrap_or_default();
        tags.sort_unstable_by(|one, other| one.key.cmp(&other.key));
        About { key: EntityKey { entity_type, id }, details, created, modified, tags }
    };
    Ok(entities.into_iter().map(about).collect())
}
