//! A few ways to look at a list, one at a time.

use leptos::prelude::*;

/// One way to look at a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment<T> {
    /// What it stands for.
    pub value: T,
    /// What it says.
    pub label: &'static str,
    /// How many there are.
    pub count: Option<usize>,
}

/// A few ways to look at a list, one at a time.
#[component]
pub fn Segments<T>(
    /// What is chosen by them.
    label: &'static str,
    /// The ways.
    #[prop(into)]
    segments: Signal<Vec<Segment<T>>>,
    /// The one in sight.
    chosen: RwSignal<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let segment = move |Segment { value, label, count }: Segment<T>| {
        let own = value.clone();
        view! {
            <button
                class="segments__segment"
                type="button"
                aria-pressed=move || (chosen.get() == own).to_string()
                on:click=move |_| chosen.set(value.clone())
            >
                {label}
                {count.map(|count| view! { <span class="segments__count">" "{count}</span> })}
            </button>
        }
    };
    view! {
        <div class="segments" role="group" aria-label=label>
            {move || segments.get().into_iter().map(segment).collect_view()}
        </div>
    }
}
