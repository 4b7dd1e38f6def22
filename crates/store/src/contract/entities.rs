//! Entities.

use super::records::write;
use super::sample::create;
use crate::{
    Change, CreatorGrant, Entity, EntityGrant, EntityKey, EntityType, Principal, Store, WriteError,
};

fn key() -> EntityKey {
    EntityKey { entity_type: EntityType::Stack, id: "new".to_owned() }
}

fn created(tags: &[(&str, &str)]) -> Change {
    let tags = tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let entity = Entity { key: key(), name: "shop/new".to_owned(), tags };
    Change::CreateEntity { entity, creator: Principal::User("ada".to_owned()) }
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
    let acme = store.find_organization("acme").await.unwrap().unwrap();
    let again = write(store, &acme, &[created(&[])]).await.unwrap_err();
    assert!(matches!(again, WriteError::NameTaken { .. }), "{again}");
}

/// Nothing of it is left, neither its tags nor what was granted on it.
pub async fn a_deleted_entity_leaves_nothing(store: &impl Store) {
    let acme = create(store, "acme").await;
    let before = store.contents(&acme.id).await.unwrap().unwrap();
    let team = before.teams.first().unwrap().name.clone();
    let permission_set_id = Some("stack-read".to_owned());
    let granted = Change::SetTeamGrant { team, entity: key(), permission_set_id };
    write(store, &acme, &[created(&[("env", "dev")]), granted]).await.unwrap();
    let acme = store.find_organization("acme").await.unwrap().unwrap();
    let granted = store.contents(&acme.id).await.unwrap().unwrap();
    let is_on_it = |grant: &EntityGrant| grant.entity == key();
    assert!(granted.teams.iter().any(|team| team.entity_grants.iter().any(is_on_it)));
    write(store, &acme, &[Change::DeleteEntity { key: key() }]).await.unwrap();
    let after = store.contents(&acme.id).await.unwrap().unwrap();
    assert_eq!(after.entities, before.entities);
    assert_eq!(after.creator_grants, before.creator_grants);
    assert_eq!(after.teams, before.teams);
    let acme = store.find_organization("acme").await.unwrap().unwrap();
    let again = write(store, &acme, &[Change::DeleteEntity { key: key() }]).await.unwrap_err();
    assert!(matches!(again, WriteError::Missing { .. }), "{again}");
}

/// All of them, and of that entity alone.
pub async fn the_tags_of_an_entity_are_replaced(store: &impl Store) {
    let acme = create(store, "acme").await;
    let before = store.contents(&acme.id).await.unwrap().unwrap();
    let first = before.entities.first().unwrap();
    // Whatever stands in them.
    let tags = [("1:a", "2:é'"), ("a", ""), ("env", "new"), ("é", "\"\\\n")];
    let tags = tags.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
    let change = Change::SetEntityTags { key: first.key.clone(), tags: tags.clone() };
    write(store, &acme, &[change]).await.unwrap();
    let after = store.contents(&acme.id).await.unwrap().unwrap();
    assert_eq!(after.entities.first().unwrap(), &Entity { tags, ..first.clone() });
    assert_eq!(after.entities.get(1..), before.entities.get(1..));
    let acme = store.find_organization("acme").await.unwrap().unwrap();
    let nowhere = Change::SetEntityTags { key: key(), tags: Vec::new() };
    let missing = write(store, &acme, &[nowhere]).await.unwrap_err();
    assert!(matches!(missing, WriteError::Missing { .. }), "{missing}");
}
