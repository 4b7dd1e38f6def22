//! The keys, listed.

use leptos::prelude::*;

use super::shortcuts::SHORTCUTS;

/// Every key that does something, with what it does.
#[component]
pub fn Keys() -> impl IntoView {
    view! {
        <dl class="about__keys">
            {SHORTCUTS
                .into_iter()
                .map(|(keys, what)| {
                    view! {
                        <dt><kbd>{keys}</kbd></dt>
                        <dd>{what}</dd>
                    }
                })
                .collect_view()}
        </dl>
    }
}
