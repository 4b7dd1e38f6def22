//! A run of tests, watched.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufRead as _, BufReader, Write, pipe};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::tally::Tally;
use crate::process;

/// What became of a suite.
pub(super) struct Outcome {
    pub(super) tally: Tally,
    /// How many tests passed in those test binaries that the suite cannot do without.
    named: BTreeMap<&'static str, usize>,
    /// Why the suite did not pass, if it did not.
    pub(super) verdict: Result<()>,
}

impl Outcome {
    /// The suite could not even begin.
    pub(super) fn hindered(error: anyhow::Error) -> Self {
        Self { tally: Tally::default(), named: BTreeMap::new(), verdict: Err(error) }
    }

    /// Runs `commands` one after the other, letting their output through and counting tests;
    /// each test binary in `named` has to be among them.
    pub(super) fn of(
        commands: impl IntoIterator<Item = Command>,
        named: &[&'static str],
        out: &mut impl Write,
    ) -> Self {
        let named = named.iter().map(|name| (*name, 0)).collect();
        let mut outcome = Self { tally: Tally::default(), named, verdict: Ok(()) };
        for mut command in commands {
            let ran = outcome.run(&mut command, out);
            outcome.verdict = outcome.verdict.and(ran);
        }
        outcome.verdict = outcome.verdict.and_then(|()| judge(outcome.tally, &outcome.named));
        outcome
    }

    fn run(&mut self, command: &mut Command, out: &mut impl Write) -> Result<()> {
        let shown = process::shown(command);
        // One stream, so that cargo's word on what it runs comes before what that says.
        let (output, input) = pipe()?;
        command.stdout(input.try_clone()?).stderr(input);
        let mut child = command.spawn().with_context(|| format!("cannot start `{shown}`"))?;
        // The command holds the writing end, and reading goes on while anybody does.
        command.stdout(Stdio::null()).stderr(Stdio::null());

        let mut running = String::new();
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            let text = String::from_utf8_lossy(&line);
            if let Some(binary) = binary(&text) {
                binary.clone_into(&mut running);
            }
            if let Some(counts) = Tally::parse(&text) {
                self.tally += counts;
                if let Some(passed) = self.named.get_mut(running.as_str()) {
                    *passed += counts.passed;
                }
            }
            out.write_all(&line)?;
            out.write_all(b"\n")?;
        }
        let status = child.wait()?;
        if !status.success() {
            bail!("`{shown}` failed: {status}");
        }
        Ok(())
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.tally)?;
        for (name, passed) in &self.named {
            write!(f, ", {passed} of them in `{name}`")?;
        }
        Ok(())
    }
}

/// The name of the test binary that `line` of cargo's announces.
fn binary(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("Running")?;
    let (_, path) = rest.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let name = Path::new(path).file_stem()?.to_str()?;
    Some(name.rsplit_once('-')?.0)
}

/// A suite in which nothing ran, or in which something was left out, has not passed.
fn judge(tally: Tally, named: &BTreeMap<&str, usize>) -> Result<()> {
    if tally.failed > 0 {
        bail!("{} tests failed", tally.failed);
    }
    if tally.ignored > 0 {
        bail!("{} tests are ignored; the project has none such", tally.ignored);
    }
    if tally.passed == 0 {
        bail!("no test ran");
    }
    if let Some((name, _)) = named.iter().find(|(_, passed)| **passed == 0) {
        bail!("no test of `{name}` ran");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::sink;

    use super::*;

    #[test]
    fn a_suite_without_tests_does_not_pass() {
        let error = judge(Tally::default(), &BTreeMap::new()).unwrap_err();
        assert_eq!(error.to_string(), "no test ran");
    }

    #[test]
    fn an_ignored_test_is_reported() {
        let error =
            judge(Tally { passed: 3, failed: 0, ignored: 1 }, &BTreeMap::new()).unwrap_err();
        assert!(error.to_string().contains("1 tests are ignored"), "{error}");
    }

    #[test]
    fn a_command_that_cannot_start_is_named() {
        let outcome = Outcome::of([Command::new("no-such-program-anywhere")], &[], &mut sink());
        let error = outcome.verdict.unwrap_err();
        assert!(error.to_string().contains("no-such-program-anywhere"), "{error}");
    }

    #[test]
    fn a_named_binary_without_tests_is_missed() {
        let named = BTreeMap::from([("behaviour", 2), ("http", 0)]);
        let error = judge(Tally { passed: 2, failed: 0, ignored: 0 }, &named).unwrap_err();
        assert_eq!(error.to_string(), "no test of `http` ran");
    }

    #[test]
    fn cargo_says_which_binary_it_runs() {
        let line = "     Running behaviour/main.rs (target/debug/deps/behaviour-0a5258eb09686fba)";
        assert_eq!(binary(line), Some("behaviour"));
        let line = "     Running unittests src/lib.rs (/t/wasm32/deps/policy_wasm-044e542db1.wasm)";
        assert_eq!(binary(line), Some("policy_wasm"));
        assert_eq!(binary("Running headless tests in Chrome on `http://127.0.0.1:41255/`"), None);
    }

    #[cfg(unix)]
    #[test]
    fn tests_are_counted_by_binary() {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(
            "echo 'Running a (deps/http-1)' >&2; echo 'test result: ok. 2 passed; 0 failed; 0 ignored'",
        );
        // Into a text of its own: in this one's output it would be counted.
        let mut said = Vec::new();
        let outcome = Outcome::of([shell], &["http"], &mut said);
        assert!(said.starts_with(b"Running a (deps/http-1)\n"));
        assert!(outcome.verdict.is_ok());
        assert_eq!(outcome.to_string(), "2 passed, 0 failed, 2 of them in `http`");
    }
}
