//! Parts that are fetched before their page is drawn.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, Event, HtmlAnchorElement};

use crate::pages::part_of;

/// Fetches the part of the page at the current address while the organization comes, and that of any link that
/// somebody points at.
pub(crate) fn watch() {
    if let Ok(path) = location().pathname() {
        fetch(&path);
    }
    let point = |event: &Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
            fetch(&link.pathname());
        }
    };
    // Both stay for as long as the page is there.
    window_event_listener(ev::pointerover, move |event| point(&event));
    window_event_listener(ev::focusin, move |event| point(&event));
}

fn fetch(path: &str) {
    if let Some(load) = part_of(path) {
        // Where it does not come, the page asks once more and says so.
        spawn_local(async move {
            let _ = load().await;
        });
    }
}
