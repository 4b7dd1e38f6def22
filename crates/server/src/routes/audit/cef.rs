//! Events in the Common Event Format, one a line.

use wire::rest::audit::AuditEvent;

/// How severe an event is, of 10.
const SEVERITY: u8 = 3;
/// How severe it is when somebody was refused.
const REFUSED_SEVERITY: u8 = 7;

/// One event, with the end of its line.
pub(super) fn line(event: &AuditEvent, organization_id: &str, host: &str) -> String {
    let ours = &event.scopesight;
    let severity = if event.auth_failure { REFUSED_SEVERITY } else { SEVERITY };
    let suser =
        if event.actor_name.is_empty() { &event.user.github_login } else { &event.actor_name };
    let (time, sequence) = (ours.time_millis.to_string(), ours.sequence.to_string());
    let (event_name, description) = (in_header(&event.event), in_header(&event.description));
    let fields: [(&str, &str); 15] = [
        ("dvchost", host),
        ("rt", &time),
        ("src", &event.source_ip),
        ("suser", suser),
        ("orgID", organization_id),
        ("userID", &event.user.github_login),
        ("requireOrgAdmin", flag(event.req_org_admin)),
        ("requireStackAdmin", flag(event.req_stack_admin)),
        ("authenticationFailure", flag(event.auth_failure)),
        ("requestClientApplication", &ours.user_agent),
        ("externalId", &sequence),
        ("tokenID", &event.token_id),
        ("tokenName", &event.token_name),
        ("hash", &ours.hash),
        ("msg", &event.description),
    ];
    let fields: Vec<_> = fields
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| format!("{key}={}", in_extension(value)))
        .collect();
    let version = env!("CARGO_PKG_VERSION");
    let fields = fields.join(" ");
    format!(
        "CEF:0|Scopesight|Scopesight|{version}|{event_name}|{description}|{severity}|{fields}\n"
    )
}

const fn flag(is_set: bool) -> &'static str {
    if is_set { "true" } else { "false" }
}

/// `text` as a part of the header, which ends at a bar and knows no line breaks.
fn in_header(text: &str) -> String {
    escaped(text, '|', |_| " ")
}

/// `text` as a value, in which an equals sign would begin the next one.
fn in_extension(text: &str) -> String {
    escaped(text, '=', |control| match control {
        '\n' => "\\n",
        '\r' => "\\r",
        _ => " ",
    })
}

fn escaped(text: &str, special: char, control: fn(char) -> &'static str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '\\' || character == special {
            escaped.push('\\');
            escaped.push(character);
        } else if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
            escaped.push_str(control(character));
        } else {
            escaped.push(character);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{in_extension, in_header};

    #[test]
    fn nothing_ends_its_field_or_its_line() {
        assert_eq!(in_header("a|b\\c=d\ne"), "a\\|b\\\\c=d e");
        assert_eq!(in_extension("a|b\\c=d\r\ne\u{2028}f\u{0}g"), "a|b\\\\c\\=d\\r\\ne f g");
    }
}
