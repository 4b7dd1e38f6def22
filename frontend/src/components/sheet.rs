//! The frame of a page that is read from top to bottom: a heading, a search, what one can do.

use leptos::prelude::*;
use leptos_meta::Title;

use super::search_field::SearchField;

/// A page with a heading, what can be done on it beside the heading, and its content below.
#[component]
pub fn Sheet(
    /// What the page is called.
    #[prop(into)]
    title: Signal<String>,
    /// What the page is for, in a sentence.
    #[prop(optional, into)]
    lead: Option<String>,
    /// What is searched for, on a page with a search.
    #[prop(optional)]
    query: Option<RwSignal<String>>,
    /// The buttons beside the heading.
    #[prop(optional, into)]
    actions: ViewFn,
    /// What the page shows.
    children: Children,
) -> impl IntoView {
    let search = query.map(|query| {
        let label = Signal::derive(move || format!("Search {}", title.get().to_lowercase()));
        view! { <SearchField label query/> }
    });
    view! {
        <Title text=move || title.get()/>
        <section class="sheet">
            <header class="sheet__head">
                <h1>{move || title.get()}</h1>
                {search}
                {move || actions.run()}
            </header>
            {lead.map(|lead| view! { <p class="sheet__lead">{lead}</p> })}
            {children()}
        </section>
    }
}

/// A part of a page under a heading of its own.
#[component]
pub fn Section(
    /// The heading.
    #[prop(into)]
    heading: String,
    /// How many there are of what it shows.
    #[prop(optional, into)]
    total: Option<usize>,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let label = heading.clone();
    view! {
        <section class="sheet__section" aria-label=label>
            <h2>{heading} {total.map(|total| view! { <span class="sheet__total">" "{total}</span> })}</h2>
            {children()}
        </section>
    }
}

/// The place of what does not exist yet, with what to do about it.
#[component]
pub fn Empty(
    /// What would be here, why, and how to begin.
    children: Children,
) -> impl IntoView {
    view! { <div class="sheet__empty">{children()}</div> }
}
