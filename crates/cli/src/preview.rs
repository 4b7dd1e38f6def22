//! `scopesight preview`: what a subject may do, from a snapshot file.

use std::{fs, io::Write as _, path::PathBuf, process::ExitCode};

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};
use wire::{Fault, Preview, Snapshot, Subject, subject::Draft};

use crate::table;

/// Show what a role, a draft, a token, a person or a team may do on every entity.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The snapshot: one JSON document with entities, records and, where needed, people.
    #[arg(long, value_name = "FILE")]
    snapshot: PathBuf,
    #[command(flatten)]
    subject: SubjectArguments,
    /// A table for people, or one JSON document.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct SubjectArguments {
    /// A role of the snapshot, by id or by unique name.
    #[arg(long, value_name = "ID")]
    role: Option<String>,
    /// A file with a definition that is not saved: a descriptor, or an object with `details`.
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
    /// An access token, by id or by unique name.
    #[arg(long, value_name = "ID")]
    token: Option<String>,
    /// A person.
    #[arg(long, value_name = "LOGIN")]
    user: Option<String>,
    /// A team.
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let text = read(&arguments.snapshot)?;
    let organization = Snapshot::parse(&text).and_then(Snapshot::load);
    let organization = organization.map_err(|fault| in_file(&arguments.snapshot, &fault))?;
    let subject = arguments.subject.read()?;
    let preview =
        Preview::of(&organization, &subject).map_err(|fault| match &arguments.subject.draft {
            Some(file) if !fault.code.starts_with("unknown") || !fault.pointer.is_empty() => {
                in_file(file, &fault)
            }
            _ => anyhow::Error::new(fault),
        })?;
    let text = match arguments.format {
        Format::Json => preview.to_text()?,
        Format::Table => table::render(&preview, &organization),
    };
    // A reader that has seen enough (`| head`) is no failure.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    Ok(ExitCode::SUCCESS)
}

impl SubjectArguments {
    fn read(&self) -> Result<Subject> {
        if let Some(file) = &self.draft {
            let draft = Draft::parse(&read(file)?);
            return Ok(Subject::Draft(draft.map_err(|fault| in_file(file, &fault))?));
        }
        let subject = None
            .or_else(|| self.role.clone().map(Subject::Role))
            .or_else(|| self.token.clone().map(Subject::Token))
            .or_else(|| self.user.clone().map(Subject::User))
            .or_else(|| self.team.clone().map(Subject::Team));
        subject.context("name a role, a draft, a token, a user or a team")
    }
}

fn read(file: &PathBuf) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))
}

fn in_file(file: &std::path::Path, fault: &Fault) -> anyhow::Error {
    anyhow::anyhow!("{}: {fault}", file.display())
}
