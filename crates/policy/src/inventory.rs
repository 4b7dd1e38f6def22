//! The inventory: every entity, in columns.

mod identities;
mod kept;
mod table;

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use crate::{Entity, EntityType, Hash, Rows, digest, order};

use identities::Identities;
use kept::Kept;
pub use table::{Columns, Table};

/// The entities of an organization, indexed by identity and by tag.
///
/// A row is the place of an entity in the order it came, from 0. It never changes, so copies share what they hold.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    entities: Arc<Kept>,
    by_type: Arc<[TypeIndex; 3]>,
    every: Rows,
    revision: Arc<OnceLock<Hash>>,
    /// Names that several entities of a type have, sorted.
    shared_names: Arc<OnceLock<Vec<(EntityType, String)>>>,
}

/// What is known about the entities of one type.
#[derive(Debug, Clone, Default)]
struct TypeIndex {
    rows: Rows,
    by_id: Identities,
    tags: HashMap<Box<str>, TagIndex>,
}

/// Who has one tag.
#[derive(Debug, Clone, Default)]
struct TagIndex {
    rows: Rows,
    by_value: HashMap<Box<str>, Rows>,
}

#[derive(Default)]
struct Lists {
    rows: Vec<u32>,
    tags: HashMap<Box<str>, TagLists>,
}

#[derive(Default)]
struct TagLists {
    rows: Vec<u32>,
    by_value: HashMap<Box<str>, Vec<u32>>,
}

static NO_ROWS: Rows = Rows::NONE;

impl Inventory {
    /// Indexes `entities`; of entities with the same type and identity the last one is found.
    pub fn new(entities: Vec<Entity>) -> Self {
        let total = entities.len();
        let mut lists: [Lists; 3] = Default::default();
        for (row, entity) in (0u32..).zip(&entities) {
            let Some(lists) = lists.get_mut(entity.entity_type.index()) else { continue };
            lists.rows.push(row);
            for (key, value) in &entity.tags {
                let tag = lists.tags.entry(key.as_str().into()).or_default();
                tag.rows.push(row);
                tag.by_value.entry(value.as_str().into()).or_default().push(row);
            }
        }
        let pack = |list: Vec<u32>| Rows::from_sorted(list, total);
        let entities = Kept::from(entities);
        let by_type = lists.map(|lists| TypeIndex {
            by_id: Identities::new(&entities, &lists.rows),
            rows: pack(lists.rows),
            tags: lists
                .tags
                .into_iter()
                .map(|(key, tag)| {
                    let by_value =
                        tag.by_value.into_iter().map(|(value, rows)| (value, pack(rows))).collect();
                    (key, TagIndex { rows: pack(tag.rows), by_value })
                })
                .collect(),
        });
        Self {
            entities: Arc::new(entities),
            by_type: Arc::new(by_type),
            every: Rows::all(total),
            revision: Arc::default(),
            shared_names: Arc::default(),
        }
    }

    /// The inventory of a table; `None` where an identity or a tag stands twice.
    ///
    /// It answers as [`Inventory::new`] of the same entities does, which are made when they are asked for.
    pub fn of_table(table: Table) -> Option<Self> {
        let mut by_type = table.index()?;
        let total = table.len();
        let entities = Kept::table(table);
        for index in &mut by_type {
            let rows: Vec<_> = index.rows.iter().collect();
            index.by_id = Identities::new(&entities, &rows);
            if index.by_id.len() != rows.len() {
                return None;
            }
        }
        Some(Self {
            entities: Arc::new(entities),
            by_type: Arc::new(by_type),
            every: Rows::all(total),
            revision: Arc::default(),
            shared_names: Arc::default(),
        })
    }

    fn index(&self, entity_type: EntityType) -> Option<&TypeIndex> {
        self.by_type.get(entity_type.index())
    }

