//! What a definition grants more or less than before, in words.

use policy::Way;
use wire::audit::Difference;
use wire::diff::{ChangeInfo, Delta, Relation};
use wire::impact::LimitChange;

/// How many changes are put into words; the machine form has them all.
const MAX_CHANGES: usize = 6;
/// How many scopes of a change are named.
const MAX_SCOPES: usize = 8;
/// How many cases of a change are named.
const MAX_CASES: usize = 3;

/// What `difference` comes to.
pub(super) fn words(difference: &Difference) -> String {
    let summary = match difference.relation {
        Relation::Equivalent => return "grants what it granted before".to_owned(),
        Relation::Wider => "grants more",
        Relation::Narrower => "grants less",
        Relation::Different => "grants some things more and some less",
    };
    let mut parts =
        all(&difference.organization, &difference.organization_limits, &difference.changes);
    for through in &difference.through_teams {
        let told = all(&through.organization, &through.organization_limits, &through.changes);
        let way = through.team.clone().map_or_else(|| Way::Other(String::new()), Way::Team);
        let told = if told.is_empty() { "the same as before".to_owned() } else { told.join("; ") };
        parts.push(format!("{way}: {told}"));
    }
    format!("{summary}: {}", parts.join("; "))
}

fn all(organization: &Delta, limits: &[LimitChange], changes: &[ChangeInfo]) -> Vec<String> {
    let organization = [("+", &organization.gained), ("-", &organization.lost)];
    let organization = organization
        .into_iter()
        .filter(|(_, scopes)| !scopes.is_empty())
        .map(|(sign, scopes)| format!("{sign} {} on the organization", shortened(scopes)));
    let limits = limits.iter().map(|limit| format!("{} on the organization", limit.words()));
    let shown = changes.iter().take(MAX_CHANGES).map(change);
    let more = changes.len().saturating_sub(MAX_CHANGES);
    let more = (more > 0).then(|| format!("and {more} more changes"));
    organization.chain(limits).chain(shown).chain(more).collect()
}

fn change(change: &ChangeInfo) -> String {
    let sign = if matches!(change.kind, "gained" | "open-longer") { "+" } else { "-" };
    let duration = change
        .max_open_duration_secs
        .map(|secs| format!(" for more than {secs} seconds"))
        .unwrap_or_default();
    let cases: Vec<_> = change.cases.iter().take(MAX_CASES).map(String::as_str).collect();
    let more = if cases.len() < change.cases.len() || !change.is_complete {
        ", or other cases"
    } else {
        ""
    };
    format!("{sign} {}{duration} on {}{more}", shortened(&change.scopes), cases.join(", or "))
}

fn shortened(scopes: &[&str]) -> String {
    let shown: Vec<_> = scopes.iter().take(MAX_SCOPES).copied().collect();
    let more = scopes.len().saturating_sub(MAX_SCOPES);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use policy::{Descriptor, Organization, Record, Records, UxPurpose};
    use wire::audit::Difference;

    fn organization(scopes: &str) -> Organization {
        let is_blue = r#"{"__type": "PermissionExpressionEqual", "left": {"__type": "PermissionExpressionTeam"}, "right": {"__type": "PermissionLiteralExpressionTeam", "identity": "blue"}}"#;
        let allow =
            format!(r#"{{"__type": "PermissionDescriptorAllow", "permissions": [{scopes}]}}"#);
        let details = format!(
            r#"{{"__type": "PermissionDescriptorCondition", "condition": {is_blue}, "subNode": {allow}}}"#
        );
        let mut records = Records::default();
        records.put(Record {
            id: "r".to_owned(),
            name: "r".to_owned(),
            description: String::new(),
            purpose: UxPurpose::Role,
            resource_type: None,
            default_identifier: None,
            details: Descriptor::parse(&details).unwrap(),
        });
        Organization { records, ..Organization::default() }
    }

    #[test]
    fn what_changes_through_a_team_alone_is_told() {
        let (before, after) = (organization(r#""role:read""#), organization(r#""team:read""#));
        let of = |organization: &Organization| organization.records.find("r").cloned();
        let (from, to) = (of(&before), of(&after));
        let found = Difference::between((&before, from.as_ref()), (&after, to.as_ref())).unwrap();
        let expected = "grants some things more and some less: held through team `blue`: + team:read on the organization; - role:read on the organization";
        assert_eq!(super::words(&found), expected);
    }
}
