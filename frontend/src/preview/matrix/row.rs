//! One line of the matrix: a project, or an entity with its cells. What it is called is on the sheet of names.

use leptos::{html, prelude::*};

use super::Grid;
use super::cells::{self, Blank};
use super::names::tag_words;
use super::slots::{InSlot, Placed, said};
use crate::preview::board::Picked;
use crate::preview::outline::{Line, called, split};

/// The line in a slot.
pub(super) fn line(grid: Grid, template: Blank, line: InSlot) -> impl IntoView {
    let row = move || said(line, Placed::row);
    let is_picked =
        move || row().is_some_and(|row| grid.board.picked.get() == Some(Picked::Row(row)));
    // A project goes over all columns.
    let span = move || {
        row().is_none().then(|| grid.columns.with(|columns| (columns.len() + 1).to_string()))
    };
    let label = move || grid.keys.with(|keys| said(line, |line| label(line, keys)));
    let element = NodeRef::<html::Div>::new();
    cells::follow(grid, template, element, line);
    view! {
        <div
            class="matrix__row"
            class:matrix__row--picked=is_picked
            role="row"
            aria-rowindex=move || said(line, |line| (line.index + 2).to_string())
            style:inset-block-start=move || said(line, Placed::top)
            data-row=move || row().map(|row| row.to_string())
            node_ref=element
        >
            <div
                class="matrix__label"
                role="rowheader"
                aria-colindex="1"
                aria-colspan=span
                title=move || said(line, Placed::described)
            >
                {label}
            </div>
        </div>
    }
}

/// What the line is called, for whoever does not see the sheet of names.
fn label(line: &Placed, keys: &[String]) -> String {
    match (&line.line, &line.entity) {
        (Line::Group(name, count), _) => format!("{} {count}", called(name)),
        (Line::Entity(_), Some(entity)) => {
            let tags = keys.iter().map(|key| format!(" {}", tag_words(entity, key)));
            std::iter::once(split(&entity.name).1.to_owned()).chain(tags).collect()
        }
        (Line::Entity(_), None) => String::new(),
    }
}
