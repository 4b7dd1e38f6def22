//! The human verbs for the scopes that matter most; the other scopes are counted.

use policy::{EntityType, Scope};

/// What the holder of one scope does with an entity.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Verb {
    scope: &'static str,
    /// In a sentence: `opens`.
    pub(super) does: &'static str,
    /// In a list of changes: `open`.
    pub(super) bare: &'static str,
    /// What stands between the verb and the entities, and what replaces both when the entities were just named.
    pub(super) object: Object,
}

/// How a verb takes its entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Object {
    /// `reads 2 environments`.
    Plain,
    /// `opens the secrets of 2 environments`, `opens their secrets`.
    Secrets,
    /// `administers access to 2 environments`, `administers access to them`.
    Access,
}

impl Verb {
    pub(super) fn scope(&self) -> Option<Scope> {
        Scope::from_name(self.scope)
    }
}

const fn verb(scope: &'static str, does: &'static str, bare: &'static str) -> Verb {
    Verb { scope, does, bare, object: Object::Plain }
}

const STACK: [Verb; 7] = [
    verb("stack:read", "reads", "read"),
    verb("stack:decrypt", "decrypts", "decrypt"),
    verb("stack:write", "updates", "update"),
    verb("stack:delete", "deletes", "delete"),
    verb("stack:transfer", "transfers", "transfer"),
    verb("stack_tags:update", "retags", "retag"),
    Verb {
        object: Object::Access,
        ..verb("stack_access:update", "administers", "administer access")
    },
];

const ENVIRONMENT: [Verb; 6] = [
    verb("environment:read", "reads", "read"),
    Verb { object: Object::Secrets, ..verb("environment:open", "opens", "open") },
    verb("environment:write", "updates", "update"),
    verb("environment:delete", "deletes", "delete"),
    Verb { object: Object::Secrets, ..verb("environment:rotate", "rotates", "rotate") },
    Verb {
        object: Object::Access,
        ..verb("environment_access:update", "administers", "administer access")
    },
];

const ACCOUNT: [Verb; 5] = [
    verb("insights_account:read", "reads", "read"),
    verb("insights_account:scan", "scans", "scan"),
    verb("insights_account:update", "updates", "update"),
    verb("insights_account:delete", "deletes", "delete"),
    Verb {
        object: Object::Access,
        ..verb("insights_account_access:update", "administers", "administer access")
    },
];

/// The verbs of one type, in the order of a sentence.
pub(super) const fn of_type(entity_type: EntityType) -> &'static [Verb] {
    match entity_type {
        EntityType::Stack => &STACK,
        EntityType::Environment => &ENVIRONMENT,
        EntityType::InsightsAccount => &ACCOUNT,
    }
}

/// What the holder of some scopes does with one kind of thing on the organization.
pub(super) struct Matter {
    /// What is dealt with, such as `roles`.
    pub(super) noun: &'static str,
    /// The scopes: name, `creates`, `create`.
    pub(super) verbs: &'static [(&'static str, &'static str, &'static str)],
}

/// What matters most on the organization comes first.
pub(super) const ORGANIZATION: [Matter; 11] = [
    Matter { noun: "the organization", verbs: &[("organization:delete", "deletes", "delete")] },
    Matter {
        noun: "roles",
        verbs: &[
            ("role:create", "creates", "create"),
            ("role:update", "changes", "change"),
            ("role:delete", "deletes", "delete"),
        ],
    },
    Matter {
        noun: "members",
        verbs: &[
            ("org_member:add", "adds", "add"),
            ("org_member:update", "changes", "change"),
            ("org_member:delete", "removes", "remove"),
            ("org_member:set_admin", "makes administrators of", "make administrators of"),
        ],
    },
    Matter {
        noun: "organization tokens",
        verbs: &[
            ("org_token:create", "creates", "create"),
            ("org_token:delete", "deletes", "delete"),
        ],
    },
    Matter {
        noun: "teams",
        verbs: &[
            ("team:create", "creates", "create"),
            ("team:update", "changes", "change"),
            ("team:delete", "deletes", "delete"),
        ],
    },
    Matter {
        noun: "authorization policies",
        verbs: &[("auth_policies:update", "changes", "change")],
    },
    Matter { noun: "stacks", verbs: &[("stack:create", "creates", "create")] },
    Matter { noun: "environments", verbs: &[("environment:create", "creates", "create")] },
    Matter { noun: "accounts", verbs: &[("insights_account:create", "creates", "create")] },
    Matter {
        noun: "policy packs",
        verbs: &[
            ("policy_pack:create", "creates", "create"),
            ("policy_pack:update", "changes", "change"),
            ("policy_pack:delete", "deletes", "delete"),
        ],
    },
    Matter { noun: "project secrets", verbs: &[("project:decrypt", "decrypts", "decrypt")] },
];

#[cfg(test)]
mod tests {
    use policy::ResourceType;

    use super::*;

    #[test]
    fn every_verb_stands_for_a_scope_of_its_type() {
        for entity_type in EntityType::ALL {
            for verb in of_type(entity_type) {
                let scope = verb.scope().unwrap_or_else(|| panic!("no scope {}", verb.scope));
                assert!(scope.applies_to(ResourceType::Entity(entity_type)), "{scope}");
            }
        }
        for (name, ..) in ORGANIZATION.iter().flat_map(|matter| matter.verbs) {
            let scope = Scope::from_name(name).unwrap_or_else(|| panic!("no scope {name}"));
            assert!(scope.applies_to(ResourceType::Global), "{scope}");
        }
    }
}
