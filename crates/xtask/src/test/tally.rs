//! How many tests a run had, read from its output.

use std::fmt;
use std::ops::AddAssign;

/// The counts of one or more summary lines.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) ignored: usize,
}

impl Tally {
    /// The counts that `line` states, if it is the summary of a test binary.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let (_, counts) = line.trim().strip_prefix("test result: ")?.split_once(". ")?;
        let count = |word: &str| {
            counts.split("; ").find_map(|part| part.strip_suffix(word)?.trim().parse().ok())
        };
        Some(Self {
            passed: count("passed")?,
            failed: count("failed")?,
            ignored: count("ignored").unwrap_or(0),
        })
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.ignored > 0 {
            write!(f, ", {} ignored", self.ignored)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_of_cargo_test_is_counted() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; \
                    4 filtered out; finished in 0.02s";
        assert_eq!(Tally::parse(line), Some(Tally { passed: 12, failed: 3, ignored: 1 }));
    }

    #[test]
    fn a_summary_of_the_wasm_runner_is_counted() {
        let line = "    test result: ok. 2 passed; 0 failed; 0 ignored; 0 filtered out; \
                    finished in 0.01s";
        assert_eq!(Tally::parse(line), Some(Tally { passed: 2, failed: 0, ignored: 0 }));
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(Tally::parse("test result_is_kept ... ok"), None);
        assert_eq!(Tally::parse("no tests to run!"), None);
    }
}
