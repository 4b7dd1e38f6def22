//! One of many things to choose, with a search.

use leptos::{ev, html, prelude::*};

use super::picker::{Choice, Found, step};
use super::search_field::SearchField;

/// How many choices are drawn at once; a search finds the others.
const SHOWN: usize = 60;

/// One of many things to choose.
#[component]
pub fn ChooseOne(
    /// What is chosen.
    label: &'static str,
    /// What there is.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// The id of what is chosen.
    chosen: RwSignal<Option<String>>,
    /// What to say where there is nothing to choose from.
    #[prop(default = "There is nothing to choose from yet")]
    none: &'static str,
) -> impl IntoView {
    // Asked for once, as it may be long.
    let choices = Memo::new(move |_| choices.get());
    let query = RwSignal::new(String::new());
    let root = NodeRef::<html::Fieldset>::new();
    let found = Memo::new(move |_| {
        choices.with(|choices| query.with(|query| Found::among(choices, query, SHOWN)))
    });
    // The browser moves among radio buttons by itself, and chooses; this leads from the search into the list. Enter
    // takes the only match, or the first of what was searched for.
    let key = move |event: ev::KeyboardEvent| {
        let is_down = event.key() == "ArrowDown";
        if !is_down && event.key() != "Enter" {
            return;
        }
        event.prevent_default();
        let is_sought = query.with(|query| !query.trim().is_empty());
        let taken = found.with(|found| {
            let is_there = |id: &String| found.first.iter().any(|choice| choice.id == *id);
            let stays = is_down && chosen.with(|chosen| chosen.as_ref().is_some_and(is_there));
            let first = found.first.first().filter(|_| !stays && (is_down || is_sought));
            first.map(|choice| choice.id.clone())
        });
        if taken.is_some() {
            chosen.set(taken);
        }
        if let Some(root) = root.get().filter(|_| is_down) {
            step(&root, "input", true);
        }
    };
    let option = move |choice: Choice| {
        let (id, own) = (choice.id.clone(), choice.id.clone());
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=label
                    prop:checked=move || chosen.with(|chosen| chosen.as_ref() == Some(&own))
                    on:change=move |_| chosen.set(Some(id.clone()))
                />
                <span class="choice__text">
                    <span class="choice__label" class:choice__label--code=choice.is_code>
                        {choice.label}
                    </span>
                    <span class="choice__detail">{choice.detail}</span>
                </span>
            </label>
        }
    };
    let noun = label.to_lowercase();
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    let search = format!("Search for {article} {noun}");
    let picked = move || {
        let chosen = chosen.get()?;
        choices.with(|choices| {
            choices.iter().find(|choice| choice.id == chosen).map(|choice| choice.label.clone())
        })
    };
    view! {
        <fieldset class="choose-one" node_ref=root>
            <legend class="choose-one__label">{label}</legend>
            <div class="choose-one__search" on:keydown=key>
                <SearchField label=search query/>
            </div>
            <div class="choose-one__list" role="presentation">
                {move || {
                    let found = found.get();
                    let hidden = found.hidden();
                    let is_empty = found.count == 0;
                    let rest = if hidden > 0 {
                        Some(format!("{hidden} more, type to narrow them down"))
                    } else if !is_empty {
                        None
                    } else if choices.with(Vec::is_empty) {
                        Some(none.to_owned())
                    } else {
                        Some(format!("Nothing matches “{}”", query.get().trim()))
                    };
                    view! {
                        {found.first.into_iter().map(option).collect_view()}
                        {rest.map(|rest| view! { <p class="choose-one__rest">{rest}</p> })}
                    }
                }}
            </div>
            <p class="choose-one__chosen" role="status">
                {move || match picked() {
                    Some(name) => format!("Chosen: {name}"),
                    None => "Nothing is chosen yet".to_owned(),
                }}
            </p>
        </fieldset>
    }
}
