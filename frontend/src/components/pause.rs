//! Work that waits until nothing has changed for a while.

use std::ops::ControlFlow;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// A piece of work, and the next each time.
type Piece = Box<dyn FnMut() -> ControlFlow<()>>;

/// Work that waits for a pause; what is asked for later takes the place of what still waits.
#[derive(Debug, Clone, Copy)]
pub struct Pause {
    length: Duration,
    pending: StoredValue<Option<TimeoutHandle>>,
}

impl Pause {
    /// Waits for so long each time; nothing waits any more once the page around it is gone.
    pub fn new(length: Duration) -> Self {
        let pause = Self { length, pending: StoredValue::new(None) };
        on_cleanup(move || pause.forget());
        pause
    }

    /// Gives up what still waits.
    pub fn forget(self) {
        if let Some(timeout) = self.pending.try_update_value(Option::take).flatten() {
            timeout.clear();
        }
    }

    /// Does `work` after the pause, and not what waited before.
    pub fn after(self, work: impl FnOnce() + 'static) {
        self.forget();
        self.wait(self.length, work);
    }

    /// Does `work` after the pause, and again until it breaks off; a key that comes meanwhile waits for one time of it
    /// and not for all, and takes the place of what is left.
    pub fn in_pieces(self, work: impl FnMut() -> ControlFlow<()> + 'static) {
        self.forget();
        self.piece(self.length, Box::new(work));
    }

    fn piece(self, after: Duration, mut work: Piece) {
        self.wait(after, move || {
            if work().is_continue() {
                self.piece(Duration::ZERO, work);
            }
        });
    }

    fn wait(self, length: Duration, work: impl FnOnce() + 'static) {
        self.pending.set_value(set_timeout_with_handle(work, length).ok());
    }
}
