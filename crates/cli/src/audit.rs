//! `scopesight audit`: whether the audit log is what was written.

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use server::DEFAULT_DATABASE;
use wire::audit::Verification;

use crate::input::Format;
use crate::output;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    Verify(Arguments),
}

/// Prove that no entry of an organization's audit log was altered, removed or moved
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The database: `sqlite://PATH` or `postgres://…`; nothing in it is changed, and a server may be using it
    #[arg(long, env = "SCOPESIGHT_DATABASE", value_name = "URL", default_value = DEFAULT_DATABASE, hide_env_values = true)]
    database: String,
    /// The organization
    #[arg(long, value_name = "NAME")]
    organization: String,
    /// A head that was noted elsewhere, now or earlier: the entry it stands for has to be in the log
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
    /// Text for people, or one JSON document
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode> {
    let Command::Verify(arguments) = command;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let verified =
        runtime.context("cannot start the runtime")?.block_on(server::verify_audit_log(
            &arguments.database,
            &arguments.organization,
            arguments.head.as_deref(),
        ))?;
    match arguments.format {
        Format::Json => output::json(&verified)?,
        Format::Table => output::text(&render(&verified, arguments.head.as_deref()))?,
    }
    Ok(if verified.holds { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn render(verified: &Verification, noted: Option<&str>) -> String {
    let Verification { organization, count, head, .. } = verified;
    let Some(flaw) = &verified.flaw else {
        let noted = match noted {
            None => "",
            Some(head) if head.trim().bytes().all(|digit| digit == b'0') => {
                ", and the head that was noted is that of a log without entries"
            }
            Some(_) => ", and the head that was noted is one of them",
        };
        return format!(
            "the audit log of {organization} holds: {count} entries, each as it was written{noted}\nhead {head}\n"
        );
    };
    format!(
        "the audit log of {organization} does not hold: {}\n{count} entries before it are as they were written\nhead of those {head}\n",
        flaw.message
    )
}
