//! What the matrix shows: which entities, which scopes, what is searched for; and what its signs mean.

use leptos::prelude::*;
use policy::{EntityType, ResourceType};

use super::board::{Board, Shown, Zoom, plural};
use super::difference::Sign;
use super::words::capitalized;

/// The tabs, the filters and the legend.
#[component]
pub fn Toolbar(
    /// What is shared.
    board: Board,
) -> impl IntoView {
    let shown = expect_context::<Shown>();
    let tabs = EntityType::ALL.map(ResourceType::Entity).into_iter().chain([ResourceType::Global]);
    let is_global = move || board.tab.get() == ResourceType::Global;
    let is_compared = board.is_compared();
    // Where nothing is compared nothing is a change, and nobody could switch this off.
    Effect::new(move |_| {
        if !is_compared.get() {
            board.only_changes.set(false);
        }
    });
    view! {
        <div class="toolbar" part="toolbar">
            <div class="toolbar__tabs" role="group" aria-label="Show">
                {tabs.map(|resource_type| tab(board, shown, resource_type)).collect_view()}
            </div>
            {cfg!(feature = "heat-map").then(|| views(board, shown, is_global))}
            <input
                class="toolbar__search"
                type="search"
                aria-label="Search the matrix"
                placeholder="Name or env=prod"
                spellcheck="false"
                autocomplete="off"
                hidden=is_global
                prop:value=move || board.search.get()
                on:input=move |event| board.search.set(event_target_value(&event))
            />
            // What comes and goes while a draft is typed has a line of its own, which is there without it as well.
            <div class="toolbar__line">
            <div class="toolbar__filters">
                {move || is_compared.get().then(|| check("Only changes", board.only_changes))}
                {move || (!shown.is_map.get()).then(|| check("All scopes", board.every_scope))}
            </div>
            {move || board.selected_rule.get().map(|rule| chip(board, rule))}
            <ul
                class="toolbar__legend"
                aria-label="Signs"
                hidden=move || shown.is_map.get() && !is_global()
            >
                {legend(Sign::Granted)}
                {move || is_compared.get().then(|| [Sign::Gained, Sign::Lost].map(legend).into_iter().collect_view())}
            </ul>
            </div>
        </div>
    }
}

fn tab(board: Board, shown: Shown, resource_type: ResourceType) -> impl IntoView {
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
            aria-pressed=move || {
                let is_zoomed_out = shown.is_map.get() && shown.zoom.get() == Zoom::Types;
                (board.tab.get() == resource_type && !is_zoomed_out).to_string()
            }
            on:click=move |_| {
                shown.zoom.set(Zoom::Projects);
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
                        <span class="toolbar__changed" title=board.against.mark()>
                            <span class="preview__unseen">" changed"</span>
                        </span>
                    }
                })
            }}
        </button>
    }
}

/// The two ways to show what is granted on entities.
fn views(
    board: Board,
    shown: Shown,
    is_hidden: impl Fn() -> bool + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <div class="toolbar__tabs" role="group" aria-label="Show as" hidden=is_hidden>
            {view(board, shown, false, "Table")}
            {view(board, shown, true, "Heat map")}
        </div>
    }
}

/// One of them.
fn view(board: Board, shown: Shown, is_map: bool, label: &'static str) -> impl IntoView {
    view! {
        <button
            type="button"
            class="toolbar__tab"
            aria-pressed=move || (shown.is_map.get() == is_map).to_string()
            on:click=move |_| {
                if shown.is_map.get_untracked() != is_map {
                    board.select(None);
                    shown.is_map.set(is_map);
                }
            }
        >
            {label}
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
    let label = format!("Clear, stop showing {name}");
    view! {
        <p class="toolbar__chip">
            // It may be cut where there is little room.
            <span class="toolbar__shown" title=format!("Showing {name}")>
                {format!("Showing {name}")} {move || (!reaches()).then_some(", which grants nothing")}
            </span>
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
