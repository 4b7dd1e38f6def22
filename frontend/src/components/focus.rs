//! Where the focus is, in the page or in a shadow tree of it.

use leptos::prelude::{document, request_animation_frame};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, MouseEvent, NodeList, ShadowRoot};

/// What has the focus in the tree in which `root` is.
pub fn active_beside(root: &Element) -> Option<Element> {
    match root.get_root_node().dyn_into::<ShadowRoot>() {
        Ok(shadow) => shadow.active_element(),
        Err(_) => document().active_element(),
    }
}

/// The element called `id` in the innermost tree that has the focus, or in the page.
pub fn near(id: &str) -> Option<Element> {
    let mut active = document().active_element();
    let mut found = document().get_element_by_id(id);
    while let Some(shadow) = active.and_then(|active| active.shadow_root()) {
        found = shadow.get_element_by_id(id).or(found);
        active = shadow.active_element();
    }
    found
}

/// Once a line is removed by a button in it, gives the focus to the button of the line that follows, else of the last
/// one, else to what adds a line.
///
/// The lines are what fits `lines` in a `fieldset`, and what adds one is its last button.
pub fn after_removal(event: &MouseEvent, lines: &'static str) {
    let button = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let around = |selector: &str| button.as_ref()?.closest(selector).ok().flatten();
    let (Some(line), Some(list)) = (around(lines), around("fieldset")) else { return };
    let place = all(list.query_selector_all(lines).ok()).position(|other| other == line);
    request_animation_frame(move || {
        let buttons = format!("{lines} button");
        let in_lines: Vec<_> = all(list.query_selector_all(&buttons).ok()).collect();
        let next = place.and_then(|place| in_lines.get(place)).or_else(|| in_lines.last()).cloned();
        let next = next.or_else(|| all(list.query_selector_all("button").ok()).last());
        if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
            drop(next.focus());
        }
    });
}

/// Gives the focus to the first that fits one of `selectors`, in their order, where it has gone with what had it.
pub fn once_lost(selectors: &'static [&'static str]) {
    request_animation_frame(move || {
        let active = document().active_element();
        if active.is_some_and(|active| active.tag_name() != "BODY") {
            return;
        }
        let found = selectors.iter().find_map(|one| document().query_selector(one).ok().flatten());
        if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            drop(found.focus());
        }
    });
}

fn all(found: Option<NodeList>) -> impl Iterator<Item = Element> {
    let count = found.as_ref().map_or(0, NodeList::length);
    (0..count).filter_map(move |index| found.as_ref()?.get(index)?.dyn_into().ok())
}
