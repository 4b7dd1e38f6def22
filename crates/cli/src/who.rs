//! `scopesight who`: everybody who may do something.

use std::{fmt::Write as _, process::ExitCode};

use anyhow::Result;
use clap::Args;
use wire::{explain::Who, snapshot::EntityKey};

use crate::{
    input::{self, Format, Moment, Source},
    output,
};

/// Name every user, team and unexpired token that may do something; status 1 when nobody may.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// What they would do, such as `stack:delete`.
    #[arg(long, value_parser = input::scope)]
    scope: policy::Scope,
    /// On what, by id or by unique name; the organization when left out.
    #[arg(long, value_name = "TYPE/ID", value_parser = input::entity)]
    entity: Option<EntityKey>,
    #[command(flatten)]
    moment: Moment,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    input::check_place(arguments.scope, arguments.entity.as_ref())?;
    let organization = arguments.source.load()?;
    let now = arguments.moment.secs()?;
    let who = Who::of(&organization, arguments.scope, arguments.entity.as_ref(), now)?;
    match arguments.source.format {
        Format::Json => output::json(&who)?,
        Format::Table => {
            let mut text = String::new();
            let place = output::place(&organization, who.entity.as_ref());
            // Writing into a string cannot fail.
            let _ = writeln!(text, "{} may {} on {place}", who.principals.len(), who.scope);
            for holder in &who.principals {
                let _ = writeln!(text, "{}", output::subject(&organization, &holder.subject));
                for grant in &holder.grants {
                    let _ = writeln!(text, "  {}", output::rule(&organization, grant));
                }
            }
            output::text(&text)?;
        }
    }
    Ok(if who.principals.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
