//! One line of the matrix: a project, or an entity with its cells. What it is called is on the sheet of names.

use leptos::{either::Either, html, prelude::*};

use super::Grid;
use super::cells::{self, Blank};
use super::names::{described, tag_words};
use crate::preview::board::Picked;
use crate::preview::outline::{Line, called, split};

pub(super) fn line(grid: Grid, template: Blank, index: usize, line: Line) -> impl IntoView {
    match line {
        Line::Group(name, count) => Either::Left(project(grid, index, &name, count)),
        Line::Entity(row) => Either::Right(entity(grid, template, index, row)),
    }
}

/// How far below the first line a line is.
pub(super) fn top(index: usize) -> String {
    format!("calc({index} * var(--matrix-step))")
}

fn project(grid: Grid, index: usize, name: &str, count: usize) -> impl IntoView + use<> {
    let label = format!("{} {count}", called(name));
    view! {
        <div
            class="matrix__row"
            role="row"
            aria-rowindex=(index + 2).to_string()
            style:inset-block-start=top(index)
        >
            <div
                class="matrix__label"
                role="rowheader"
                aria-colindex="1"
                aria-colspan=move || grid.columns.with(|columns| (columns.len() + 1).to_string())
            >
                {label}
            </div>
        </div>
    }
}

fn entity(grid: Grid, template: Blank, index: usize, row: u32) -> impl IntoView {
    let board = grid.board;
    let entity = StoredValue::new(grid.entity(row));
    let name = entity
        .with_value(|entity| entity.as_ref().map(|entity| entity.name.clone()).unwrap_or_default());
    let is_picked = move || board.picked.get() == Some(Picked::Row(row));
    let short = split(&name).1.to_owned();
    let full = entity.with_value(|entity| entity.as_ref().map(described));
    let label = move || {
        let tags = grid.keys.with(|keys| {
            entity.with_value(|entity| {
                let tag = |key: &String| format!(" {}", tag_words(entity.as_ref(), key));
                keys.iter().map(tag).collect::<String>()
            })
        });
        format!("{short}{tags}")
    };
    let line = NodeRef::<html::Div>::new();
    cells::follow(grid, template, line, (row, name));
    view! {
        <div
            class="matrix__row"
            class:matrix__row--picked=is_picked
            role="row"
            aria-rowindex=(index + 2).to_string()
            style:inset-block-start=top(index)
            data-row=row.to_string()
            node_ref=line
        >
            <div class="matrix__label" role="rowheader" aria-colindex="1" title=full>
                {label}
            </div>
        </div>
    }
}
