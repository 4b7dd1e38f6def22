//! A dialog to choose from many things.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast as _;

use super::dialog::{Dialog, Placement};
use super::icon::{Glyph, Icon};
use crate::state::sought::Sought;

/// How many choices are drawn at once; a search finds the others.
const SHOWN: usize = 200;

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// By which it is known.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Whether the label is a word of the machine's.
    pub is_code: bool,
    /// What it is, in a few words.
    pub detail: String,
    /// Why it deserves a second look.
    pub caution: Option<String>,
    /// The heading it stands under.
    pub group: String,
}

/// What a search finds among many things to choose: only what is drawn of it is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// How many there are.
    pub(super) count: usize,
    /// Those that are drawn.
    pub(super) first: Vec<Choice>,
}

impl Found {
    /// What `query` finds among `choices`, of which at most `shown` are drawn.
    pub(super) fn among(choices: &[Choice], query: &str, shown: usize) -> Self {
        let sought = Sought::parse(query);
        let mut found = choices
            .iter()
            .filter(|choice| sought.is_in(&[&choice.label, &choice.detail, &choice.group]));
        let first: Vec<_> = found.by_ref().take(shown).cloned().collect();
        Self { count: first.len() + found.count(), first }
    }

    /// How many are not drawn.
    pub(super) fn hidden(&self) -> usize {
        self.count - self.first.len()
    }
}

/// A dialog with a search and a list of things to tick; ticking takes effect at once.
#[component]
pub fn Picker(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// What is chosen.
    #[prop(into)]
    title: Signal<String>,
    /// What there is, asked for when it is shown.
    choices: Callback<(), Vec<Choice>>,
    /// The ids of what is chosen.
    #[prop(into)]
    chosen: Signal<Vec<String>>,
    /// Chooses, or no longer chooses.
    on_toggle: Callback<String>,
) -> impl IntoView {
    view! {
        <Dialog open title placement=Placement::Side>
            <Choices all=choices.run(()) chosen on_toggle open/>
        </Dialog>
    }
}

/// The list inside the dialog.
#[component]
fn Choices(
    /// Everything there is.
    all: Vec<Choice>,
    /// The ids of what is chosen.
    chosen: Signal<Vec<String>>,
    /// Chooses, or no longer chooses.
    on_toggle: Callback<String>,
    /// Whether the dialog is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let search = NodeRef::<html::Input>::new();
    let root = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(search) = search.get() {
            drop(search.focus());
        }
    });
    let total = all.len();
    let all = StoredValue::new(all);
    let found = Memo::new(move |_| {
        all.with_value(|all| query.with(|query| Found::among(all, query, SHOWN)))
    });
    let key = move |event: ev::KeyboardEvent| {
        let forward = match event.key().as_str() {
            "ArrowDown" => true,
            "ArrowUp" => false,
            _ => return,
        };
        if let Some(root) = root.get() {
            event.prevent_default();
            step(&root, "input", forward);
        }
    };
    // Enter in the search ticks the only match, or the first.
    let enter = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            let first = found.with(|found| found.first.first().map(|choice| choice.id.clone()));
            if let Some(id) = first.filter(|_| !query.get().trim().is_empty()) {
                on_toggle.run(id);
            }
        }
    };
    let count = move || {
        let (found, chosen) = (found.with(|found| found.count), chosen.with(Vec::len));
        let shown = if found == total { format!("{total}") } else { format!("{found} of {total}") };
        format!("{shown} to choose from, {chosen} chosen")
    };
    view! {
        <div class="picker" node_ref=root on:keydown=key>
            <label class="picker__search">
                <Icon glyph=Glyph::Search/>
                <input
                    type="search"
                    node_ref=search
                    aria-label="Search"
                    placeholder="Search"
                    autocomplete="off"
                    prop:value=move || query.get()
                    on:input:target=move |event| query.set(event.target().value())
                    on:keydown=enter
                />
            </label>
            <p class="picker__count" role="status">{count}</p>
            <div class="picker__list">
                {move || {
                    grouped(found.with(|found| found.first.clone()))
                        .into_iter()
                        .map(|(group, choices)| view! { <Group group choices chosen on_toggle/> })
                        .collect_view()
                }}
                {move || {
                    found_none(found.with(Found::hidden), total, &query.get())
                        .map(|text| view! { <p class="picker__rest">{text}</p> })
                }}
            </div>
            <div class="dialog__actions">
                <button class="button button--primary" type="button" on:click=move |_| open.set(false)>
                    "Done"
                </button>
            </div>
        </div>
    }
}

