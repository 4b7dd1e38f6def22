//! A preview as a table for people.

use std::{collections::BTreeMap, fmt::Write as _};

use policy::{EntityType, Organization, Standing};
use wire::{
    Preview,
    digest::Digest,
    preview::{Diagnostic, Grant},
    subject::Label,
};

use crate::output;

/// The preview in words: the organization, then each kind of access with the entities that have it.
pub(crate) fn render(
    preview: &Preview,
    digest: Option<&Digest>,
    organization: &Organization,
    now: u64,
) -> String {
    let mut text = String::new();
    line(&mut text, &output::subject(organization, &preview.subject));
    if let Some(since) = expired(organization, &preview.subject, now) {
        line(&mut text, &format!("expired on {}: today it may do nothing", output::day(since)));
    }
    if let Some(digest) = digest {
        line(&mut text, &format!("digest {}", digest.digest));
    }
    line(&mut text, "");
    section(&mut text, "organization", &preview.organization);

    for entity_type in EntityType::ALL {
        let names = organization.inventory.entities().iter().map(|entity| entity.name.as_str());
        let entities = preview.entities.iter().zip(names);
        let entities: Vec<_> =
            entities.filter(|(grant, _)| grant.entity_type == entity_type.name()).collect();
        let mut alike = BTreeMap::<_, Vec<&str>>::new();
        for (entity, name) in &entities {
            alike.entry((&entity.grant.scopes, limits(&entity.grant))).or_default().push(name);
        }
        let nothing: usize = alike
            .iter()
            .filter(|((scopes, _), _)| scopes.is_empty())
            .map(|(_, names)| names.len())
            .sum();
        line(
            &mut text,
            &format!(
                "{}s  {} of {} reached",
                entity_type.noun(),
                entities.len() - nothing,
                entities.len()
            ),
        );
        let mut alike: Vec<_> =
            alike.into_iter().filter(|((scopes, _), _)| !scopes.is_empty()).collect();
        alike.sort_by_key(|(_, names)| std::cmp::Reverse(names.len()));
        for ((scopes, limits), names) in alike {
            line(&mut text, &format!("  {}", shortened(&names, names.len(), entities.len())));
            wrapped(&mut text, scopes);
            limited(&mut text, &limits);
        }
        line(&mut text, "");
    }

    for found in &preview.diagnostics {
        text.push_str(&diagnostic(organization, found, ""));
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// A diagnostic and, below it, its place and the other places it speaks of.
pub(crate) fn diagnostic(organization: &Organization, found: &Diagnostic, indent: &str) -> String {
    let place = |record: Option<&String>, pointer: &str| {
        let record = record.and_then(|id| organization.records.find(id));
        let record = record.map(|record| format!("{} `{}`, ", record.purpose.name(), record.name));
        let pointer = if pointer.is_empty() { "the whole definition" } else { pointer };
        format!("{}{pointer}", record.unwrap_or_default())
    };
    let (severity, message, code) = (found.severity, &found.message, found.code);
    let at = output::plain(&place(found.record.as_ref(), &found.pointer));
    let message = output::plain(message);
    let mut text = format!("{indent}{severity}: {message}\n{indent}  at {at}  [{code}]\n");
    for related in found.related.iter().take(3) {
        let at = place(related.record.as_ref(), &related.pointer);
        line(&mut text, &format!("{indent}  see {}", output::plain(&at)));
    }
    text
}

/// Since when a token has expired at `now`, in Unix seconds.
fn expired(organization: &Organization, subject: &Label, now: u64) -> Option<u64> {
    if subject.subject_type != "token" {
        return None;
    }
    let id = subject.id.as_ref()?;
    let token = organization.tokens.iter().find(|token| token.id == *id)?;
    match Standing::of(organization, token, now) {
        Standing::Expired { since } => Some(since),
        _ => None,
    }
}

/// For how many seconds each scope that opens something does so, where that is limited.
fn limits(grant: &Grant) -> Vec<(&'static str, u64)> {
    let limits = grant.constraints.iter();
    limits.map(|(scope, limit)| (scope, limit.max_open_duration_secs)).collect()
}

fn limited(text: &mut String, limits: &[(&str, u64)]) {
    for (scope, secs) in limits {
        line(text, &format!("    {scope} for at most {secs} seconds"));
    }
}

fn section(text: &mut String, title: &str, grant: &Grant) {
    line(text, &format!("{title}  {}", count(grant.scopes.len(), "scope")));
    wrapped(text, &grant.scopes);
    limited(text, &limits(grant));
    line(text, "");
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// All of them, or the first few names and how many more there are.
fn shortened(names: &[&str], number: usize, total: usize) -> String {
    const SHOWN: usize = 4;
    if number == total && total > 1 {
        return format!("all {total}");
    }
    let shown: Vec<_> = names.iter().take(SHOWN).map(|name| output::plain(name)).collect();
    let rest = number.saturating_sub(SHOWN);
    let rest = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    format!("{number}: {}{rest}", shown.join(", "))
}

/// Scopes in lines of at most 96 characters.
fn wrapped(text: &mut String, scopes: &[&str]) {
    let mut current = String::new();
    for scope in scopes {
        if current.len() + scope.len() + 2 > 92 {
            line(text, &format!("    {current}"));
            current.clear();
        }
        if !current.is_empty() {
            current.push_str("  ");
        }
        current.push_str(scope);
    }
    if !current.is_empty() {
        line(text, &format!("    {current}"));
    }
}

fn line(text: &mut String, content: &str) {
    // Writing into a string cannot fail.
    let _ = writeln!(text, "{content}");
}
