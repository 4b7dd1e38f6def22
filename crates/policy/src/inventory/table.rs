//! Entities in columns: how they come out of another memory in a few pieces.

use std::collections::HashMap;

use super::{TagIndex, TypeIndex};
use crate::{Entity, EntityType, Rows, order};

/// Entities in columns, in which each text of a tag stands once.
#[derive(Debug, Clone, Default)]
pub struct Table {
    types: Vec<EntityType>,
    ids: Texts,
    names: Texts,
    keys: Vec<Box<str>>,
    /// The place of the key among `keys`, and the value.
    tags: Vec<(u32, Box<str>)>,
    /// The places among `tags` of what each entity has, one entity after another.
    worn: Vec<u32>,
    /// Where in `worn` each entity ends.
    ends: Vec<u32>,
}

/// The columns as they come: texts are parted by a NUL.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'c> {
    /// For each entity, the place of its type in [`EntityType::ALL`].
    pub types: &'c [u8],
    /// The identities.
    pub ids: &'c str,
    /// The names for people.
    pub names: &'c str,
    /// Every different tag: its key, then its value.
    pub tags: &'c str,
    /// How many different tags there are: with a NUL of its own, a key or a value would shift those after it.
    pub pairs: usize,
    /// The places among the tags of what each entity has, one entity after another.
    pub worn: &'c [u32],
    /// Where in `worn` each entity ends.
    pub ends: &'c [u32],
}

impl Table {
    /// The table of these columns; `None` where they do not fit together or a text has a NUL of its own.
    pub fn read(columns: Columns<'_>) -> Option<Self> {
        let total = columns.types.len();
        let types = columns.types.iter().map(|place| EntityType::ALL.get(usize::from(*place)));
        let mut keys = Vec::new();
        let mut known = HashMap::new();
        let mut tags = Vec::new();
        let mut texts = columns.tags.split('\0');
        // One empty text is no text at all.
        while let Some(key) = texts.next().filter(|_| !columns.tags.is_empty()) {
            let place = *known.entry(key).or_insert_with(|| {
                keys.push(key.into());
                keys.len() - 1
            });
            tags.push((u32::try_from(place).ok()?, texts.next()?.into()));
        }
        let table = Self {
            types: types.collect::<Option<Vec<_>>>()?.into_iter().copied().collect(),
            ids: Texts::read(columns.ids, total)?,
            names: Texts::read(columns.names, total)?,
            keys,
            tags,
            worn: columns.worn.to_vec(),
            ends: columns.ends.to_vec(),
        };
        let fits = table.ends.len() == total
            && table.ends.is_sorted()
            && table.ends.last().is_none_or(|end| *end as usize == table.worn.len())
            && table.tags.len() == columns.pairs
            && table.worn.iter().all(|tag| (*tag as usize) < table.tags.len());
        fits.then_some(table)
    }

    pub(super) const fn len(&self) -> usize {
        self.types.len()
    }

    pub(super) fn id(&self, row: u32) -> Option<&str> {
        self.ids.get(row as usize)
    }

    /// The tags of each entity, by their places.
    fn rows(&self) -> impl Iterator<Item = (EntityType, &[u32])> {
        let mut start = 0;
        self.types.iter().zip(&self.ends).map(move |(entity_type, end)| {
            let worn = self.worn.get(start..*end as usize).unwrap_or_default();
            start = *end as usize;
            (*entity_type, worn)
        })
    }

    /// The entities one by one, their tags by key.
    pub(super) fn entities(&self) -> Vec<Entity> {
        let tag = |place: &u32| {
            let (key, value) = self.tags.get(*place as usize)?;
            Some((self.keys.get(*key as usize)?.to_string(), value.to_string()))
        };
        let entity = |(row, (entity_type, worn)): (usize, (EntityType, &[u32]))| {
            let mut tags: Vec<_> = worn.iter().filter_map(tag).collect();
            order::sort(&mut tags);
            let text = |texts: &Texts| texts.get(row).unwrap_or_default().to_owned();
            Entity { entity_type, id: text(&self.ids), name: text(&self.names), tags }
        };
        self.rows().enumerate().map(entity).collect()
    }

    /// Who has what, without identities; `None` where a tag stands twice, in the table or on an entity.
    pub(super) fn index(&self) -> Option<[TypeIndex; 3]> {
        let total = self.len();
        let mut of_type: [Vec<u32>; 3] = Default::default();
        let mut with_key = vec![<[Vec<u32>; 3]>::default(); self.keys.len()];
        let mut with_tag = vec![<[Vec<u32>; 3]>::default(); self.tags.len()];
        for (row, (entity_type, worn)) in (0u32..).zip(self.rows()) {
            let place = entity_type.index();
            of_type.get_mut(place)?.push(row);
            for tag in worn {
                let key = self.tags.get(*tag as usize)?.0;
                let rows = with_key.get_mut(key as usize)?.get_mut(place)?;
                if rows.last() == Some(&row) {
                    return None;
                }
                rows.push(row);
                with_tag.get_mut(*tag as usize)?.get_mut(place)?.push(row);
            }
        }
        let pack = |rows: Vec<u32>| Rows::from_sorted(rows, total);
        let mut indexes =
            of_type.map(|rows| TypeIndex { rows: pack(rows), ..TypeIndex::default() });
        for (key, rows) in self.keys.iter().zip(with_key) {
            for (index, rows) in indexes.iter_mut().zip(rows).filter(|(_, rows)| !rows.is_empty()) {
                let tag = TagIndex { rows: pack(rows), ..TagIndex::default() };
                index.tags.insert(key.clone(), tag);
            }
        }
        let mut first = std::collections::HashSet::new();
        for (tag, rows) in self.tags.iter().zip(with_tag) {
            if !first.insert(tag) {
                return None;
            }
            let (key, value) = tag;
            let key = self.keys.get(*key as usize)?;
            for (index, rows) in indexes.iter_mut().zip(rows).filter(|(_, rows)| !rows.is_empty()) {
                index.tags.get_mut(key)?.by_value.insert(value.clone(), pack(rows));
            }
        }
        Some(indexes)
    }
}

