//! One line of the matrix: a project, or an entity with its cells.

use leptos::{either::Either, html, prelude::*};
use policy::Entity;

use super::Grid;
use super::cells::{self, Blank};
use crate::preview::board::Picked;
use crate::preview::outline::{Line, called, split};

pub(super) fn line(grid: Grid, template: Blank, index: usize, line: Line) -> impl IntoView {
    match line {
        Line::Group(name, count) => Either::Left(project(grid, index, &name, count)),
        Line::Entity(row) => Either::Right(entity(grid, template, index, row)),
    }
}

fn top(index: usize) -> String {
    format!("calc({index} * var(--matrix-step))")
}

fn project(grid: Grid, index: usize, name: &str, count: usize) -> impl IntoView + use<> {
    let name = called(name).to_owned();
    view! {
        <div
            class="matrix__row matrix__row--project"
            role="row"
            aria-rowindex=(index + 2).to_string()
            style:inset-block-start=top(index)
        >
            <div
                class="matrix__project"
                role="rowheader"
                aria-colindex="1"
                aria-colspan=move || grid.columns.with(|columns| (columns.len() + 1).to_string())
            >
                <span class="matrix__project-name">{name}</span>
                <span class="matrix__project-count">{count}</span>
            </div>
        </div>
    }
}

fn entity(grid: Grid, template: Blank, index: usize, row: u32) -> impl IntoView {
    let board = grid.board;
    let entity = board.organization.with_untracked(|organization| {
        organization.as_ref().and_then(|organization| organization.inventory.entity(row).cloned())
    });
    let entity = StoredValue::new(entity);
    let name = entity
        .with_value(|entity| entity.as_ref().map(|entity| entity.name.clone()).unwrap_or_default());
    let is_ruled = Memo::new(move |_| {
        board.ruled.with(|ruled| ruled.iter().any(|(rows, _)| rows.contains(row)))
    });
    let is_picked = move || board.picked.get() == Some(Picked::Row(row));
    let tags = move || {
        grid.keys.with(|keys| {
            entity.with_value(|entity| {
                keys.iter().map(|key| tag(entity.as_ref(), key)).collect_view()
            })
        })
    };
    let short = split(&name).1.to_owned();
    let full = entity.with_value(|entity| entity.as_ref().map(described));
    let line = NodeRef::<html::Div>::new();
    cells::follow(grid, template, line, (row, name));
    view! {
        <div
            class="matrix__row"
            class:matrix__row--ruled=move || is_ruled.get()
            class:matrix__row--picked=is_picked
            role="row"
            aria-rowindex=(index + 2).to_string()
            style:inset-block-start=top(index)
            data-row=row.to_string()
            node_ref=line
        >
            <div
                class="matrix__name"
                role="rowheader"
                aria-colindex="1"
                title=full
            >
                <span class="matrix__entity">{short}</span>
                {tags}
            </div>
        </div>
    }
}

/// The name and the tags, a line each.
fn described(entity: &Entity) -> String {
    let tags = entity.tags.iter().map(|(key, value)| format!("\n{key}={value}"));
    std::iter::once(entity.name.clone()).chain(tags).collect()
}

fn tag(entity: Option<&Entity>, key: &str) -> impl IntoView + use<> {
    match entity.and_then(|entity| entity.tag(key)) {
        Some(value) => {
            Either::Left(view! { <span class="matrix__tag">{format!("{key}={value}")}</span> })
        }
        None => Either::Right(
            view! { <span class="matrix__tag matrix__tag--missing">{format!("no {key}")}</span> },
        ),
    }
}
