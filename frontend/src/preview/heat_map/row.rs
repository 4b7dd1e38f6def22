//! A row of tiles.

use leptos::prelude::*;

use super::Map;
use crate::preview::heat::{Strength, Tile};

/// The id of a tile in the page.
pub(super) fn tile_id(index: usize) -> String {
    format!("heat-{index}")
}

/// Some tiles beside each other; the first is at `from`.
pub(super) fn row(map: &Map, from: usize, row: usize, tiles: Vec<Tile>) -> impl IntoView + use<> {
    let tile = |(place, shown): (usize, Tile)| tile(map, from + place, place, &shown);
    view! {
        <div
            class="heat__row"
            role="row"
            aria-rowindex=(row + 1).to_string()
            style:inset-block-start=format!("calc({row} * var(--heat-row))")
        >
            {tiles.into_iter().enumerate().map(tile).collect_view()}
        </div>
    }
}

fn tile(map: &Map, index: usize, place: usize, tile: &Tile) -> impl IntoView + use<> {
    let total = tile.total();
    let parts = Strength::ALL.into_iter().zip(tile.counts).rev();
    let parts = parts.filter(|(strength, count)| *count > 0 && *strength != Strength::None);
    let part = |(strength, count): (Strength, usize)| {
        view! {
            <span
                class=format!("heat__shade--{}", strength.word())
                style:inline-size=format!("max(2px, {count} / {total} * 100%)")
            ></span>
        }
    };
    let active = map.active;
    let is_active = Memo::new(move |_| active.get() == index);
    view! {
        <div
            id=tile_id(index)
            class=format!("heat__tile heat__tile--{}", tile.strongest().word())
            class:heat__tile--active=move || is_active.get()
            role="gridcell"
            aria-colindex=(place + 1).to_string()
            title=tile.in_words()
            data-tile=index.to_string()
        >
            // Read as one sentence, with what the number counts.
            <span class="preview__unseen">{tile.in_words()}</span>
            <span class="heat__name" aria-hidden="true">{tile.name.clone()}</span>
            <span class="heat__number" aria-hidden="true">
                <span>{tile.number()}</span>
                <span class="heat__word">{tile.strongest().word()}</span>
            </span>
            <span class="heat__bar" aria-hidden="true">{parts.map(part).collect_view()}</span>
            {tile.signs().map(|change| view! { <span class="heat__change" aria-hidden="true">{change}</span> })}
        </div>
    }
}
