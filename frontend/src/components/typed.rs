//! What somebody has typed into text fields.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// Where somebody says something, and does not look for it.
const FIELDS: &str =
    "textarea, input:not([type=search], [type=checkbox], [type=radio], [type=hidden])";

/// What somebody has typed into the text fields of a part of the page, as far as it is other than what stood there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Typed(StoredValue<Vec<Field>, LocalStorage>);

#[derive(Debug)]
struct Field {
    element: web_sys::Element,
    before: String,
    is_typed: bool,
}

impl Typed {
    pub(super) fn new() -> Self {
        Self(StoredValue::new_local(Vec::new()))
    }

    /// Remembers what stands in the field that gets the focus.
    pub(super) fn look(self, event: &web_sys::Event) {
        self.at(event, |_| ());
    }

    /// Remembers that somebody has typed.
    pub(super) fn hear(self, event: &web_sys::Event) {
        self.at(event, |field| field.is_typed = true);
    }

    /// Whether closing would lose any of it.
    pub(super) fn is_any(self) -> bool {
        let is_other = |field: &Field| {
            let now = text(&field.element);
            field.is_typed && field.element.is_connected() && now.as_ref() != Some(&field.before)
        };
        self.0.with_value(|fields| fields.iter().any(is_other))
    }

    /// Nothing was typed of what will be shown next.
    pub(super) fn forget(self) {
        self.0.update_value(Vec::clear);
    }

    fn at(self, event: &web_sys::Event, then: impl FnOnce(&mut Field)) {
        let Some(element) = event.target().and_then(|at| at.dyn_into::<web_sys::Element>().ok())
        else {
            return;
        };
        let Some(before) = text(&element) else { return };
        self.0.update_value(|fields| {
            let place = fields.iter().position(|field| field.element == element);
            let place = place.unwrap_or_else(|| {
                fields.push(Field { element, before, is_typed: false });
                fields.len() - 1
            });
            if let Some(field) = fields.get_mut(place) {
                then(field);
            }
        });
    }
}

/// What stands in a text field; none of anything else.
fn text(element: &web_sys::Element) -> Option<String> {
    if !element.matches(FIELDS).unwrap_or(false) {
        return None;
    }
    let input =
        element.dyn_ref::<web_sys::HtmlInputElement>().map(web_sys::HtmlInputElement::value);
    input.or_else(|| {
        element.dyn_ref::<web_sys::HtmlTextAreaElement>().map(web_sys::HtmlTextAreaElement::value)
    })
}
