//! The names of the lines, on one sheet that stays at the side.
//!
//! Browsers make a layer of whatever stays while the rest is scrolled. One sheet is one layer, where a name in each line
//! was one for each line, all of them drawn anew in every frame. For whoever does not see the sheet the lines say their
//! names themselves.

use leptos::{either::Either, ev, html, prelude::*};
use policy::Entity;
use web_sys::Element;
use web_sys::wasm_bindgen::JsCast as _;

use super::Grid;
use super::row::top;
use crate::preview::board::Picked;
use crate::preview::outline::{Line, called, split};

/// The class of the name of the line under the pointer.
const HOVERED: &str = "matrix__name--hovered";

/// The sheet, with a name for each of the lines that are `shown`.
pub(super) fn names(
    grid: Grid,
    element: NodeRef<html::Div>,
    shown: Memo<Vec<(Option<usize>, usize, Line)>>,
) -> impl IntoView {
    view! {
        <div class="matrix__names" aria-hidden="true" node_ref=element>
            <For each=move || shown.get() key=Clone::clone let:entry>
                {match entry.2 {
                    Line::Group(name, count) => Either::Left(project(entry.1, &name, count)),
                    Line::Entity(row) => Either::Right(entity(grid, entry.1, row)),
                }}
            </For>
        </div>
    }
}

fn project(index: usize, name: &str, count: usize) -> impl IntoView + use<> {
    let name = called(name).to_owned();
    view! {
        <div class="matrix__project" style:inset-block-start=top(index)>
            <span class="matrix__project-name">{name}</span>
            <span class="matrix__project-count">{count}</span>
        </div>
    }
}

fn entity(grid: Grid, index: usize, row: u32) -> impl IntoView {
    let board = grid.board;
    let entity = StoredValue::new(grid.entity(row));
    let full = entity.with_value(|entity| entity.as_ref().map(described));
    let short = entity.with_value(|entity| {
        entity.as_ref().map(|entity| split(&entity.name).1.to_owned()).unwrap_or_default()
    });
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
    view! {
        <div
            class="matrix__name"
            class:matrix__name--ruled=move || is_ruled.get()
            class:matrix__name--picked=is_picked
            style:inset-block-start=top(index)
            data-row=row.to_string()
            title=full
        >
            <span class="matrix__entity">{short}</span>
            {tags}
        </div>
    }
}

/// The name and the tags, a line each.
pub(super) fn described(entity: &Entity) -> String {
    let tags = entity.tags.iter().map(|(key, value)| format!("\n{key}={value}"));
    std::iter::once(entity.name.clone()).chain(tags).collect()
}

/// The tag with this key, or that there is none.
pub(super) fn tag_words(entity: Option<&Entity>, key: &str) -> String {
    entity
        .and_then(|entity| entity.tag(key))
        .map_or_else(|| format!("no {key}"), |value| format!("{key}={value}"))
}

fn tag(entity: Option<&Entity>, key: &str) -> impl IntoView + use<> {
    let is_missing = entity.is_none_or(|entity| entity.tag(key).is_none());
    let words = tag_words(entity, key);
    view! { <span class="matrix__tag" class:matrix__tag--missing=is_missing>{words}</span> }
}

/// Marks the name of the line that the pointer has come to.
pub(super) fn hover(names: NodeRef<html::Div>, event: &ev::PointerEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let line = target.and_then(|target| target.closest("[data-row]").ok().flatten());
    mark(names, line.and_then(|line| line.get_attribute("data-row")).as_deref());
}

/// Takes the mark from whatever name has it.
pub(super) fn leave(names: NodeRef<html::Div>) {
    mark(names, None);
}

fn mark(names: NodeRef<html::Div>, row: Option<&str>) {
    let Some(names) = names.try_get_untracked().flatten() else { return };
    let find = |selector: &str| names.query_selector(selector).ok().flatten();
    let before = find(&format!(".{HOVERED}"));
    let now = row.and_then(|row| find(&format!("[data-row='{row}']")));
    if before == now {
        return;
    }
    // A browser that refuses leaves a line without its mark.
    if let Some(before) = before {
        drop(before.class_list().remove_1(HOVERED));
    }
    if let Some(now) = now {
        drop(now.class_list().add_1(HOVERED));
    }
}
