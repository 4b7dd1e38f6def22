//! What a person sees while they wait.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Does `work`, saying on standard error what is waited for and, afterwards, how long it took.
///
/// `patience` is what to expect, or empty when the step is quick.
pub(crate) fn step<T>(name: &str, patience: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let step = Step::begin(name, patience);
    let outcome = work();
    step.end(outcome.is_ok());
    outcome
}

/// Something a person waits for.
pub(crate) struct Step {
    name: String,
    start: Instant,
}

impl Step {
    /// Says that `name` begins, and what to expect if that is not empty.
    pub(crate) fn begin(name: &str, patience: &str) -> Self {
        if patience.is_empty() {
            note(&format!("{name} …"));
        } else {
            note(&format!("{name} ({patience}) …"));
        }
        Self { name: name.to_owned(), start: Instant::now() }
    }

    /// Says how it ended, and after how long.
    pub(crate) fn end(self, well: bool) {
        let how = if well { "done in" } else { "failed after" };
        note(&format!("{}: {how} {}", self.name, duration(self.start.elapsed())));
    }
}

/// Says `message` to the person waiting.
pub(crate) fn note(message: &str) {
    eprintln!("xtask: {message}");
}

/// `elapsed` for a person: `4.2 s`, `3 min 20 s`.
pub(crate) fn duration(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    if seconds < 60 {
        format!("{:.1} s", elapsed.as_secs_f32())
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_a_person_would_say_them() {
        assert_eq!(duration(Duration::from_millis(4_240)), "4.2 s");
        assert_eq!(duration(Duration::from_secs(200)), "3 min 20 s");
    }
}
