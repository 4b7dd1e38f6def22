//! Measures the web UI; `cargo xtask bench ui` builds what it needs first.

use std::path::PathBuf;

use anyhow::Result;
use bench::{report, ui};
use clap::Parser;
use tokio::runtime;

/// The web UI in headless Chromium.
#[derive(Parser)]
struct Arguments {
    /// One flat object of numbers instead of a table.
    #[arg(long)]
    json: bool,
    /// Smaller work: to see that everything runs, not to measure.
    #[arg(long)]
    quick: bool,
    /// Also write profiles of the processor into this folder, for the developer tools.
    #[arg(long, value_name = "FOLDER")]
    profiles: Option<PathBuf>,
    /// Where the program `scopesight` is.
    program: PathBuf,
}

fn main() -> Result<()> {
    let Arguments { json, quick, profiles, program } = Arguments::parse();
    // One thread: the browser and the server are to have the processors.
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let figures = runtime.block_on(ui::measure::run(&program, quick, profiles.as_deref()))?;
    #[expect(clippy::print_stdout, reason = "what the program is for")]
    if json {
        println!("{}", report::json(&figures));
    } else {
        print!("{}", report::table(&figures));
    }
    Ok(())
}
