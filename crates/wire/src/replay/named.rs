//! Names in a log, in the place of the ids that they stand for.

use std::{collections::HashMap, hash::Hash};

use policy::{Log, Organization, Principal, Use};

/// Names, each with the only id that it stands for.
struct Names<K>(HashMap<K, Option<String>>);

impl<K: Eq + Hash> Names<K> {
    fn of<'a>(pairs: impl Iterator<Item = (K, &'a String)>) -> Self {
        let mut names = HashMap::new();
        for (name, id) in pairs {
            // What two are called stands for neither.
            names.entry(name).and_modify(|known| *known = None).or_insert_with(|| Some(id.clone()));
        }
        Self(names)
    }

    fn id(&self, name: &K) -> Option<&String> {
        self.0.get(name)?.as_ref()
    }
}

/// `log` with the ids of tokens and entities where it has their names, as everything else may be named; nothing where
/// it has ids alone, or names that nobody knows.
///
/// An id counts before a name, and a name that is not unique is none.
pub(super) fn by_id(organization: &Organization, log: &Log) -> Option<Log> {
    let inventory = &organization.inventory;
    let tokens = organization.tokens.iter().map(|token| token.id.as_str());
    let tokens: std::collections::HashSet<_> = tokens.collect();
    let is_token_name = |used: &Use| match &used.principal {
        Principal::Token(id) => !tokens.contains(id.as_str()),
        Principal::User(_) | Principal::Team(_) => false,
    };
    let is_entity_name = |used: &Use| {
        let named = used.entity.as_ref();
        named.is_some_and(|named| inventory.row(named.entity_type, &named.id).is_none())
    };
    if !log.uses().iter().any(|used| is_token_name(used) || is_entity_name(used)) {
        return None;
    }
    let tokens = organization.tokens.iter().map(|token| (token.name.as_str(), &token.id));
    let tokens = Names::of(tokens);
    let entities = inventory.entities().iter();
    let entities =
        Names::of(entities.map(|entity| ((entity.entity_type, entity.name.as_str()), &entity.id)));
    let mut named = Log::default();
    for used in log.uses() {
        let mut meant = used.clone();
        if let Principal::Token(name) = &used.principal
            && is_token_name(used)
            && let Some(id) = tokens.id(&name.as_str())
        {
            meant.principal = Principal::Token(id.clone());
        }
        if is_entity_name(used)
            && let (Some(named), Some(entity)) = (&used.entity, &mut meant.entity)
            && let Some(id) = entities.id(&(named.entity_type, named.id.as_str()))
        {
            entity.id.clone_from(id);
        }
        named.add(meant);
    }
    Some(named.folded())
}
