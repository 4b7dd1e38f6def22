//! What a draft grants, in words that are exact: every number is the size of a set of rows.

mod changes;
mod grants;
mod line;
mod verbs;

pub use line::line;
use policy::Rows;

use super::against::Against;
use super::difference::Difference;
use crate::state::evaluation::Comparison;

/// What the draft grants and what it changes, each as a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// What it grants.
    pub grants: Words,
    /// What it gains and loses against what is saved; empty where there is nothing to say.
    pub changes: Words,
}

/// A stretch of text that reads in one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The text, with the spaces and marks around it.
    pub text: String,
    /// How it reads.
    pub tone: Tone,
}

/// How a stretch of text reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    Plain,
    /// What the eye should find.
    Strong,
    /// Something gained.
    Gain,
    /// Something lost.
    Loss,
}

/// A text in runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(pub Vec<Run>);

impl Summary {
    /// The words for the draft of `comparison`, whose difference is known.
    pub fn of(comparison: &Comparison, difference: &Difference, against: Against) -> Self {
        Self {
            grants: grants::words(comparison, difference),
            changes: changes::words(comparison, difference, against),
        }
    }
}

impl Words {
    /// A sentence in the tone of the text around it.
    pub fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.plain(text);
        words
    }

    fn plain(&mut self, text: &str) {
        self.push(text, Tone::Plain);
    }

    fn strong(&mut self, text: &str) {
        self.push(text, Tone::Strong);
    }

    fn push(&mut self, text: &str, tone: Tone) {
        match self.0.last_mut() {
            Some(last) if last.tone == tone => last.text.push_str(text),
            _ => self.0.push(Run { text: text.to_owned(), tone }),
        }
    }

    fn extend(&mut self, other: Self) {
        for run in other.0 {
            self.push(&run.text, run.tone);
        }
    }

    /// Whether it says nothing.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn strong_if(&mut self, text: &str, is_strong: bool) {
        self.push(text, if is_strong { Tone::Strong } else { Tone::Plain });
    }

    /// The clauses one after another, `and` before the last.
    fn joined(clauses: Vec<Self>) -> Self {
        let mut words = Self::default();
        let count = clauses.len();
        for (index, clause) in clauses.into_iter().enumerate() {
            match index {
                0 => {}
                _ if index + 1 < count => words.plain(", "),
                1 => words.plain(" and "),
                _ => words.plain(", and "),
            }
            words.extend(clause);
        }
        words
    }

    /// The clauses as one sentence: a capital at its head, a period at its end.
    fn sentence(clauses: Vec<Self>) -> Self {
        let mut words = Self::joined(clauses);
        if let Some(first) = words.0.first_mut() {
            first.text = capitalized(&first.text);
            words.plain(".");
        }
        words
    }
}

impl std::fmt::Display for Words {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|run| formatter.write_str(&run.text))
    }
}

/// The text with a capital at its head.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>())
}

/// A number of things, such as `1 stack` or `412 stacks`.
pub fn amount(count: impl TryInto<u64>, noun: &str) -> String {
    match count.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    }
}

/// Words in a row: `a`, `a and b`, `a, b and c`.
pub fn listed<S: AsRef<str>>(words: &[S]) -> String {
    let mut text = String::new();
    for (index, word) in words.iter().enumerate() {
        text.push_str(match index {
            0 => "",
            _ if index + 1 == words.len() => " and ",
            _ => ", ",
        });
        text.push_str(word.as_ref());
    }
    text
}

/// These entities of a type that has `total`: `all 412 stacks`, `the only stack`, `37 stacks`.
fn these(rows: &Rows, total: usize, noun: &str) -> String {
    match rows.len() {
        1 if total == 1 => format!("the only {noun}"),
        count if count == total => format!("all {}", amount(count, noun)),
        count => amount(count, noun),
    }
}

#[cfg(test)]
mod tests;
