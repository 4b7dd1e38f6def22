//! Hearing of an element that became larger or smaller.

use leptos::prelude::*;
use web_sys::wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};

/// Calls `heard` once `element` is laid out and whenever its size changes, until the owner around is gone.
pub fn on_resize(element: &Element, heard: impl FnMut() + 'static) {
    let heard = Closure::<dyn FnMut()>::new(heard);
    // A browser that cannot observe sizes leaves the page as it was first laid out.
    let Ok(observer) = ResizeObserver::new(heard.as_ref().unchecked_ref()) else { return };
    observer.observe(element);
    let kept = StoredValue::new_local((observer, heard));
    on_cleanup(move || kept.with_value(|(observer, _)| observer.disconnect()));
}
