//! The events that the log of an organization can hold.

/// The names of events, by what they are about.
pub const EVENTS: [(&str, &[&str]); 8] = [
    (
        "Roles and permission sets",
        &[
            "custom-role-created",
            "custom-role-updated",
            "custom-role-deleted",
            "custom-role-released",
            "organization-default-role-changed",
        ],
    ),
    ("People", &["member-added", "member-role-changed", "member-removed"]),
    ("Teams", &["team-created", "team-updated", "team-deleted"]),
    (
        "Access tokens",
        &[
            "organization-token-created",
            "organization-token-deleted",
            "team-token-created",
            "team-token-deleted",
            "personal-token-created",
            "personal-token-deleted",
        ],
    ),
    ("Guardrails", &["guardrail-created", "guardrail-updated", "guardrail-deleted"]),
    (
        "Entities",
        &[
            "stack-created",
            "stack-deleted",
            "stack-tags-changed",
            "environment-created",
            "environment-deleted",
            "environment-tags-changed",
            "insights-account-created",
            "insights-account-deleted",
            "insights-account-tags-changed",
        ],
    ),
    ("The organization", &["organization-created", "organization-settings-changed"]),
    (
        "Sign-ins and refusals",
        &[
            "user-login",
            "user-login-failed",
            "auth-failure-organization-role",
            "auth-failure-stack-permission",
            "auth-failure-environment",
            "auth-failure-cloud-account",
            "token-expiry-policy-refused",
            "request-refused",
            "events-left-out",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::EVENTS;

    #[test]
    fn every_event_that_the_documentation_lists_is_offered() {
        let page = include_str!("../../../docs/AUDIT.md");
        let table = page.split("## What is recorded").nth(1).unwrap();
        let table = table.split("\n\n").nth(1).unwrap();
        let documented: BTreeSet<_> = table.split('`').skip(1).step_by(2).collect();
        let offered: BTreeSet<_> = EVENTS.iter().flat_map(|(_, names)| *names).copied().collect();
        assert!(documented.len() > 30, "this test no longer sees the table");
        assert_eq!(offered, documented);
        let count: usize = EVENTS.iter().map(|(_, names)| names.len()).sum();
        assert_eq!(count, offered.len(), "one is offered twice");
    }
}
