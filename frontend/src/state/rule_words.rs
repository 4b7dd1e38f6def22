//! A rule that was found to grant something, in a line.

use policy::{Organization, Source, SourceKind};
use wire::explain::RuleInfo;

use super::sources::path;

/// The rule in a line: what gives it, through which sets, and where it grants.
pub fn rule_in_words(organization: &Organization, rule: &RuleInfo) -> String {
    let mut words = source(organization, rule);
    if !rule.sets.is_empty() {
        words = format!("{words}, through {}", rule.sets.join(", "));
    }
    if !rule.conditions.is_empty() {
        words = format!("{words}, where {}", rule.conditions.join(" and "));
    }
    words
}

/// What gives the rule, such as `team payments, role Payments deployer`.
pub fn source(organization: &Organization, rule: &RuleInfo) -> String {
    let kinds = [
        SourceKind::Role,
        SourceKind::OwnRole,
        SourceKind::TeamRole,
        SourceKind::TeamGrant,
        SourceKind::CreatorGrant,
        SourceKind::Setting,
    ];
    match kinds.into_iter().find(|kind| kind.name() == rule.source) {
        Some(SourceKind::Role) | None => "the role itself".to_owned(),
        Some(kind) => path(organization, &Source { kind, through: rule.through.clone() }),
    }
}
