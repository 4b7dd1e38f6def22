//! Long lists, a page at a time.

use leptos::prelude::*;

/// How many rows a page has.
pub const PAGE: usize = 50;

/// The ways to the other pages of a long list; nothing where all of it is in sight.
#[component]
pub fn Pager(
    /// How many rows there are.
    #[prop(into)]
    total: Signal<usize>,
    /// The page in sight, from 0.
    page: RwSignal<usize>,
) -> impl IntoView {
    let last = move || total.get().saturating_sub(1) / PAGE;
    // What is searched for may leave fewer pages.
    Effect::new(move |_| {
        if page.get() > last() {
            page.set(last());
        }
    });
    let words = move || {
        let (first, total) = (page.get() * PAGE + 1, total.get());
        format!("{first} to {} of {total}", (first + PAGE - 1).min(total))
    };
    let is_last = move || page.get() >= last();
    view! {
        <Show when=move || { total.get() > PAGE }>
            <nav class="pager" aria-label="Pages of the list">
                <button
                    class="button button--small"
                    type="button"
                    disabled=move || page.get() == 0
                    on:click=move |_| page.update(|page| *page = page.saturating_sub(1))
                >
                    "Previous"
                </button>
                <span class="pager__words" role="status">{words}</span>
                <button
                    class="button button--small"
                    type="button"
                    disabled=is_last
                    on:click=move |_| page.update(|page| *page += 1)
                >
                    "Next"
                </button>
            </nav>
        </Show>
    }
}

/// The rows of `page`.
pub fn slice<T: Clone>(rows: &[T], page: usize) -> Vec<T> {
    rows.iter().skip(page * PAGE).take(PAGE).cloned().collect()
}
