//! A smaller role in words, with its proof.

use std::fmt::{Result, Write as _};

use wire::replay::{GrantedRule, Suggestion};

use super::told::{counted, more};
use crate::output;

/// How many different grants are told one by one.
const SHOWN: usize = 12;

/// In how many places each of them is told to be granted.
const PLACES: usize = 4;

pub(super) fn told(text: &mut String, suggestion: &Suggestion, undecided: u64) -> Result {
    let uses = counted(suggestion.covered as u64, "distinct use", "distinct uses");
    writeln!(text, "\na smaller role")?;
    writeln!(text, "  proved: it grants all {uses} that the role grants,")?;
    writeln!(text, "  and nothing that the role does not, on everything there could be")?;
    if undecided > 0 {
        let entries = counted(undecided, "entry", "entries");
        writeln!(text, "  {entries} of the log could not be decided, and count for nothing in it")?;
    }
    for (size, word) in [(suggestion.before, "today"), (suggestion.after, "then")] {
        let rules = counted(size.rules as u64, "rule", "rules");
        let scopes = counted(size.scopes as u64, "scope", "scopes");
        let cells = counted(size.cells as u64, "grant", "grants");
        writeln!(text, "  {word:5}  {rules}, {scopes}, {cells} on what there is today")?;
    }
    if suggestion.wide > 0 {
        let wide = counted(suggestion.wide as u64, "rule stays", "rules stay");
        writeln!(text, "  {wide} as wide as today, used on too many entities to name them")?;
    }
    let mut alike = Vec::<(&GrantedRule, Vec<String>)>::new();
    for granted in &suggestion.rules {
        let place = match granted.rule.conditions.as_slice() {
            [] => "always".to_owned(),
            conditions => format!("where {}", conditions.join(" and ")),
        };
        let secs = granted.max_open_duration_secs;
        let is_alike = |known: &GrantedRule| {
            known.scopes == granted.scopes && known.max_open_duration_secs == secs
        };
        match alike.iter_mut().find(|(known, _)| is_alike(known)) {
            Some((_, places)) => places.push(place),
            None => alike.push((granted, vec![place])),
        }
    }
    for (granted, places) in alike.iter().take(SHOWN) {
        let limit = granted.max_open_duration_secs;
        let limit = limit.map(|secs| format!(", opened for at most {secs} s"));
        writeln!(text, "  {}{}", granted.scopes.join("  "), limit.unwrap_or_default())?;
        for place in places.iter().take(PLACES) {
            writeln!(text, "    {}", output::plain(place))?;
        }
        let left = places.len().saturating_sub(PLACES);
        if left > 0 {
            writeln!(text, "    and in {left} more")?;
        }
    }
    more(text, alike.len(), SHOWN)?;
    writeln!(text, "  `--format json` has it as `.suggestion.draft`, which `--draft` reads")
}
