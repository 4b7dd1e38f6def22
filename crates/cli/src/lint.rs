//! `scopesight lint`: what is worth knowing about roles.

use std::{fmt::Write as _, process::ExitCode};

use anyhow::Result;
use clap::Args;
use wire::{Subject, lint::Lint};

use crate::{
    input::{Format, Source},
    output, table,
};

/// Tell what is worth knowing about every custom role, and what anybody was given that is not there; status 1 when
/// something is broken.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// One role, by id or by unique name.
    #[arg(long, value_name = "ID")]
    role: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let organization = arguments.source.load()?;
    let role = arguments.role.clone().map(Subject::Role);
    let lint = Lint::of(&organization, role.as_ref())?;
    match arguments.source.format {
        Format::Json => output::json(&lint)?,
        Format::Table => {
            let mut text = String::new();
            for role in &lint.roles {
                let sign = if role.diagnostics.is_empty() { "  nothing to say" } else { "" };
                // Writing into a string cannot fail.
                let _ = writeln!(text, "{}{sign}", output::subject(&organization, &role.subject));
                for diagnostic in &role.diagnostics {
                    text.push_str(&table::diagnostic(&organization, diagnostic, "  "));
                }
            }
            if !lint.people.is_empty() {
                text.push_str("people, teams and tokens\n");
            }
            for diagnostic in &lint.people {
                text.push_str(&table::diagnostic(&organization, diagnostic, "  "));
            }
            output::text(&text)?;
        }
    }
    Ok(if lint.is_clean() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
