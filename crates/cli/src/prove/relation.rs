//! How one subject relates to another, as a claim that is proved or refuted.

use std::{fmt::Write as _, process::ExitCode};

use anyhow::{Context as _, Result};
use clap::Args;
use policy::Organization;
use serde::Serialize;
use wire::{
    Subject,
    compare::{Comparison, Finding, Witness},
};

use crate::{
    input::{self, Format},
    output,
};

/// What is claimed, and about which other role.
#[derive(Args)]
#[group(id = "claim", multiple = false)]
pub(crate) struct Claim {
    /// It grants exactly what this role or draft grants.
    #[arg(long, value_name = "ROLE-OR-FILE")]
    equivalent: Option<String>,
    /// It grants nothing that this role or draft does not.
    #[arg(long, value_name = "ROLE-OR-FILE")]
    within: Option<String>,
    /// Nothing is granted both by it and by this role or draft.
    #[arg(long, value_name = "ROLE-OR-FILE")]
    disjoint: Option<String>,
}

/// The answer as a document.
#[derive(Serialize)]
struct Proved<'a> {
    claim: &'static str,
    holds: bool,
    #[serde(flatten)]
    comparison: &'a Comparison,
}

impl Claim {
    fn made(&self) -> Option<(&'static str, &str)> {
        let claims = [
            ("equivalent", &self.equivalent),
            ("within", &self.within),
            ("disjoint", &self.disjoint),
        ];
        claims.into_iter().find_map(|(claim, other)| Some((claim, other.as_deref()?)))
    }

    /// Whether anything is claimed at all.
    pub(crate) fn is_made(&self) -> bool {
        self.made().is_some()
    }

    /// Proves what is claimed of `subject`, or shows where it fails.
    pub(crate) fn prove(
        &self,
        organization: &Organization,
        subject: Option<Subject>,
        format: Format,
    ) -> Result<ExitCode> {
        const WANTED: &str = "name one role, draft, user, team or token to be compared";
        let (claim, other) = self.made().context(WANTED)?;
        let other = input::role_or_file(organization, other)?;
        let comparison = Comparison::of(organization, &subject.context(WANTED)?, &other)?;
        let finding = match claim {
            "equivalent" => &comparison.equivalent,
            "within" => &comparison.within,
            _ => &comparison.disjoint,
        };
        match format {
            Format::Json => {
                let proved = Proved { claim, holds: finding.holds, comparison: &comparison };
                output::json(&proved)?;
            }
            Format::Table => {
                output::text(&render(organization, claim, finding, &comparison))?;
            }
        }
        Ok(if finding.holds { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

fn render(
    organization: &Organization,
    claim: &str,
    finding: &Finding,
    comparison: &Comparison,
) -> String {
    let (left, right) = (
        output::subject(organization, &comparison.left),
        output::subject(organization, &comparison.right),
    );
    let not = if finding.holds { "" } else { "not " };
    let said = match claim {
        "equivalent" => format!("{left} is {not}equivalent to {right}"),
        "within" => format!("{left} is {not}within {right}"),
        _ => format!("{left} and {right} are {not}disjoint"),
    };
    let certain = if finding.holds { ", proved for everything there could be" } else { "" };
    let mut text = format!("{said}{certain}\n");
    if let Some(witness) = &finding.counterexample {
        text.push_str(&told(organization, witness, [&left, &right]));
    }
    if claim == "disjoint" && !finding.holds {
        text.push_str("both grant\n");
        if !comparison.organization.is_empty() {
            let scopes = comparison.organization.join("  ");
            // Writing into a string cannot fail.
            let _ = writeln!(text, "  {scopes}\n    on the organization");
        }
        for shared in &comparison.shared {
            let _ = writeln!(text, "  {}", shared.scopes.join("  "));
            for case in &shared.cases {
                let _ = writeln!(text, "    {}", output::plain(case));
            }
            if !shared.is_complete {
                let example = output::example(organization, &shared.example);
                let _ = writeln!(text, "    in more cases than can be listed, such as {example}");
            }
        }
    }
    text
}

fn told(organization: &Organization, witness: &Witness, sides: [&str; 2]) -> String {
    let example = witness.example.as_ref();
    let place = example.map_or_else(
        || "the organization".to_owned(),
        |example| output::example(organization, example),
    );
    let limit = witness.longer_than_secs;
    let limit = limit.map(|secs| format!(" for more than {secs} seconds")).unwrap_or_default();
    let held = witness.held.as_ref().map(|held| format!("{}, ", output::plain(held)));
    let held = held.unwrap_or_default();
    let mut text =
        format!("  for example {held}on {place}\n    {}{limit}\n", witness.scopes.join("  "));
    for (side, rules) in sides.into_iter().zip([&witness.left, &witness.right]) {
        if rules.is_empty() {
            let _ = writeln!(text, "    {side}: no rule");
        }
        for rule in rules {
            let _ = writeln!(text, "    {side}: by {}", output::rule(organization, rule));
        }
    }
    text
}
