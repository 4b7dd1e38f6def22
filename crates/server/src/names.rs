//! Refusing names and descriptions, where they stand in a body.

use wire::rest::name::{self, MAX_DESCRIPTION, is_unseen};

use crate::refusal::Refusal;

/// Refuses a name of more than `most` characters, or one that does not look like what it is.
pub(crate) fn check_name(name: &str, most: usize, pointer: &str) -> Result<(), Refusal> {
    name::check_name(name, most).map_err(|error| Refusal::body(pointer, error.to_string()))
}

/// Refuses a description that is too long.
pub(crate) fn check_description(text: &str, pointer: &str) -> Result<(), Refusal> {
    if text.chars().nth(MAX_DESCRIPTION).is_none() {
        return Ok(());
    }
    let message = format!("expected a description of at most {MAX_DESCRIPTION} characters");
    Err(Refusal::body(pointer, message))
}

/// Refuses the key of a tag that does not look like what it is.
pub(crate) fn check_seen(key: &str, pointer: &str) -> Result<(), Refusal> {
    if key.trim() == key && !key.chars().any(is_unseen) {
        return Ok(());
    }
    let found = key.escape_debug();
    let expected =
        "expected a key of characters that can be seen, without spaces before or after it";
    Err(Refusal::body(pointer, format!("{expected}, found `{found}`")))
}
