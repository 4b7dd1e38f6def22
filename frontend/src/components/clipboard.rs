//! What people take along.

use leptos::prelude::*;

/// Puts `text` on the clipboard; one that refuses changes nothing.
pub fn copy(text: &str) {
    drop(window().navigator().clipboard().write_text(text));
}
