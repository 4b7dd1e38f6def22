//! `scopesight digest`: what a definition grants, in 64 hexadecimal digits.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::Args;
use wire::{Subject, digest::Digest};

use crate::{
    input::{self, Format, Source},
    output,
};

/// Print the decision digest of a role's definition or of a draft: the one that the web page shows and a save sends.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    definition: Definition,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Definition {
    /// A role of the snapshot, by id or by unique name: of its policy where it is nothing but one.
    #[arg(long, value_name = "ID")]
    role: Option<String>,
    /// A file with a definition that is not saved: a descriptor, or an object with `details`.
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let organization = arguments.source.load()?;
    let Definition { role, draft } = &arguments.definition;
    let digest = match draft {
        Some(file) => Digest::of(&organization, &input::draft(file)?)
            .map_err(|fault| input::in_file(file, &fault))?,
        None => Digest::of(&organization, &Subject::Role(role.clone().unwrap_or_default()))?,
    };
    match arguments.source.format {
        Format::Json => output::json(&digest)?,
        Format::Table => output::text(&format!("{}\n", digest.digest))?,
    }
    Ok(ExitCode::SUCCESS)
}
