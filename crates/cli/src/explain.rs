//! `scopesight explain`: why a subject may do something, or why not.

use std::{fmt::Write as _, process::ExitCode};

use anyhow::Result;
use clap::Args;
use policy::Organization;
use wire::{
    explain::{Explained, Question},
    repair::Repair,
    snapshot::EntityKey,
};

use crate::{
    input::{self, Format, Moment, Source, SubjectArguments},
    output,
};

/// How many repairs are told; the JSON document has them all.
const MAX_REPAIRS: usize = 8;

/// Say why a subject may do something, or why not and what would mend it; status 1 when it may not.
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
    input::check_place(arguments.scope, arguments.entity.as_ref())?;
    let organization = arguments.source.load()?;
    let question = Question {
        subject: arguments.subject.read()?,
        scope: arguments.scope.name().to_owned(),
        entity: arguments.entity.clone(),
    };
    let explained = question
        .answer(&organization, Some(arguments.moment.secs()?))
        .map_err(|fault| arguments.subject.blame(fault))?;
    match arguments.source.format {
        Format::Json => output::json(&explained)?,
        Format::Table => output::text(&render(&organization, &explained))?,
    }
    Ok(if explained.allowed { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn render(organization: &Organization, explained: &Explained) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = (|| {
        let place = output::place(organization, explained.entity.as_ref());
        let verdict = if explained.allowed { "may" } else { "may not" };
        let subject = output::subject(organization, &explained.subject);
        let limit = explained.max_open_duration_secs.filter(|_| explained.allowed);
        let limit = limit.map(|secs| format!(" for at most {secs} seconds"));
        let limit = limit.unwrap_or_default();
        writeln!(text, "{subject} {verdict} {} on {place}{limit}", explained.scope)?;
        if let Some(refused) = &explained.refused {
            writeln!(text, "  {}", refused.message)?;
        }
        let granted = if explained.refused.is_some() { "would be granted" } else { "granted" };
        for grant in &explained.grants {
            writeln!(text, "  {granted} by {}", output::rule(organization, grant))?;
        }
        if explained.allowed {
            return Ok(());
        }
        for miss in &explained.misses {
            writeln!(text, "  would be granted by {}", output::rule(organization, &miss.rule))?;
            writeln!(text, "    but not so: {}", output::plain(&miss.failing.join("; ")))?;
        }
        if explained.misses.is_empty() && explained.grants.is_empty() {
            writeln!(text, "  no rule names {}", explained.scope)?;
        }
        repairs(&mut text, organization, explained)
    })();
    text
}

fn repairs(
    text: &mut String,
    organization: &Organization,
    explained: &Explained,
) -> std::fmt::Result {
    let found = explained.repairs.as_deref().unwrap_or_default();
    match found {
        [] => writeln!(text, "no repair was found")?,
        _ => writeln!(text, "would be mended by any of these, what opens least first")?,
    }
    for (number, repair) in (1..).zip(found).take(MAX_REPAIRS) {
        writeln!(text, "  {number}. {}", output::plain(&repair.words))?;
        if let Some(rule) = &repair.rule {
            writeln!(text, "     then granted by {}", output::rule(organization, rule))?;
        }
        writeln!(
            text,
            "     {}",
            consequences(repair, &output::subject(organization, &explained.subject))
        )?;
    }
    if let Some(more) = found.len().checked_sub(MAX_REPAIRS).filter(|more| *more > 0) {
        writeln!(text, "  and {more} more, which `--format json` tells")?;
    }
    if explained.repairs_complete == Some(false) {
        writeln!(text, "  there was more to try than is tried, so there may be others")?;
    }
    Ok(())
}

/// `opens 1 other cell for user ada, and reaches 4 others`.
fn consequences(repair: &Repair, subject: &str) -> String {
    let cells = |count: usize| if count == 1 { "cell" } else { "cells" };
    let mut told = match repair.opens {
        0 => format!("opens nothing else for {subject}"),
        opens => format!("opens {opens} other {} for {subject}", cells(opens)),
    };
    if repair.closes > 0 {
        // Writing into a string cannot fail.
        let _ = write!(told, ", takes {} {} away", repair.closes, cells(repair.closes));
    }
    match repair.others {
        None => told.push_str(", and may reach others, who are too many to look at"),
        Some(0) => told.push_str(", and reaches nobody else"),
        Some(1) => told.push_str(", and reaches 1 other principal"),
        Some(others) => {
            let _ = write!(told, ", and reaches {others} other principals");
        }
    }
    told
}
