//! `scopesight user`: a way in for somebody who has none any more.

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use server::DEFAULT_DATABASE;

use crate::{output, serve};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    Token(Arguments),
}

/// Make a token for a person who has none to sign in with
///
/// For whoever runs the server: it asks nobody's leave, and is told in the audit log of every organization of the
/// person. Servers on the database know the token at once. The key that tokens are hashed with is read as `serve`
/// reads it.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The login of the person
    login: String,
    /// The database: `sqlite://PATH` or `postgres://…`; a server may be using it
    #[arg(long, env = "SCOPESIGHT_DATABASE", value_name = "URL", default_value = DEFAULT_DATABASE, hide_env_values = true)]
    database: String,
    /// For how many days the token is good
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=365))]
    days: u16,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode> {
    let Command::Token(Arguments { login, database, days }) = command;
    let key = serve::token_key()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let issued = runtime
        .context("cannot start the runtime")?
        .block_on(server::issue_token(database, key, login, *days))?;
    output::text(&format!(
        "user `{login}` signs in with this token until {}, it is not shown again: {}\n",
        issued.expires,
        issued.secret.reveal()
    ))?;
    Ok(ExitCode::SUCCESS)
}
