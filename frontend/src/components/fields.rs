//! Fields that nobody sends.

use leptos::prelude::*;

/// A form around fields that are read with every key and never sent.
///
/// A browser looks for what it could fill in after each key: through the fields of the form around, and where there is
/// none, through all that the page has outside of forms. With twenty rules that took 26 ms of every key in Chromium.
#[component]
pub fn Fields(
    /// The fields, with whatever stands between them.
    children: Children,
) -> impl IntoView {
    view! {
        <form class="fields" role="presentation" autocomplete="off" on:submit=|event| event.prevent_default()>
            {children()}
        </form>
    }
}
