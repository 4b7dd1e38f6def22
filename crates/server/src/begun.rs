//! Whether anything may have been done of a request.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// On a request: whether anybody has begun to do what it asks for. Copies are of the same request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Begun(Arc<AtomicBool>);

impl Begun {
    /// From here on something may be done.
    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether anything may have been done.
    pub(crate) fn get(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
