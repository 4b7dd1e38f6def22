//! Sets of rows of the inventory: a sorted list while they are few, a bit for each row when many.

/// A set of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// Sorted, without repetition.
    List(Vec<u32>),
    /// A bit for each row, in words of 64.
    Bits(Vec<u64>),
}

impl Default for Rows {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

const fn word(row: u32) -> usize {
    row as usize / 64
}

const fn bit(row: u32) -> u64 {
    1 << (row % 64)
}

impl Rows {
    /// The rows `list`, which is sorted and without repetition, out of `total`.
    pub(crate) fn from_sorted(list: Vec<u32>, total: usize) -> Self {
        Self::List(list).packed(total)
    }

    /// Bits once they take less room than the list: a row is 32 bits there.
    fn packed(self, total: usize) -> Self {
        match self {
            Self::List(list) if list.len() > total / 32 => {
                let mut bits = vec![0; total.div_ceil(64)];
                for row in list {
                    if let Some(bits) = bits.get_mut(word(row)) {
                        *bits |= bit(row);
                    }
                }
                Self::Bits(bits)
            }
            rows => rows,
        }
    }

    /// Whether `row` is in the set.
    pub fn contains(&self, row: u32) -> bool {
        match self {
            Self::List(list) => list.binary_search(&row).is_ok(),
            Self::Bits(bits) => bits.get(word(row)).is_some_and(|word| word & bit(row) != 0),
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::List(list) => list.len(),
            Self::Bits(bits) => bits.iter().map(|word| word.count_ones() as usize).sum(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::List(list) => list.is_empty(),
            Self::Bits(bits) => bits.iter().all(|word| *word == 0),
        }
    }

    /// The rows, in order.
    pub fn iter(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        match self {
            Self::List(list) => Box::new(list.iter().copied()),
            Self::Bits(bits) => Box::new((0u32..).zip(bits).flat_map(|(position, word)| {
                let mut word = *word;
                std::iter::from_fn(move || {
                    let row = (word != 0).then(|| position * 64 + word.trailing_zeros());
                    word &= word.wrapping_sub(1);
                    row
                })
            })),
        }
    }

    /// What is in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::List(few), rows) | (rows, Self::List(few)) => {
                Self::List(few.iter().copied().filter(|row| rows.contains(*row)).collect())
            }
            (Self::Bits(left), Self::Bits(right)) => {
                Self::Bits(left.iter().zip(right).map(|(left, right)| left & right).collect())
            }
        }
    }

    /// What is in this set and not in `other`.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::List(few), rows) => {
                Self::List(few.iter().copied().filter(|row| !rows.contains(*row)).collect())
            }
            (Self::Bits(left), Self::Bits(right)) => {
                Self::Bits(left.iter().zip(right).map(|(left, right)| left & !right).collect())
            }
            (Self::Bits(left), Self::List(few)) => {
                let mut bits = left.clone();
                for row in few {
                    if let Some(word) = bits.get_mut(word(*row)) {
                        *word &= !bit(*row);
                    }
                }
                Self::Bits(bits)
            }
        }
    }

    /// Adds the rows of `other`; `total` is how many rows the inventory has.
    pub(crate) fn extend(&mut self, other: &Self, total: usize) {
        match (&mut *self, other) {
            (_, Self::List(few)) if few.is_empty() => {}
            (Self::Bits(left), Self::Bits(right)) => {
                for (left, right) in left.iter_mut().zip(right) {
                    *left |= right;
                }
            }
            (Self::Bits(left), Self::List(few)) => {
                for row in few {
                    if let Some(word) = left.get_mut(word(*row)) {
                        *word |= bit(*row);
                    }
                }
            }
            (Self::List(few), Self::Bits(_)) => {
                let few = Self::List(std::mem::take(few));
                *self = other.clone();
                self.extend(&few, total);
            }
            (Self::List(left), Self::List(right)) => {
                let mut merged = Vec::with_capacity(left.len() + right.len());
                let (mut left, mut right) =
                    (left.iter().copied().peekable(), right.iter().copied().peekable());
                while let Some(row) = match (left.peek(), right.peek()) {
                    (Some(a), Some(b)) if a < b => left.next(),
                    (Some(a), Some(b)) if a == b => {
                        right.next();
                        left.next()
                    }
                    (_, Some(_)) => right.next(),
                    (_, None) => left.next(),
                } {
                    merged.push(row);
                }
                *self = Self::from_sorted(merged, total);
            }
        }
    }
}

impl<'r> IntoIterator for &'r Rows {
    type Item = u32;
    type IntoIter = Box<dyn Iterator<Item = u32> + 'r>;

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
            }
        }
    }
}
