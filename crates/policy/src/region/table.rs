//! Tables of regions by what they were made of, for keys that are small numbers.

use super::{Node, Operation, Region};

const fn mix(hash: u64, value: u32) -> u64 {
    let mixed = (hash ^ value as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

impl Node<'_> {
    pub(super) fn hash(&self) -> u64 {
        let own = mix(mix(0, self.question), self.rest.0);
        self.branches.iter().fold(own, |hash, (answer, region)| mix(mix(hash, answer.0), region.0))
    }
}

/// The numbers of nodes, by the hash of what they are.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// A power of two of them, at most half of them taken; 0 is a free one.
    slots: Vec<(u32, u32)>,
    len: usize,
}

impl Numbers {
    pub(super) fn find(&self, hash: u64, is_it: impl Fn(Region) -> bool) -> Option<Region> {
        let hash = (hash >> 32) as u32;
        let taken = places(hash, self.slots.len())
            .map_while(|place| self.slots.get(place).filter(|(_, region)| *region != 0));
        let mut alike =
            taken.filter(|(other, _)| *other == hash).map(|(_, region)| Region(*region));
        alike.find(|region| is_it(*region))
    }

    pub(super) fn insert(&mut self, hash: u64, region: Region) {
        if self.len * 2 >= self.slots.len() {
            let size = (self.slots.len() * 2).max(256);
            let old = std::mem::replace(&mut self.slots, vec![(0, 0); size]);
            for slot in old.into_iter().filter(|(_, region)| *region != 0) {
                self.place(slot);
            }
        }
        self.len += 1;
        self.place(((hash >> 32) as u32, region.0));
    }

    fn place(&mut self, new: (u32, u32)) {
        for place in places(new.0, self.slots.len()) {
            if let Some(slot) = self.slots.get_mut(place).filter(|(_, region)| *region == 0) {
                *slot = new;
                return;
            }
        }
    }
}

/// The results of operations on two regions.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// As in [`Numbers`]: the operation with the left side, which is never 0, the right side and the result.
    slots: Vec<(u32, u32, u32)>,
    len: usize,
}

const fn named(operation: Operation, left: Region) -> u32 {
    // INVARIANT: 100,000 nodes at the most, and the ends are never looked up: four times that fits.
    left.0 * 4
        + match operation {
            Operation::And => 1,
            Operation::Or => 2,
            Operation::Without => 3,
        }
}

const fn hash_of(left: u32, right: u32) -> u32 {
    (mix(mix(0, left), right) >> 32) as u32
}

impl Done {
    pub(super) fn find(&self, operation: Operation, left: Region, right: Region) -> Option<Region> {
        let left = named(operation, left);
        places(hash_of(left, right.0), self.slots.len())
            .map_while(|place| self.slots.get(place).filter(|(left, ..)| *left != 0))
            .find(|(one, other, _)| *one == left && *other == right.0)
            .map(|(.., result)| Region(*result))
    }

    pub(super) fn insert(
        &mut self,
        operation: Operation,
        left: Region,
        right: Region,
        result: Region,
    ) {
        if self.len * 2 >= self.slots.len() {
            let size = (self.slots.len() * 2).max(1024);
            let old = std::mem::replace(&mut self.slots, vec![(0, 0, 0); size]);
            for slot in old.into_iter().filter(|(left, ..)| *left != 0) {
                self.place(slot);
            }
        }
        self.len += 1;
        self.place((named(operation, left), right.0, result.0));
    }

    fn place(&mut self, new: (u32, u32, u32)) {
        for place in places(hash_of(new.0, new.1), self.slots.len()) {
            if let Some(slot) = self.slots.get_mut(place).filter(|(left, ..)| *left == 0) {
                *slot = new;
                return;
            }
        }
    }
}

/// Every place of a table of `size`, the right one first.
fn places(hash: u32, size: usize) -> impl Iterator<Item = usize> {
    let mask = size.wrapping_sub(1);
    (0..size).map(move |step| (hash as usize).wrapping_add(step) & mask)
}
