//! What a change of people or teams means for whom, before it is made.

use std::collections::BTreeMap;
use std::sync::Arc;

use policy::{
    Access, ChangeKind, EntityType, Excess, Impact, Organization, Principal, Rows, ScopeSet,
    Source, Subject,
};

use super::{Line, Told, few, name};
use crate::preview::difference::{Difference, same_rows};
use crate::state::change::Change;
use crate::state::evaluation::{Comparison, Evaluation};
use crate::state::subject::{measured, nothing};

/// How many who hold different things are looked at.
const MAX_EFFECTS: usize = 24;

/// What a change means for everybody it touches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effects {
    /// What happens to whom; those to whom the same happens are together.
    pub told: Vec<Told>,
    /// Who keeps exactly what they have.
    pub untouched: usize,
    /// How many were not looked at.
    pub unknown: usize,
    /// Why the server is going to refuse it.
    pub refusal: Option<String>,
    /// People who could manage roles then, and cannot now.
    pub new_managers: Vec<String>,
}

impl Effects {
    /// What `change` means in `organization`, where `giver` makes it.
    pub fn of(organization: &Arc<Organization>, change: &Change, giver: Option<&str>) -> Self {
        let after = change.made(organization);
        let mut effects = Self::between(organization, &after, change.subjects(organization));
        effects.refusal = refusal(organization, &after, giver);
        effects.new_managers = new_managers(organization, &after);
        effects
    }

    /// What lies between two states of an organization for `subjects`.
    pub fn between(
        before: &Arc<Organization>,
        after: &Organization,
        subjects: Vec<Subject>,
    ) -> Self {
        type Held = (Vec<Source>, Vec<Source>);
        let mut groups = BTreeMap::<Held, (usize, Vec<Subject>)>::new();
        for (order, subject) in subjects.into_iter().enumerate() {
            let sources = |of: &Organization| {
                Access::of(of, &subject).map(|access| access.sources).unwrap_or_default()
            };
            let held = (sources(before), sources(after));
            groups.entry(held).or_insert((order, Vec::new())).1.push(subject);
        }
        let mut groups: Vec<_> = groups.into_values().collect();
        groups.sort_by_key(|(order, _)| *order);
        let (mut found, mut told) = (Self::default(), Vec::new());
        for (number, (_, holders)) in groups.into_iter().enumerate() {
            if number >= MAX_EFFECTS {
                found.unknown += holders.len();
                continue;
            }
            let Some(subject) = holders.first() else { continue };
            let side = |of: &Organization| measured(of, subject).unwrap_or_else(|_| nothing(of));
            let (old, new) = (side(before), side(after));
            match of(before, &holders, old, new) {
                Some(one) => told.push(one),
                None => found.untouched += holders.len(),
            }
        }
        found.told = Told::together(told);
        // Whom the dialog is about, it says already.
        let is_whole = found.untouched == 0 && found.unknown == 0;
        if let ([only], true) = (found.told.as_mut_slice(), is_whole)
            && only.everybody.len() == 1
        {
            only.holders.clear();
        }
        found
    }
}

/// What happens to `holders` when they hold `new` instead of `old`, where anything does.
fn of(
    organization: &Arc<Organization>,
    holders: &[Subject],
    old: Evaluation,
    new: Evaluation,
) -> Option<Told> {
    let later = later(organization, &old, &new);
    let comparison = Comparison {
        organization: organization.clone(),
        draft: Arc::new(new),
        saved: Some(Arc::new(old)),
    };
    let difference = Difference::of(&comparison);
    let on_organization = &difference.organization;
    let opening = &difference.opening;
    let mut gained =
        lines(organization, &difference, |effect| &effect.gained, on_organization.gained);
    let mut lost = lines(organization, &difference, |effect| &effect.lost, on_organization.lost);
    gained.extend(Line::opening(opening.longer, true));
    lost.extend(Line::opening(opening.shorter, false));
    if gained.is_empty() && lost.is_empty() && later.is_empty() && !opening.is_change() {
        return None;
    }
    let everybody: Vec<_> = holders.iter().map(|holder| named(organization, holder)).collect();
    Some(Told { holders: few(&everybody), everybody, gained, lost, later, ..Told::default() })
}

