//! `scopesight impact`: what a change means for everybody, before it is made.

use std::{fmt::Write as _, path::PathBuf, process::ExitCode};

use anyhow::{Context as _, Result};
use clap::{ArgGroup, Args};
use policy::Organization;
use serde::Serialize;
use wire::{
    Subject,
    change::Change,
    diff::Delta,
    diff::Relation,
    fault,
    impact::{Impact, LimitChange, Replaced, RoleEffect},
    preview::Diagnostic,
};

use crate::{
    input::{self, Format, Moment, Source},
    output, table,
};

/// How many cases of one change are told.
const MAX_CASES: usize = 3;

/// Say what a change means for everybody, net of what else they hold; status 1 when nobody could manage roles.
#[derive(Args)]
#[command(
    group(ArgGroup::new("changed").args(["role", "change"]).required(true)),
    group(ArgGroup::new("becomes").args(["draft", "delete", "change"]).required(true))
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    moment: Moment,
    /// A role of the snapshot, by id or by unique name.
    #[arg(long, value_name = "ID")]
    role: Option<String>,
    /// A file with the role's new definition: a descriptor, or an object with `details`.
    #[arg(long, value_name = "FILE", requires = "role")]
    draft: Option<PathBuf>,
    /// The role is deleted instead.
    #[arg(long, requires = "role", conflicts_with = "draft")]
    delete: bool,
    /// A file with a list of changes instead, such as `[{"joinTeam": {"team": "ops", "login": "ada"}}]`.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["role", "draft", "delete"])]
    change: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let organization = arguments.source.load()?;
    let changes = changes(arguments)?;
    let impact = Impact::of(&organization, &changes, arguments.moment.secs()?)?;
    let replaced = Impact::replaced(&organization, &changes)?;
    let told = Told { impact, replaced };
    match arguments.source.format {
        Format::Json => output::json(&told)?,
        Format::Table => output::text(&render(&organization, &told))?,
    }
    let Told { impact, .. } = told;
    Ok(if impact.managers.is_locked_out { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The answer as a document.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    impact: Impact,
    /// What takes the place of which definition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    replaced: Vec<Replaced>,
}

fn changes(arguments: &Arguments) -> Result<Vec<Change>> {
    if let Some(file) = &arguments.change {
        let text = input::read(file)?;
        return fault::read(&text).map_err(|fault| input::in_file(file, &fault));
    }
    let id = arguments.role.clone().context("name a role or a file of changes")?;
    let Some(file) = &arguments.draft else { return Ok(vec![Change::DeleteRole { id }]) };
    let Subject::Draft(draft) = input::draft(file)? else { return Ok(Vec::new()) };
    Ok(vec![Change::Role { id, ux_purpose: draft.ux_purpose, details: draft.details }])
}

fn render(organization: &Organization, Told { impact, replaced }: &Told) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = (|| {
        if impact.effects.is_empty() {
            writeln!(text, "nobody is touched")?;
        }
        for effect in &impact.effects {
            render_effect(&mut text, organization, effect)?;
        }
        for Replaced { record, diagnostics } in replaced {
            let found = organization.records.find(record);
            let purpose = found.map_or("record", |record| record.purpose.name());
            let name = found.map_or(record.as_str(), |record| record.name.as_str());
            writeln!(text, "replaces the definition of {purpose} `{}`", output::plain(name))?;
            for found in diagnostics {
                // Remarks say so by themselves; without a record they are about the one that is replaced.
                let found = Diagnostic {
                    record: found.record.clone().or(Some(record.clone())),
                    ..found.clone()
                };
                text.push_str(&table::diagnostic(organization, &found, "  "));
            }
        }
        let managers = &impact.managers;
        match managers.after.as_slice() {
            [] if managers.is_locked_out => {
                let before = managers.before.join(", ");
                writeln!(text, "error: nobody can manage roles any more, {before} could")
            }
            [only] => writeln!(text, "warning: only {only} can manage roles then"),
            _ => Ok(()),
        }
    })();
    text
}

fn render_effect(
    text: &mut String,
    organization: &Organization,
    effect: &RoleEffect,
) -> std::fmt::Result {
    let holders = effect.holders.iter();
    let holders: Vec<_> = holders.map(|holder| output::subject(organization, holder)).collect();
    writeln!(text, "{}", holders.join(", "))?;
    if effect.is_nothing && effect.relation.is_some() {
        writeln!(text, "  no net change")?;
    }
    delta(text, "the organization", &effect.organization)?;
    limits(text, "the organization", &effect.organization_limits)?;
    let mut alike = Vec::<(&Delta, Vec<String>)>::new();
    for changed in &effect.entities {
        let name = output::place(organization, Some(&changed.entity.entity));
        limits(text, &name, &changed.limits)?;
        let delta = &changed.entity.delta;
        match alike.iter_mut().find(|(known, _)| *known == delta) {
            Some((_, names)) => names.push(name),
            None => alike.push((delta, vec![name])),
        }
    }
    for (scopes, names) in alike {
        let shown = match names.as_slice() {
            [one] => one.clone(),
            [one, two] => format!("{one} and {two}"),
            [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
            [] => String::new(),
        };
        delta(text, &shown, scopes)?;
    }
    match effect.relation {
        None => {
            writeln!(text, "  entities that do not exist yet could not be compared: too complex")?;
        }
        Some(Relation::Equivalent) => {}
        Some(_) => {
            for change in &effect.changes {
                let scopes = output::shortened(&change.scopes);
                for case in change.cases.iter().take(MAX_CASES) {
                    writeln!(text, "  {}: {scopes} on {}", change.kind, output::plain(case))?;
                }
                let more = change.cases.len().saturating_sub(MAX_CASES);
                if more > 0 {
                    writeln!(text, "    and {more} more cases, which `--format json` tells")?;
                }
                if change.is_complete {
                    continue;
                }
                let example = output::example(organization, &change.example);
                if change.cases.is_empty() {
                    writeln!(text, "  {}: {scopes}, for example on {example}", change.kind)?;
                } else {
                    let such = "and in more cases than can be listed, such as";
                    writeln!(text, "    {such} {example}")?;
                }
            }
        }
    }
    for covered in &effect.covered {
        let through = output::through(
            organization,
            covered.source,
            covered.team.as_deref(),
            &covered.through,
        );
        if !covered.scopes.gained.is_empty() {
            writeln!(
                text,
                "  already granted through {through}: {}",
                output::shortened(&covered.scopes.gained)
            )?;
        }
        if !covered.scopes.lost.is_empty() {
            writeln!(
                text,
                "  still granted through {through}: {}",
                output::shortened(&covered.scopes.lost)
            )?;
        }
    }
    Ok(())
}

fn limits(text: &mut String, place: &str, limits: &[LimitChange]) -> std::fmt::Result {
    let words =
        |secs: Option<u64>| secs.map_or_else(|| "no limit".to_owned(), |secs| format!("{secs} s"));
    for LimitChange { scope, before_secs, after_secs } in limits {
        let (before, after) = (words(*before_secs), words(*after_secs));
        writeln!(text, "  {place}: {scope} for {after}, was {before}")?;
    }
    Ok(())
}

pub(crate) fn delta(text: &mut String, place: &str, delta: &Delta) -> std::fmt::Result {
    for (sign, scopes) in [('+', &delta.gained), ('-', &delta.lost)] {
        if !scopes.is_empty() {
            writeln!(text, "  {sign} {place}: {}", output::shortened(scopes))?;
        }
    }
    Ok(())
}
