//! `scopesight replay`: what of a role a usage log needed, and what a draft would have refused.

mod smaller;
mod told;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use wire::{
    Fault, Subject,
    replay::{self, MAX_BYTES, Replaying},
};

use crate::{
    input::{self, Format, Source},
    output,
};

/// Say what of a role a usage log did not need, what a draft would have refused, and suggest a smaller role that is
/// proved to cover the log and to be contained in today's; status 1 when the draft would have refused anything, or
/// when no smaller role is suggested.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    asked: Asked,
    /// The usage log: a JSON object a line, or a list of them, with ids or unique names; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    log: PathBuf,
    /// A file with a definition in the role's place: a descriptor, or an object with `details`.
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
    /// Suggest a smaller role: the rules and scopes that were used, or `tight`, only where they were used.
    #[arg(long, value_enum, num_args = 0..=1, default_missing_value = "rules")]
    suggest: Option<Suggest>,
}

/// What is asked about.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Asked {
    /// A role of the snapshot, by id or by unique name.
    #[arg(long, value_name = "ID")]
    role: Option<String>,
    /// An access token with everything that it holds, by id or by unique name.
    #[arg(long, value_name = "ID")]
    token: Option<String>,
    /// A person with everything that the person holds.
    #[arg(long, value_name = "LOGIN")]
    user: Option<String>,
    /// A team with everything that it holds.
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
}

/// How small a role is suggested.
#[derive(Clone, Copy, ValueEnum)]
enum Suggest {
    /// The rules and scopes that were used, with the conditions they have.
    Rules,
    /// The same, only on the entities on which they were used.
    Tight,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let organization = arguments.source.load()?;
    let in_log = |fault: Fault| input::in_file(&arguments.log, &fault);
    let text = input::read_at_most(&arguments.log, MAX_BYTES)?;
    let log = replay::read(&text).map_err(in_log)?;
    drop(text);
    let draft = match &arguments.draft {
        Some(file) => match input::draft(file)? {
            Subject::Draft(draft) => Some(draft),
            _ => return Err(anyhow!("expected a definition in `{}`", file.display())),
        },
        None => None,
    };
    let suggest = arguments.suggest.map(|suggest| match suggest {
        Suggest::Rules => replay::Suggest::Rules,
        Suggest::Tight => replay::Suggest::Tight,
    });
    let replaying = Replaying { subject: arguments.asked.subject()?, draft, suggest };
    let answer = replaying.answer(&organization, &log)?;
    match arguments.source.format {
        Format::Json => output::json(&answer)?,
        Format::Table => {
            output::text(&told::render(&organization, &answer, arguments.draft.is_some()))?;
        }
    }
    let is_no = !answer.refused.is_empty() || answer.no_suggestion.is_some();
    Ok(if is_no { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

impl Asked {
    fn subject(&self) -> Result<Subject> {
        let subject = None
            .or_else(|| self.role.clone().map(Subject::Role))
            .or_else(|| self.token.clone().map(Subject::Token))
            .or_else(|| self.user.clone().map(Subject::User))
            .or_else(|| self.team.clone().map(Subject::Team));
        subject.ok_or_else(|| anyhow!("name a role, a token, a user or a team"))
    }
}
