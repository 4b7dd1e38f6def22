//! Where the focus is, in the page or in a shadow tree of it.

use leptos::prelude::document;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, ShadowRoot};

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
