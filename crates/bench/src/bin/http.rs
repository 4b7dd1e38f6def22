//! Measures the server under load; `cargo xtask bench http` builds what it needs first.

use std::path::PathBuf;

use anyhow::Result;
use bench::{http, report};
use clap::{Parser, Subcommand};
use tokio::runtime;

/// The server under load.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measure the program `scopesight`
    Measure {
        /// One flat object of numbers instead of a table.
        #[arg(long)]
        json: bool,
        /// Smaller work: to see that everything runs, not to measure.
        #[arg(long)]
        quick: bool,
        /// Where the program is.
        program: PathBuf,
    },
    /// Serve a database, with a route that answers a constant
    #[command(hide = true)]
    Constant {
        /// The database.
        url: String,
    },
}

fn main() -> Result<()> {
    match Arguments::parse().task {
        Task::Measure { json, quick, program } => {
            // One thread: the client is to leave the processors to the server.
            let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
            let figures = runtime.block_on(http::measure::run(&program, quick))?;
            #[expect(clippy::print_stdout, reason = "what the program is for")]
            if json {
                println!("{}", report::json(&figures));
            } else {
                print!("{}", report::table(&figures));
            }
            Ok(())
        }
        // As the program does it.
        Task::Constant { url } => runtime::Runtime::new()?.block_on(http::constant::serve(url)),
    }
}
