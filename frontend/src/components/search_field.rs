//! A field that narrows down what is shown.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// A field that narrows down what is shown, with each key.
#[component]
pub fn SearchField(
    /// What is searched.
    #[prop(into)]
    label: Signal<String>,
    /// What is searched for.
    query: RwSignal<String>,
) -> impl IntoView {
    view! {
        <label class="search-field">
            <Icon glyph=Glyph::Search/>
            <input
                type="search"
                aria-label=move || label.get()
                placeholder=move || label.get()
                autocomplete="off"
                prop:value=move || query.get()
                on:input:target=move |event| query.set(event.target().value())
            />
        </label>
    }
}
