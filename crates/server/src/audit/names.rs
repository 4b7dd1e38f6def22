//! What follows from the name of an event.

use wire::audit::EventName;

/// Whether it takes an admin of the organization, as Pulumi's catalogue of events says; ours by the same measure.
pub(crate) fn requires_admin(name: &str) -> bool {
    matches!(
        EventName::parse(name),
        Some(
            EventName::CustomRoleCreated
                | EventName::CustomRoleUpdated
                | EventName::CustomRoleDeleted
                | EventName::CustomRoleReleased
                | EventName::OrganizationDefaultRoleChanged
                | EventName::MemberRoleChanged
                | EventName::TeamCreated
                | EventName::TeamUpdated
                | EventName::TeamDeleted
                | EventName::OrganizationTokenCreated
                | EventName::OrganizationTokenDeleted
                | EventName::TeamTokenCreated
                | EventName::TeamTokenDeleted
                | EventName::GuardrailCreated
                | EventName::GuardrailUpdated
                | EventName::GuardrailDeleted
                | EventName::OrganizationSettingsChanged
        )
    )
}

/// Whether somebody was refused.
pub(crate) fn is_refusal(name: &str) -> bool {
    matches!(
        EventName::parse(name),
        Some(
            EventName::UserLoginFailed
                | EventName::AuthFailureOrganizationRole
                | EventName::AuthFailureStackPermission
                | EventName::AuthFailureEnvironment
                | EventName::AuthFailureCloudAccount
                | EventName::TokenExpiryPolicyRefused
                | EventName::RequestRefused
        )
    )
}

/// Whether somebody showed a token to sign in with, in vain or not.
pub(crate) fn is_sign_in(name: &str) -> bool {
    matches!(name, "user-login" | "user-login-failed")
}
