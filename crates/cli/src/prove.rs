//! `scopesight prove`: whether guardrails hold, and how two subjects relate.

mod relation;

use std::{fmt::Write as _, path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::Args;
use policy::Organization;
use wire::{
    Subject,
    prove::{DraftProofs, Effect, Proof, Proofs},
};

use crate::{
    input::{self, Format, Source},
    output,
};

/// Prove every guardrail of the snapshot, or how two subjects relate, or show where it fails; status 1 when
/// it does.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// A role by id or unique name, held against the guardrails by itself; everybody when left out.
    #[arg(long, value_name = "ID")]
    role: Option<String>,
    /// A file with a draft: held against the guardrails by itself or, with `--role`, in the place of what the
    /// role grants now, over everybody.
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
    /// A person, to be compared.
    #[arg(long, value_name = "LOGIN", conflicts_with_all = ["role", "draft", "team", "token"], requires = "claim")]
    user: Option<String>,
    /// A team, to be compared.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["role", "draft", "token"], requires = "claim")]
    team: Option<String>,
    /// An access token by id or unique name, to be compared.
    #[arg(long, value_name = "ID", conflicts_with_all = ["role", "draft"], requires = "claim")]
    token: Option<String>,
    #[command(flatten)]
    claim: relation::Claim,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let organization = arguments.source.load()?;
    let format = arguments.source.format;
    let draft = arguments.draft.as_deref().map(input::draft).transpose()?;
    let role = arguments.role.clone().map(Subject::Role);
    if arguments.claim.is_made() {
        let subject = role.xor(draft);
        let subject = subject
            .or_else(|| arguments.user.clone().map(Subject::User))
            .or_else(|| arguments.team.clone().map(Subject::Team))
            .or_else(|| arguments.token.clone().map(Subject::Token));
        return arguments.claim.prove(&organization, subject, format);
    }
    let (text, hold) = match (role, draft) {
        (Some(role), Some(draft)) => {
            let proofs = DraftProofs::of(&organization, &role, &draft)?;
            if format == Format::Json {
                output::json(&proofs)?;
            }
            (render_draft(&organization, &proofs), proofs.hold)
        }
        (role, draft) => {
            let by_itself = match role {
                Some(_) => "a role by itself; leave out `--role`, or add `--draft`",
                None => "a draft by itself; add `--role`",
            };
            let proofs = Proofs::of(&organization, role.or(draft).as_ref())?;
            if format == Format::Json {
                output::json(&proofs)?;
            }
            (render(&organization, &proofs, by_itself), proofs.hold)
        }
    };
    if format == Format::Table {
        output::text(&text)?;
    }
    Ok(if hold { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn render_draft(organization: &Organization, proofs: &DraftProofs) -> String {
    if proofs.guardrails.is_empty() {
        return "the snapshot has no guardrails\n".to_owned();
    }
    let told = proofs.guardrails.iter().map(|checked| {
        let effect = match checked.effect {
            Effect::Keeps => "holds ",
            Effect::Breaks => "breaks",
            Effect::Mends => "mends ",
            Effect::LeavesBroken => "broken",
        };
        told(organization, effect, &checked.proof)
    });
    told.collect()
}

fn render(organization: &Organization, proofs: &Proofs, by_itself: &str) -> String {
    if proofs.guardrails.is_empty() && proofs.left_out == 0 {
        return "the snapshot has no guardrails\n".to_owned();
    }
    let word = |proof: &Proof| if proof.holds { "holds " } else { "broken" };
    let guardrails = proofs.guardrails.iter();
    let mut text: String = guardrails.map(|proof| told(organization, word(proof), proof)).collect();
    let count = proofs.left_out;
    if count > 0 {
        let examples = if count == 1 { "example" } else { "examples" };
        let are = if count == 1 { "is" } else { "are" };
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "{count} {examples} about single people and tokens {are} not asked of {by_itself}"
        );
    }
    text
}

fn told(organization: &Organization, word: &str, proof: &Proof) -> String {
    let mut text = format!("{word}  {}\n", output::plain(&proof.name));
    // Writing into a string cannot fail.
    if let Some(subject) = &proof.subject {
        let place = proof.example.as_ref().map_or("the organization".to_owned(), |example| {
            output::example(organization, example)
        });
        let _ = writeln!(
            text,
            "        {} may, for example on {place}",
            output::subject(organization, subject)
        );
    } else if let Some(problem) = &proof.problem {
        let _ = writeln!(text, "        {}", output::plain(problem));
    }
    for grant in &proof.grants {
        let _ = writeln!(text, "        by {}", output::rule(organization, grant));
    }
    text
}
