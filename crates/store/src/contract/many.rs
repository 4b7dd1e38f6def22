//! Organizations of many entities, which may be read piece by piece.

use super::records::{join, write};
use super::sample::{self, NOW, event};
use crate::{Change, Contents, Entity, EntityKey, EntityType, Store};

/// More than any store reads at once.
const MANY: usize = 300;

/// An organization whose entities come in another order than that of their ids.
async fn create(store: &impl Store) -> Contents {
    let (mut contents, tokens) = sample::organization("acme");
    contents.entities.extend((0..MANY).map(|place| Entity {
        key: EntityKey { entity_type: EntityType::Stack, id: format!("{:03}", place * 7 % MANY) },
        name: format!("many/{place}"),
        tags: vec![("place".to_owned(), place.to_string())],
    }));
    store.create_organization(&contents, &tokens, &event("created", NOW)).await.unwrap();
    contents
}

/// However many there are, and however many read at once.
pub async fn many_entities_come_in_their_order(store: &impl Store) {
    let contents = create(store).await;
    let read = || async { store.contents(&contents.organization.id).await.unwrap().unwrap() };
    let twice = || async { join(read(), read()).await };
    let ((one, other), (third, fourth)) = join(twice(), twice()).await;
    for read in [one, other, third, fourth] {
        assert_eq!(read.entities, contents.entities);
    }
}

/// Whoever reads while somebody writes sees all of a write, or nothing of it.
pub async fn many_entities_are_read_at_one_revision(store: &impl Store) {
    let contents = create(store).await;
    let acme = &contents.organization;
    // Some read together, and some far apart.
    let keys: Vec<_> = contents.entities.iter().step_by(50).map(|entity| &entity.key).collect();
    let tagged = |round: usize| {
        let change = |key: &&EntityKey| Change::SetEntityTags {
            key: (*key).clone(),
            tags: vec![("round".to_owned(), round.to_string())],
            by: "ada".to_owned(),
        };
        keys.iter().map(change).collect::<Vec<_>>()
    };
    let mut revision = write(store, acme, &tagged(0)).await.unwrap();
    for round in 1..20 {
        let changes = tagged(round);
        let read = async { store.contents(&acme.id).await.unwrap().unwrap() };
        let (written, read) = join(write(store, acme, &changes), read).await;
        let is_tagged = |entity: &&Entity| keys.contains(&&entity.key);
        let tags: Vec<_> =
            read.entities.iter().filter(is_tagged).map(|entity| &entity.tags).collect();
        assert_eq!(tags.len(), keys.len());
        let since = read.organization.revision.0 - revision.0;
        let seen = if since == 0 { round - 1 } else { round };
        let expected = vec![("round".to_owned(), seen.to_string())];
        assert!(tags.iter().all(|tags| **tags == expected), "{seen}: {tags:?}");
        revision = written.unwrap();
    }
}
