//! What was wrong with something that came from outside.

mod locate;

use serde::{Deserialize, Serialize};

/// A refusal of input: what is wrong, and where.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{}{message}", place(pointer))]
pub struct Fault {
    /// A stable word for programs, such as `unknown-field`.
    pub code: String,
    /// What was found and what would be right, for people.
    pub message: String,
    /// Where, as a JSON pointer (RFC 6901); empty for the whole document.
    pub pointer: String,
}

impl Fault {
    /// A fault called `code` at `pointer`.
    pub fn new(
        code: impl Into<String>,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self { code: code.into(), message: message.into(), pointer: pointer.into() }
    }

    /// The same fault, found inside the value at `prefix`.
    #[must_use]
    pub fn within(mut self, prefix: &str) -> Self {
        self.pointer.insert_str(0, prefix);
        self
    }
}

fn place(pointer: &str) -> String {
    if pointer.is_empty() { String::new() } else { format!("at {pointer}: ") }
}

impl From<policy::ParseError> for Fault {
    fn from(error: policy::ParseError) -> Self {
        Self::new(error.code(), error.pointer.clone(), error.problem.to_string())
    }
}

impl From<policy::GuardrailError> for Fault {
    fn from(error: policy::GuardrailError) -> Self {
        Self::new(error.code(), error.pointer(), error.to_string())
    }
}

/// Reads `text` as JSON of one shape, saying where it does not fit.
///
/// # Errors
///
/// `not-json` with line and column when the text is not JSON, `wrong-shape` with a JSON pointer
/// when it is JSON of another shape.
pub fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| refused(text, &error, error.to_string()))
}

/// Reads line `number` of a text of many lines, each of them JSON of one shape, saying where it does not fit.
///
/// # Errors
///
/// As for [`read`]; the message begins with the number of the line, and the pointer stands within the line.
pub(crate) fn read_line<'de, T: Deserialize<'de>>(
    line: &'de str,
    number: usize,
) -> Result<T, Fault> {
    serde_json::from_str(line).map_err(|error| {
        let (message, place) = (error.to_string(), format!(" at line 1 column {}", error.column()));
        let message = message.strip_suffix(&place).unwrap_or(&message);
        refused(line, &error, format!("line {number}, column {}: {message}", error.column()))
    })
}

fn refused(text: &str, error: &serde_json::Error, message: String) -> Fault {
    // One of several kinds is an object with its name as the only field: of none, or a second, it is said that there is no
    // value.
    let is_named_otherwise = error.to_string().starts_with(NO_VALUE)
        && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    if !error.is_data() && !is_named_otherwise {
        return Fault::new("not-json", "", message);
    }
    let pointer = locate::pointer_at(text, error.line(), error.column());
    let expected = "expected an object with exactly one field";
    let message =
        if is_named_otherwise { message.replacen(NO_VALUE, expected, 1) } else { message };
    Fault::new("wrong-shape", pointer, message)
}

/// What `serde_json` says where a value should begin.
const NO_VALUE: &str = "expected value";

#[cfg(test)]
mod tests {
    use super::read;
    use crate::{Subject, change::Change};

    #[test]
    fn an_object_with_two_fields_or_none_for_one_is_json_of_another_shape() {
        for text in [r#"{"role":"admin","user":"x"}"#, r#"{"role":"admin","name":"x"}"#, "{}"] {
            let fault = read::<Subject>(text).unwrap_err();
            assert_eq!(fault.code, "wrong-shape", "{text}: {fault}");
            assert!(fault.message.contains("with exactly one field"), "{text}: {fault}");
        }
        let fault = read::<Vec<Change>>(r#"[{"deleteRole":{"id":"x"},"y":1}]"#).unwrap_err();
        assert_eq!((fault.code.as_str(), fault.pointer.as_str()), ("wrong-shape", "/0/deleteRole"));
        for text in ["", r#"{"role":}"#, r#"{"role":"admin","user":"x""#] {
            assert_eq!(read::<Subject>(text).unwrap_err().code, "not-json", "{text}");
        }
    }
}
