//! What can be wrong with a definition.

use std::fmt;

use super::{MAX_BYTES, MAX_ENTRIES, MAX_LEVELS};

/// A refusal of a definition: what is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{problem}", Place(pointer))]
pub struct ParseError {
    /// Where, as a JSON pointer into the definition; empty for the whole.
    pub pointer: String,
    /// What was found, and what would be right.
    pub problem: Problem,
}

struct Place<'a>(&'a str);

impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(formatter, "at {}: ", self.0) }
    }
}

/// What is wrong with a definition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The text has more than [`MAX_BYTES`] bytes.
    #[error("the definition has {bytes} bytes, at most {MAX_BYTES} (1 MB) are allowed")]
    TooLarge {
        /// How many it has.
        bytes: usize,
    },
    /// The text is not JSON.
    #[error("not JSON: {message}")]
    NotJson {
        /// What the reader found, with line and column.
        message: String,
    },
    /// Descriptors and expressions nest deeper than [`MAX_LEVELS`].
    #[error("nested deeper than {MAX_LEVELS} levels")]
    TooDeep,
    /// A group has more than [`MAX_ENTRIES`] entries.
    #[error("the group has {entries} entries, at most {MAX_ENTRIES} are allowed")]
    TooManyEntries {
        /// How many it has.
        entries: usize,
    },
    /// A value is of the wrong kind of JSON.
    #[error("expected {expected}, found {found}")]
    WrongKind {
        /// What would be right.
        expected: &'static str,
        /// What was found.
        found: &'static str,
    },
    /// A number is not one the field can have.
    #[error("expected {expected}, found `{found}`")]
    OutOfRange {
        /// What would be right.
        expected: &'static str,
        /// What was found.
        found: String,
    },
    /// The object does not say what it is.
    #[error("missing `__type`, expected {expected}")]
    MissingType {
        /// What would be right.
        expected: &'static str,
    },
    /// The object says that it is something unknown here.
    #[error("unknown `__type` `{found}`, expected {expected}{}", DidYouMean(*.nearest))]
    UnknownType {
        /// What would be right.
        expected: &'static str,
        /// The nearest right name.
        nearest: Option<&'static str>,
        /// What was found.
        found: String,
    },
    /// A field without which the object has no meaning is missing.
    #[error("missing field `{field}`")]
    MissingField {
        /// The field.
        field: &'static str,
    },
    /// A field that the object does not have. Dropping it could widen a grant, so it is refused.
    #[error("unknown field `{found}`{}", DidYouMean(*.nearest))]
    UnknownField {
        /// The nearest right name.
        nearest: Option<&'static str>,
        /// What was found.
        found: String,
    },
    /// A field stands twice.
    #[error("field `{field}` stands twice")]
    RepeatedField {
        /// The field.
        field: String,
    },
    /// A condition, or an operand of and, or, not, is not a boolean expression.
    #[error("expected a boolean expression (Equal, And, Or, Not or HasTag), found {found}")]
    NotBoolean {
        /// The `__type` found.
        found: &'static str,
    },
    /// A `context` is not a context expression.
    #[error(
        "expected a context expression (Stack, Environment, InsightsAccount or Team), found {found}"
    )]
    NotContext {
        /// The `__type` found.
        found: &'static str,
    },
}

struct DidYouMean(Option<&'static str>);

impl fmt::Display for DidYouMean {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |nearest| write!(formatter, ", did you mean `{nearest}`?"))
    }
}

impl ParseError {
    /// A stable word for programs, such as `unknown-field`.
    pub const fn code(&self) -> &'static str {
        match self.problem {
            Problem::TooLarge { .. } => "too-large",
            Problem::NotJson { .. } => "not-json",
            Problem::TooDeep => "too-deep",
            Problem::TooManyEntries { .. } => "too-many-entries",
            Problem::WrongKind { .. } => "wrong-kind",
            Problem::OutOfRange { .. } => "out-of-range",
            Problem::MissingType { .. } => "missing-type",
            Problem::UnknownType { .. } => "unknown-type",
            Problem::MissingField { .. } => "missing-field",
            Problem::UnknownField { .. } => "unknown-field",
            Problem::RepeatedField { .. } => "repeated-field",
            Problem::NotBoolean { .. } => "not-boolean",
            Problem::NotContext { .. } => "not-context",
        }
    }
}
