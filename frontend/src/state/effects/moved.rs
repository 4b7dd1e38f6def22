//! Whether a change still means what it meant when it was seen.

use std::sync::Arc;

use policy::Organization;

use super::change::Effects;
use crate::state::change::Change;

/// What is another `now` than when the effect of `change` was seen, line by line; nothing where all of it is the same.
///
/// What a change gives also hangs on what roles and sets are, on tags, and on who holds what: its effect says so.
pub fn moved(
    change: &Change,
    seen: &Arc<Organization>,
    now: &Arc<Organization>,
    giver: Option<&str>,
) -> Vec<String> {
    if Arc::ptr_eq(seen, now) {
        return Vec::new();
    }
    let (before, after) = (change.footing(seen), change.footing(now));
    let lines = after.iter().filter_map(|(what, is)| {
        let was = before.iter().find(|(known, _)| known == what).map(|(_, was)| was);
        (was != Some(is)).then(|| match was {
            Some(was) => format!("{what}: {was} → {is}"),
            None => format!("{what}: {is}"),
        })
    });
    let mut lines: Vec<_> = lines.collect();
    if lines.is_empty() && Effects::of(seen, change, giver) != Effects::of(now, change, giver) {
        lines.push("What it gives or takes is another".to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use policy::{EntityGrant, EntityType, Organization};
    use serde_json::{Value, json};

    use super::moved;
    use crate::state::change::Change;

    fn allow(scopes: &[&str]) -> Value {
        json!({"__type": "PermissionDescriptorAllow", "permissions": scopes})
    }

    fn snapshot() -> Value {
        json!({
            "entities": [{"type": "stack", "id": "a", "name": "shop/a"}],
            "records": [
                {"id": "deploys", "name": "Deploys", "uxPurpose": "role",
                    "details": allow(&["stack:read"])},
                {"id": "reads", "name": "Reads", "uxPurpose": "role",
                    "details": allow(&["stack:read"])},
                {"id": "set", "name": "Set", "uxPurpose": "set", "details": allow(&["stack:read"])}],
            "members": [{"login": "ada", "roleId": "reads"}, {"login": "eve", "roleId": "admin"}],
            "teams": [{"name": "core", "roleIds": ["deploys"], "members": [{"login": "eve"}]}],
        })
    }

    fn loaded(snapshot: &Value) -> Arc<Organization> {
        let snapshot = wire::Snapshot::parse(&snapshot.to_string()).unwrap();
        Arc::new(snapshot.load().unwrap())
    }

    /// What is told when `meanwhile` happens to the organization.
    fn told(change: &Change, meanwhile: impl Fn(&mut Value)) -> Vec<String> {
        let (before, mut after) = (snapshot(), snapshot());
        meanwhile(&mut after);
        moved(change, &loaded(&before), &loaded(&after), Some("eve"))
    }

    const ANOTHER: &str = "What it gives or takes is another";

    #[test]
    fn joining_is_another_question_once_the_team_has_another_role() {
        let join = Change::Join { team: "core".to_owned(), login: "ada".to_owned() };
        assert!(told(&join, |_| {}).is_empty());
        let role = |after: &mut Value| after["teams"][0]["roleIds"] = json!(["admin"]);
        assert_eq!(told(&join, role), [ANOTHER]);
        let definition =
            |after: &mut Value| after["records"][0]["details"] = allow(&["stack:delete"]);
        assert_eq!(told(&join, definition), [ANOTHER]);
        let grant = |after: &mut Value| {
            after["teams"][0]["entityGrants"] =
                json!([{"type": "stack", "id": "a", "permissionSetId": "stack-admin"}]);
        };
        assert_eq!(told(&join, grant), [ANOTHER]);
        // What is told by name needs no second line.
        let own = |after: &mut Value| after["members"][0]["roleId"] = json!("deploys");
        assert_eq!(told(&join, own), ["Role: Reads → Deploys"]);
        // What has nothing to do with it is nothing.
        let elsewhere = |after: &mut Value| after["records"][2]["name"] = json!("Renamed");
        assert!(told(&join, elsewhere).is_empty());
    }

    #[test]
    fn a_role_or_a_set_is_another_question_once_it_says_something_else() {
        let widen = |after: &mut Value| {
            for record in 0..3 {
                after["records"][record]["details"] = allow(&["stack:read", "stack:delete"]);
            }
        };
        let role =
            |role_id: &str| Change::Role { login: "ada".to_owned(), role_id: role_id.to_owned() };
        let only_deploys =
            |after: &mut Value| after["records"][0]["details"] = allow(&["stack:delete"]);
        assert_eq!(told(&role("deploys"), only_deploys), [ANOTHER]);
        assert!(told(&role("reads"), only_deploys).is_empty());
        let grant = EntityGrant {
            entity_type: EntityType::Stack,
            entity_id: "a".to_owned(),
            permission_set_id: "set".to_owned(),
        };
        let mut change = Change::Grant { team: "core".to_owned(), grant };
        let only_set =
            |after: &mut Value| after["records"][2]["details"] = allow(&["stack:delete"]);
        // Eve has everything anyway: whoever is in the team gains nothing.
        assert!(told(&change, only_set).is_empty());
        let ada = |after: &mut Value| {
            after["teams"][0]["members"] = json!([{"login": "ada"}]);
        };
        let (mut before, mut after) = (snapshot(), snapshot());
        ada(&mut before);
        ada(&mut after);
        only_set(&mut after);
        assert_eq!(moved(&change, &loaded(&before), &loaded(&after), Some("eve")), [ANOTHER]);
        change = Change::Admit {
            login: "new".to_owned(),
            role_id: "deploys".to_owned(),
            is_default: false,
        };
        assert_eq!(told(&change, widen), [ANOTHER]);
    }
}
