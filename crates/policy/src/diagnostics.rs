//! What a person would want to know before saving.

mod conditions;
mod references;
mod scopes;

use crate::{Access, Matrix, Organization, Place};

/// Something worth knowing about a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing it is; a stable word for programs.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// The place it speaks of.
    pub place: Place,
    /// What it says, for people.
    pub message: String,
    /// The tag key it speaks of, if it is about one.
    pub tag_key: Option<String>,
    /// How many entities it speaks of, if it counts some.
    pub count: Option<usize>,
}

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something is broken.
    Error,
    /// Probably not what was meant.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// A stable word for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// The kinds of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A reference leads back to where it stands, and grants nothing.
    CircularReference,
    /// A condition holds on no entity there is today.
    ConditionMatchesNothing,
    /// A condition can hold on no entity, whatever its tags.
    ConditionNeverHolds,
    /// A reference leads nowhere, and grants nothing.
    DanglingReference,
    /// A grant without a condition reaches more types of entities than its author may have thought of.
    MixedEntityTypes,
    /// A *not equals* also covers entities that lack the tag.
    NotEqualsUntagged,
    /// A scope stands under a condition about another type, and grants nothing.
    ScopeOutsideCondition,
    /// A condition speaks of the team, which is known only when a role is held through one.
    TeamCondition,
    /// A scope that is not in the catalogue grants nothing.
    UnknownScope,
    /// A record names another of a purpose that it may not name.
    WrongReference,
}

impl Code {
    /// A stable word for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CircularReference => "circular-reference",
            Self::ConditionMatchesNothing => "condition-matches-nothing",
            Self::ConditionNeverHolds => "condition-never-holds",
            Self::DanglingReference => "dangling-reference",
            Self::MixedEntityTypes => "mixed-entity-types",
            Self::NotEqualsUntagged => "not-equals-untagged",
            Self::ScopeOutsideCondition => "scope-outside-condition",
            Self::TeamCondition => "team-condition",
            Self::UnknownScope => "unknown-scope",
            Self::WrongReference => "wrong-reference",
        }
    }
}

impl Diagnostic {
    pub(crate) fn new(code: Code, severity: Severity, place: Place, message: String) -> Self {
        Self { code, severity, place, message, tag_key: None, count: None }
    }
}

/// What is worth knowing about `access` before it is saved, in the order of the definitions.
///
/// `matrix` is `access` evaluated on the inventory of `organization`. Built-in sets are not commented on.
pub fn diagnose(organization: &Organization, access: &Access, matrix: &Matrix) -> Vec<Diagnostic> {
    let program = &access.program;
    let mut found = references::diagnose(organization, program);
    found.extend(scopes::unknown(program));
    let possible = conditions::Possible::of(program);
    found.extend(conditions::diagnose(organization, program, matrix, &possible));
    found.extend(scopes::outside(organization, program, &possible));
    found.extend(scopes::mixed(organization, program));
    // Places are compared as text, except that entry 10 comes after entry 9.
    let key = |diagnostic: &Diagnostic| {
        let steps = diagnostic.place.pointer.split('/');
        let steps: Vec<_> =
            steps.map(|step| (step.parse::<usize>().ok(), step.to_owned())).collect();
        (diagnostic.place.record.clone(), steps, diagnostic.code)
    };
    found.sort_by_cached_key(key);
    found.dedup();
    found
}
