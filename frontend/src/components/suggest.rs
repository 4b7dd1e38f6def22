//! A field that suggests what may be typed into it.

use std::sync::atomic::{AtomicUsize, Ordering};

use leptos::prelude::*;

/// How many there have been.
static COUNT: AtomicUsize = AtomicUsize::new(0);

/// A field that suggests what may be typed into it; what is not among the suggestions is marked.
#[component]
pub fn Suggest(
    /// What is asked for.
    label: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// What may be typed, given what is typed.
    suggestions: Callback<String, Vec<String>>,
    /// Whether what is typed stands for something.
    #[prop(into)]
    is_known: Signal<bool>,
    /// What a typical answer looks like.
    #[prop(optional)]
    placeholder: &'static str,
) -> impl IntoView {
    // Several of them may be on one page, also with the same label.
    let list = format!("suggest-{}", COUNT.fetch_add(1, Ordering::Relaxed));
    // It may take a search to know, and is said twice.
    let is_wrong =
        Memo::new(move |_| !value.with(|value| value.trim().is_empty()) && !is_known.get());
    let options = Memo::new(move |_| suggestions.run(value.get()));
    view! {
        <label class="field suggest">
            <span class="field__label">{label}</span>
            <input
                class="input"
                list=list.clone()
                autocomplete="off"
                spellcheck="false"
                placeholder=placeholder
                aria-invalid=move || is_wrong.get().to_string()
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            />
            <datalist id=list>
                {move || {
                    options.get().into_iter().map(|name| view! { <option value=name></option> }).collect_view()
                }}
            </datalist>
            <span class="field__hint" role="status">
                {move || is_wrong.get().then_some("Nothing is called that, choose one of the suggestions")}
            </span>
        </label>
    }
}
