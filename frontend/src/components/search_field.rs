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

/// Whether every word of `query` is in one of `texts`, whatever its case.
pub fn matches(query: &str, texts: &[&str]) -> bool {
    let texts: Vec<_> = texts.iter().map(|text| text.to_lowercase()).collect();
    let mut words = query.split_whitespace();
    words.all(|word| {
        let word = word.to_lowercase();
        texts.iter().any(|text| text.contains(&word))
    })
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn every_word_has_to_be_found() {
        assert!(matches("pay  DEPLOY", &["Payments deployer", "may deploy"]));
        assert!(matches(" ", &["anything"]));
        assert!(!matches("pay audit", &["Payments deployer", "may deploy"]));
    }
}