/// Who, by name.
fn named(organization: &Organization, holder: &Subject) -> String {
    match holder {
        Subject::User(login) => login.clone(),
        Subject::Team(name) => format!("Whoever joins {name}"),
        Subject::Token(id) => name(organization, &Principal::Token(id.clone())),
        Subject::Role(id) => id.clone(),
        Subject::Draft { .. } => String::new(),
    }
}

/// Scopes by the entities on which the same happens to them, the widest first.
fn lines(
    organization: &Organization,
    difference: &Difference,
    changed: impl Fn(&crate::preview::difference::Effect) -> &Rows,
    on_organization: ScopeSet,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for entity_type in EntityType::ALL {
        let mut groups = Vec::<(ScopeSet, &Rows)>::new();
        for effect in difference.effects(entity_type) {
            let rows = changed(effect);
            if rows.is_empty() {
                continue;
            }
            match groups.iter_mut().find(|(_, known)| same_rows(known, rows)) {
                Some((scopes, _)) => scopes.insert(effect.scope),
                None => groups.push((std::iter::once(effect.scope).collect(), rows)),
            }
        }
        groups.sort_by_key(|(scopes, rows)| std::cmp::Reverse((rows.len(), scopes.len())));
        lines.extend(groups.into_iter().map(|(scopes, rows)| {
            Line::on(organization, entity_type, scopes, rows.len(), rows.iter())
        }));
    }
    if !on_organization.is_empty() {
        lines.push(Line::on_organization(organization, on_organization));
    }
    lines
}

/// What changes on entities there could be, where that is known and says more than names.
fn later(organization: &Organization, old: &Evaluation, new: &Evaluation) -> Vec<(bool, Line)> {
    /// How many cases of a change are told.
    const CASES: usize = 3;
    let (before, after) = (&old.access.program, &new.access.program);
    let Ok(difference) = policy::Difference::between(before, after) else { return Vec::new() };
    let later = difference.changes.iter().filter_map(|change| {
        let is_gain = match change.kind {
            ChangeKind::Gained => true,
            ChangeKind::Lost => false,
            ChangeKind::OpenLonger(_) | ChangeKind::OpenShorter(_) => return None,
        };
        // An example that is there says nothing about what is not.
        let inventory = &organization.inventory;
        let is_there = inventory.row(change.entity_type, &change.example.id).is_some();
        if is_there {
            return None;
        }
        let cases = change.cases.iter().take(CASES);
        let cases: Vec<_> = cases.map(|case| case.named(inventory).to_string()).collect();
        Some((is_gain, Line::at(organization, change.scopes, cases.join("; or "))))
    });
    later.collect()
}

