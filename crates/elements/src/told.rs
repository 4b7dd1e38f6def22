//! What crosses between an element and its view.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wire::{Answer, Fault};

/// The answer to what an element said, as JSON text.
pub(crate) fn answer(result: Result<(), Fault>) -> String {
    // A shape is always JSON.
    serde_json::to_string(&Answer::from(result)).unwrap_or_default()
}

/// What is wrong with something that JavaScript could not write as JSON.
pub(crate) fn unwritten(reason: &str) -> Fault {
    Fault::new("not-json", "", reason)
}

/// Something that was given and cannot be shown.
#[derive(Debug, Serialize)]
struct Failure<'f> {
    property: &'static str,
    #[serde(flatten)]
    fault: &'f Fault,
}

/// Whoever hears what happens in a view.
#[derive(Debug, Clone)]
pub(crate) struct Ear(pub(crate) js_sys::Function);

impl Ear {
    /// Tells that what was given for a property cannot be shown.
    pub(crate) fn fail(&self, property: &'static str, fault: &Fault) {
        self.tell("failure", &Failure { property, fault });
    }

    /// Tells of `name`, with `detail` as JSON text.
    pub(crate) fn tell(&self, name: &str, detail: &impl Serialize) {
        let detail = serde_json::to_string(detail).unwrap_or_default();
        // What a listener throws is its own affair.
        drop(self.0.call2(&JsValue::NULL, &name.into(), &detail.into()));
    }
}
