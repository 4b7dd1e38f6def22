//! `scopesight explain`: why a subject may do something, or why not.

use std::{fmt::Write as _, process::ExitCode};

use anyhow::Result;
use clap::Args;
use wire::{explain::Explained, snapshot::EntityKey};

use crate::{
    input::{self, Format, Moment, Source, SubjectArguments},
    output,
};

/// Say why a subject may do something, or why not; status 1 when it may not.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    subject: SubjectArguments,
    /// What it would do, such as `stack:delete`.
    #[arg(long, value_parser = input::scope)]
    scope: policy::Scope,
    /// On what, by id or by unique name; the organization when left out.
    #[arg(long, value_name = "TYPE/ID", value_parser = input::entity)]
    entity: Option<EntityKey>,
    #[command(flatten)]
    moment: Moment,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let organization = arguments.source.load()?;
    let subject = arguments.subject.read()?;
    let (scope, entity) = (arguments.scope, arguments.entity.as_ref());
    let explained = Explained::at(&organization, &subject, scope, entity, arguments.moment.secs()?)
        .map_err(|fault| arguments.subject.blame(fault))?;
    match arguments.source.format {
        Format::Json => output::json(&explained)?,
        Format::Table => {
            let mut text = String::new();
            let place = output::place(&organization, explained.entity.as_ref());
            let verdict = if explained.allowed { "may" } else { "may not" };
            // Writing into a string cannot fail.
            let _ = writeln!(
                text,
                "{} {verdict} {} on {place}",
                output::subject(&explained.subject),
                explained.scope
            );
            if let Some(refused) = &explained.refused {
                let _ = writeln!(text, "  {}", refused.message);
            }
            let granted = if explained.refused.is_some() { "would be granted" } else { "granted" };
            for grant in &explained.grants {
                let _ = writeln!(text, "  {granted} by {}", output::rule(&organization, grant));
            }
            if !explained.allowed {
                for miss in &explained.misses {
                    let _ = writeln!(
                        text,
                        "  would be granted by {}",
                        output::rule(&organization, &miss.rule)
                    );
                    let _ = writeln!(text, "    but not so: {}", miss.failing.join("; "));
                }
                if explained.misses.is_empty() && explained.grants.is_empty() {
                    let _ = writeln!(text, "  no rule names {}", explained.scope);
                }
            }
            output::text(&text);
        }
    }
    Ok(if explained.allowed { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
