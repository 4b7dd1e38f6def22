//! Where values cross between Rust and JavaScript.

use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use wire::{Answer, Fault, fault};

/// The answer to a question, as a JavaScript object.
pub(crate) fn answer<T: Serialize>(result: Result<T, Fault>) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    Answer::from(result).serialize(&serializer).unwrap_or_else(|error| {
        // Only a number beyond 2^53 cannot be said in JavaScript.
        let fault = Fault::new("not-representable", "", error.to_string());
        Answer::<()>::from(Err(fault)).serialize(&serializer).unwrap_or(JsValue::NULL)
    })
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
