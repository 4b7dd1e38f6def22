//! Sets of rows of the inventory: a sorted list while they are few, a bit for each row when many.

use std::sync::Arc;

/// A set of rows; copies share what they hold.
///
/// Of one inventory, the same set is always kept in the same form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows(Kind);

#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    None,
    /// What a direct rule holds on: kept in place, because there can be thousands of those.
    One(u32),
    /// Two or more, sorted, without repetition.
    List(Arc<[u32]>),
    /// A bit for each row, in words of 64.
    Bits(Arc<[u64]>),
}

const fn word(row: u32) -> usize {
    row as usize / 64
}

const fn bit(row: u32) -> u64 {
    1 << (row % 64)
}

fn has(bits: &[u64], row: u32) -> bool {
    bits.get(word(row)).is_some_and(|word| word & bit(row) != 0)
}

/// How many rows a list may have before bits take less room: a row is 32 bits there.
const fn longest_list(total: usize) -> usize {
    // In words, so that a set of bits knows it as well.
    total.div_ceil(64) * 2
}

impl Rows {
    /// No row.
    pub const NONE: Self = Self(Kind::None);

    pub(crate) const fn one(row: u32) -> Self {
        Self(Kind::One(row))
    }

    /// Every row out of `total`.
    pub(crate) fn all(total: usize) -> Self {
        Self::from_sorted((0u32..).take(total).collect(), total)
    }

    /// The rows `list`, which is sorted and without repetition, out of `total`.
    pub(crate) fn from_sorted(list: Vec<u32>, total: usize) -> Self {
        match list.as_slice() {
            [] => Self::NONE,
            [row] => Self::one(*row),
            rows if rows.len() <= longest_list(total) => Self(Kind::List(list.into())),
            rows => {
                let mut bits = vec![0; total.div_ceil(64)];
                set(&mut bits, rows);
                Self(Kind::Bits(bits.into()))
            }
        }
    }

    /// The rows of `bits`, in the form that takes less room.
    fn from_bits(bits: Arc<[u64]>, total: usize) -> Self {
        let len = ones(&bits);
        if len > longest_list(total) && len > 1 {
            return Self(Kind::Bits(bits));
        }
        let mut list = Vec::with_capacity(len);
        list.extend(Iter::over_bits(&bits));
        Self::from_sorted(list, total)
    }

    /// The row, where there is just one.
    pub(crate) const fn single(&self) -> Option<u32> {
        match self.0 {
            Kind::One(row) => Some(row),
            _ => None,
        }
    }

