//! The last uses of tokens that are being written down.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use store::SecretHash;

/// The tokens whose last use is being written down now: nobody else has to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Touches {
    hashes: Arc<Mutex<HashSet<SecretHash>>>,
}

/// One that is being written down, until this is dropped.
#[derive(Debug)]
pub(crate) struct Touch {
    touches: Touches,
    hash: SecretHash,
}

impl Touches {
    /// Begins to write down the last use of the token with this hash; `None` where somebody is at it.
    pub(crate) fn begin(&self, hash: SecretHash) -> Option<Touch> {
        let is_first = self.hashes.lock().unwrap_or_else(PoisonError::into_inner).insert(hash);
        is_first.then(|| Touch { touches: self.clone(), hash })
    }
}

impl Drop for Touch {
    fn drop(&mut self) {
        let mut hashes = self.touches.hashes.lock().unwrap_or_else(PoisonError::into_inner);
        hashes.remove(&self.hash);
    }
}

#[cfg(test)]
mod tests {
    use store::SecretHash;

    use super::Touches;

    #[test]
    fn the_last_use_of_a_token_is_written_down_by_one_at_a_time() {
        let touches = Touches::default();
        let (one, other) = (SecretHash([1; 32]), SecretHash([2; 32]));
        let first = touches.begin(one).unwrap();
        assert!(touches.begin(one).is_none());
        assert!(touches.begin(other).is_some());
        drop(first);
        assert!(touches.begin(one).is_some());
    }
}
