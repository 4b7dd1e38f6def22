//! What commands write.

use std::{fmt::Write as _, io::Write as _};

use anyhow::Result;
use policy::Organization;
use serde::Serialize;
use wire::{diff::Example, explain::RuleInfo, snapshot::EntityKey, subject::Label};

/// How many scopes a line names.
const MAX_SCOPES: usize = 8;

/// Writes `text` to standard output.
pub(crate) fn text(text: &str) {
    // A reader that has seen enough (`| head`) is no failure.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Writes one JSON document and nothing else.
pub(crate) fn json(document: &impl Serialize) -> Result<()> {
    text(&(serde_json::to_string(document)? + "\n"));
    Ok(())
}

/// `role Payments deployer`.
pub(crate) fn subject(label: &Label) -> String {
    format!("{} {}", label.subject_type, label.name).trim_end().to_owned()
}

/// `stack payments-api/dev`, or the organization.
pub(crate) fn place(organization: &Organization, key: Option<&EntityKey>) -> String {
    let Some(key) = key else { return "the organization".to_owned() };
    let entity_type = policy::EntityType::from(key.entity_type);
    let inventory = &organization.inventory;
    let entity = inventory.row(entity_type, &key.id).and_then(|row| inventory.entity(row));
    format!(
        "{} {}",
        entity_type.noun(),
        entity.map_or(key.id.as_str(), |entity| entity.name.as_str())
    )
}

/// `stack payments-api/dev, tagged env=dev`.
pub(crate) fn example(organization: &Organization, example: &Example) -> String {
    let place = place(organization, Some(&example.entity));
    let tags: Vec<_> = example.tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
    if tags.is_empty() {
        format!("{place}, untagged")
    } else {
        format!("{place}, tagged {}", tags.join(" "))
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
pub(crate) fn through(organization: &Organization, source: &str, through: &str) -> String {
    match source {
        "team-role" | "team-grant" => {
            format!("team {}", through.split('/').next().unwrap_or_default())
        }
        "creator-grant" => "having created it".to_owned(),
        "setting" => format!("the setting {through}"),
        _ => {
            let record = organization.records.find(through);
            format!("the role `{}`", record.map_or(through, |record| record.name.as_str()))
        }
    }
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
    let mut line = match rule.source {
        "setting" => format!("the setting {}", rule.through),
        "creator-grant" => "having created it".to_owned(),
        "team-grant" => format!("a grant to team {}", rule.through),
        "team-role" => {
            format!("team {}", rule.through.split('/').next().unwrap_or_default())
        }
        _ => String::new(),
    };
    if let (Some(id), Some(pointer)) = (&rule.record, &rule.pointer) {
        let separator = if line.is_empty() { "" } else { ", " };
        let place = if pointer.is_empty() { String::new() } else { format!(" at {pointer}") };
        let _ = write!(line, "{separator}{}{place}", record(id));
    }
    if line.is_empty() {
        "the draft".clone_into(&mut line);
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
    line
}

/// A time in Unix seconds as people write it, in UTC.
pub(crate) fn time(secs: u64) -> String {
    use time::{OffsetDateTime, format_description::well_known::Rfc3339};
    let known = i64::try_from(secs).ok();
    let moment = known.and_then(|secs| OffsetDateTime::from_unix_timestamp(secs).ok());
    let written = moment.and_then(|moment| moment.format(&Rfc3339).ok());
    written.unwrap_or_else(|| format!("second {secs}"))
}
