//! What was measured: a table for people, one flat object of numbers for programs.

use std::fmt::Write as _;

/// One figure.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its id.
    pub id: &'static str,
    /// What it measures, and what is included.
    pub what: String,
    /// The figure.
    pub value: f64,
    /// What is to be reached, if anything is.
    pub target: Option<Target>,
}

/// What is to be reached.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    /// Below this.
    Below(f64),
    /// At least this.
    AtLeast(f64),
}

impl Figure {
    /// A figure with nothing to reach.
    pub fn new(id: &'static str, what: impl Into<String>, value: f64) -> Self {
        Self { id, what: what.into(), value, target: None }
    }

    /// The same figure, to be below `limit`.
    #[must_use]
    pub const fn below(mut self, limit: f64) -> Self {
        self.target = Some(Target::Below(limit));
        self
    }

    /// The same figure, to be at least `limit`.
    #[must_use]
    pub const fn at_least(mut self, limit: f64) -> Self {
        self.target = Some(Target::AtLeast(limit));
        self
    }

    /// Whether the target is reached; `None` where there is none.
    pub fn is_reached(&self) -> Option<bool> {
        self.target.map(|target| match target {
            Target::Below(limit) => self.value < limit,
            Target::AtLeast(limit) => self.value >= limit,
        })
    }
}

/// The table.
pub fn table(figures: &[Figure]) -> String {
    let mut text =
        format!("{:<30}{:>14}{:>12}  {:<7} {}\n", "id", "measured", "to reach", "", "what");
    for figure in figures {
        let target = match figure.target {
            Some(Target::Below(limit)) => format!("< {limit}"),
            Some(Target::AtLeast(limit)) => format!(">= {limit}"),
            None => String::new(),
        };
        let verdict = match figure.is_reached() {
            Some(true) => "reached",
            Some(false) => "missed",
            None => "",
        };
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "{:<30}{:>14}{target:>12}  {verdict:<7} {}",
            figure.id,
            rounded(figure.value),
            figure.what
        );
    }
    text
}

/// The object.
pub fn json(figures: &[Figure]) -> String {
    let numbers = figures.iter().map(|figure| (figure.id.to_owned(), figure.value.into()));
    serde_json::Value::Object(numbers.collect()).to_string()
}

fn rounded(value: f64) -> String {
    if value >= 1000.0 { format!("{value:.0}") } else { format!("{value:.3}") }
}
