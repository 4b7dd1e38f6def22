//! A rule that was found to grant something, in a line.

use policy::{Organization, Source, SourceKind, TokenKind};
use wire::explain::RuleInfo;
use wire::subject::Label;

use super::form::words::set_name;
use super::sources::path;

/// A rule that `holder` holds, in a line: what gives it, through which sets, and where it grants.
pub fn rule_in_words(organization: &Organization, holder: &Label, rule: &RuleInfo) -> String {
    let mut words = source(organization, holder, rule);
    if !rule.sets.is_empty() {
        words = format!("{words}, through {}", rule.sets.join(", "));
    }
    if !rule.conditions.is_empty() {
        words = format!("{words}, where {}", rule.conditions.join(" and "));
    }
    words
}

/// What gives the rule, such as `team payments, role Payments deployer`.
fn source(organization: &Organization, holder: &Label, rule: &RuleInfo) -> String {
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
        Some(kind) => {
            // A personal token has no role of its own: it holds its owner's.
            let owner = owner(organization, holder).filter(|_| kind == SourceKind::OwnRole);
            if let Some(login) = owner {
                return format!("role of {login}, {}", set_name(organization, &rule.through));
            }
            let team = rule.team.clone();
            // A role of a team is called `TEAM/ROLE`.
            let id =
                team.as_ref().and_then(|team| rule.through.strip_prefix(team)?.strip_prefix('/'));
            let through = id.unwrap_or(&rule.through).to_owned();
            path(organization, &Source { kind, team, through })
        }
    }
}

/// Whose personal token it is, where it is one.
fn owner<'o>(organization: &'o Organization, holder: &Label) -> Option<&'o str> {
    let id = holder.id.as_deref().filter(|_| holder.subject_type == "token")?;
    let token = organization.tokens.iter().find(|token| token.id == id)?;
    match &token.kind {
        TokenKind::Personal { login } => Some(login),
        TokenKind::Team { .. } | TokenKind::Organization { .. } => None,
    }
}
