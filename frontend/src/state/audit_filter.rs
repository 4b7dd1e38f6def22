//! What is typed to filter the audit log, and what of it cannot be meant.

use wire::audit::EventName;

use super::moment::{end_of_day, start_of_day};

/// How many events are named that may have been meant.
const NAMED: usize = 4;

/// Why no event is called so, and which may be meant; nothing where one is, or where none is asked for.
pub fn unknown_event(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || EventName::parse(text).is_some() {
        return None;
    }
    let names =
        || EventName::BY_TOPIC.iter().flat_map(|(_, names)| *names).map(|name| name.as_str());
    let wanted = text.to_lowercase();
    let mut meant: Vec<_> = names().filter(|name| name.contains(&wanted)).take(NAMED).collect();
    if meant.is_empty() {
        meant.extend(policy::nearest_name(&wanted, names()));
    }
    let meant = if meant.is_empty() {
        String::new()
    } else {
        format!(", did you mean {}?", meant.join(", "))
    };
    Some(format!("No event is called that{meant}"))
}

/// Whether the last day is before the first.
pub fn is_backwards(from: &str, to: &str) -> bool {
    start_of_day(from).zip(end_of_day(to)).is_some_and(|(start, end)| end < start)
}

#[cfg(test)]
mod tests {
    use super::{is_backwards, unknown_event};

    #[test]
    fn what_is_no_event_is_told_with_what_may_be_meant() {
        assert_eq!(unknown_event(" "), None);
        assert_eq!(unknown_event(" guardrail-created "), None);
        assert_eq!(
            unknown_event("Guardrail").as_deref(),
            Some(
                "No event is called that, did you mean guardrail-created, guardrail-updated, guardrail-deleted?"
            )
        );
        assert_eq!(
            unknown_event("member-aded").as_deref(),
            Some("No event is called that, did you mean member-added?")
        );
        assert_eq!(unknown_event("0").as_deref(), Some("No event is called that"));
    }

    #[test]
    fn a_day_is_no_span_backwards() {
        assert!(is_backwards("2026-12-01", "2026-10-31"));
        assert!(!is_backwards("2026-12-01", "2026-12-01"));
        assert!(!is_backwards("", "2026-10-31"));
        assert!(!is_backwards("2026-12-01", ""));
    }
}
