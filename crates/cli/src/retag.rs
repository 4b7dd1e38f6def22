//! `scopesight retag`: who gains and loses what when the tags of an entity change.

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{ArgGroup, Args};
use wire::{
    retag::{Retag, Retagging},
    snapshot::EntityKey,
};

use crate::{
    impact::delta,
    input::{self, Format, Moment, Source},
    output,
};

/// Say who gains and loses what when the tags of an entity change.
#[derive(Args)]
#[command(group(ArgGroup::new("tags").args(["set", "remove"]).required(true).multiple(true)))]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    moment: Moment,
    /// The entity, by id or by unique name.
    #[arg(long, value_name = "TYPE/ID", value_parser = input::entity)]
    entity: EntityKey,
    /// A tag that it gets.
    #[arg(long, value_name = "KEY=VALUE", value_parser = tag)]
    set: Vec<(String, String)>,
    /// The key of a tag that it loses.
    #[arg(long, value_name = "KEY")]
    remove: Vec<String>,
}

fn tag(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("expected `KEY=VALUE`")?;
    Ok((key.to_owned(), value.to_owned()))
}

/// Refuses a tag that would get two values, or would be set and removed.
fn check(arguments: &Arguments) -> Result<()> {
    let mut keys = std::collections::BTreeSet::new();
    for (key, _) in &arguments.set {
        if !keys.insert(key) {
            bail!("`--set` gives the tag `{key}` two values, expected one");
        }
    }
    match arguments.remove.iter().find(|key| keys.contains(key)) {
        Some(key) => bail!("the tag `{key}` is in `--set` and in `--remove`, expected it in one"),
        None => Ok(()),
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    use std::fmt::Write as _;
    check(arguments)?;
    let organization = arguments.source.load()?;
    let retagging = Retagging {
        entity: arguments.entity.clone(),
        set: arguments.set.iter().cloned().collect(),
        remove: arguments.remove.clone(),
    };
    let retag = Retag::of(&organization, &retagging, arguments.moment.secs()?)?;
    match arguments.source.format {
        Format::Json => output::json(&retag)?,
        Format::Table => {
            let mut text = String::new();
            let place = output::place(&organization, Some(&retag.entity));
            if retag.effects.is_empty() {
                text.push_str("nobody gains or loses anything\n");
            }
            for effect in &retag.effects {
                let holders: Vec<_> = effect
                    .holders
                    .iter()
                    .map(|holder| output::subject(&organization, holder))
                    .collect();
                // Writing into a string cannot fail.
                let _ = writeln!(text, "{}", holders.join(", "));
                let _ = delta(&mut text, &place, &effect.delta);
                for limit in &effect.limits {
                    let secs = |secs: Option<u64>| {
                        secs.map_or_else(|| "no limit".to_owned(), |secs| format!("{secs} s"))
                    };
                    let (before, after) = (secs(limit.before_secs), secs(limit.after_secs));
                    let _ = writeln!(text, "  {} for {after}, was {before}", limit.scope);
                }
                for (verb, rules) in [("gained", &effect.gaining), ("lost", &effect.losing)] {
                    for rule in rules {
                        let rule = output::rule(&organization, rule);
                        let _ = writeln!(text, "  {verb} by {rule}");
                    }
                }
            }
            output::text(&text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
