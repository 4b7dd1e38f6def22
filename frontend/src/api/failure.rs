//! Why a request brought nothing.

use crate::components::prose::capital;
use wire::rest::{
    Refusal,
    role::{Conflict, EditedRole, Mismatch},
};

/// Why a request brought nothing.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// Nobody is signed in, or no longer.
    #[error("nobody is signed in")]
    SignedOut,
    /// Somebody else saved meanwhile.
    #[error("{message}")]
    Stale {
        /// What the server says.
        message: String,
        /// What is saved now.
        current: Box<EditedRole>,
    },
    /// It would grant something else than what was shown.
    #[error("{message}")]
    Mismatch {
        /// What the server says.
        message: String,
        /// The parts of the decision digest that differ.
        differs: Vec<String>,
    },
    /// The server refuses.
    #[error("{message}")]
    Refused {
        /// The status.
        status: u16,
        /// What the server says.
        message: String,
        /// The place in what was sent, as a JSON pointer.
        pointer: Option<String>,
    },
    /// No answer came.
    #[error("the server cannot be reached")]
    Unreachable,
    /// An answer came that does not fit.
    #[error("the server's answer cannot be read: {0}")]
    Unreadable(String),
}

impl Failure {
    pub(super) fn unreachable(_: gloo_net::Error) -> Self {
        Self::Unreachable
    }

    /// What an answer with a failure status means.
    pub(super) fn read(status: u16, body: &str) -> Self {
        if status == 401 {
            return Self::SignedOut;
        }
        if let Ok(conflict) = serde_json::from_str::<Conflict>(body) {
            return Self::Stale { message: conflict.message, current: Box::new(conflict.current) };
        }
        if let Ok(Mismatch { message, differs, .. }) = serde_json::from_str(body) {
            return Self::Mismatch { message, differs };
        }
        match serde_json::from_str::<Refusal>(body) {
            Ok(Refusal { message, pointer, .. }) => Self::Refused { status, message, pointer },
            // A proxy between us answers in its own words.
            Err(_) => Self::Refused {
                status,
                message: format!("the server answered with status {status}"),
                pointer: None,
            },
        }
    }

    /// The status of a refusal.
    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Whether guardrails that hold now would break, which can be done all the same.
    pub fn breaks_guardrails(&self) -> bool {
        matches!(self, Self::Refused { status: 422, message, .. } if message.contains("`breakGuardrails`"))
    }

    /// Whether somebody is known by another organization, and can be taken in all the same.
    pub fn is_known_elsewhere(&self) -> bool {
        matches!(self, Self::Refused { status: 409, message, .. } if message.contains("all the same with `known`"))
    }

    /// The place in what was sent that is refused, as a JSON pointer.
    pub fn pointer(&self) -> Option<&str> {
        match self {
            Self::Refused { pointer, .. } => pointer.as_deref(),
            _ => None,
        }
    }

    /// What to tell people.
    pub fn in_words(&self) -> String {
        let message = match self {
            Self::SignedOut => {
                return "Your session has ended, and this was not done. Try again and sign in, nothing here is lost"
                    .to_owned();
            }
            Self::Unreachable => {
                return "The server cannot be reached. Check the connection and try again"
                    .to_owned();
            }
            Self::Refused { status: 403, message, .. } => format!("You may not do this, {message}"),
            other => other.to_string(),
        };
        // How to do it all the same is for programs: pages offer a button.
        let ways = [
            "; it is done all the same with `breakGuardrails`",
            "; they are taken in all the same with `known`",
        ];
        let what = ways.iter().find_map(|way| message.split_once(way)).map(|(what, _)| what);
        capital(what.unwrap_or(&message))
    }
}

#[cfg(test)]
mod tests {
    use super::Failure;

    #[test]
    fn people_are_told_what_breaks_and_not_how_programs_break_it() {
        let message =
            "this breaks the guardrail `x`; it is done all the same with `breakGuardrails`";
        let failure = Failure::Refused { status: 422, message: message.to_owned(), pointer: None };
        assert!(failure.breaks_guardrails());
        assert_eq!(failure.in_words(), "This breaks the guardrail `x`");
        let message = "`x` is known: look; they are taken in all the same with `known`".to_owned();
        let failure = Failure::Refused { status: 409, message, pointer: None };
        assert!(failure.is_known_elsewhere() && !failure.breaks_guardrails());
        assert_eq!(failure.in_words(), "`x` is known: look");
    }
}
