//! The suites, from the quickest to answer to the slowest.

use std::env::current_exe;
use std::fmt;
use std::io::stdout;
use std::process::Command;

use anyhow::{Context as _, Result};
use clap::ValueEnum;

use super::hosts;
use super::outcome::Outcome;
use super::tools::Tools;
use crate::progress::{self, Step};
use crate::setup::wasm::TARGET;
use crate::{process, server, web, workspace};

/// A set of tests that run in one place.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(super) enum Suite {
    /// On this machine: every crate's own tests, behaviour as data, the HTTP API, the program
    Native,
    /// The policy engine as WASM, in Node
    WasmNode,
    /// The same in headless Chromium
    WasmBrowser,
    /// A person's way through the web UI, in headless Chromium, against the real server
    Stories,
    /// The npm packages in the hands of others: a program in Node, and pages in headless Chromium
    Hosts,
}

impl Suite {
    pub(super) const ALL: [Self; 5] =
        [Self::Native, Self::WasmNode, Self::WasmBrowser, Self::Stories, Self::Hosts];

    /// Runs the suite's tests, and builds what they are run against.
    pub(super) fn run(self, tools: &Tools) -> Outcome {
        let step = Step::begin(&format!("testing {self}"), self.patience());
        let outcome = match self.commands(tools) {
            Ok(commands) => Outcome::of(commands, self.named(), &mut stdout()),
            Err(error) => Outcome::hindered(error),
        };
        step.end(outcome.verdict.is_ok());
        outcome
    }

    fn commands(self, tools: &Tools) -> Result<Vec<Command>> {
        Ok(match self {
            Self::Native => native(tools)?,
            Self::WasmNode => {
                let mut command = wasm(tools);
                command.env("WASM_BINDGEN_TEST_ONLY_NODE", "1");
                vec![command]
            }
            Self::WasmBrowser => {
                let mut command = wasm(tools);
                command.env("WASM_BINDGEN_TEST_ONLY_WEB", "1").env("CHROMEDRIVER", &tools.driver);
                // In a worker: tests that take long would keep the page from answering the driver,
                // which gives it up after 30 seconds.
                command.env("WASM_BINDGEN_USE_DEDICATED_WORKER", "1");
                vec![command]
            }
            Self::Stories => vec![stories(tools)?],
            Self::Hosts => vec![hosts::command(tools)?],
        })
    }

    /// The test binaries that have to be in it: that one of them went missing would else be lost
    /// among the many tests of the others.
    fn named(self) -> &'static [&'static str] {
        match self {
            Self::Native => &["behaviour", "cedar", "http", "serve", "tidy"],
            Self::WasmNode | Self::WasmBrowser => &["behaviour"],
            Self::Stories => &["stories"],
            Self::Hosts => &["hosts"],
        }
    }

    fn patience(self) -> &'static str {
        match self {
            Self::Native => "about 8 minutes the first time, most of it compiling",
            Self::WasmNode => "about a minute the first time",
            Self::WasmBrowser => "nothing to compile after Node's",
            Self::Stories => "builds the web UI and the server first, about 6 minutes at first",
            Self::Hosts => "builds the npm packages first, about 3 minutes at first",
        }
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Native => "native",
            Self::WasmNode => "WASM in Node",
            Self::WasmBrowser => "WASM in Chromium",
            Self::Stories => "browser stories",
            Self::Hosts => "hosts of the npm packages",
        })
    }
}

fn cargo_test() -> Command {
    let mut command = process::cargo();
    command.args(["test", "--no-fail-fast"]);
    command
}

/// Where tests make databases, as `tests/cluster` reads it.
const CLUSTER: &str = "SCOPESIGHT_TEST_POSTGRES";
/// Says that the HTTP tests are to run on PostgreSQL.
const ON_POSTGRES: &str = "SCOPESIGHT_TEST_ON_POSTGRES";

/// The HTTP tests a second time, on PostgreSQL, where it is installed.
///
/// `xtask` apart from the rest: together, its dependencies would be compiled a second time, with
/// the features that the other crates ask for. `differential` as well: Cedar asks for JSON objects
/// that keep their order, and everything else has to be tested as it is released. `bench`, which asks
/// Cedar as well, has no tests.
fn native(tools: &Tools) -> Result<Vec<Command>> {
    let rest = workspace_tests();
    let mut xtask = cargo_test();
    xtask.args(["--package", "xtask"]);
    let mut differential = cargo_test();
    differential.args(["--package", "differential"]);
    let mut commands = vec![rest, xtask, differential];
    if let Some(cluster) = &tools.cluster {
        let mut http = process::command(current_exe().context("cannot find this program")?);
        http.args(["test-again", "http"]).env(ON_POSTGRES, "1");
        commands.push(http);
        for command in &mut commands {
            command.env(CLUSTER, cluster.url());
        }
    } else {
        progress::note("PostgreSQL is not installed: nothing is tested on it");
    }
    Ok(commands)
}

/// The tests of everything that is compiled together.
pub(super) fn workspace_tests() -> Command {
    let mut tests = cargo_test();
    tests.arg("--workspace");
    for package in ["xtask", "differential", "bench"] {
        tests.args(["--exclude", package]);
    }
    tests
}

/// The crates whose tests also run as WASM. Where is the runner's choice: one binary serves both.
fn wasm(tools: &Tools) -> Command {
    let program = tools.runner.display().to_string();
    let runner = format!("target.{TARGET}.runner=[{program:?}, \"test-runner\"]");
    let mut command = cargo_test();
    command.args(["--target", TARGET, "--config", &runner]);
    command.args(["--package", "policy-wasm", "--package", "tests", "--tests"]);
    command
}

fn stories(tools: &Tools) -> Result<Command> {
    web::build(web::Finish::Plain)?;
    let program = server::tested(&mut workspace_tests())?;
    let mut command = cargo_test();
    command.args(["--package", "stories", "--features", "stories"]);
    command.env("SCOPESIGHT_BIN", program).env("CHROMEDRIVER", &tools.driver);
    // The program serves it from there, so that it need not be compiled around it.
    command.env("SCOPESIGHT_WEB_DIR", workspace::web());
    command.env("AXE_CORE", &tools.axe);
    // A story's error says what was seen; where in the harness it came from is noise.
    command.env("RUST_LIB_BACKTRACE", "0");
    Ok(command)
}
