//! What people may call things: asked by the server of what it is sent, and by forms before they send it.

/// How many characters the name of a role, a set, a guardrail, or of a team for people may have.
pub const MAX_NAME: usize = 100;
/// How many characters the name of a token may have.
pub const MAX_TOKEN_NAME: usize = 40;
/// How many characters the description of anything may have.
pub const MAX_DESCRIPTION: usize = 1000;

/// Why something cannot be called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is nothing in it to be seen.
    #[error("the name is empty")]
    Empty,
    /// It is too long to be told whole wherever it is told.
    #[error("expected a name of 1 to {most} characters, found {found}")]
    TooLong {
        /// How many characters it may have.
        most: usize,
        /// How many it has.
        found: usize,
    },
    /// It would be taken for the same without them.
    #[error("expected a name without spaces before or after it")]
    Spaces,
    /// It would not look like what it is.
    #[error("expected a name of characters that can be seen, found `{}`", .0.escape_unicode())]
    Unseen(char),
}

/// Refuses a name that is empty, has more than `most` characters, or does not look like what it is.
///
/// # Errors
///
/// [`NameError`] says what is wrong with it.
pub fn check_name(name: &str, most: usize) -> Result<(), NameError> {
    let found = name.chars().count();
    if name.trim().is_empty() {
        Err(NameError::Empty)
    } else if found > most {
        Err(NameError::TooLong { most, found })
    } else if name.trim() != name {
        Err(NameError::Spaces)
    } else {
        name.chars()
            .find(|character| is_unseen(*character))
            .map_or(Ok(()), |unseen| Err(NameError::Unseen(unseen)))
    }
}

/// Whether a character breaks the line, turns the order of what stands around it, or is not drawn at all.
///
/// Those that join letters are drawn as what they join: some scripts are not written without.
pub fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::{NameError, check_name};

    #[test]
    fn a_name_looks_like_what_it_is() {
        for fit in ["A", "Réseau 本番", "می\u{200c}خواهم", "👩\u{200d}💻", "0123456789"]
        {
            assert_eq!(check_name(fit, 10), Ok(()), "{fit}");
        }
        for (unfit, error) in [
            ("", NameError::Empty),
            (" \u{a0}", NameError::Empty),
            ("01234567890", NameError::TooLong { most: 10, found: 11 }),
            ("Admin ", NameError::Spaces),
            ("\nAdmin", NameError::Spaces),
            ("Ad\nmin", NameError::Unseen('\n')),
            ("Ad\u{7}min", NameError::Unseen('\u{7}')),
            ("Ad\u{202e}nim", NameError::Unseen('\u{202e}')),
            ("Admin\u{200b}", NameError::Unseen('\u{200b}')),
            ("\u{feff}Admin", NameError::Unseen('\u{feff}')),
        ] {
            assert_eq!(check_name(unfit, 10), Err(error), "{unfit:?}");
        }
        let told = NameError::Unseen('\u{202e}').to_string();
        assert_eq!(told, "expected a name of characters that can be seen, found `\\u{202e}`");
    }
}
