//! `scopesight prove`: whether the guardrails of a snapshot hold.

use std::{fmt::Write as _, process::ExitCode};

use anyhow::Result;
use clap::Args;
use policy::Organization;
use wire::{
    Subject,
    prove::{Proof, Proofs},
};

use crate::{
    input::{Format, Source},
    output,
};

/// Prove every guardrail of the snapshot, or show who breaks it and where; status 1 when one is broken.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// A role by id or unique name, held against the guardrails by itself; everybody when left out.
    #[arg(long, value_name = "ID")]
    role: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let organization = arguments.source.load()?;
    let role = arguments.role.clone().map(Subject::Role);
    let proofs = Proofs::of(&organization, role.as_ref())?;
    match arguments.source.format {
        Format::Json => output::json(&proofs)?,
        Format::Table => output::text(&render(&organization, &proofs)),
    }
    Ok(if proofs.hold { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn render(organization: &Organization, proofs: &Proofs) -> String {
    if proofs.guardrails.is_empty() {
        return "the snapshot has no guardrails\n".to_owned();
    }
    proofs.guardrails.iter().map(|proof| told(organization, proof)).collect()
}

fn told(organization: &Organization, proof: &Proof) -> String {
    let mut text = format!("{}  {}\n", if proof.holds { "holds " } else { "broken" }, proof.name);
    // Writing into a string cannot fail.
    if let Some(subject) = &proof.subject {
        let place = proof.example.as_ref().map_or("the organization".to_owned(), |example| {
            let place = output::place(organization, Some(&example.entity));
            let tags: Vec<_> =
                example.tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
            if tags.is_empty() {
                format!("{place}, untagged")
            } else {
                format!("{place}, tagged {}", tags.join(" "))
            }
        });
        let _ = writeln!(text, "        {} may, for example on {place}", output::subject(subject));
    } else if let Some(problem) = &proof.problem {
        let _ = writeln!(text, "        {problem}");
    }
    for grant in &proof.grants {
        let _ = writeln!(text, "        by {}", output::rule(organization, grant));
    }
    text
}
