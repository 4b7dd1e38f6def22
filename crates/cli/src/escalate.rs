//! `scopesight escalate`: how a holder could come to hold everything.

use std::{fmt::Write as _, process::ExitCode};

use anyhow::Result;
use clap::Args;
use wire::escalation::{Escalation, WideningInfo};

use crate::{
    input::{Format, Question},
    output,
};

/// Say by which scopes and steps a holder could reach everything; status 1 when there is a way, or when the holder has
/// everything already. What could be had by changing tags alone is told and leaves the status at 0.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    question: Question,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (organization, found) = arguments.question.answer(Escalation::of)?;
    match arguments.question.source.format {
        Format::Json => output::json(&found)?,
        Format::Table => {
            let mut text = output::subject(&organization, &found.subject);
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
                    let _ =
                        writeln!(text, "  {start} with {scopes}: {}", output::plain(&step.message));
                }
            }
            for widening in &found.widenings {
                text.push_str(&told(widening));
            }
            output::text(&text)?;
        }
    }
    let is_reached = found.is_admin || !found.paths.is_empty();
    Ok(if is_reached { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// What could be had by changing tags.
fn told(widening: &WideningInfo) -> String {
    let (through, scopes) = (widening.through.join(", "), widening.scopes.join("  "));
    let mut text = format!("  with {through}: could change tags, and so have\n    {scopes}\n");
    for case in &widening.cases {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "      on {}", output::plain(case));
    }
    if !widening.is_complete {
        let tags = widening.example.tags.iter().map(|(key, value)| format!(" {key}={value}"));
        let more = if widening.cases.is_empty() { "" } else { "and more, " };
        let (of, id) = (widening.entity_type, &widening.example.entity.id);
        let example = output::plain(&format!("{of} {id}{}", tags.collect::<String>()));
        let _ = writeln!(text, "      {more}for example {example}");
    }
    text
}
