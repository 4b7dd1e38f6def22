//! Creating entities.

use std::collections::BTreeMap;

use store::{Change, Entity, EntityKey, Timestamp};

use super::Kind;
use crate::State;
use crate::gate::Admitted;
use crate::loaded::Loaded;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;

/// What an entity is to be.
pub(in crate::routes) struct New {
    /// The name, with the project where there is one.
    pub(in crate::routes) name: String,
    /// The tags.
    pub(in crate::routes) tags: BTreeMap<String, String>,
    /// What else is said of it, as JSON.
    pub(in crate::routes) details: Option<String>,
}

/// Creates an entity, and gives back its key; whoever does keeps the Admin set of its type on it.
///
/// What else has to hold is asked by `check` in the state in which it is written.
pub(in crate::routes) async fn create<K: Kind>(
    state: &State,
    admitted: &Admitted,
    organization: &str,
    new: New,
    options: &Breaking,
    check: impl Fn(&Loaded, Timestamp) -> Result<(), Refusal>,
) -> Result<EntityKey, Refusal> {
    let key = EntityKey { entity_type: K::TYPE, id: state.id()? };
    let creator = admitted.caller.principal();
    let may_break = options.break_guardrails;
    let created = state.write(organization, admitted.right(), may_break, |loaded, now| {
        check(loaded, now)?;
        let name = &new.name;
        if loaded.entity(K::TYPE, name).is_some() {
            let kind = K::TYPE.name();
            return Err(Refusal::Conflict(format!("{kind} `{name}` exists already")));
        }
        let tags = new.tags.clone().into_iter().collect();
        let entity = Entity { key: key.clone(), name: name.clone(), tags };
        let (details, creator) = (new.details.clone(), creator.clone());
        let by = admitted.caller.name().to_owned();
        Ok((vec![Change::CreateEntity { entity, details, creator, by }], ()))
    });
    created.await.map(|_| key)
}