/// Why the server is going to refuse that `giver` makes `after` of `before`, if it guards this.
fn refusal(before: &Organization, after: &Organization, giver: Option<&str>) -> Option<String> {
    let managers = Impact::managers(after);
    if managers.is_ok_and(|managers| managers.is_empty()) {
        return Some("Nobody could manage roles any more".to_owned());
    }
    let giver = Subject::User(giver?.to_owned());
    let excess = Excess::of(before, after, &giver).ok().flatten()?;
    let scopes: Vec<_> = excess.scopes.iter().take(3).map(|scope| format!("`{scope}`")).collect();
    let more = excess.scopes.len().saturating_sub(scopes.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(format!("It would hand out what you do not hold yourself: {}{more}", scopes.join(", ")))
}

/// Who could manage roles then and cannot now.
fn new_managers(before: &Organization, after: &Organization) -> Vec<String> {
    let (Ok(known), Ok(then)) = (Impact::managers(before), Impact::managers(after)) else {
        return Vec::new();
    };
    let known: std::collections::BTreeSet<_> = known.into_iter().collect();
    then.into_iter().filter(|login| !known.contains(login)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use policy::{EntityGrant, EntityType, Organization, Subject};
    use serde_json::json;

    use super::Effects;
    use crate::state::change::Change;
    use crate::state::sources::tree;
    use crate::state::subject::measured;

    fn organization() -> Arc<Organization> {
        let stack = |id: &str| json!({"type": "stack", "id": id, "name": format!("shop/{id}")});
        let allow =
            |scopes: &[&str]| json!({"__type": "PermissionDescriptorAllow", "permissions": scopes});
        let snapshot = json!({
            "entities": [stack("a"), stack("b")],
            "records": [
                {"id": "deploys", "name": "Deploys", "uxPurpose": "role",
                    "details": allow(&["stack:write", "stack:read"])},
                {"id": "reads", "name": "Reads", "uxPurpose": "role",
                    "details": allow(&["stack:read"])}],
            "members": [{"login": "ada", "roleId": "reads"}, {"login": "ben", "roleId": "deploys"},
                {"login": "eve", "roleId": "admin"}],
            "teams": [{"name": "core", "roleIds": ["deploys"], "entityGrants": [
                {"type": "stack", "id": "a", "permissionSetId": "stack-admin"}]}],
        });
        let snapshot = wire::Snapshot::parse(&snapshot.to_string()).unwrap();
        Arc::new(snapshot.load().unwrap())
    }

    fn join(login: &str) -> Change {
        Change::Join { team: "core".to_owned(), login: login.to_owned() }
    }

    #[test]
    fn joining_gives_what_the_person_does_not_have_already() {
        let organization = organization();
        let effects = Effects::of(&organization, &join("ada"), Some("eve"));
        let [told] = effects.told.as_slice() else { panic!("{effects:?}") };
        // It goes without saying who is meant.
        assert_eq!(
            (told.holders.as_str(), told.everybody.as_slice()),
            ("", &["ada".to_owned()][..])
        );
        assert!(told.lost.is_empty() && effects.refusal.is_none());
        let everywhere = &told.gained[0];
        assert_eq!(everywhere.place, "on all 2 stacks");
        assert_eq!(everywhere.scopes.to_string(), "stack:write");
        assert_eq!(told.gained[1].place, "on shop/a");
        // Any stack to come is written as well.
        assert!(told.later.iter().any(|(is_gain, _)| *is_gain));
        // Who is an administrator gains nothing by it.
        let effects = Effects::of(&organization, &join("eve"), Some("eve"));
        assert!(effects.told.is_empty() && effects.untouched == 1);
    }

    #[test]
    fn nobody_may_hand_out_what_they_do_not_hold() {
        let organization = organization();
        let refusal = Effects::of(&organization, &join("ada"), Some("ada")).refusal.unwrap();
        assert!(refusal.contains("do not hold yourself"), "{refusal}");
        let dismiss = Change::Dismiss { login: "eve".to_owned() };
        let refusal = Effects::of(&organization, &dismiss, Some("eve")).refusal.unwrap();
        assert!(refusal.contains("Nobody could manage roles"), "{refusal}");
        let promote = Change::Role { login: "ada".to_owned(), role_id: "admin".to_owned() };
        assert_eq!(Effects::of(&organization, &promote, Some("eve")).new_managers, ["ada"]);
    }

    #[test]
    fn what_a_change_rests_on_is_told_and_what_it_leaves_is_seen_by_source() {
        let organization = organization();
        let footing = join("ada").footing(&organization);
        assert!(footing.contains(&("Teams", "none".to_owned())), "{footing:?}");
        let after = join("ada").made(&organization);
        assert!(join("ada").footing(&after).contains(&("Teams", "core".to_owned())));

        let evaluation = measured(&after, &Subject::User("ada".to_owned())).unwrap();
        let branches = tree(&after, &evaluation);
        let names: Vec<_> = branches.iter().map(|one| (one.kind, one.name.as_str())).collect();
        assert_eq!(names, [("Own role", "Reads"), ("Team", "core")]);
        let parts: Vec<_> = branches[1].parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(parts, ["Deploys", "Stack Admin on shop/a"]);
        assert_eq!(branches[1].gives.in_words(), "2 stacks");
    }

    #[test]
    fn a_grant_takes_the_place_of_the_one_before_on_the_same_entity() {
        let organization = organization();
        let grant = EntityGrant {
            entity_type: EntityType::Stack,
            entity_id: "a".to_owned(),
            permission_set_id: "stack-read".to_owned(),
        };
        let change = Change::Grant { team: "core".to_owned(), grant };
        let after = change.made(&organization);
        assert_eq!(after.teams[0].entity_grants.len(), 1);
        // Nobody is in the team: the effect is of whoever joins it.
        let effects = Effects::of(&organization, &change, Some("eve"));
        let [told] = effects.told.as_slice() else { panic!("{effects:?}") };
        assert_eq!(told.everybody, ["Whoever joins core"]);
        assert!(told.gained.iter().all(|line| line.place == "on shop/a") && !told.lost.is_empty());
        let read = organization.records.find("stack-read").unwrap().flat_scopes().unwrap().scopes();
        assert_eq!(super::super::set_of(&organization, read), Some("Stack Read"));
    }
}
