//! `scopesight escalate`: how a holder could come to hold everything.

use std::{fmt::Write as _, process::ExitCode};

use anyhow::Result;
use clap::Args;
use wire::escalation::Escalation;

use crate::{
    input::{Format, Question},
    output,
};

/// Say by which scopes and steps a holder could reach everything; status 1 when there is a way.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    question: Question,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (_, found) = arguments.question.answer(Escalation::of)?;
    match arguments.question.source.format {
        Format::Json => output::json(&found)?,
        Format::Table => {
            let mut text = output::subject(&found.subject);
            text.push_str(match (found.is_admin, found.paths.as_slice()) {
                (true, _) => " holds everything that the Admin role grants\n",
                (false, []) => " has no known way to everything that the Admin role grants\n",
                (false, _) => " could reach everything that the Admin role grants\n",
            });
            for (number, path) in (1..).zip(&found.paths) {
                for (index, step) in path.iter().enumerate() {
                    let start = if index == 0 { format!("{number}.") } else { "  ".to_owned() };
                    // Writing into a string cannot fail.
                    let scopes = step.scopes.join(", ");
                    let _ = writeln!(text, "  {start} with {scopes}: {}", step.message);
                }
            }
            output::text(&text);
        }
    }
    Ok(if found.paths.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
