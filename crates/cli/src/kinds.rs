//! `scopesight kinds`: what a subject may do on entities of which there is none yet.

use std::{fmt::Write as _, process::ExitCode};

use anyhow::Result;
use clap::Args;
use wire::kinds::{KindInfo, Kinds};

use crate::{
    input::{Format, Question},
    output,
};

/// Show what a subject may do on every kind of entity that its rules tell apart, also where there is none yet.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    question: Question,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (organization, kinds) = arguments.question.answer(Kinds::of)?;
    match arguments.question.source.format {
        Format::Json => output::json(&kinds)?,
        Format::Table => {
            let mut text = format!("{} may\n", output::subject(&organization, &kinds.subject));
            for kind in &kinds.kinds {
                text.push_str(&told(kind));
            }
            output::text(&text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn told(kind: &KindInfo) -> String {
    let mut text = String::new();
    let scopes = &kind.grant.scopes;
    let what = if scopes.is_empty() { "nothing".to_owned() } else { scopes.join("  ") };
    // Writing into a string cannot fail.
    let _ = writeln!(text, "\n{what}");
    for (scope, constraint) in kind.grant.constraints.iter() {
        let _ = writeln!(text, "  {scope} for at most {} s", constraint.max_open_duration_secs);
    }
    let today = match kind.count {
        0 => "none today".to_owned(),
        count => format!("{count} today"),
    };
    let _ = writeln!(text, "  on {today}:");
    for case in &kind.cases {
        let _ = writeln!(text, "    {}", output::plain(case));
    }
    if !kind.is_complete {
        let tags = kind.example.tags.iter().map(|(key, value)| format!(" {key}={value}"));
        let _ = writeln!(
            text,
            "    {}for example {} {}{}",
            if kind.cases.is_empty() { "" } else { "and more, " },
            kind.entity_type,
            output::plain(&kind.example.entity.id),
            output::plain(&tags.collect::<String>())
        );
    }
    text
}
