//! How large a program may become.

/// How many descriptors, and names that are no scopes, a program may come to once every reference is followed.
///
/// A policy of 2000 entries, each with a condition and a reference, comes to 4000; this leaves room
/// for 50 of them and stops references that multiply.
const MAX_NODES: usize = 200_000;

/// How many expressions it may come to.
///
/// Each of those conditions may compare two tags with texts: 7 × 2000 × 50 = 700,000. An expression takes a fraction
/// of the memory of a grant, so it has a limit of its own. Texts are copied wherever a reference is followed, and come to
/// 64 MB and what short ones take besides: 1,000,000 × 64.
const MAX_EXPRESSIONS: usize = 1_000_000;

/// How many bytes of a text count as an expression.
const TEXT_BYTES: usize = 64;

/// How deep a program may nest once every reference is followed.
///
/// A role, its policy and a set may have 256 levels each.
pub(super) const MAX_LEVELS: usize = 3 * crate::MAX_LEVELS;

/// A program that would be too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// Its references multiply.
    #[error(
        "the role comes to more than {MAX_NODES} grants, conditions and names, or {MAX_EXPRESSIONS} expressions, of which a text counts as one for each {TEXT_BYTES} bytes, once its references are followed"
    )]
    TooLarge,
    /// Its references nest.
    #[error("the role nests deeper than {MAX_LEVELS} levels once its references are followed")]
    TooDeep,
}

/// What a program may come to, all of it.
pub(crate) const MAX_SIZE: usize = MAX_NODES + MAX_EXPRESSIONS;

/// What a program comes to once every reference is followed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Size {
    /// Descriptors, options and references, names that are no scopes, and permissions of long lists.
    pub(super) nodes: usize,
    /// Expressions, as often as they are compiled, and what long texts count.
    pub(super) expressions: usize,
}

/// How many expressions `text` counts as beside what it stands in: none while it is short.
pub(crate) const fn of_text(text: &str) -> usize {
    text.len() / TEXT_BYTES
}

impl Size {
    /// What both come to together.
    pub(crate) const fn and(self, more: Self) -> Result<Self, CompileError> {
        let nodes = self.nodes.saturating_add(more.nodes);
        let expressions = self.expressions.saturating_add(more.expressions);
        if nodes > MAX_NODES || expressions > MAX_EXPRESSIONS {
            return Err(CompileError::TooLarge);
        }
        Ok(Self { nodes, expressions })
    }

    /// All of it.
    pub(crate) const fn total(self) -> usize {
        self.nodes + self.expressions
    }
}
