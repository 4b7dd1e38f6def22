//! A run of tests, watched.

use std::io::{BufRead as _, BufReader, Write as _, stdout};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::tally::Tally;
use crate::process;

/// What became of a suite.
pub(super) struct Outcome {
    pub(super) tally: Tally,
    /// Why the suite did not pass, if it did not.
    pub(super) verdict: Result<()>,
}

impl Outcome {
    /// Runs `commands` one after the other, letting their output through and counting tests.
    pub(super) fn of(commands: impl IntoIterator<Item = Command>) -> Self {
        let mut tally = Tally::default();
        let mut verdict = Ok(());
        for mut command in commands {
            let outcome = run(&mut command, &mut tally);
            verdict = verdict.and(outcome);
        }
        let verdict = verdict.and_then(|()| judge(tally));
        Self { tally, verdict }
    }
}

fn run(command: &mut Command, tally: &mut Tally) -> Result<()> {
    let shown = process::shown(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{shown}`"))?;
    let output = child.stdout.take().context("the tests have no output")?;
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        if let Some(counts) = Tally::parse(&String::from_utf8_lossy(&line)) {
            *tally += counts;
        }
        let mut out = stdout().lock();
        out.write_all(&line)?;
        out.write_all(b"\n")?;
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{shown}` failed: {status}");
    }
    Ok(())
}

/// A suite in which nothing ran, or in which something was left out, has not passed.
fn judge(tally: Tally) -> Result<()> {
    if tally.failed > 0 {
        bail!("{} tests failed", tally.failed);
    }
    if tally.ignored > 0 {
        bail!("{} tests are ignored; the project has none such", tally.ignored);
    }
    if tally.passed == 0 {
        bail!("no test ran");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suite_without_tests_does_not_pass() {
        let error = judge(Tally::default()).unwrap_err();
        assert_eq!(error.to_string(), "no test ran");
    }

    #[test]
    fn an_ignored_test_is_reported() {
        let error = judge(Tally { passed: 3, failed: 0, ignored: 1 }).unwrap_err();
        assert!(error.to_string().contains("1 tests are ignored"), "{error}");
    }

    #[test]
    fn a_command_that_cannot_start_is_named() {
        let outcome = Outcome::of([Command::new("no-such-program-anywhere")]);
        let error = outcome.verdict.unwrap_err();
        assert!(error.to_string().contains("no-such-program-anywhere"), "{error}");
    }
}