    /// Whether both are copies of one and the same.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.by_type, &other.by_type)
    }

    /// Every row.
    pub(crate) const fn every(&self) -> &Rows {
        &self.every
    }

    /// A hash of what decisions depend on: the types, identities and tags of the entities, in their order.
    ///
    /// It is made when it is first asked for, and copies share it. Names are not in it.
    pub fn revision(&self) -> Hash {
        *self.revision.get_or_init(|| digest::inventory(self.entities()))
    }

    /// Whether other entities of the type have this name as well; found out for all when it is first asked for.
    pub fn is_shared_name(&self, entity_type: EntityType, name: &str) -> bool {
        let shared = self.shared_names.get_or_init(|| {
            let mut names: Vec<_> = self
                .entities()
                .iter()
                .map(|entity| (entity.entity_type, entity.name.as_str()))
                .collect();
            order::sort(&mut names);
            let several = names.chunk_by(|one, other| one == other).filter(|same| same.len() > 1);
            let first = several.filter_map(|same| same.first());
            first.map(|(entity_type, name)| (*entity_type, (*name).to_owned())).collect()
        });
        let known =
            |(of, known): &(EntityType, String)| (*of, known.as_str()).cmp(&(entity_type, name));
        shared.binary_search_by(known).is_ok()
    }

    /// What the entity with this id is called, for people: by its name, with the id where that is not the only one of
    /// its name, and by the id where it is not there.
    pub(crate) fn called(&self, entity_type: EntityType, id: &str) -> String {
        let entity = self.row(entity_type, id).and_then(|row| self.entity(row));
        match entity.map(|entity| entity.name.as_str()) {
            // Where there are no entities nothing is known of them.
            None if self.is_empty() => format!("`{id}`"),
            None => format!("`{id}` (an id that is not there)"),
            Some(name) if self.is_shared_name(entity_type, name) => format!("`{name}` (id `{id}`)"),
            Some(name) => format!("`{name}`"),
        }
    }

    /// How many entities there are.
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every entity, in the order it came.
    pub fn entities(&self) -> &[Entity] {
        self.entities.entities()
    }

    /// The entity at `row`.
    pub fn entity(&self, row: u32) -> Option<&Entity> {
        self.entities().get(row as usize)
    }

    /// The row of an entity.
    pub fn row(&self, entity_type: EntityType, id: &str) -> Option<u32> {
        self.index(entity_type)?.by_id.find(&self.entities, id)
    }

    /// The rows of many entities of one type.
    pub(crate) fn rows<'i>(
        &self,
        entity_type: EntityType,
        ids: impl ExactSizeIterator<Item = &'i str> + Clone,
    ) -> Vec<Option<u32>> {
        let index = self.index(entity_type);
        index.map_or(Vec::new(), |index| index.by_id.find_all(&self.entities, ids))
    }

    /// The rows of one type.
    pub fn of_type(&self, entity_type: EntityType) -> &Rows {
        self.index(entity_type).map_or(&NO_ROWS, |index| &index.rows)
    }

    /// The rows of one type that have a tag.
    pub fn with_tag(&self, entity_type: EntityType, key: &str) -> &Rows {
        self.tag(entity_type, key).map_or(&NO_ROWS, |tag| &tag.rows)
    }

    /// The rows of one type that have a tag with this value.
    pub fn with_tag_value(&self, entity_type: EntityType, key: &str, value: &str) -> &Rows {
        self.tag(entity_type, key).and_then(|tag| tag.by_value.get(value)).unwrap_or(&NO_ROWS)
    }

    fn tag(&self, entity_type: EntityType, key: &str) -> Option<&TagIndex> {
        self.index(entity_type)?.tags.get(key)
    }

    /// The tag keys in use on entities of one type, sorted.
    pub fn tag_keys(&self, entity_type: EntityType) -> Vec<&str> {
        let mut keys: Vec<_> = self
            .index(entity_type)
            .into_iter()
            .flat_map(|index| index.tags.keys().map(AsRef::as_ref))
            .collect();
        keys.sort_unstable();
        keys
    }

    /// How many values are in use for a tag on entities of one type.
    pub(crate) fn count_values(&self, entity_type: EntityType, key: &str) -> usize {
        self.tag(entity_type, key).map_or(0, |tag| tag.by_value.len())
    }

    /// The values in use for a tag on entities of one type, sorted, each with how many have it.
    pub fn tag_values(&self, entity_type: EntityType, key: &str) -> Vec<(&str, usize)> {
        let mut values: Vec<_> = self
            .tag(entity_type, key)
            .into_iter()
            .flat_map(|tag| tag.by_value.iter().map(|(value, rows)| (value.as_ref(), rows.len())))
            .collect();
        order::sort(&mut values);
        values
    }
}