/// Many texts in one.
#[derive(Debug, Clone, Default)]
struct Texts {
    text: Box<str>,
    /// Where each ends: at the NUL after it.
    ends: Vec<u32>,
}

impl Texts {
    /// The `count` texts in `text`, if there are just as many.
    fn read(text: &str, count: usize) -> Option<Self> {
        if count == 0 {
            return text.is_empty().then(Self::default);
        }
        let mut ends = Vec::with_capacity(count);
        for (place, byte) in text.bytes().enumerate() {
            if byte == 0 {
                ends.push(u32::try_from(place).ok()?);
            }
        }
        ends.push(u32::try_from(text.len()).ok()?);
        (ends.len() == count).then(|| Self { text: text.into(), ends })
    }

    fn get(&self, place: usize) -> Option<&str> {
        let before = place.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.map_or(0, |end| *end as usize + 1);
        self.text.get(start..*self.ends.get(place)? as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::{Columns, Table};
    use crate::{Entity, EntityType, Inventory};

    const COLUMNS: Columns<'_> = Columns {
        types: &[0, 1, 0],
        ids: "a\0b\0ü",
        names: "one\0two\0",
        tags: "team\0shop\0env\0prod\0env\0",
        pairs: 3,
        worn: &[0, 1, 2],
        ends: &[2, 2, 3],
    };

    fn entities() -> Vec<Entity> {
        let entity = |entity_type, id: &str, name: &str, tags: &[(&str, &str)]| Entity {
            entity_type,
            id: id.to_owned(),
            name: name.to_owned(),
            tags: tags.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect(),
        };
        vec![
            entity(EntityType::Stack, "a", "one", &[("env", "prod"), ("team", "shop")]),
            entity(EntityType::Environment, "b", "two", &[]),
            entity(EntityType::Stack, "ü", "", &[("env", "")]),
        ]
    }

    #[test]
    fn a_table_is_the_same_inventory_as_its_entities() {
        let table = Inventory::of_table(Table::read(COLUMNS).unwrap()).unwrap();
        let plain = Inventory::new(entities());
        assert_eq!(table.entities(), plain.entities());
        assert_eq!(table.revision(), plain.revision());
        assert_eq!(table.len(), 3);
        for entity_type in EntityType::ALL {
            assert_eq!(table.of_type(entity_type), plain.of_type(entity_type));
            assert_eq!(table.tag_keys(entity_type), plain.tag_keys(entity_type));
            for key in ["env", "team", "x"] {
                assert_eq!(table.with_tag(entity_type, key), plain.with_tag(entity_type, key));
                assert_eq!(table.tag_values(entity_type, key), plain.tag_values(entity_type, key));
            }
            for id in ["a", "b", "ü", ""] {
                assert_eq!(table.row(entity_type, id), plain.row(entity_type, id), "{id}");
            }
        }
        let none =
            Columns { types: &[], ids: "", names: "", tags: "", pairs: 0, worn: &[], ends: &[] };
        assert!(Inventory::of_table(Table::read(none).unwrap()).unwrap().is_empty());
    }

    #[test]
    fn what_does_not_fit_together_is_no_table() {
        let wrong = [
            Columns { types: &[0, 1, 3], ..COLUMNS },
            Columns { types: &[0, 1], ..COLUMNS },
            Columns { ids: "a\0b\0c\0d", ..COLUMNS },
            Columns { names: "one\0two", ..COLUMNS },
            Columns { tags: "team\0shop\0env", ..COLUMNS },
            // A key and a value that each have a NUL of their own.
            Columns { tags: "te\0am\0sh\0op\0env\0prod\0env\0", ..COLUMNS },
            Columns { worn: &[0, 1, 3], ..COLUMNS },
            Columns { ends: &[2, 1, 3], ..COLUMNS },
            Columns { ends: &[2, 2, 2], ..COLUMNS },
        ];
        for columns in wrong {
            assert!(Table::read(columns).is_none(), "{columns:?}");
        }
    }

    #[test]
    fn what_stands_twice_is_no_inventory() {
        let twice = [
            // An identity of one type.
            Columns { ids: "a\0b\0a", ..COLUMNS },
            // A key on an entity, and a tag in the table.
            Columns { worn: &[1, 2, 2], ..COLUMNS },
            Columns { tags: "env\0prod\0team\0shop\0env\0prod", ..COLUMNS },
        ];
        for columns in twice {
            assert!(Inventory::of_table(Table::read(columns).unwrap()).is_none(), "{columns:?}");
        }
        let apart = Columns { ids: "a\0a\0b", ..COLUMNS };
        assert!(Inventory::of_table(Table::read(apart).unwrap()).is_some());
    }
}
