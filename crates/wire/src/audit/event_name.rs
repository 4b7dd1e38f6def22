//! The events that an audit log can hold.

use std::fmt;

/// Makes the events of one list, by what they are about, so that none is missing from any of the others.
macro_rules! events {
    ($($about:literal: $($variant:ident $name:literal)+;)+) => {
        /// The name of an event in the log of an organization.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventName {
            $($(
                #[doc = concat!("`", $name, "`")]
                $variant,
            )+)+
        }

        impl EventName {
            /// Every event, by what it is about.
            pub const BY_TOPIC: &[(&'static str, &[Self])] =
                &[$(($about, &[$(Self::$variant),+])),+];

            /// The name as it is written to the log.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($(Self::$variant => $name,)+)+
                }
            }

            /// The event of this name; none of what no list has, such as what a later version wrote.
            pub fn parse(name: &str) -> Option<Self> {
                match name {
                    $($($name => Some(Self::$variant),)+)+
                    _ => None,
                }
            }
        }
    };
}

events! {
    "Roles and permission sets":
        CustomRoleCreated "custom-role-created"
        CustomRoleUpdated "custom-role-updated"
        CustomRoleDeleted "custom-role-deleted"
        CustomRoleReleased "custom-role-released"
        OrganizationDefaultRoleChanged "organization-default-role-changed";
    "People":
        MemberAdded "member-added"
        MemberRoleChanged "member-role-changed"
        MemberRemoved "member-removed";
    "Teams":
        TeamCreated "team-created"
        TeamUpdated "team-updated"
        TeamDeleted "team-deleted";
    "Access tokens":
        OrganizationTokenCreated "organization-token-created"
        OrganizationTokenDeleted "organization-token-deleted"
        TeamTokenCreated "team-token-created"
        TeamTokenDeleted "team-token-deleted"
        PersonalTokenCreated "personal-token-created"
        PersonalTokenDeleted "personal-token-deleted";
    "Guardrails":
        GuardrailCreated "guardrail-created"
        GuardrailUpdated "guardrail-updated"
        GuardrailDeleted "guardrail-deleted";
    "Entities":
        StackCreated "stack-created"
        StackDeleted "stack-deleted"
        StackTagsChanged "stack-tags-changed"
        EnvironmentCreated "environment-created"
        EnvironmentDeleted "environment-deleted"
        EnvironmentTagsChanged "environment-tags-changed"
        InsightsAccountCreated "insights-account-created"
        InsightsAccountDeleted "insights-account-deleted"
        InsightsAccountTagsChanged "insights-account-tags-changed";
    "The organization":
        OrganizationCreated "organization-created"
        OrganizationSettingsChanged "organization-settings-changed";
    "Sign-ins and refusals":
        UserLogin "user-login"
        UserLoginFailed "user-login-failed"
        AuthFailureOrganizationRole "auth-failure-organization-role"
        AuthFailureStackPermission "auth-failure-stack-permission"
        AuthFailureEnvironment "auth-failure-environment"
        AuthFailureCloudAccount "auth-failure-cloud-account"
        TokenExpiryPolicyRefused "token-expiry-policy-refused"
        RequestRefused "request-refused"
        EventsLeftOut "events-left-out";
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::EventName;

    fn all() -> impl Iterator<Item = EventName> {
        EventName::BY_TOPIC.iter().flat_map(|(_, names)| *names).copied()
    }

    #[test]
    fn the_documentation_lists_every_event_and_no_other() {
        let page = include_str!("../../../../docs/AUDIT.md");
        let table = page.split("## What is recorded").nth(1).unwrap();
        let table = table.split("\n\n").nth(1).unwrap();
        let documented: BTreeSet<_> = table.split('`').skip(1).step_by(2).collect();
        assert!(documented.len() > 30, "this test no longer sees the table");
        assert_eq!(all().map(EventName::as_str).collect::<BTreeSet<_>>(), documented);
    }

    #[test]
    fn a_name_is_of_one_event_and_is_read_as_that() {
        for event in all() {
            assert_eq!(EventName::parse(event.as_str()), Some(event));
        }
        assert_eq!(EventName::parse("team-renamed"), None);
    }
}
