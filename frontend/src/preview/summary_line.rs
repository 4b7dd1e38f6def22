//! The effect on one short line, for where the draft is in sight and the preview is not.

use leptos::{html, prelude::*};
use web_sys::js_sys::Array;
use web_sys::wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

use super::board::Board;
use super::summary::runs;
use super::words::{Words, line};

/// How much of the window's foot the preview has to leave before the line makes room for it.
const MARGIN: &str = "0px 0px -35% 0px";

/// The effect on one short line, at the foot of a narrow window while the preview is out of sight.
#[component]
pub fn SummaryLine(
    /// What is shared.
    board: Board,
    /// The preview.
    preview: NodeRef<html::Section>,
) -> impl IntoView {
    let line = Memo::new(move |_| {
        board.comparison.with(|comparison| {
            board.difference.with(|difference| match (comparison, difference) {
                (Some(comparison), Some(difference)) => line(comparison, difference),
                _ => Words::default(),
            })
        })
    });
    let is_in_sight = in_sight(preview);
    view! {
        <a class="summary-line" href="#preview" hidden=move || is_in_sight.get()>
            <span class="summary-line__words">{move || runs(line.get())}</span>
            <span class="summary-line__jump">"Preview"</span>
        </a>
    }
}

/// Whether the preview takes up more than the foot of the window.
fn in_sight(preview: NodeRef<html::Section>) -> RwSignal<bool> {
    let is_in_sight = RwSignal::new(false);
    Effect::new(move |_| {
        let Some(preview) = preview.get() else { return };
        let seen = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            let last = entries.iter().last();
            if let Some(entry) =
                last.and_then(|last| last.dyn_into::<IntersectionObserverEntry>().ok())
            {
                is_in_sight.set(entry.is_intersecting());
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(MARGIN);
        let callback = seen.as_ref().unchecked_ref();
        let Ok(observer) = IntersectionObserver::new_with_options(callback, &options) else {
            return;
        };
        observer.observe(&preview);
        let kept = StoredValue::new_local((observer, seen));
        on_cleanup(move || kept.with_value(|(observer, _)| observer.disconnect()));
    });
    is_in_sight
}
