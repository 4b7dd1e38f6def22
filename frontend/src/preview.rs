//! What a draft lets its holder do, beside the draft.

pub mod against;
pub mod board;
pub mod columns;
pub mod counts;
pub mod difference;
pub mod heat;
#[cfg(feature = "heat-map")]
pub mod heat_map;
pub mod kinds;
pub mod marked;
pub mod matrix;
pub mod mending;
pub mod mentioned;
pub mod notices;
pub mod opening;
pub mod outline;
pub mod reading;
pub mod reasons;
#[cfg(test)]
mod sample;
pub mod scopes;
pub mod search;
pub mod shared;
pub mod summary;
pub mod tally;
pub mod toolbar;
pub mod why;
pub mod words;

use std::sync::Arc;

use leptos::{html, prelude::*};
use policy::ResourceType;

use self::board::Board;
use self::counts::Counts;
#[cfg(feature = "heat-map")]
use self::heat_map::HeatMap;
use self::kinds::Kinds;
use self::marked::marked;
use self::matrix::Matrix;
use self::notices::Notices;
use self::reasons::Reasons;
use self::scopes::OrganizationScopes;
use self::summary::SummaryWords;
use self::toolbar::Toolbar;
use self::why::Cell;
use crate::components::steady::keep_height;
use crate::state::evaluation::Comparison;

/// What there is to show.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Waiting,
    Nobody,
    Failed(String),
    Filled,
}

/// What the draft grants, entity by entity, and how that differs from what is saved.
#[component]
pub fn PreviewPane(
    /// The draft as last understood, and what is saved.
    comparison: Signal<Option<Arc<Comparison>>>,
    /// Why the shown preview is not of the text on screen.
    stale: Signal<Option<String>>,
    /// The entry of the draft that is selected, by index.
    selected_rule: RwSignal<Option<usize>>,
    /// For each entry, the number under which the editor shows its rule; where it is left out, the entry's place.
    #[prop(optional, into)]
    rule_numbers: Option<Signal<Vec<Option<usize>>>>,
    /// Whether nobody's access is asked for, where the organization is there.
    #[prop(optional)]
    nobody: Signal<bool>,
    /// Who hears which cell is explained, or that none is any longer.
    #[prop(optional)]
    on_select: Option<UnsyncCallback<Option<Cell>>>,
) -> impl IntoView {
    let board = Board::new(comparison, selected_rule, rule_numbers);
    if let Some(on_select) = on_select {
        Effect::watch(move || board.selected.get(), move |cell, _, _| on_select.run(*cell), false);
    }
    let shown = Memo::new(move |_| match (board.comparison.with(Option::is_some), stale.get()) {
        (true, _) => State::Filled,
        (false, Some(reason)) => State::Failed(reason),
        (false, None) if nobody.get() => State::Nobody,
        (false, None) => State::Waiting,
    });
    let is_stale = move || stale.with(Option::is_some);
    view! {
        <section
            id="preview"
            class="preview"
            part="preview"
            tabindex="-1"
            class:preview--stale=is_stale
            aria-label="Preview"
            aria-busy=move || (shown.get() == State::Waiting).to_string()
        >
            {move || match shown.get() {
                State::Waiting => waiting().into_any(),
                State::Nobody => unchosen().into_any(),
                State::Failed(reason) => failed(&reason).into_any(),
                State::Filled => filled(board, stale).into_any(),
            }}
        </section>
    }
}

fn waiting() -> impl IntoView {
    view! {
        <div class="preview__still" role="status">
            <p class="preview__headline">"Reading the organization…"</p>
            <p>"The preview appears here as soon as its entities, roles and sets are loaded."</p>
        </div>
    }
}

fn unchosen() -> impl IntoView {
    view! {
        <div class="preview__still" role="status">
            <p class="preview__headline">"Nothing is chosen yet"</p>
            <p>"The preview appears here as soon as there is a draft, or somebody, to show the access of."</p>
        </div>
    }
}

fn failed(reason: &str) -> impl IntoView + use<> {
    view! {
        <div class="preview__still preview__still--failed" role="alert">
            <p class="preview__headline">"There is no preview of this draft"</p>
            <p class="preview__reason">{marked(reason)}</p>
            <p>"This says nothing about what the draft grants."</p>
        </div>
    }
}

fn filled(board: Board, stale: Signal<Option<String>>) -> impl IntoView {
    let has_entities = Memo::new(move |_| {
        board.organization.with(|organization| {
            organization.as_ref().is_some_and(|organization| !organization.inventory.is_empty())
        })
    });
    #[cfg(feature = "heat-map")]
    let shown = expect_context::<board::Shown>();
    let about = move || match board.tab.get() {
        ResourceType::Global => view! { <OrganizationScopes board/> }.into_any(),
        ResourceType::Entity(_) if !has_entities.get() => empty(board).into_any(),
        #[cfg(feature = "heat-map")]
        ResourceType::Entity(_) if shown.is_map.get() => view! { <HeatMap board/> }.into_any(),
        ResourceType::Entity(entity_type) => view! { <Matrix board entity_type/> }.into_any(),
    };
    let top = NodeRef::<html::Div>::new();
    // The matrix stays where it is while the words above it get longer and shorter with each key.
    keep_height(top);
    view! {
        {move || stale.get().as_deref().map(band)}
        <div class="preview__top" part="summary" node_ref=top>
            <SummaryWords board/>
            <Counts board/>
        </div>
        <Notices board/>
        <Toolbar board/>
        {move || match board.tab.get() {
            ResourceType::Entity(entity_type) => Some(view! { <Kinds board entity_type/> }),
            ResourceType::Global => None,
        }}
        {about}
        <Reasons board/>
    }
}

/// The preview is of an earlier text.
fn band(reason: &str) -> impl IntoView + use<> {
    view! {
        <div class="preview__band" role="status">
            <strong>"Preview of the last understood draft"</strong>
            <span class="preview__reason">{marked(reason)}</span>
        </div>
    }
}

/// There is nothing to grant anything on.
fn empty(board: Board) -> impl IntoView {
    let name = move || {
        board.organization.with(|organization| {
            organization.as_ref().map(|organization| organization.name.clone()).unwrap_or_default()
        })
    };
    view! {
        <div class="preview__still">
            <p class="preview__headline">
                {move || format!("{} has no stacks, environments or accounts yet", name())}
            </p>
            <p>
                "A role can be written before them: a rule for every stack, or by tag, takes in those that come later. What it grants on the organization is under Organization."
            </p>
        </div>
    }
}
