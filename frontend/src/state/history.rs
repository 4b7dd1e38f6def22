//! Undo and redo.

/// How many steps back are remembered.
const MOST: usize = 200;

/// A value with what it was before, and what it was before somebody went back.
#[derive(Debug, Clone)]
pub struct History<T> {
    past: Vec<T>,
    present: T,
    future: Vec<T>,
    typing: Option<String>,
}

impl<T: Clone + PartialEq> History<T> {
    /// Starts with `present` and nothing to go back to.
    pub const fn new(present: T) -> Self {
        Self { past: Vec::new(), present, future: Vec::new(), typing: None }
    }

    /// What it is now.
    pub const fn present(&self) -> &T {
        &self.present
    }

    /// Makes it `next`. Typing on in the same `place` is one step.
    pub fn edit(&mut self, place: Option<&str>, next: T) {
        if next == self.present {
            return;
        }
        let goes_on = place.is_some() && self.typing.as_deref() == place;
        let before = std::mem::replace(&mut self.present, next);
        if !goes_on {
            self.past.push(before);
            if self.past.len() > MOST {
                self.past.remove(0);
            }
        }
        self.future.clear();
        self.typing = place.map(ToOwned::to_owned);
    }

    /// Ends a run of typing, so that the next edit is a step of its own.
    pub fn settle(&mut self) {
        self.typing = None;
    }

    /// Whether there is something to go back to.
    pub const fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to go forward to again.
    pub const fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Goes one step back.
    pub fn undo(&mut self) {
        if let Some(before) = self.past.pop() {
            self.future.push(std::mem::replace(&mut self.present, before));
            self.typing = None;
        }
    }

    /// Goes one step forward again.
    pub fn redo(&mut self) {
        if let Some(after) = self.future.pop() {
            self.past.push(std::mem::replace(&mut self.present, after));
            self.typing = None;
        }
    }
}
