//! The lists of ids that a definition names.

use std::sync::Arc;

/// How many are remembered: comparing with more would cost more than keeping one twice.
const MAX_KNOWN: usize = 16;

/// The lists met so far: a role of thousands of entities names the same few again and again, and keeps each once.
#[derive(Debug, Default)]
pub(super) struct Lists {
    known: Vec<Arc<[String]>>,
}

impl Lists {
    /// The list `ids`, shared with an equal one where there is any.
    pub(super) fn keep(&mut self, ids: Vec<String>) -> Arc<[String]> {
        if let Some(known) = self.known.iter().find(|known| ***known == *ids) {
            return Arc::clone(known);
        }
        let ids: Arc<[String]> = ids.into();
        if self.known.len() < MAX_KNOWN {
            self.known.push(Arc::clone(&ids));
        }
        ids
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Lists;

    #[test]
    fn equal_lists_are_kept_once_and_others_as_they_are() {
        let mut lists = Lists::default();
        let list = |number: usize| vec!["read".to_owned(), number.to_string()];
        let kept: Vec<_> = (0..20).chain([3, 19]).map(|number| lists.keep(list(number))).collect();
        for (kept, number) in kept.iter().zip((0..20).chain([3, 19])) {
            assert_eq!(**kept, *list(number));
        }
        assert!(Arc::ptr_eq(&kept[3], &kept[20]));
        // Beyond the sixteenth, nothing is remembered.
        assert!(!Arc::ptr_eq(&kept[19], &kept[21]));
    }
}
