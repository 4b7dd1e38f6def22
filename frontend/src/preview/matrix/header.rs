//! The names of the scopes, upright above their columns.

use leptos::prelude::*;
use policy::ResourceType;

use super::Grid;
use crate::preview::board::{Picked, plural};
use crate::preview::columns::Column;
use crate::preview::words::capitalized;

/// Roughly the width of a letter of the header, in pixels.
const LETTER: usize = 7;
/// How long a name may be in letters before it is cut; its tooltip and its accessible name never are.
const LETTERS: std::ops::RangeInclusive<usize> = 9..=26;

pub(super) fn header(grid: Grid) -> impl IntoView {
    let columns = grid.columns.get();
    let longest = columns.iter().map(|column| column.scope.name().len()).max().unwrap_or(0);
    let letters = longest.clamp(*LETTERS.start(), *LETTERS.end());
    let heading = |(index, column): (usize, &Column)| heading(grid, index, *column);
    let headings = columns.iter().enumerate().map(heading).collect_view();
    let noun = capitalized(plural(ResourceType::Entity(grid.entity_type)));
    view! {
        <div
            class="matrix__header"
            role="row"
            aria-rowindex="1"
            style=("--matrix-header", format!("{}px", letters * LETTER + 16))
        >
            <div class="matrix__corner" role="columnheader" aria-colindex="1">
                {noun}
            </div>
            {headings}
        </div>
    }
}

fn heading(grid: Grid, index: usize, column: Column) -> impl IntoView {
    let Column { scope, group, is_first } = column;
    let is_picked = move || grid.board.picked.get() == Some(Picked::Column(scope));
    let (object, action) = scope.name().split_once(':').unwrap_or((scope.name(), ""));
    let about = match scope.sensitivity() {
        Some(sensitivity) => format!("{scope}\n{group}: {}\n{sensitivity}", scope.description()),
        None => format!("{scope}\n{group}: {}", scope.description()),
    };
    view! {
        <div
            class="matrix__scope"
            class:matrix__scope--first=is_first
            class:matrix__scope--picked=is_picked
            role="columnheader"
            aria-colindex=(index + 2).to_string()
            aria-label=scope.name()
            title=about
            data-scope=scope.name()
        >
            <span class="matrix__upright">
                <span class="matrix__object">{object}</span>
                <span class="matrix__action">{format!(":{action}")}</span>
            </span>
        </div>
    }
}

/// The lines between the groups of scopes. One goes over all lines of the matrix, where an edge of each cell was a layer
/// of its own to paint.
pub(super) fn edges(grid: Grid) -> impl IntoView {
    let columns = grid.columns.get();
    // Before the first group there is the edge of the names.
    let firsts = columns.iter().enumerate().skip(1).filter(|(_, column)| column.is_first);
    let edge = |(index, _)| {
        let place = format!("calc(var(--matrix-names) + {index} * var(--matrix-step))");
        view! { <div class="matrix__edge" aria-hidden="true" style:inset-inline-start=place></div> }
    };
    firsts.map(edge).collect_view()
}
