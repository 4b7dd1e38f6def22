//! `scopesight preview`: what a subject may do, on every entity.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use wire::Preview;

use crate::{
    input::{Format, Question},
    output, table,
};

/// Show what a role, a draft, a token, a person or a team may do on every entity.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    question: Question,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (organization, preview) = arguments.question.answer(Preview::of)?;
    output::text(&match arguments.question.source.format {
        Format::Json => preview.to_text()?,
        Format::Table => table::render(&preview, &organization),
    });
    Ok(ExitCode::SUCCESS)
}
