//! Roles that people often want, to begin with.

use policy::{Descriptor, EntityType, Records};

use super::form::{Every, Form, Grants, Leaf, Operator, RuleForm, Tagged};

/// A role to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// Looking at everything.
    ReadEverything,
    /// Reading who may do what and what was done, without anything that is kept secret.
    Auditor,
    /// Changing everything there is, and removing nothing.
    Operate,
    /// Deploying everywhere but to production.
    Deploy,
    /// Opening what production needs, while on call.
    OnCall,
    /// Beginning stacks and environments of one's own.
    Begin,
}

impl Template {
    /// Every template, the most modest first.
    pub const ALL: [Self; 6] = [
        Self::ReadEverything,
        Self::Auditor,
        Self::Begin,
        Self::Deploy,
        Self::OnCall,
        Self::Operate,
    ];

    /// A stable word, for addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ReadEverything => "read-everything",
            Self::Auditor => "auditor",
            Self::Operate => "operate",
            Self::Deploy => "deploy",
            Self::OnCall => "on-call",
            Self::Begin => "begin",
        }
    }

    /// The template with this stable word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.key() == key)
    }

    /// What people call such a role.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ReadEverything => "Read everything",
            Self::Auditor => "Auditor",
            Self::Operate => "Operate, but not delete",
            Self::Deploy => "CI deploys, not to production",
            Self::OnCall => "On call for production",
            Self::Begin => "Begin stacks and environments",
        }
    }

    /// What it is for.
    pub const fn description(self) -> &'static str {
        match self {
            Self::ReadEverything => {
                "Looks at every stack, environment and account, and at the organization; opens no environment"
            }
            Self::Auditor => {
                "Reads the audit log and who may do what; no outputs of stacks, no values of environments"
            }
            Self::Operate => {
                "Changes and runs every stack, environment and account, also those to come, and removes none"
            }
            Self::Deploy => {
                "Updates stacks and opens environments whose tag env is there and is not prod"
            }
            Self::OnCall => {
                "Opens environments tagged env=prod, and looks at, redeploys and cancels updates of such stacks"
            }
            Self::Begin => {
                "Makes new stacks and environments, which their maker administers, and lists what is there"
            }
        }
    }

    /// The definition, which names the built-in sets as `records` know them.
    pub fn definition(self, records: &Records) -> Descriptor {
        use EntityType::{Environment, InsightsAccount, Stack};
        let sets = |names: &[&str]| Grants {
            sets: names.iter().map(|name| built_in(records, name)).collect(),
            scopes: Vec::new(),
        };
        let (organization, rules) = match self {
            Self::ReadEverything => (
                sets(&["org-settings-read-only"]),
                vec![
                    every(Stack, sets(&["stack-read"])),
                    every(Environment, sets(&["environment-read"])),
                    every(InsightsAccount, sets(&["insights-account-read"])),
                ],
            ),
            Self::Auditor => (
                scopes(&[
                    "audit_logs:export",
                    "audit_logs:read",
                    "org_member:read",
                    "org_member_access:read",
                    "org_token:read",
                    "policy_results:read",
                    "role:read",
                    "saml:read",
                    "team:list",
                    "team:list_tokens",
                    "team:read",
                ]),
                vec![
                    every(Stack, scopes(&["stack:list", "stack:read", "stack_access:read"])),
                    every(
                        Environment,
                        scopes(&[
                            "environment:list",
                            "environment:read",
                            "environment_access:read",
                        ]),
                    ),
                    every(
                        InsightsAccount,
                        scopes(&[
                            "insights_account:list",
                            "insights_account:read",
                            "insights_account_access:read",
                        ]),
                    ),
                ],
            ),
            Self::Operate => (
                Grants::default(),
                vec![
                    every(Stack, sets(&["stack-write"])),
                    every(Environment, sets(&["environment-write"])),
                    every(InsightsAccount, sets(&["insights-account-write"])),
                ],
            ),
            Self::Deploy => {
                let leaves = || vec![leaf(Operator::Has, ""), leaf(Operator::Differs, "prod")];
                (
                    Grants::default(),
                    vec![
                        tagged(Stack, leaves(), sets(&["stack-write"])),
                        tagged(Environment, leaves(), sets(&["environment-open"])),
                    ],
                )
            }
            Self::OnCall => {
                let leaves = || vec![leaf(Operator::Equals, "prod")];
                let stacks = Grants {
                    scopes: vec![
                        "stack:cancel_update".to_owned(),
                        "stack_deployment:create".to_owned(),
                    ],
                    ..sets(&["stack-read"])
                };
                (
                    Grants::default(),
                    vec![
                        tagged(Environment, leaves(), sets(&["environment-open"])),
                        tagged(Stack, leaves(), stacks),
                    ],
                )
            }
            Self::Begin => (
                scopes(&["environment:create", "stack:create", "templates:read"]),
                vec![
                    every(Stack, scopes(&["stack:list", "stack:read"])),
                    every(Environment, scopes(&["environment:list", "environment:read"])),
                ],
            ),
        };
        Form::new(organization, rules).write()
    }
}

/// The id of the built-in set with this name.
fn built_in(records: &Records, name: &str) -> String {
    let mut all = records.iter();
    let found = all.find(|record| record.default_identifier.as_deref() == Some(name));
    found.map_or(name, |record| record.id.as_str()).to_owned()
}

fn scopes(names: &[&str]) -> Grants {
    Grants { sets: Vec::new(), scopes: names.iter().map(|name| (*name).to_owned()).collect() }
}

const fn every(entity_type: EntityType, grants: Grants) -> RuleForm {
    RuleForm::Every(Every { entity_type, grants, stands_apart: false })
}

const fn tagged(entity_type: EntityType, leaves: Vec<Leaf>, grants: Grants) -> RuleForm {
    RuleForm::Tagged(Tagged { entity_type, leaves, grants })
}

fn leaf(operator: Operator, value: &str) -> Leaf {
    Leaf { key: "env".to_owned(), operator, value: value.to_owned() }
}