    /// Whether both are one and the same set, seen without looking into them.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Kind::None, Kind::None) => true,
            (Kind::One(left), Kind::One(right)) => left == right,
            (Kind::List(left), Kind::List(right)) => Arc::ptr_eq(left, right),
            (Kind::Bits(left), Kind::Bits(right)) => Arc::ptr_eq(left, right),
            _ => false,
        }
    }

    /// The rows as a list, unless they are bits.
    fn few(&self) -> Result<&[u32], &[u64]> {
        match &self.0 {
            Kind::None => Ok(&[]),
            Kind::One(row) => Ok(std::slice::from_ref(row)),
            Kind::List(list) => Ok(list),
            Kind::Bits(bits) => Err(bits),
        }
    }

    /// A bit for each row out of `total`, in words of 64.
    pub(crate) fn to_bits(&self, total: usize) -> Arc<[u64]> {
        match (&self.0, self.few()) {
            (Kind::Bits(bits), _) => Arc::clone(bits),
            (_, few) => {
                let mut bits = vec![0; total.div_ceil(64)];
                set(&mut bits, few.unwrap_or_default());
                bits.into()
            }
        }
    }

    /// Sets the bit of each row in `words` of 32, the first row being the lowest bit of the first word.
    pub fn set_bits(&self, words: &mut [u32]) {
        match self.few() {
            Ok(list) => {
                for row in list {
                    if let Some(word) = words.get_mut(*row as usize / 32) {
                        *word |= 1 << (row % 32);
                    }
                }
            }
            Err(bits) => {
                let halves = bits.iter().flat_map(|word| [*word & u64::from(u32::MAX), word >> 32]);
                for (word, half) in words.iter_mut().zip(halves) {
                    *word |= u32::try_from(half).unwrap_or_default();
                }
            }
        }
    }

    /// Whether `row` is in the set.
    pub fn contains(&self, row: u32) -> bool {
        match self.few() {
            Ok(list) => list.binary_search(&row).is_ok(),
            Err(bits) => has(bits, row),
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.few().map_or_else(ones, <[u32]>::len)
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        // INVARIANT: an empty set is never kept as a list or as bits.
        matches!(self.0, Kind::None)
    }

    /// The rows, in order.
    pub fn iter(&self) -> Iter<'_> {
        match self.few() {
            Ok(list) => Iter { list, ..Iter::default() },
            Err(bits) => Iter::over_bits(bits),
        }
    }

    /// What is in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        match (self.few(), other.few()) {
            (Ok(few), _) => chosen(few, |row| other.contains(row)),
            (_, Ok(few)) => chosen(few, |row| self.contains(row)),
            (Err(left), Err(right)) => {
                let bits = left.iter().zip(right).map(|(left, right)| left & right).collect();
                Self::from_bits(bits, left.len() * 64)
            }
        }
    }

    /// What is in this set and not in `other`.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        match (self.few(), other.few()) {
            (_, Ok([])) => self.clone(),
            (Ok(few), _) => chosen(few, |row| !other.contains(row)),
            (Err(left), Ok(few)) => {
                let mut bits: Arc<[u64]> = left.into();
                for row in few {
                    if let Some(word) = Arc::make_mut(&mut bits).get_mut(word(*row)) {
                        *word &= !bit(*row);
                    }
                }
                Self::from_bits(bits, left.len() * 64)
            }
            (Err(left), Err(right)) => {
                let bits = left.iter().zip(right).map(|(left, right)| left & !right).collect();
                Self::from_bits(bits, left.len() * 64)
            }
        }
    }

    /// Adds the rows of `other`; `total` is how many rows the inventory has.
    pub(crate) fn extend(&mut self, other: &Self, total: usize) {
        let Kind::Bits(bits) = &mut self.0 else {
            *self = Self::union(&[&*self, other], total);
            return;
        };
        // Bits that become more stay bits.
        let words = Arc::make_mut(bits);
        match other.few() {
            Ok(list) => set(words, list),
            Err(other) => unite(words, other),
        }
    }

    /// The rows `single`, in any order, and those in any of `sets`; `total` is how many rows the inventory has.
    pub(crate) fn joined(single: &[u32], sets: &[&Self], total: usize) -> Self {
        if single.is_empty() {
            return Self::union(sets, total);
        }
        let single =
            if single.is_sorted_by(|one, next| one < next) && single.len() <= longest_list(total) {
                Self::from_sorted(single.to_vec(), total)
            } else {
                let mut bits: Arc<[u64]> = std::iter::repeat_n(0, total.div_ceil(64)).collect();
                set(Arc::make_mut(&mut bits), single);
                Self::from_bits(bits, total)
            };
        if sets.is_empty() {
            return single;
        }
        let sets: Vec<_> = sets.iter().copied().chain([&single]).collect();
        Self::union(&sets, total)
    }

    /// What is in any of `sets`; `total` is how many rows the inventory has.
    pub fn union(sets: &[&Self], total: usize) -> Self {
        let sets = sets.iter().copied().filter(|rows| !rows.is_empty());
        let mut rest = sets.clone();
        let Some(first) = rest.next() else { return Self::NONE };
        if rest.all(|rows| rows.is_same(first)) {
            return first.clone();
        }
        let few = sets.clone().map(|rows| rows.few().map_or(usize::MAX, <[u32]>::len));
        let count = few.fold(0, usize::saturating_add);
        // Sorting few rows costs less than a walk over all the words.
        if count <= total / 512 {
            let mut list = Vec::with_capacity(count);
            list.extend(sets.flat_map(Self::iter));
            list.sort_unstable();
            list.dedup();
            return Self::from_sorted(list, total);
        }
        let mut wide = sets.clone().filter_map(|rows| rows.few().err());
        let mut bits: Arc<[u64]> = match (wide.next(), wide.next()) {
            (Some(left), Some(right)) => {
                left.iter().zip(right).map(|(left, right)| left | right).collect()
            }
            (Some(bits), None) => bits.into(),
            (None, _) => std::iter::repeat_n(0, total.div_ceil(64)).collect(),
        };
        let words = Arc::make_mut(&mut bits);
        for other in wide {
            unite(words, other);
        }
        for list in sets.filter_map(|rows| rows.few().ok()) {
            set(words, list);
        }
        Self::from_bits(bits, total)
    }
}

