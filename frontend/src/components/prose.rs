//! Messages for people.

use leptos::prelude::*;

/// A message with a capital letter at its beginning.
pub fn capital(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A message with what stands between backticks set as code.
pub fn marked(message: &str) -> impl IntoView + use<> {
    let parts = message.split('`').map(ToOwned::to_owned).enumerate();
    parts
        .map(|(index, part)| {
            if index % 2 == 1 { view! { <code>{part}</code> }.into_any() } else { part.into_any() }
        })
        .collect_view()
}
