//! What the engine has to say about a saved role, in numbers.

use policy::{Organization, Severity};

use super::evaluation::Evaluation;
use super::workspace::Edited;

/// How much the engine has to say about a role, by weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// What is broken.
    pub errors: usize,
    /// What is probably not meant.
    pub warnings: usize,
    /// What is good to know.
    pub notes: usize,
}

impl Marks {
    /// The marks of a role as it is saved; none where it cannot be followed.
    ///
    /// They are what the editor says when it is opened.
    pub fn of(organization: &Organization, role: &Edited) -> Option<Self> {
        let found =
            Evaluation::with_purpose(organization, role.details.clone(), role.purpose).ok()?;
        let count = |severity| {
            found.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
        };
        Some(Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Info),
        })
    }

    /// The weights of which there is something, the heaviest first, each as people count it.
    pub fn in_words(self) -> Vec<(Severity, String)> {
        let counted = [
            (Severity::Error, self.errors, "error"),
            (Severity::Warning, self.warnings, "warning"),
            (Severity::Info, self.notes, "note"),
        ];
        let told = counted.into_iter().filter(|(_, count, _)| *count > 0);
        told.map(|(severity, count, word)| {
            let several = if count == 1 { "" } else { "s" };
            (severity, format!("{count} {word}{several}"))
        })
        .collect()
    }
}
