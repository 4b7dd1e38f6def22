//! What commands write.

use std::{
    fmt::Write as _,
    io::{ErrorKind, Write as _},
};

use anyhow::{Context as _, Result};
use policy::{Organization, TokenKind, UxPurpose};
use serde::Serialize;
use wire::{diff::Example, explain::RuleInfo, snapshot::EntityKey, subject::Label};

/// How many scopes a line names.
const MAX_SCOPES: usize = 8;

/// Writes `text`, which is for people, to standard output.
///
/// What a terminal would obey is written as an escape; what comes from a snapshot is [plain] in it, and so cannot end
/// a line either.
pub(crate) fn text(text: &str) -> Result<()> {
    document(&escaped(text, &|character| is_obeyed(character) && character != '\n'))
}

/// Writes one JSON document and nothing else.
pub(crate) fn json(document: &impl Serialize) -> Result<()> {
    self::document(&(serde_json::to_string(document)? + "\n"))
}

/// Writes `text` to standard output as it is.
pub(crate) fn document(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // A reader that has seen enough (`| head`) is no failure.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

/// What went wrong and why, each cause once: many errors say theirs themselves.
pub(crate) fn causes(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |told, cause| match () {
        () if told.is_empty() => cause,
        () if told.contains(&cause) => told,
        () => format!("{told}: {cause}"),
    })
}

/// `text` on one line: what a terminal would obey and what ends lines are written as escapes.
pub(crate) fn plain(text: &str) -> String {
    escaped(text, &is_obeyed)
}

fn escaped(text: &str, is_escaped: &dyn Fn(char) -> bool) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        if is_escaped(character) {
            written.extend(character.escape_default());
        } else {
            written.push(character);
        }
    }
    written
}

/// Whether a terminal obeys it: control characters, and what ends lines or turns the direction of text.
fn is_obeyed(character: char) -> bool {
    let is_format = matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    character.is_control() || is_format
}

/// `role Payments deployer`, told apart from others of the same name.
pub(crate) fn subject(organization: &Organization, label: &Label) -> String {
    let apart = label.id.as_deref().and_then(|id| apart(organization, label, id));
    let named = format!("{} {}{}", label.subject_type, label.name, apart.unwrap_or_default());
    plain(named.trim_end())
}

/// What tells it apart from others of its name: of a personal token whose it is, else the id where it has to be told.
fn apart(organization: &Organization, label: &Label, id: &str) -> Option<String> {
    let by_id = || format!(" ({id})");
    if label.subject_type == "role" {
        let mut roles = organization.records.iter();
        let is_other = |record: &policy::Record| {
            record.purpose == UxPurpose::Role && record.name == label.name && record.id != id
        };
        return roles.any(is_other).then(by_id);
    }
    if label.subject_type != "token" {
        return None;
    }
    let token = organization.tokens.iter().find(|token| token.id == id)?;
    let mut alike =
        organization.tokens.iter().filter(|other| other.name == token.name && other.id != id);
    let TokenKind::Personal { login } = &token.kind else { return alike.next().map(|_| by_id()) };
    let id = alike.any(|other| other.kind == token.kind).then(by_id);
    Some(format!(" of {login}{}", id.unwrap_or_default()))
}

/// `stack payments-api/dev`, or the organization.
pub(crate) fn place(organization: &Organization, key: Option<&EntityKey>) -> String {
    let Some(key) = key else { return "the organization".to_owned() };
    let entity_type = policy::EntityType::from(key.entity_type);
    let inventory = &organization.inventory;
    let entity = inventory.row(entity_type, &key.id).and_then(|row| inventory.entity(row));
    let name = entity.map_or(key.id.as_str(), |entity| entity.name.as_str());
    let is_shared = entity.is_some() && inventory.is_shared_name(entity_type, name);
    let apart = if is_shared { format!(" ({})", key.id) } else { String::new() };
    plain(&format!("{} {name}{apart}", entity_type.noun()))
}

