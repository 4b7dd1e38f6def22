//! The program `scopesight`.

mod preview;
mod table;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// See what a role or a token lets its holder do, before it is saved.
#[derive(Parser)]
#[command(name = "scopesight", version)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Preview(preview::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Program::parse().command {
        Command::Preview(arguments) => preview::run(&arguments),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
