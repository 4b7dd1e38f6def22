//! `scopesight diff`: what one role grants more or less than another.

use std::{fmt::Write as _, process::ExitCode};

use anyhow::Result;
use clap::Args;
use policy::Organization;
use wire::diff::{Changed, Diff, Relation};

use crate::{
    input::{self, Format, Source},
    output,
};

/// Show what one role or draft grants more or less than another, also on entities that do not exist yet.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// A role of the snapshot by id or unique name, or a file with a draft.
    #[arg(long, value_name = "ROLE-OR-FILE")]
    from: String,
    /// A role of the snapshot by id or unique name, or a file with a draft.
    #[arg(long, value_name = "ROLE-OR-FILE")]
    to: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let organization = arguments.source.load()?;
    let (from, to) = (
        input::role_or_file(&organization, &arguments.from)?,
        input::role_or_file(&organization, &arguments.to)?,
    );
    let diff = Diff::between(&organization, &from, &to)?;
    match arguments.source.format {
        Format::Json => output::json(&diff)?,
        Format::Table => output::text(&render(&organization, &diff))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn render(organization: &Organization, diff: &Diff) -> String {
    let mut text = String::new();
    let (from, to) =
        (output::subject(organization, &diff.from), output::subject(organization, &diff.to));
    // Writing into a string cannot fail.
    let _ = match diff.relation {
        Relation::Equivalent => {
            writeln!(text, "{to} grants exactly what {from} grants, on everything there could be")
        }
        Relation::Wider => writeln!(text, "{to} grants everything that {from} grants, and more"),
        Relation::Narrower => writeln!(text, "{to} grants nothing that {from} does not, and less"),
        Relation::Different => {
            writeln!(text, "{to} grants some things that {from} does not, and the other way round")
        }
    };
    if !diff.through_teams.is_empty() {
        text.push_str("\nheld through no team\n");
        if diff.changed.is_nothing() {
            text.push_str("  both grant the same\n");
        }
    }
    changed(organization, &diff.changed, &mut text);
    for through in &diff.through_teams {
        let _ = match &through.team {
            Some(team) => writeln!(text, "\nheld through team {}", output::plain(team)),
            None => writeln!(text, "\nheld through a team that no condition names"),
        };
        if through.changed.is_nothing() {
            text.push_str("  both grant the same\n");
        }
        changed(organization, &through.changed, &mut text);
    }
    text
}

/// What changes in one way of holding the two.
fn changed(organization: &Organization, changed: &Changed, text: &mut String) {
    // Writing into a string cannot fail.
    for (sign, scopes) in [("+", &changed.organization.gained), ("-", &changed.organization.lost)] {
        if !scopes.is_empty() {
            let _ = writeln!(text, "\n{sign} {}\n    on the organization", scopes.join("  "));
        }
    }
    for limit in &changed.organization_limits {
        let _ = writeln!(text, "\n{}\n    on the organization", limit.words());
    }
    for change in &changed.changes {
        let sign = if matches!(change.kind, "gained" | "open-longer") { "+" } else { "-" };
        let _ = write!(text, "\n{sign} {}", change.scopes.join("  "));
        if let Some(secs) = change.max_open_duration_secs {
            let _ = write!(text, "  for more than {secs} seconds");
        }
        let entity_type = policy::EntityType::from(change.example.entity.entity_type);
        let total = organization.inventory.of_type(entity_type).len();
        let count = change.count.unwrap_or_default();
        let _ = writeln!(text, "\n    on {count} of {total} {}s today", entity_type.noun());
        for case in &change.cases {
            let _ = writeln!(text, "    {}", output::plain(case));
        }
        if !change.is_complete {
            let also = match change.cases.as_slice() {
                [] => "for example on",
                _ => "and in more cases than can be listed, such as",
            };
            let example = output::example(organization, &change.example);
            let _ = writeln!(text, "    {also} {example}");
        }
    }
}