/// `stack payments-api/dev, tagged env=dev`.
pub(crate) fn example(organization: &Organization, example: &Example) -> String {
    let place = place(organization, Some(&example.entity));
    let tags: Vec<_> = example.tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
    if tags.is_empty() {
        format!("{place}, untagged")
    } else {
        format!("{place}, tagged {}", plain(&tags.join(" ")))
    }
}

/// The first of `scopes`; the JSON document has them all.
pub(crate) fn shortened(scopes: &[&str]) -> String {
    let shown: Vec<_> = scopes.iter().take(MAX_SCOPES).copied().collect();
    let more = scopes.len().saturating_sub(MAX_SCOPES);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

/// What grants something, such as `team payments`.
pub(crate) fn through(
    organization: &Organization,
    source: &str,
    team: Option<&str>,
    through: &str,
) -> String {
    let named = match (source, team) {
        (_, Some(team)) => format!("team {team}"),
        ("creator-grant", None) => "having created it".to_owned(),
        ("setting", None) => format!("the setting {through}"),
        (_, None) => {
            let record = organization.records.find(through);
            format!("the role `{}`", record.map_or(through, |record| record.name.as_str()))
        }
    };
    plain(&named)
}

/// A rule on one line: what it asks for, through which sets, and where it stands.
pub(crate) fn rule(organization: &Organization, rule: &RuleInfo) -> String {
    let record = |id: &str| {
        let record = organization.records.find(id);
        record.map_or_else(
            || id.to_owned(),
            |record| format!("{} `{}`", record.purpose.name(), record.name),
        )
    };
    let mut line = match (rule.source, &rule.team) {
        ("setting", _) => format!("the setting {}", rule.through),
        ("creator-grant", _) => "having created it".to_owned(),
        ("team-grant", Some(team)) => format!("a grant to team {team}"),
        (_, Some(team)) => format!("team {team}"),
        _ => String::new(),
    };
    if let (Some(id), Some(pointer)) = (&rule.record, &rule.pointer) {
        let separator = if line.is_empty() { "" } else { ", " };
        let place = if pointer.is_empty() { String::new() } else { format!(" at {pointer}") };
        let _ = write!(line, "{separator}{}{place}", record(id));
    }
    if rule.record.is_none() && (line.is_empty() || rule.source == "team-role") {
        line.push_str(if line.is_empty() { "the draft" } else { ", the draft" });
        if let Some(pointer) = rule.pointer.as_deref().filter(|pointer| !pointer.is_empty()) {
            let _ = write!(line, " {pointer}");
        }
    }
    if !rule.sets.is_empty() {
        let _ = write!(line, " ({})", rule.sets.join(", "));
    }
    if rule.record.is_some() || rule.pointer.is_some() {
        match rule.conditions.as_slice() {
            [] => line.push_str(", always"),
            conditions => {
                let _ = write!(line, ", where {}", conditions.join(" and "));
            }
        }
    }
    if let Some(secs) = rule.max_open_duration_secs {
        let _ = write!(line, ", opens for at most {secs} seconds");
    }
    plain(&line)
}

/// `2026-08-31`, in UTC; the seconds where the calendar ends.
pub(crate) fn day(secs: u64) -> String {
    let known = i64::try_from(secs).ok();
    let moment = known.and_then(|secs| time::OffsetDateTime::from_unix_timestamp(secs).ok());
    moment.map_or_else(|| secs.to_string(), |moment| moment.date().to_string())
}

/// A time in Unix seconds as people write it, in UTC.
pub(crate) fn time(secs: u64) -> String {
    use time::{OffsetDateTime, format_description::well_known::Rfc3339};
    let known = i64::try_from(secs).ok();
    let moment = known.and_then(|secs| OffsetDateTime::from_unix_timestamp(secs).ok());
    let written = moment.and_then(|moment| moment.format(&Rfc3339).ok());
    written.unwrap_or_else(|| format!("second {secs}"))
}
