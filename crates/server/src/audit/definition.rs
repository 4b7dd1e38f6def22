//! What a definition grants more or less than before, in words.

use wire::audit::Difference;
use wire::diff::{ChangeInfo, Relation};

/// How many changes are put into words; the machine form has them all.
const MAX_CHANGES: usize = 6;
/// How many scopes of a change are named.
const MAX_SCOPES: usize = 8;
/// How many cases of a change are named.
const MAX_CASES: usize = 3;

/// What `difference` comes to.
pub(super) fn words(difference: &Difference) -> String {
    let summary = match difference.relation {
        Relation::Equivalent => return "grants what it granted before".to_owned(),
        Relation::Wider => "grants more",
        Relation::Narrower => "grants less",
        Relation::Different => "grants some things more and some less",
    };
    let organization =
        [("+", &difference.organization.gained), ("-", &difference.organization.lost)];
    let organization = organization
        .into_iter()
        .filter(|(_, scopes)| !scopes.is_empty())
        .map(|(sign, scopes)| format!("{sign} {} on the organization", shortened(scopes)));
    let limits = difference.organization_limits.iter();
    let limits = limits.map(|limit| format!("{} on the organization", limit.words()));
    let shown = difference.changes.iter().take(MAX_CHANGES).map(change);
    let more = difference.changes.len().saturating_sub(MAX_CHANGES);
    let more = (more > 0).then(|| format!("and {more} more changes"));
    let parts: Vec<_> = organization.chain(limits).chain(shown).chain(more).collect();
    format!("{summary}: {}", parts.join("; "))
}

fn change(change: &ChangeInfo) -> String {
    let sign = if matches!(change.kind, "gained" | "open-longer") { "+" } else { "-" };
    let duration = change
        .max_open_duration_secs
        .map(|secs| format!(" for more than {secs} seconds"))
        .unwrap_or_default();
    let cases: Vec<_> = change.cases.iter().take(MAX_CASES).map(String::as_str).collect();
    let more = if cases.len() < change.cases.len() || !change.is_complete {
        ", or other cases"
    } else {
        ""
    };
    format!("{sign} {}{duration} on {}{more}", shortened(&change.scopes), cases.join(", or "))
}

fn shortened(scopes: &[&str]) -> String {
    let shown: Vec<_> = scopes.iter().take(MAX_SCOPES).copied().collect();
    let more = scopes.len().saturating_sub(MAX_SCOPES);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
