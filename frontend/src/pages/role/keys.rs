//! What the editor hears of: keys, and what is selected in the preview.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

use super::View;
use super::editor::Editor;
use crate::state::history::History;

impl Editor {
    /// Hears of keys, and of what is selected in the preview.
    pub(super) fn listen(self) {
        self.follow();
        let keys = window_event_listener(ev::keydown, move |event| self.key(&event));
        on_cleanup(move || keys.remove());
    }

    /// Shows the card of what is selected in the preview.
    pub(super) fn follow(self) {
        Effect::new(move |_| {
            let Some(entry) = self.selected.get() else { return };
            let owners = self.owners.get_untracked();
            let focus = self.focus.get_untracked();
            if focus.is_none_or(|owner| owners.entry_of(owner) != Some(entry)) {
                if self.view.get_untracked() != View::Rules {
                    self.view.set(View::Rules);
                }
                self.focus.set(owners.of_entry(entry));
            }
        });
    }

    /// Does what a key asks for.
    pub(super) fn key(self, event: &ev::KeyboardEvent) {
        if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
            return;
        }
        let key = event.key().to_lowercase();
        if key == "s" {
            event.prevent_default();
            (self.review)(&self);
            return;
        }
        let element = event.target().and_then(|at| at.dyn_into::<web_sys::Element>().ok());
        let in_text = element.is_some_and(|element| {
            element.matches("textarea, input:not([type=checkbox])").unwrap_or(false)
        });
        if in_text {
            return;
        }
        match (key.as_str(), event.shift_key()) {
            ("z", false) => {
                event.prevent_default();
                self.history.update(History::undo);
            }
            ("z", true) | ("y", _) => {
                event.prevent_default();
                self.history.update(History::redo);
            }
            _ => {}
        }
    }
}
