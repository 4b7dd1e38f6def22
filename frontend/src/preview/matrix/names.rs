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
use super::slots::{InSlot, Placed, Slots, said};
use crate::preview::board::Picked;
use crate::preview::outline::{Line, called, split};

/// The class of the name of the line under the pointer.
const HOVERED: &str = "matrix__name--hovered";

/// The sheet, with the name of the line in each slot.
pub(super) fn names(grid: Grid, element: NodeRef<html::Div>, slots: Slots) -> impl IntoView {
    view! {
        <div class="matrix__names" aria-hidden="true" node_ref=element>
            <For each=move || slots.used() key=|slot| *slot let:slot>
                {name(grid, slots.line(slot))}
            </For>
        </div>
    }
}

fn name(grid: Grid, line: InSlot) -> impl IntoView {
    let board = grid.board;
    let row = move || said(line, Placed::row);
    let is_entity = Memo::new(move |_| row().is_some());
    let is_ruled = Memo::new(move |_| {
        let is_in =
            |row| board.ruled.with(|ruled| ruled.iter().any(|(rows, _)| rows.contains(row)));
        row().is_some_and(is_in)
    });
    let is_picked =
        Memo::new(move |_| row().is_some_and(|row| board.picked.get() == Some(Picked::Row(row))));
    let words = move || {
        grid.keys.with(|keys| line.with(|line| line.as_deref().map(|line| words(line, keys))))
    };
    view! {
        <div
            class:matrix__project=move || !is_entity.get()
            class:matrix__name=is_entity
            class:matrix__name--ruled=is_ruled
            class:matrix__name--picked=is_picked
            style:inset-block-start=move || said(line, Placed::top)
            data-row=move || row().map(|row| row.to_string())
            title=move || said(line, Placed::described)
        >
            {words}
        </div>
    }
}

fn words(line: &Placed, keys: &[String]) -> impl IntoView + use<> {
    match (&line.line, &line.entity) {
        (Line::Group(name, count), _) => Either::Left(view! {
            <span class="matrix__project-name">{called(name).to_owned()}</span>
            <span class="matrix__project-count">{*count}</span>
        }),
        (Line::Entity(_), entity) => {
            let name = entity.as_ref().map(|entity| split(&entity.name).1.to_owned());
            let tags = entity.iter().flat_map(|entity| keys.iter().map(|key| tag(entity, key)));
            Either::Right(view! {
                <span class="matrix__entity">{name}</span>
                {tags.collect_view()}
            })
        }
    }
}

/// The tag with this key, or that there is none.
pub(super) fn tag_words(entity: &Entity, key: &str) -> String {
    entity.tag(key).map_or_else(|| format!("no {key}"), |value| format!("{key}={value}"))
}

fn tag(entity: &Entity, key: &str) -> impl IntoView + use<> {
    let is_missing = entity.tag(key).is_none();
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
