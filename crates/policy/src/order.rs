//! Sorting by index: one piece of code for lists of whatever there is.

use std::cmp::Ordering;

/// The places `0..len` as `compare` orders what stands there; what is equal keeps its order.
pub(crate) fn ordered(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|one, other| compare(*one, *other));
    order
}

/// The same for a list itself.
pub(crate) fn sort<T: Ord>(list: &mut [T]) {
    let mut order = ordered(list.len(), &mut |one, other| list.get(one).cmp(&list.get(other)));
    // Each circle of places is gone round once.
    for start in 0..list.len() {
        let mut place = start;
        while let Some(next) = order.get_mut(place) {
            let from = std::mem::replace(next, place);
            if from == start {
                break;
            }
            list.swap(place, from);
            place = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ordered, sort};

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        let mut number = 7u64;
        for len in 0..60 {
            let mut list: Vec<(u64, u64)> = Vec::new();
            for place in 0..len {
                number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                list.push((number >> 61, place));
            }
            let mut expected = list.clone();
            expected.sort_by_key(|(key, _)| *key);
            let order = ordered(list.len(), &mut |one, other| list[one].0.cmp(&list[other].0));
            assert_eq!(order.iter().map(|place| list[*place]).collect::<Vec<_>>(), expected);
            list.reverse();
            sort(&mut list);
            expected.sort_unstable();
            assert_eq!(list, expected);
        }
    }
}
