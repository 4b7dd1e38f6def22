//! Organizations are created whole and read at one revision.

use super::sample::{self, NOW, create, event, record};
use crate::{CreateError, Purpose, Store};

/// What was put in comes out, in the same order.
pub async fn an_organization_reads_back_as_it_was_created(store: &impl Store) {
    let (contents, tokens) = sample::organization("acme");
    store.create_organization(&contents, &tokens, &event("created", NOW)).await.unwrap();
    let read = store.contents(&contents.organization.id).await.unwrap();
    assert_eq!(read.as_ref(), Some(&contents));
    let found = store.find_organization("acme").await.unwrap();
    assert_eq!(found.as_ref(), Some(&contents.organization));
    let found = store.find_organization_by_id(&contents.organization.id).await.unwrap();
    assert_eq!(found, Some(contents.organization));
    store.ready().await.unwrap();
}

/// Half an organization is never seen.
pub async fn an_organization_that_cannot_be_created_leaves_nothing(store: &impl Store) {
    let (mut contents, tokens) = sample::organization("acme");
    contents.records.push(record("r1", Purpose::Role, "another name, the same id"));
    let refused = store.create_organization(&contents, &tokens, &event("created", NOW)).await;
    assert!(matches!(refused, Err(CreateError::Ambiguous(id)) if id == "r1"));
    assert_eq!(store.find_organization("acme").await.unwrap(), None);
    assert_eq!(store.find_user("ada").await.unwrap(), None);
    create(store, "acme").await;
}

/// Names are unique, and so are ids.
pub async fn a_name_is_given_to_one_organization(store: &impl Store) {
    create(store, "acme").await;
    let (contents, tokens) = sample::organization("acme");
    let refused = store.create_organization(&contents, &tokens, &event("created", NOW)).await;
    assert!(matches!(refused, Err(CreateError::NameTaken)));
}

/// Membership is what `/api/user` lists.
pub async fn a_user_finds_the_organizations_it_is_a_member_of(store: &impl Store) {
    create(store, "widgets").await;
    create(store, "acme").await;
    let names = async |login| -> Vec<String> {
        let organizations = store.list_organizations(login).await.unwrap();
        organizations.into_iter().map(|organization| organization.name).collect()
    };
    assert_eq!(names("ada").await, ["acme", "widgets"]);
    assert!(names("nobody").await.is_empty());
    assert_eq!(store.find_user("ada").await.unwrap().unwrap().created, sample::NOW);
}

/// Absence is no error.
pub async fn what_is_not_there_is_none(store: &impl Store) {
    assert_eq!(store.find_organization("acme").await.unwrap(), None);
    assert_eq!(store.find_organization_by_id("acme").await.unwrap(), None);
    assert_eq!(store.contents("acme").await.unwrap(), None);
    assert_eq!(store.find_user("ada").await.unwrap(), None);
    assert_eq!(store.find_token(sample::hash(1)).await.unwrap(), None);
    assert_eq!(store.find_session(sample::hash(1), sample::NOW).await.unwrap(), None);
    store.delete_session(sample::hash(1)).await.unwrap();
    store.touch_token(sample::hash(1), sample::NOW, 60).await.unwrap();
}
