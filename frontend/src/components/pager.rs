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

/// What a list that is searched has to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// There is nothing, whatever is searched for.
    Nothing,
    /// There is something, but nothing of it is found.
    NotFound,
    /// There are rows.
    Rows,
}

impl Listed {
    /// What `found` of `total` rows are.
    pub fn of(total: usize, found: usize) -> Self {
        match (total, found) {
            (0, _) => Self::Nothing,
            (_, 0) => Self::NotFound,
            _ => Self::Rows,
        }
    }
}

/// Leads back to the first page; wakes nobody where it is in sight already.
pub fn to_first(page: RwSignal<usize>) {
    if page.get_untracked() != 0 {
        page.set(0);
    }
}

/// The rows of `page`.
pub fn slice<T: Clone>(rows: &[T], page: usize) -> Vec<T> {
    rows.iter().skip(page * PAGE).take(PAGE).cloned().collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use leptos::prelude::*;

    use super::{Listed, to_first};

    #[test]
    fn what_is_not_found_is_not_what_is_not_there() {
        assert_eq!(Listed::of(0, 0), Listed::Nothing);
        assert_eq!(Listed::of(3, 0), Listed::NotFound);
        assert_eq!(Listed::of(3, 2), Listed::Rows);
    }

    #[test]
    fn nobody_is_woken_who_looks_at_the_first_page() {
        let owner = Owner::new();
        owner.with(|| {
            let woken = Arc::new(AtomicUsize::new(0));
            let own = Arc::clone(&woken);
            let page = RwSignal::new(0);
            let rows = Memo::new(move |_| {
                own.fetch_add(1, Ordering::Relaxed);
                page.get()
            });
            let seen = || (rows.get(), woken.load(Ordering::Relaxed));
            assert_eq!(seen(), (0, 1));
            to_first(page);
            assert_eq!(seen(), (0, 1));
            page.set(2);
            assert_eq!(seen(), (2, 2));
            to_first(page);
            assert_eq!(seen(), (0, 3));
        });
    }
}
