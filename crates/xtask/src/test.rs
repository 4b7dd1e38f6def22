//! `cargo xtask test`: every test there is, each where it has to hold.

pub(crate) mod again;
mod ahead;
pub(crate) mod hosts;
mod outcome;
mod suite;
mod tally;
mod tools;

use std::io::{Write as _, stdout};
use std::time::Instant;

use anyhow::{Result, bail};
use suite::Suite;
use tally::Tally;
use tools::Tools;

use crate::progress;

/// What `cargo xtask test` takes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The suites to run, instead of all
    #[arg(value_enum)]
    suites: Vec<Suite>,
}

/// Sets up and runs the suites; fails when a test fails or is ignored, or a suite has no test.
pub(crate) fn test(arguments: &Arguments) -> Result<()> {
    let start = Instant::now();
    let suites = match arguments.suites.as_slice() {
        [] => &Suite::ALL,
        some => some,
    };
    let tools = Tools::ensure(suites)?;

    let mut total = Tally::default();
    let mut report = Vec::new();
    let mut complaints = Vec::new();
    for (index, suite) in suites.iter().enumerate() {
        let start = Instant::now();
        // Tests in WASM leave one processor idle.
        if *suite == Suite::WasmNode {
            ahead::begin(suites.get(index..).unwrap_or_default());
        }
        let outcome = suite.run(&tools);
        total += outcome.tally;
        let elapsed = progress::duration(start.elapsed());
        report.push(format!("  {suite}: {outcome}, in {elapsed}"));
        if let Err(error) = outcome.verdict {
            complaints.push(format!("  {suite}: {error:#}"));
        }
    }

    // One line each, on the same stream as the tests' own, so that it stays below them.
    let mut out = stdout().lock();
    writeln!(out, "\nAll suites, in {}:", progress::duration(start.elapsed()))?;
    for line in &report {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "total: {} passed, {} failed", total.passed, total.failed)?;
    if !complaints.is_empty() {
        bail!("not every suite passed:\n{}", complaints.join("\n"));
    }
    Ok(())
}
