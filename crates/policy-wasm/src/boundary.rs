//! Where values cross between Rust and JavaScript.

use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use wire::{Answer, Fault, fault};

/// The answer to a question, as a JavaScript object.
///
/// It goes through JSON text as well: one writer for every shape is a fraction of the code of two.
pub(crate) fn answer<T: Serialize>(result: Result<T, Fault>) -> JsValue {
    let text = serde_json::to_string(&Answer::from(result));
    // A shape is always JSON, and what was written as JSON is read as JSON.
    text.ok().and_then(|text| js_sys::JSON::parse(&text).ok()).unwrap_or(JsValue::NULL)
}

/// Reads a JavaScript object as a shape.
///
/// It goes through JSON text, so that definitions are read by the one reader that knows their limits.
pub(crate) fn shape<T: DeserializeOwned>(value: &JsValue) -> Result<T, Fault> {
    let text = js_sys::JSON::stringify(value).ok().and_then(|text| text.as_string());
    let text = text.ok_or_else(|| {
        Fault::new("not-json", "", "expected an object, found something that is not JSON")
    })?;
    fault::read(&text)
}

/// The same where there may be nothing.
pub(crate) fn optional_shape<T: DeserializeOwned>(value: &JsValue) -> Result<Option<T>, Fault> {
    if value.is_undefined() || value.is_null() { Ok(None) } else { shape(value).map(Some) }
}

/// A time in Unix seconds; what is no such number is 1970.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from a float saturates, and a part of a second does not matter"
)]
pub(crate) const fn secs(number: f64) -> u64 {
    number as u64
}
