//! What follows from the name of an event.

/// Whether it takes an admin of the organization, as Pulumi's catalogue of events says; ours by the same measure.
pub(crate) fn requires_admin(name: &str) -> bool {
    const PREFIXES: [&str; 4] =
        ["custom-role-", "organization-token-", "team-token-", "guardrail-"];
    const NAMES: [&str; 6] = [
        "member-role-changed",
        "team-created",
        "team-updated",
        "team-deleted",
        "organization-settings-changed",
        "organization-default-role-changed",
    ];
    PREFIXES.iter().any(|prefix| name.starts_with(prefix)) || NAMES.contains(&name)
}

/// Whether somebody was refused.
pub(crate) fn is_refusal(name: &str) -> bool {
    const NAMES: [&str; 3] =
        ["user-login-failed", "request-refused", "token-expiry-policy-refused"];
    name.starts_with("auth-failure-") || NAMES.contains(&name)
}

/// Whether somebody showed a token to sign in with, in vain or not.
pub(crate) fn is_sign_in(name: &str) -> bool {
    matches!(name, "user-login" | "user-login-failed")
}
