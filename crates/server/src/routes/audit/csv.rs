//! Events as comma-separated values: Pulumi Cloud's columns, then ours.

use csv::{Terminator, WriterBuilder};
use store::Timestamp;
use wire::rest::audit::AuditEvent;

const COLUMNS: [&str; 14] = [
    "Timestamp",
    "Name",
    "Login",
    "Event",
    "Description",
    "SourceIP",
    "RequireOrgAdmin",
    "RequireStackAdmin",
    "AuthenticationFailure",
    "TokenID",
    "TokenName",
    "UserAgent",
    "Sequence",
    "Hash",
];

/// The names of the columns.
pub(super) fn head() -> Result<Vec<u8>, csv::Error> {
    line(COLUMNS.iter().copied())
}

/// One event.
pub(super) fn row(event: &AuditEvent) -> Result<Vec<u8>, csv::Error> {
    let ours = &event.scopesight;
    let time = Timestamp::from_millis(ours.time_millis).to_string();
    let sequence = ours.sequence.to_string();
    let name = if event.actor_name.is_empty() { &event.user.name } else { &event.actor_name };
    let fields: [&str; 14] = [
        &time,
        name,
        &event.user.github_login,
        &event.event,
        &event.description,
        &event.source_ip,
        flag(event.req_org_admin),
        flag(event.req_stack_admin),
        flag(event.auth_failure),
        &event.token_id,
        &event.token_name,
        &ours.user_agent,
        &sequence,
        &ours.hash,
    ];
    let fields = fields.map(harmless);
    line(fields.iter().map(String::as_str))
}

fn line<'f>(fields: impl Iterator<Item = &'f str>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(fields)?;
    writer.into_inner().map_err(|error| error.into_error().into())
}

const fn flag(is_set: bool) -> &'static str {
    if is_set { "true" } else { "false" }
}

/// `text` so that no spreadsheet takes it for a formula: with an apostrophe before it where it could.
fn harmless(text: &str) -> String {
    const BEGIN_FORMULAS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '＠'];
    let first = text.trim_start_matches([' ', '"', '\'']).chars().next();
    if first.is_some_and(|first| BEGIN_FORMULAS.contains(&first)) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn nothing_begins_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\"=1", "＝1"] {
            assert_eq!(harmless(text), format!("'{text}"), "{text:?}");
        }
        for text in ["", "ada", "a=b", "created role `=1`", "10.0.0.1", "'quoted'"] {
            assert_eq!(harmless(text), text);
        }
    }
}
