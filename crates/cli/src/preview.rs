//! `scopesight preview`: what a subject may do, on every entity.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use wire::{Preview, digest::Digest};

use crate::{
    input::{self, Format, Question},
    output, table,
};

/// Show what a role, a draft, a token, a person or a team may do on every entity.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    question: Question,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let question = &arguments.question;
    let is_table = question.source.format == Format::Table;
    let (organization, (preview, digest)) = question.answer(|organization, subject| {
        let preview = Preview::of(organization, subject)?;
        // What a person, a team or a token may do is no single definition, and has none.
        let digest = is_table.then(|| Digest::of(organization, subject).ok()).flatten();
        Ok((preview, digest))
    })?;
    match question.source.format {
        Format::Json => output::document(&preview.to_text()?)?,
        Format::Table => {
            let now = input::now()?;
            output::text(&table::render(&preview, digest.as_ref(), &organization, now))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
