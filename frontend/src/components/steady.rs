//! A part of the page that grows with what it says and does not shrink again under somebody's eyes.

use leptos::html::ElementType;
use leptos::prelude::*;
use web_sys::wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlElement, ResizeObserver};

/// Keeps `element` as high as it ever was, so that what comes below it stays where it is while words above change.
///
/// It begins anew when it gets wider or narrower, since the same words then need another height.
pub fn keep_height<E>(element: NodeRef<E>)
where
    E: ElementType,
    E::Output: JsCast + Clone + AsRef<HtmlElement> + 'static,
{
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let element = AsRef::<HtmlElement>::as_ref(&element).clone();
        let (width, height) = (StoredValue::new(0), StoredValue::new(0));
        let watched = element.clone();
        let resized = Closure::<dyn FnMut()>::new(move || {
            let style = watched.style();
            if width.get_value() != watched.offset_width() {
                width.set_value(watched.offset_width());
                height.set_value(0);
                // A name that is known and no value that could be refused.
                let _ = style.remove_property("min-block-size");
            }
            if watched.offset_height() > height.get_value() {
                height.set_value(watched.offset_height());
                let _ =
                    style.set_property("min-block-size", &format!("{}px", watched.offset_height()));
            }
        });
        let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) else { return };
        observer.observe(&element);
        let kept = StoredValue::new_local((observer, resized));
        on_cleanup(move || kept.with_value(|(observer, _)| observer.disconnect()));
    });
}