/// The rows of a list that are wanted; part of a list is a list.
fn chosen(few: &[u32], wanted: impl Fn(u32) -> bool) -> Rows {
    let list: Vec<_> = few.iter().copied().filter(|row| wanted(*row)).collect();
    Rows::from_sorted(list, usize::MAX)
}

fn ones(bits: &[u64]) -> usize {
    bits.iter().map(|word| word.count_ones() as usize).sum()
}

fn unite(bits: &mut [u64], other: &[u64]) {
    for (word, other) in bits.iter_mut().zip(other) {
        *word |= other;
    }
}

fn set(bits: &mut [u64], rows: &[u32]) {
    for row in rows {
        if let Some(word) = bits.get_mut(word(*row)) {
            *word |= bit(*row);
        }
    }
}

/// The rows of a set, in order.
#[derive(Debug, Clone, Default)]
pub struct Iter<'r> {
    list: &'r [u32],
    bits: &'r [u64],
    /// What is left of the word before `bits`, and the number of its first row.
    word: u64,
    first: u32,
}

impl<'r> Iter<'r> {
    fn over_bits(bits: &'r [u64]) -> Self {
        let (word, bits) = bits.split_first().map_or((0, bits), |(word, bits)| (*word, bits));
        Self { list: &[], bits, word, first: 0 }
    }
}

impl Iterator for Iter<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if let Some((row, list)) = self.list.split_first() {
            self.list = list;
            return Some(*row);
        }
        while self.word == 0 {
            (self.word, self.bits) = self.bits.split_first().map(|(word, bits)| (*word, bits))?;
            self.first += 64;
        }
        let row = self.first + self.word.trailing_zeros();
        self.word &= self.word - 1;
        Some(row)
    }
}

impl<'r> IntoIterator for &'r Rows {
    type Item = u32;
    type IntoIter = Iter<'r>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Rows;

    /// A small generator of its own, so that the cases are the same everywhere.
    fn numbers(mut seed: u64) -> impl FnMut(u64) -> u64 {
        move |bound| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % bound
        }
    }

    #[test]
    fn lists_and_bits_are_the_same_sets() {
        let mut number = numbers(7);
        for _ in 0..500 {
            let total = 1 + usize::try_from(number(300)).unwrap();
            let mut set = |density: u64| -> BTreeSet<u32> {
                (0..u32::try_from(total).unwrap()).filter(|_| number(100) < density).collect()
            };
            let (left, right) = (set(3), set(60));
            for (left, right) in
                [(&left, &right), (&right, &left), (&left, &left), (&right, &right)]
            {
                let rows =
                    |set: &BTreeSet<u32>| Rows::from_sorted(set.iter().copied().collect(), total);
                let (a, b) = (rows(left), rows(right));
                let mut union = a.clone();
                union.extend(&b, total);
                let list = |rows: &Rows| rows.iter().collect::<BTreeSet<_>>();
                assert_eq!(list(&union), left | right);
                assert_eq!(list(&a.intersection(&b)), left & right);
                assert_eq!(list(&a.difference(&b)), left - right);
                assert_eq!(union.len(), (left | right).len());
                let mut words = vec![0u32; total.div_ceil(32)];
                a.set_bits(&mut words);
                let is_set = |row: &u32| words[*row as usize / 32] >> (row % 32) & 1 == 1;
                let all = 0..u32::try_from(words.len() * 32).unwrap();
                assert_eq!(all.filter(is_set).collect::<BTreeSet<_>>(), list(&a));
            }
        }
    }
}
