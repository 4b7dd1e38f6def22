//! The program `scopesight`.

mod audit;
mod diff;
mod digest;
mod escalate;
mod explain;
mod impact;
mod input;
mod kinds;
mod lint;
mod output;
mod preview;
mod prove;
mod replay;
mod retag;
mod serve;
mod table;
mod tokens;
mod user;
mod who;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// See what a role or a token lets its holder do, before it is saved.
#[derive(Parser)]
#[command(name = "scopesight", version, after_help = STATUSES)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

const STATUSES: &str = "Exit status: 0 done and it holds, 1 the answer is no, 2 the input is wrong";

#[derive(Subcommand)]
enum Command {
    Serve(serve::Arguments),
    /// The audit log.
    #[command(subcommand)]
    Audit(audit::Command),
    Preview(preview::Arguments),
    Diff(diff::Arguments),
    Digest(digest::Arguments),
    Kinds(kinds::Arguments),
    Explain(explain::Arguments),
    Who(who::Arguments),
    Prove(prove::Arguments),
    Lint(lint::Arguments),
    Impact(impact::Arguments),
    Replay(replay::Arguments),
    Retag(retag::Arguments),
    Escalate(escalate::Arguments),
    Tokens(tokens::Arguments),
    /// People who sign in.
    #[command(subcommand)]
    User(user::Command),
}

fn main() -> ExitCode {
    let outcome = match Program::parse().command {
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Audit(command) => audit::run(&command),
        Command::Preview(arguments) => preview::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Digest(arguments) => digest::run(&arguments),
        Command::Kinds(arguments) => kinds::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Who(arguments) => who::run(&arguments),
        Command::Prove(arguments) => prove::run(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Impact(arguments) => impact::run(&arguments),
        Command::Replay(arguments) => replay::run(&arguments),
        Command::Retag(arguments) => retag::run(&arguments),
        Command::Escalate(arguments) => escalate::run(&arguments),
        Command::Tokens(arguments) => tokens::run(&arguments),
        Command::User(command) => user::run(&command),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {}", output::plain(&output::causes(&error)));
            ExitCode::from(2)
        }
    }
}
