//! What the matrix shows: which entities, which scopes, what is searched for; and what its signs mean.

use leptos::prelude::*;
use policy::{EntityType, ResourceType};

use super::board::{Board, plural};
use super::difference::Sign;
use super::words::capitalized;

/// The tabs, the filters and the legend.
#[component]
pub fn Toolbar(
    /// What is shared.
    board: Board,
) -> impl IntoView {
    let tabs = EntityType::ALL.map(ResourceType::Entity).into_iter().chain([ResourceType::Global]);
    let is_global = move || board.tab.get() == ResourceType::Global;
    view! {
        <div class="toolbar">
            <div class="toolbar__tabs" role="group" aria-label="Show">
                {tabs.map(|resource_type| tab(board, resource_type)).collect_view()}
            </div>
            <input
                class="toolbar__search"
                type="search"
                aria-label="Search the matrix"
                placeholder="Name, env=prod, stack:delete"
                spellcheck="false"
                autocomplete="off"
                hidden=is_global
                prop:value=move || board.search.get()
                on:input=move |event| board.search.set(event_target_value(&event))
            />
            <div class="toolbar__filters">
                {check("Only changes", board.only_changes)}
                {check("All scopes", board.every_scope)}
            </div>
            {move || board.selected_rule.get().map(|rule| chip(board, rule))}
            <ul class="toolbar__legend" aria-label="Signs">
                {[Sign::Granted, Sign::Gained, Sign::Lost].map(legend).into_iter().collect_view()}
            </ul>
        </div>
    }
}

fn tab(board: Board, resource_type: ResourceType) -> impl IntoView {
    let marks = move || {
        board.difference.with(|difference| {
            difference.as_ref().is_some_and(|difference| match resource_type {
                ResourceType::Global => difference.organization.is_change(),
                ResourceType::Entity(entity_type) => difference.changes(entity_type),
            })
        })
    };
    view! {
        <button
            type="button"
            class="toolbar__tab"
            aria-pressed=move || (board.tab.get() == resource_type).to_string()
            on:click=move |_| {
                if board.tab.get_untracked() != resource_type {
                    board.select(None);
                    board.tab.set(resource_type);
                }
            }
        >
            {capitalized(plural(resource_type))}
            {move || {
                marks().then(|| {
                    view! {
                        <span class="toolbar__changed" title="Changed by this draft">
                            <span class="preview__unseen">" changed"</span>
                        </span>
                    }
                })
            }}
        </button>
    }
}

fn check(label: &'static str, value: RwSignal<bool>) -> impl IntoView {
    view! {
        <label class="toolbar__check">
            <input
                type="checkbox"
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            {label}
        </label>
    }
}

fn legend(sign: Sign) -> impl IntoView {
    let words = match sign {
        Sign::Granted => "granted",
        Sign::Gained => "new",
        Sign::Lost => "taken away",
        Sign::Absent => "not granted",
    };
    view! {
        <li class="toolbar__sign">
            <span class=sign.class_name() aria-hidden="true"></span>
            {words}
        </li>
    }
}

/// A rule is highlighted.
fn chip(board: Board, rule: usize) -> impl IntoView {
    let reaches = move || board.ruled.with(|ruled| !ruled.is_empty());
    let name = board
        .number(rule)
        .map_or_else(|| "what applies everywhere".to_owned(), |number| format!("rule {number}"));
    let label = format!("Stop showing {name}");
    view! {
        <p class="toolbar__chip">
            <span>{format!("Showing {name}")}</span>
            {move || (!reaches()).then_some(", which grants nothing")}
            <button
                type="button"
                class="preview__button preview__button--quiet"
                aria-label=label
                on:click=move |_| board.selected_rule.set(None)
            >
                "Clear"
            </button>
        </p>
    }
}
