//! Entities in the shape of `wire`.

use store::{EntityKey, Principal};
use wire::rest::holder::User;

use crate::loaded::Loaded;

/// The person who created an entity; the organization where that is no person who is still there.
pub(crate) fn owner(loaded: &Loaded, entity: &EntityKey) -> User {
    let mut grants = loaded.contents.creator_grants.iter();
    let person = grants.find_map(|grant| match &grant.principal {
        Principal::User(login) if grant.entity == *entity => Some(login),
        _ => None,
    });
    User::new(person.unwrap_or(&loaded.organization().name))
}
