//! Sorting by index: one piece of code for lists of whatever there is.
//!
//! The standard library's sorting becomes 3 kB of WASM for each type that is sorted.
//! It is for texts, and for lists that are sorted with every key that is pressed.

use std::cmp::Ordering;

/// The places `0..len` as `compare` orders what stands there; what is equal keeps its order.
pub(crate) fn ordered(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|one, other| compare(*one, *other));
    order
}

/// Sorts a list by what it holds.
pub(crate) fn sort<T: Ord>(list: &mut [T]) {
    sort_by(list, &mut T::cmp);
}

/// Sorts a list by a key of what it holds; equal keys keep their order.
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, &mut |one, other| key(one).cmp(&key(other)));
}

/// Sorts a list as `compare` says; what is equal keeps its order.
pub(crate) fn sort_by<T>(list: &mut [T], compare: &mut dyn FnMut(&T, &T) -> Ordering) {
    let places = ordered(list.len(), &mut |one, other| match (list.get(one), list.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    arrange(places, &mut |one, other| list.swap(one, other));
}

/// The values of each key, by key; they keep their order.
pub(crate) fn grouped<K: Ord, V>(mut pairs: Vec<(K, V)>) -> Vec<(K, Vec<V>)> {
    sort_by(&mut pairs, &mut |(one, _), (other, _)| one.cmp(other));
    let mut groups: Vec<(K, Vec<V>)> = Vec::new();
    for (key, value) in pairs {
        match groups.last_mut() {
            Some((known, values)) if *known == key => values.push(value),
            _ => groups.push((key, vec![value])),
        }
    }
    groups
}

/// Brings what stands at `places` to the places from 0 on.
fn arrange(mut places: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    // Each circle of places is gone round once.
    for start in 0..places.len() {
        let mut place = start;
        while let Some(next) = places.get_mut(place) {
            let from = std::mem::replace(next, place);
            if from == start {
                break;
            }
            swap(place, from);
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
