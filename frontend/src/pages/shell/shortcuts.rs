//! What keys do on every page.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

use super::keys::Keys;
use crate::components::dialog::Dialog;
use crate::components::look_switch::storage;

/// The keys, and what they do.
pub const SHORTCUTS: [(&str, &str); 10] = [
    ("Ctrl K", "Go to a page, a role, a set, a person, a team, a token or an entity"),
    ("/", "Search the page"),
    ("?", "Show these keys"),
    ("Ctrl S", "Review and save a role"),
    ("Ctrl Z", "Undo in a role"),
    ("Ctrl Shift Z", "Do it again"),
    ("Arrows, Home, End", "Move in the matrix"),
    ("Enter", "Show the rule behind a cell"),
    ("Shift Space", "Mark the row of a cell, or no longer"),
    ("Ctrl Space", "Mark the column of a cell, or no longer"),
];

/// Under which name the browser remembers that single keys do nothing.
const STORED: &str = "single-keys";
const OFF: &str = "off";

/// Whether `/` and `?` alone do something; whoever speaks to their computer would press them by speaking.
#[derive(Debug, Clone, Copy)]
pub struct SingleKeys(RwSignal<bool>);

impl SingleKeys {
    /// As was chosen the last time.
    pub fn remembered() -> Self {
        let stored = storage().and_then(|storage| storage.get_item(STORED).ok().flatten());
        Self(RwSignal::new(stored.as_deref() != Some(OFF)))
    }

    /// Whether they do something.
    pub fn are_on(self) -> bool {
        self.0.get()
    }

    /// Has them do something, or nothing.
    pub fn turn(self, on: bool) {
        self.0.set(on);
        if let Some(storage) = storage() {
            // A browser that keeps nothing forgets it with the page.
            drop(if on { storage.remove_item(STORED) } else { storage.set_item(STORED, OFF) });
        }
    }
}

/// Hears the keys that work on every page, and lists them when it is asked to.
#[component]
pub fn Shortcuts(
    /// Shows the palette.
    palette: RwSignal<bool>,
) -> impl IntoView {
    let (help, single) = (RwSignal::new(false), expect_context::<SingleKeys>());
    let keys = window_event_listener(ev::keydown, move |event| {
        let with_command = event.ctrl_key() || event.meta_key();
        let key = event.key().to_lowercase();
        if with_command && !event.alt_key() && key == "k" {
            event.prevent_default();
            palette.update(|open| *open = !*open);
            return;
        }
        let is_on = untrack(|| single.are_on());
        if !is_on || with_command || event.alt_key() || is_typing(&event) || has_dialog() {
            return;
        }
        match key.as_str() {
            "?" => {
                event.prevent_default();
                help.set(true);
            }
            "/" => {
                if let Some(field) = search_field() {
                    event.prevent_default();
                    drop(field.focus());
                }
            }
            _ => {}
        }
    });
    on_cleanup(move || keys.remove());
    view! {
        <Dialog open=help title="Keyboard">
            <Keys/>
            <div class="dialog__actions">
                <button class="button" type="button" on:click=move |_| help.set(false)>
                    "Close"
                </button>
            </div>
        </Dialog>
    }
}

/// Whether a key goes into a field.
fn is_typing(event: &ev::KeyboardEvent) -> bool {
    let element = event.target().and_then(|at| at.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| {
        element
            .matches("input:not([type=checkbox]):not([type=radio]), textarea, select")
            .unwrap_or(false)
    })
}

fn has_dialog() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// The search of the page.
fn search_field() -> Option<web_sys::HtmlElement> {
    let field = document().query_selector("main input[type=search]").ok()??;
    field.dyn_into().ok()
}
