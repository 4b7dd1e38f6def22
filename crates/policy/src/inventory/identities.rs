//! From identities to rows: a table that has no texts of its own.

use std::hash::BuildHasher;

use foldhash::quality::RandomState;

use super::kept::Kept;

/// The rows of the entities of one type, by the hash of their identities.
#[derive(Debug, Clone, Default)]
pub(super) struct Identities {
    /// A power of two of them, at most half of them taken.
    slots: Vec<Slot>,
    /// Drawn anew for each table: nobody can choose identities that meet in it.
    random: RandomState,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// Half of the hash; the other half says where it is to be.
    mark: u32,
    /// One more than the row; 0 is a free slot.
    next_row: u32,
}

impl Identities {
    /// The identities of `rows`; of equal ones the last is found.
    pub(super) fn new(entities: &Kept, rows: &[u32]) -> Self {
        let size = if rows.is_empty() { 0 } else { (rows.len() * 2).next_power_of_two() };
        let mut table = Self { slots: vec![Slot::default(); size], random: RandomState::default() };
        for row in rows {
            let Some(id) = entities.id(*row) else { continue };
            let hash = table.random.hash_one(id);
            let place = table.place(hash, |known| is(entities, known, id));
            if let Some(slot) = table.slots.get_mut(place) {
                *slot = Slot { mark: mark(hash), next_row: row + 1 };
            }
        }
        table
    }

    /// How many different ones there are.
    pub(super) fn len(&self) -> usize {
        self.slots.iter().filter(|slot| slot.next_row != 0).count()
    }

    /// The row of `id` among `entities`, for which the table was made.
    pub(super) fn find(&self, entities: &Kept, id: &str) -> Option<u32> {
        self.look(entities, self.random.hash_one(id), id)
    }

    /// The same for many: memory is waited for once for several of them, instead of for one after another.
    pub(super) fn find_all<'i>(
        &self,
        entities: &Kept,
        ids: impl ExactSizeIterator<Item = &'i str> + Clone,
    ) -> Vec<Option<u32>> {
        let hashes: Vec<_> = ids.clone().map(|id| self.random.hash_one(id)).collect();
        // Most likely the right ones: nothing else is compared yet.
        let likely = hashes.iter().map(|hash| self.slots.get(self.place(*hash, |_| true)));
        let likely: Vec<_> = likely.map(|slot| slot.map_or(0, |slot| slot.next_row)).collect();
        let known = likely.iter().map(|next_row| entities.id(next_row.checked_sub(1)?));
        let known: Vec<_> = known.collect();
        let found = ids.zip(hashes).zip(likely.into_iter().zip(known));
        let row = |((id, hash), (next_row, known)): ((&str, u64), (u32, Option<&str>))| {
            if known? == id { next_row.checked_sub(1) } else { self.look(entities, hash, id) }
        };
        found.map(row).collect()
    }

    fn look(&self, entities: &Kept, hash: u64, id: &str) -> Option<u32> {
        let place = self.place(hash, |row| is(entities, row, id));
        self.slots.get(place)?.next_row.checked_sub(1)
    }

    /// The slot of what `hash` is of, or the free one where it belongs; 0 where there is none at all.
    fn place(&self, hash: u64, is_it: impl Fn(u32) -> bool) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        // The upper half names the place.
        let first = (hash >> 32) as usize;
        let mut places = (0..self.slots.len()).map(|step| first.wrapping_add(step) & mask);
        let is_here = |place: &usize| {
            self.slots.get(*place).is_none_or(|slot| {
                slot.next_row == 0 || (slot.mark == mark(hash) && is_it(slot.next_row - 1))
            })
        };
        places.find(is_here).unwrap_or(0)
    }
}

/// The lower half.
#[expect(clippy::cast_possible_truncation, reason = "the upper half says where it is to be")]
const fn mark(hash: u64) -> u32 {
    hash as u32
}

fn is(entities: &Kept, row: u32, id: &str) -> bool {
    entities.id(row) == Some(id)
}

#[cfg(test)]
mod tests {
    use super::{Identities, Kept};
    use crate::{Entity, EntityType};

    #[test]
    fn one_by_one_and_together_the_same_rows_are_found() {
        // Every third identity comes again later: then the later row is the one that is found.
        let ids: Vec<_> = (0..3000u32).map(|row| format!("id-{}", row % 2000)).collect();
        let entity = |id: &String| Entity {
            entity_type: EntityType::Stack,
            id: id.clone(),
            name: String::new(),
            tags: Vec::new(),
        };
        let entities = Kept::from(ids.iter().map(entity).collect::<Vec<_>>());
        let rows: Vec<_> = (0..3000u32).filter(|row| row % 7 != 0).collect();
        let table = Identities::new(&entities, &rows);
        let asked: Vec<_> = ids.iter().map(String::as_str).chain(["id-", "other"]).collect();
        let expected =
            |id: &str| rows.iter().rev().copied().find(|row| entities.id(*row) == Some(id));
        let together = table.find_all(&entities, asked.iter().copied());
        assert_eq!(together.len(), asked.len());
        for (id, found) in asked.iter().zip(together) {
            assert_eq!(found, expected(id), "{id}");
            assert_eq!(table.find(&entities, id), found, "{id}");
        }
        let empty = Identities::new(&entities, &[]);
        assert_eq!(empty.find(&entities, "id-1"), None);
        assert_eq!(empty.find_all(&entities, ["id-1"].into_iter()), [None]);
    }
}
