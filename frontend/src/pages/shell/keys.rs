//! The keys, listed.

use leptos::prelude::*;

use super::shortcuts::{SHORTCUTS, SingleKeys};

/// Every key that does something, with what it does.
#[component]
pub fn Keys() -> impl IntoView {
    let single = expect_context::<SingleKeys>();
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
        <label class="about__single-keys">
            <input
                type="checkbox"
                prop:checked=move || single.are_on()
                on:change:target=move |event| single.turn(event.target().checked())
            />
            "The single keys / and ? do something"
        </label>
    }
}
