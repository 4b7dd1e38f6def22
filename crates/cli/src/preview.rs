//! `scopesight preview`: what a subject may do, on every entity.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use wire::Preview;

use crate::{
    input::{Format, Source, SubjectArguments},
    output, table,
};

/// Show what a role, a draft, a token, a person or a team may do on every entity.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    subject: SubjectArguments,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let organization = arguments.source.load()?;
    let subject = arguments.subject.read()?;
    let preview =
        Preview::of(&organization, &subject).map_err(|fault| arguments.subject.blame(fault))?;
    output::text(&match arguments.source.format {
        Format::Json => preview.to_text()?,
        Format::Table => table::render(&preview, &organization),
    });
    Ok(ExitCode::SUCCESS)
}
