//! Where one is in the map, and what its shades mean.

use leptos::prelude::*;

use super::Map;
use crate::preview::board::{Zoom, plural};
use crate::preview::heat::Strength;
use crate::preview::outline::called;
use crate::preview::words::capitalized;

/// What a project is called in a sentence.
pub(super) fn in_a_sentence(project: &str) -> String {
    if project.is_empty() { "the top level".to_owned() } else { project.to_owned() }
}

/// The way back, level by level.
pub(super) fn crumbs(map: &Map) -> impl IntoView + use<> {
    let map = *map;
    let board = map.board;
    let here = |text: String| view! { <span aria-current="true">{text}</span> }.into_any();
    let back = move |text: String, levels: usize| {
        view! {
            <button
                type="button"
                class="button button--link"
                on:click=move |_| (0..levels).for_each(|_| map.leave())
            >
                {text}
            </button>
            <span aria-hidden="true">"/"</span>
        }
        .into_any()
    };
    let kind = move || capitalized(plural(board.tab.get()));
    view! {
        <nav class="heat__crumbs" aria-label="Zoom">
            {move || match map.looked_at.zoom.get() {
                Zoom::Types => vec![here("All types".to_owned())],
                Zoom::Projects => vec![back("All types".to_owned(), 1), here(kind())],
                Zoom::Entities(name) => vec![
                    back("All types".to_owned(), 2),
                    back(kind(), 1),
                    here(called(&name).to_owned()),
                ],
            }}
        </nav>
    }
}

/// What the shades mean.
pub(super) fn legend() -> impl IntoView {
    let meaning = |strength: Strength| match strength {
        Strength::None => "Nothing is granted",
        Strength::Read => "It looks, and changes nothing",
        Strength::Write => "More than looking, all of it in the built-in Write set",
        Strength::Admin => "What the built-in Write set does not hold",
    };
    let sign = move |strength: Strength| {
        view! {
            <li class="heat__sign" title=meaning(strength)>
                <span class=format!("heat__shade heat__shade--{}", strength.word()) aria-hidden="true"></span>
                {strength.word()}
            </li>
        }
    };
    view! {
        <ul class="heat__legend" aria-label="Shades">
            {Strength::ALL.map(sign).into_iter().collect_view()}
        </ul>
    }
}
