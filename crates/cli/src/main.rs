//! The program `scopesight`.

mod preview;
mod serve;
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
    Serve(serve::Arguments),
    Preview(preview::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Program::parse().command {
        Command::Serve(arguments) => serve::run(&arguments),
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
