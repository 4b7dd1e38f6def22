//! Answers that are never thrown: either what was asked for, or what was wrong.

use serde::Serialize;

use crate::Fault;

/// What JavaScript gets from every question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Answer<T> {
    /// There is an answer.
    Success {
        /// The answer.
        value: T,
    },
    /// There is none.
    Failure {
        /// What was wrong.
        fault: Fault,
    },
}

impl<T> From<Result<T, Fault>> for Answer<T> {
    fn from(result: Result<T, Fault>) -> Self {
        match result {
            Ok(value) => Self::Success { value },
            Err(fault) => Self::Failure { fault },
        }
    }
}
