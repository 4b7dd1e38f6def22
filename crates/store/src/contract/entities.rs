//! Entities.

use super::records::{missing, write};
use super::sample::{LATER, NOW, create, event};
use crate::{
    About, Change, CreatorGrant, Entity, EntityGrant, EntityKey, EntityType, Organization,
    Principal, Store, Tag, Timestamp, WriteError,
};

fn key() -> EntityKey {
    EntityKey { entity_type: EntityType::Stack, id: "new".to_owned() }
}

fn pairs(tags: &[(&str, &str)]) -> Vec<(String, String)> {
    tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn created(tags: &[(&str, &str)]) -> Change {
    Change::CreateEntity {
        entity: Entity { key: key(), name: "shop/new".to_owned(), tags: pairs(tags) },
        details: Some(r#"{"any":  "JSON"}"#.to_owned()),
        creator: Principal::User("ada".to_owned()),
        by: "ada".to_owned(),
    }
}

fn tag(key: &str, value: &str, (created, modified): (Timestamp, Timestamp), by: &str) -> Tag {
    let (key, value) = (key.to_owned(), value.to_owned());
    Tag { key, value, created, modified, modified_by: by.to_owned() }
}

async fn about(store: &impl Store, acme: &Organization, key: &EntityKey) -> Vec<About> {
    let ids = ["nowhere", key.id.as_str()];
    store.describe_entities(&acme.id, key.entity_type, &ids).await.unwrap()
}

/// It comes last, with its tags, and its creator has a grant on it.
pub async fn a_new_entity_comes_last_with_what_its_creator_has(store: &impl Store) {
    let acme = create(store, "acme").await;
    let before = store.contents(&acme.id).await.unwrap().unwrap();
    write(store, &acme, &[created(&[("env", "dev"), ("team", "shop")])]).await.unwrap();
    let after = store.contents(&acme.id).await.unwrap().unwrap();
    let (last, others) = after.entities.split_last().unwrap();
    assert_eq!(others, before.entities);
    assert_eq!((last.key.clone(), last.name.as_str(), last.tags.len()), (key(), "shop/new", 2));
    let grant = CreatorGrant { principal: Principal::User("ada".to_owned()), entity: key() };
    assert_eq!(
        after.creator_grants.split_last().unwrap(),
        (&grant, before.creator_grants.as_slice())
    );
    let again = write(store, &acme, &[created(&[])]).await.unwrap_err();
    assert!(matches!(again, WriteError::NameTaken { .. }), "{again}");
}

/// Its tags, and what was granted on it.
pub async fn a_deleted_entity_leaves_nothing(store: &impl Store) {
    let acme = create(store, "acme").await;
    let before = store.contents(&acme.id).await.unwrap().unwrap();
    let team = before.teams.first().unwrap().name.clone();
    let permission_set_id = Some("stack-read".to_owned());
    let granted = Change::SetTeamGrant { team, entity: key(), permission_set_id };
    write(store, &acme, &[created(&[("env", "dev")]), granted]).await.unwrap();
    let granted = store.contents(&acme.id).await.unwrap().unwrap();
    let is_on_it = |grant: &EntityGrant| grant.entity == key();
    assert!(granted.teams.iter().any(|team| team.entity_grants.iter().any(is_on_it)));
    write(store, &acme, &[Change::DeleteEntity { key: key() }]).await.unwrap();
    let after = store.contents(&acme.id).await.unwrap().unwrap();
    assert_eq!(after.entities, before.entities);
    assert_eq!(after.creator_grants, before.creator_grants);
    assert_eq!(after.teams, before.teams);
    assert_eq!(about(store, &acme, &key()).await, []);
    missing(write(store, &acme, &[Change::DeleteEntity { key: key() }]).await, "new");
}

/// All of them, and of that entity alone.
pub async fn the_tags_of_an_entity_are_replaced(store: &impl Store) {
    let acme = create(store, "acme").await;
    let before = store.contents(&acme.id).await.unwrap().unwrap();
    let first = before.entities.first().unwrap();
    // Whatever stands in them.
    let tags = pairs(&[("1:a", "2:é'"), ("a", ""), ("env", "new"), ("é", "\"\\\n")]);
    let by = "zoe".to_owned();
    let change = Change::SetEntityTags { key: first.key.clone(), tags: tags.clone(), by };
    write(store, &acme, &[change]).await.unwrap();
    let after = store.contents(&acme.id).await.unwrap().unwrap();
    assert_eq!(after.entities.first().unwrap(), &Entity { tags, ..first.clone() });
    assert_eq!(after.entities.get(1..), before.entities.get(1..));
    let nowhere = Change::SetEntityTags { key: key(), tags: Vec::new(), by: String::new() };
    missing(write(store, &acme, &[nowhere]).await, "new");
}

/// When it and its tags came and were changed, and by whom: a tag that keeps its value was not changed.
pub async fn what_is_said_of_an_entity_is_kept(store: &impl Store) {
    let acme = create(store, "acme").await;
    let contents = store.contents(&acme.id).await.unwrap().unwrap();
    let first = contents.entities.first().unwrap();
    let brought = about(store, &acme, &first.key).await.remove(0);
    assert_eq!((brought.details, brought.created, brought.modified), (None, NOW, NOW));
    let brought_along = |tag: &Tag| tag.modified_by.is_empty() && tag.created == NOW;
    assert!(!brought.tags.is_empty() && brought.tags.iter().all(brought_along));

    write(store, &acme, &[created(&[("env", "dev"), ("gone", ""), ("team", "shop")])])
        .await
        .unwrap();
    let much_later = Timestamp::from_millis(LATER.millis() + 5);
    let (tags, by) = (pairs(&[("env", "prod"), ("new", "x"), ("team", "shop")]), "zoe".to_owned());
    let change = Change::SetEntityTags { key: key(), tags, by };
    let now = store.find_organization("acme").await.unwrap().unwrap().revision;
    let told = [event("tagged", much_later)];
    store.write(&acme.id, now, &[change], &told, much_later).await.unwrap();
    let expected = About {
        key: key(),
        details: Some(r#"{"any":  "JSON"}"#.to_owned()),
        created: LATER,
        modified: much_later,
        tags: vec![
            tag("env", "prod", (LATER, much_later), "zoe"),
            tag("new", "x", (much_later, much_later), "zoe"),
            tag("team", "shop", (LATER, LATER), "ada"),
        ],
    };
    assert_eq!(about(store, &acme, &key()).await, [expected]);
    let other = EntityKey { entity_type: EntityType::Environment, ..key() };
    assert_eq!(about(store, &acme, &other).await, []);
}