/// Choices under one heading.
#[component]
fn Group(
    /// The heading.
    group: String,
    /// What stands under it.
    choices: Vec<Choice>,
    /// The ids of what is chosen.
    chosen: Signal<Vec<String>>,
    /// Chooses, or no longer chooses.
    on_toggle: Callback<String>,
) -> impl IntoView {
    let option = move |choice: Choice| {
        let id = choice.id.clone();
        let is_chosen = move || chosen.with(|chosen| chosen.contains(&id));
        let id = choice.id.clone();
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=is_chosen
                    on:change=move |_| on_toggle.run(id.clone())
                />
                <span class="choice__text">
                    <span class="choice__label" class:choice__label--code=choice.is_code>
                        {choice.label}
                    </span>
                    <span class="choice__detail">{choice.detail}</span>
                    {choice
                        .caution
                        .map(|caution| {
                            view! {
                                <span class="choice__caution">
                                    <Icon glyph=Glyph::Shield/>
                                    {caution}
                                </span>
                            }
                        })}
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="picker__group">
            <legend>{group}</legend>
            {choices.into_iter().map(option).collect_view()}
        </fieldset>
    }
}

fn grouped(choices: Vec<Choice>) -> Vec<(String, Vec<Choice>)> {
    let mut groups = Vec::<(String, Vec<Choice>)>::new();
    for choice in choices {
        match groups.last_mut() {
            Some((group, choices)) if *group == choice.group => choices.push(choice),
            _ => groups.push((choice.group.clone(), vec![choice])),
        }
    }
    groups
}

fn found_none(hidden: usize, total: usize, query: &str) -> Option<String> {
    if hidden > 0 {
        return Some(format!("{hidden} more, type to narrow them down"));
    }
    if total == 0 {
        return Some("There is nothing to choose from yet".to_owned());
    }
    (!query.trim().is_empty()).then(|| "No other match".to_owned())
}

/// Moves the focus to the next or previous `selector` inside `root`.
pub(super) fn step(root: &web_sys::Element, selector: &str, forward: bool) {
    let Ok(list) = root.query_selector_all(selector) else { return };
    let active = super::focus::active_beside(root).map(web_sys::Node::from);
    let place = (0..list.length()).find(|index| list.get(*index) == active);
    let next = match (place, forward) {
        (Some(place), true) => place + 1,
        (Some(place), false) => place.saturating_sub(1),
        (None, _) => 0,
    };
    let next = list.get(next).and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(next) = next {
        drop(next.focus());
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, Found};

    #[test]
    fn all_that_is_found_is_counted_and_the_first_are_drawn() {
        let choice = |number: usize| Choice {
            id: number.to_string(),
            label: format!("Shop/{number}"),
            is_code: false,
            detail: "env=Prod".to_owned(),
            caution: None,
            group: if number.is_multiple_of(2) { "Even" } else { "Odd" }.to_owned(),
        };
        let choices: Vec<_> = (0..10).map(choice).collect();
        let found = |query: &str| {
            let found = Found::among(&choices, query, 3);
            let ids: Vec<_> = found.first.iter().map(|choice| choice.id.clone()).collect();
            (found.count, found.hidden(), ids.join(" "))
        };
        assert_eq!(found(""), (10, 7, "0 1 2".to_owned()));
        assert_eq!(found(" SHOP even prod "), (5, 2, "0 2 4".to_owned()));
        assert_eq!(found("shop/7"), (1, 0, "7".to_owned()));
        assert_eq!(found("shop nothing"), (0, 0, String::new()));
    }
}
