//! What a draft grants now that the organization has changed.

use policy::{EntityType, Scope, ScopeSet};

use super::evaluation::Comparison;

/// What the draft of `after` grants beside the same draft on an earlier state of the organization, in words.
pub fn since(before: &Comparison, after: &Comparison) -> String {
    otherwise(before, after).unwrap_or_else(|| "It grants what it granted before".to_owned())
}

/// The same, where it grants anything else.
pub fn otherwise(before: &Comparison, after: &Comparison) -> Option<String> {
    let reached = |of: &Comparison, entity_type| of.draft.matrix.reached(entity_type).len();
    let moved = EntityType::ALL.into_iter().filter_map(|entity_type| {
        let (old, new) = (reached(before, entity_type), reached(after, entity_type));
        let plural = if new == 1 { "" } else { "s" };
        (old != new).then(|| format!("{new} {}{plural} instead of {old}", entity_type.noun()))
    });
    let moved: Vec<_> = moved.collect();
    let organization = |of: &Comparison| of.draft.matrix.organization().scopes;
    let changed = changed(before, after);
    if !moved.is_empty() {
        Some(format!("It now reaches {}", moved.join(", ")))
    } else if changed > 0 {
        Some(format!(
            "It reaches as many entities as before and grants something else on {changed} of them"
        ))
    } else {
        (organization(before) != organization(after))
            .then(|| "It grants something else on the organization".to_owned())
    }
}

/// On how many entities the two grant different things, where nothing is granted on an entity that is not there.
fn changed(before: &Comparison, after: &Comparison) -> usize {
    let differing = |of: &Comparison, other: &Comparison, counts: fn(Option<u32>) -> bool| {
        let entities = (0u32..).zip(of.organization.inventory.entities());
        let differs = entities.filter(|(row, entity)| {
            let there = other.organization.inventory.row(entity.entity_type, &entity.id);
            counts(there) && granted(of, Some(*row)) != granted(other, there)
        });
        differs.count()
    };
    // Those that are in both are counted once.
    differing(after, before, |_| true) + differing(before, after, |there| there.is_none())
}

/// What is granted at a row, and for how long.
fn granted(of: &Comparison, row: Option<u32>) -> (ScopeSet, Vec<(Scope, u64)>) {
    let draft = &of.draft;
    row.map(|row| {
        (draft.matrix.scopes(row), draft.matrix.max_open_secs(&draft.access.program, row))
    })
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use policy::Descriptor;
    use serde_json::{Value, json};

    use super::{Comparison, since};
    use crate::state::evaluation::Evaluation;

    fn stack(id: &str, env: &str) -> Value {
        json!({"type": "stack", "id": id, "name": id, "tags": {"env": env}})
    }

    /// A draft that gives a set on the stacks of one environment.
    fn shown(entities: &[Value], scopes: &[&str]) -> Comparison {
        let set = json!({"__type": "PermissionDescriptorAllow", "permissions": scopes});
        let snapshot = json!({"entities": entities, "records": [
            {"id": "set", "name": "Set", "uxPurpose": "set", "details": set}]});
        let snapshot = wire::Snapshot::parse(&snapshot.to_string()).unwrap();
        let organization = Arc::new(snapshot.load().unwrap());
        let tag = json!({"__type": "PermissionExpressionTag", "key": "env",
            "context": {"__type": "PermissionExpressionStack"}});
        let dev = json!({"__type": "PermissionLiteralExpressionString", "value": "dev"});
        let details = json!({"__type": "PermissionDescriptorCondition",
            "condition": {"__type": "PermissionExpressionEqual", "left": tag, "right": dev},
            "subNode": {"__type": "PermissionDescriptorCompose", "permissionDescriptors": ["set"]}});
        let details = Descriptor::parse(&details.to_string()).unwrap();
        let draft = Arc::new(Evaluation::of(&organization, details).unwrap());
        Comparison { organization, draft, saved: None }
    }

    #[test]
    fn what_has_changed_is_told_by_entity() {
        let before = shown(&[stack("1", "dev"), stack("2", "prod")], &["stack:read"]);
        let told = |entities: &[Value], scopes: &[&str]| since(&before, &shown(entities, scopes));
        let same = [stack("1", "dev"), stack("2", "prod")];
        assert_eq!(told(&same, &["stack:read"]), "It grants what it granted before");
        // Another place and a stack that it does not reach are nothing to it.
        let more = [stack("3", "prod"), stack("1", "dev"), stack("2", "prod")];
        assert_eq!(told(&more, &["stack:read"]), "It grants what it granted before");
        let both = [stack("1", "dev"), stack("2", "dev")];
        assert_eq!(told(&both, &["stack:read"]), "It now reaches 2 stacks instead of 1");
        assert_eq!(told(&[], &["stack:read"]), "It now reaches 0 stacks instead of 1");
        assert_eq!(
            told(&same, &["stack:write"]),
            "It reaches as many entities as before and grants something else on 1 of them"
        );
        let swapped = [stack("1", "prod"), stack("2", "dev")];
        assert_eq!(
            told(&swapped, &["stack:read"]),
            "It reaches as many entities as before and grants something else on 2 of them"
        );
        let replaced = [stack("9", "dev"), stack("2", "prod")];
        assert_eq!(
            told(&replaced, &["stack:read"]),
            "It reaches as many entities as before and grants something else on 2 of them"
        );
    }
}
