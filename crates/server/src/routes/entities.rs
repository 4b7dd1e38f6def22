//! The registry of entities: which stacks, environments and accounts there are and how they are tagged, so that rules
//! have something to reach.
//!
//! What is asked of one entity needs a scope on that entity. Whoever holds nothing on it is told that it is not there.

pub(super) mod create;
pub(super) mod page;
pub(super) mod remove;
pub(super) mod tags;

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use store::{About, Entity, EntityKey, EntityType, Timestamp};

use crate::State;
use crate::caller::Caller;
use crate::gate::Admitted;
use crate::loaded::Loaded;
use crate::refusal::Refusal;

/// How long the parts of a name may be.
const MAX_NAME: usize = 100;

/// A type of entities, as far as its routes differ from those of the others.
pub(super) trait Kind {
    /// The type.
    const TYPE: EntityType;
    /// What seeing an entity takes, on it.
    const READ: &'static str;
    /// What is answered when one was deleted.
    type Deleted;
    /// The same.
    const DELETED: Self::Deleted;
    /// How many a page of a list has where the request does not say.
    const PAGE: usize;
}

/// What paths name: an entity, whatever its type.
#[derive(Debug, Deserialize)]
pub(crate) struct Place {
    /// The organization.
    #[serde(rename = "org")]
    pub(super) organization: String,
    /// The project; accounts are in none.
    pub(super) project: Option<String>,
    /// The name in it.
    #[serde(alias = "stack", alias = "environment", alias = "account")]
    pub(super) own_name: String,
}

impl Place {
    /// The name, with the project where there is one.
    pub(super) fn name(&self) -> String {
        match &self.project {
            Some(project) => format!("{project}/{}", self.own_name),
            None => self.own_name.clone(),
        }
    }
}

/// The entity of this type that is called `name`, if `caller` holds `scope` on it.
pub(super) fn held(
    loaded: &Loaded,
    caller: &Caller,
    scope: &'static str,
    (entity_type, name): (EntityType, &str),
    now: Timestamp,
) -> Result<Entity, Refusal> {
    let Some(entity) = loaded.entity(entity_type, name) else {
        // Whoever holds nothing at all in the organization is not even told that there is one.
        loaded.access(caller, now)?;
        return Err(Refusal::NotFound { kind: entity_type.name(), name: name.to_owned() });
    };
    loaded.require_on(caller, scope, &entity, now)?;
    Ok(entity)
}

/// The entity at `place` as it is now, if the caller holds on it what the route asks for, and the organization that it
/// is in.
pub(super) async fn seen<K: Kind>(
    state: &State,
    admitted: &Admitted,
    place: &Place,
) -> Result<(Arc<Loaded>, Entity), Refusal> {
    let loaded = state.organization(&place.organization).await?;
    let named = (K::TYPE, &*place.name());
    let scope = admitted.scope_on_entity();
    let entity = held(&loaded, &admitted.caller, scope, named, state.now())?;
    Ok((loaded, entity))
}

/// What is said of these entities of one type, by id.
pub(super) async fn described(
    state: &State,
    loaded: &Loaded,
    entity_type: EntityType,
    ids: &[&str],
) -> Result<HashMap<String, About>, Refusal> {
    let organization = &loaded.organization().id;
    let all = state.store().describe_entities(organization, entity_type, ids).await?;
    Ok(all.into_iter().map(|about| (about.key.id.clone(), about)).collect())
}

/// What is said of `entity`, which may be gone since.
pub(super) async fn about(
    state: &State,
    loaded: &Loaded,
    entity: &Entity,
) -> Result<About, Refusal> {
    let EntityKey { entity_type, id } = &entity.key;
    let found = described(state, loaded, *entity_type, &[id]).await?.remove(id);
    found.ok_or_else(|| Refusal::NotFound { kind: entity_type.name(), name: entity.name.clone() })
}

/// Refuses a part of a name that could not stand in an address.
pub(super) fn check_name(text: &str, pointer: &str) -> Result<(), Refusal> {
    let is_fit = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    // Clients take `.` and `..` out of addresses.
    let is_step = matches!(text, "." | "..");
    if text.is_empty() || text.len() > MAX_NAME || is_step || !text.chars().all(is_fit) {
        let found: String = text.chars().take(MAX_NAME).collect();
        let expected = format!("expected 1 to {MAX_NAME} letters, digits, `-`, `_` or `.`");
        return Err(Refusal::body(pointer, format!("{expected}, found `{found}`")));
    }
    Ok(())
}
