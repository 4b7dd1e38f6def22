//! A part of the page that grows with what it says and does not shrink again under somebody's eyes.

use leptos::html::ElementType;
use leptos::prelude::*;
use web_sys::HtmlElement;
use web_sys::wasm_bindgen::JsCast;

use super::resized::on_resize;

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
        on_resize(&element, move || {
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
    });
}
