//! A rule that grants, as it is told.

use policy::{Access, Organization, Scope};
use serde::Serialize;

/// A rule: where it comes from, where it stands, and what it asks for.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RuleInfo {
    /// What kind of thing the subject was given: `role`, `own-role`, `team-role`, `team-grant`, `creator-grant`
    /// or `setting`.
    pub source: &'static str,
    /// Which one: a role, a team or a setting, by id or name, a role of a team as `TEAM/ROLE`, or an entity as `TYPE/ID`.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub through: String,
    /// The team through which it was given, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The id of the record in which the rule stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Where it stands there, as a JSON pointer; absent for a grant that is no definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The names of the permission sets through which it grants; where one scope is asked for, those that have it.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sets: Vec<String>,
    /// The conditions under which it grants, all of them; empty when it always does.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<String>,
    /// For how long what it opens may stay open, in seconds; absent for no limit, and where it opens nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_open_duration_secs: Option<u64>,
}

/// The rule at `index` of somebody's access.
pub(crate) fn rule_info(
    organization: &Organization,
    access: &Access,
    index: usize,
) -> Option<RuleInfo> {
    rule_for(organization, access, index, None)
}

/// The same, of the sets that it names only those with `scope`.
pub(super) fn rule_for(
    organization: &Organization,
    access: &Access,
    index: usize,
    scope: Option<Scope>,
) -> Option<RuleInfo> {
    let rule = access.program.rule(index)?;
    let source = access.sources.get(rule.source)?;
    let name = |id: &String| match organization.records.find(id) {
        Some(set) if scope.is_some_and(|scope| set.lacks(scope)) => None,
        Some(set) => Some(set.name.clone()),
        None => Some(id.clone()),
    };
    let (record, pointer) = match access.program.place(rule) {
        Some(place) => (place.record, Some(place.pointer)),
        None => (None, None),
    };
    Some(RuleInfo {
        source: source.kind.name(),
        through: source.named(),
        team: source.team.clone(),
        record,
        pointer,
        sets: access.program.sets(rule).iter().filter_map(name).collect(),
        conditions: access.program.conditions_of(index, &organization.inventory),
        max_open_duration_secs: rule.max_open_secs.filter(|_| rule.opens()),
    })
}

#[cfg(test)]
mod tests {
    use policy::Scope;

    use super::super::Explained;
    use crate::snapshot::{EntityKey, EntityType};
    use crate::{Snapshot, Subject};

    #[test]
    fn of_the_sets_those_are_named_that_have_the_scope() {
        let text = r#"{"entities": [{"type": "environment", "id": "e", "name": "p/e"}], "records": [
            {"id": "p", "name": "P", "uxPurpose": "role", "details": {"__type": "PermissionDescriptorCompose",
             "permissionDescriptors": ["environment-open", "stack-write"]}}]}"#;
        let organization = Snapshot::parse(text).unwrap().load().unwrap();
        let entity = EntityKey { entity_type: EntityType::Environment, id: "e".to_owned() };
        let subject = Subject::Role("p".to_owned());
        for (scope, sets) in [
            ("environment:open", vec!["Environment Open"]),
            ("environment:read", vec!["Environment Open"]),
        ] {
            let scope = Scope::from_name(scope).unwrap();
            let told = Explained::of(&organization, &subject, scope, Some(&entity)).unwrap();
            let [rule] = told.grants.as_slice() else { panic!("{:?}", told.grants) };
            assert_eq!(rule.sets, sets, "{scope}");
        }
    }
}
