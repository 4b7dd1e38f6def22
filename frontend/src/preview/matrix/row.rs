//! One line of the matrix: a project, or an entity with its cells.

use leptos::{either::Either, prelude::*};
use policy::{Entity, Scope};

use super::{Grid, STEP, cell_id};
use crate::preview::board::{Picked, is_ruled};
use crate::preview::difference::Sign;
use crate::preview::outline::{Line, split};

pub(super) fn line(grid: Grid, index: usize, line: Line) -> impl IntoView {
    match line {
        Line::Group(name, count) => Either::Left(project(grid, index, name, count)),
        Line::Entity(row) => Either::Right(entity(grid, index, row)),
    }
}

fn top(index: usize) -> String {
    format!("{}px", index * STEP as usize)
}

fn project(grid: Grid, index: usize, name: String, count: usize) -> impl IntoView {
    let name = if name.is_empty() { "Top level".to_owned() } else { name };
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

/// What one cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "marks that a cell bears independently")]
struct Shown {
    scope: Scope,
    sign: Sign,
    is_first: bool,
    is_selected: bool,
    is_ruled: bool,
    is_picked: bool,
}

fn entity(grid: Grid, index: usize, row: u32) -> impl IntoView {
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
    let cells = Memo::new(move |_| cells(grid, row));
    let tags = move || {
        grid.keys.with(|keys| {
            entity.with_value(|entity| {
                keys.iter().map(|key| tag(entity.as_ref(), key)).collect_view()
            })
        })
    };
    let short = split(&name).1.to_owned();
    let full = entity.with_value(|entity| entity.as_ref().map(described));
    view! {
        <div
            class="matrix__row"
            class:matrix__row--ruled=move || is_ruled.get()
            class:matrix__row--picked=is_picked
            role="row"
            aria-rowindex=(index + 2).to_string()
            style:inset-block-start=top(index)
        >
            <div
                class="matrix__name"
                role="rowheader"
                aria-colindex="1"
                title=full
                data-row=row.to_string()
            >
                <span class="matrix__entity">{short}</span>
                {tags}
            </div>
            {move || {
                let shown = cells.get();
                let cell = |(index, shown): (usize, Shown)| cell(&name, row, index, shown);
                shown.into_iter().enumerate().map(cell).collect_view()
            }}
        </div>
    }
}

/// The name and the tags, a line each.
fn described(entity: &Entity) -> String {
    let tags = entity.tags.iter().map(|(key, value)| format!("\n{key}={value}"));
    std::iter::once(entity.name.clone()).chain(tags).collect()
}

fn cells(grid: Grid, row: u32) -> Vec<Shown> {
    let board = grid.board;
    let selected = board.selected.get().filter(|cell| cell.row == Some(row));
    let picked = board.picked.get();
    board.difference.with(|difference| {
        let Some(difference) = difference else { return Vec::new() };
        grid.columns.with(|columns| {
            board.ruled.with(|ruled| {
                let shown = |column: &crate::preview::columns::Column| Shown {
                    scope: column.scope,
                    sign: difference.sign(grid.entity_type, row, column.scope),
                    is_first: column.is_first,
                    is_selected: selected.is_some_and(|cell| cell.scope == column.scope),
                    is_ruled: is_ruled(ruled, row, column.scope),
                    is_picked: picked == Some(Picked::Column(column.scope)),
                };
                columns.iter().map(shown).collect()
            })
        })
    })
}

fn cell(name: &str, row: u32, index: usize, shown: Shown) -> impl IntoView + use<> {
    let Shown { scope, sign, is_first, is_selected, is_ruled, is_picked } = shown;
    let mut class = format!("matrix__cell matrix__cell--{}", sign.class());
    for (is_set, variant) in [
        (is_first, " matrix__cell--first"),
        (is_selected, " matrix__cell--selected"),
        (is_ruled, " matrix__cell--ruled"),
        (is_picked, " matrix__cell--picked"),
    ] {
        if is_set {
            class.push_str(variant);
        }
    }
    view! {
        <div
            class=class
            role="gridcell"
            id=cell_id(row, scope)
            aria-colindex=(index + 2).to_string()
            aria-selected=is_selected.to_string()
            aria-label=format!("{scope} on {name}, {}", sign.words())
            data-row=row.to_string()
            data-scope=scope.name()
        >
            <span class=format!("sign sign--{}", sign.class())></span>
        </div>
    }
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
