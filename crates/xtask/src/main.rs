//! Set-up, build, test and run: `cargo xtask …`.
//!
//! Everything a person or a machine does with the project goes through here, so that a fresh
//! clone needs nothing but Rust and a C compiler. What is missing is installed where that is
//! possible without asking, and named where it is not.

mod bench;
mod bindgen;
mod fuzz;
mod package;
mod postgres;
mod process;
mod progress;
mod run;
mod server;
mod setup;
mod shrink;
mod test;
mod web;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Set-up, build, test and run.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and start the server with the demo organization
    Run(run::Arguments),
    /// Run every test: native, WASM in Node and in Chromium, browser stories
    Test(test::Arguments),
    /// Measure the engine beside its peers, natively and in Node; `bench http`: the server under load; `bench ui`: the web UI
    Bench(bench::Arguments),
    /// Ask a server everything that /openapi.json describes, with requests that Schemathesis makes up
    Fuzz(fuzz::Arguments),
    /// Build the program with the web UI inside, in release: target/release/scopesight
    Build,
    /// Build the npm packages into target/npm, and pack them
    Package(package::Arguments),
    /// Build the web UI into target/web
    Web,
    /// Concatenate the style sheets into target/styles.css (what Trunk's hook calls)
    Styles,
    /// Run the integration tests of a name once more, as they were built
    #[command(hide = true)]
    TestAgain {
        /// Their name.
        name: String,
    },
    /// Run one WASM test binary (what cargo calls as its runner)
    #[command(hide = true)]
    TestRunner {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Run(arguments) => run::run(&arguments),
        Task::Test(arguments) => test::test(&arguments),
        Task::Bench(arguments) => bench::bench(&arguments),
        Task::Fuzz(arguments) => fuzz::fuzz(&arguments),
        Task::Build => run::build().map(|_| ()),
        Task::Package(arguments) => package::package(&arguments),
        Task::Web => web::build(web::Finish::Shrunk),
        Task::Styles => web::styles::write(),
        Task::TestAgain { name } => test::again::again(&name),
        Task::TestRunner { arguments } => bindgen::run_tests(arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            progress::note(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
