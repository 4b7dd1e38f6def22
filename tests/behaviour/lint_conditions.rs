//! Where it is said that a condition leaves nothing, or grants nothing, anything may stand under it.

use policy::{Access, Code, Matrix, Program, Subject, TroubleKind, diagnose};
use serde_json::{Value, json};
use tests::random::Random;

use crate::everywhere;
use crate::lint::{allow, condition, equivalent, not, organization, tag_is, when};

everywhere! {
    fn within_a_condition_of_which_it_is_told_that_nothing_is_left_anything_may_be_granted() {
        // Each kind of claim by its code, and whether it is of what is granted in the place of the condition, and of a
        // reference.
        let mut told = std::collections::BTreeMap::<_, usize>::new();
        for seed in 0..800 {
            let snapshot = included_twice(seed);
            let before = organization(&snapshot);
            let whole = Access::of(&before, &Subject::Role("role".into())).unwrap();
            let matrix = Matrix::new(&whole.program, &before.inventory);
            let troubles = whole.program.troubles();
            let is_circular = troubles.iter().any(|trouble| trouble.kind == TroubleKind::Circular);
            for one in diagnose(&before, &whole, &matrix) {
                if !matches!(one.code, Code::ConditionNeverHolds | Code::ConditionMatchesNothing) {
                    continue;
                }
                let otherwise = one.message.contains("does not hold");
                let reference = one.message.strip_prefix("as it is named here, ");
                let mut snapshot = snapshot.clone();
                let records = snapshot["records"].as_array_mut().unwrap();
                let record = one.place.record.as_deref().unwrap();
                if let Some(claim) = reference {
                    // A copy of the record, and of what it names, would be another way around a circle.
                    if is_circular {
                        continue;
                    }
                    let (pointer, of) = claim.split_once(" of ").unwrap();
                    let pointer = pointer.split(' ').next_back().unwrap();
                    let meant = of.split('`').nth(1).unwrap();
                    let mut copies = records.clone();
                    for copy in &mut copies {
                        name_copies(&mut copy["details"]);
                    }
                    let copy = copies.iter_mut().find(|copy| copy["id"] == meant).unwrap();
                    fill(&mut copy["details"], pointer, otherwise);
                    for copy in &mut copies {
                        copy["id"] = json!(format!("{}'", copy["id"].as_str().unwrap()));
                    }
                    let naming = records.iter_mut().find(|other| other["id"] == record).unwrap();
                    name_copies(naming["details"].pointer_mut(&one.place.pointer).unwrap());
                    records.extend(copies);
                } else {
                    let record = records.iter_mut().find(|other| other["id"] == record).unwrap();
                    fill(&mut record["details"], &one.place.pointer, otherwise);
                }
                let after = organization(&snapshot);
                let filled = Access::of(&after, &Subject::Role("role".into())).unwrap();
                if one.code == Code::ConditionNeverHolds {
                    assert!(equivalent(&whole.program, &filled.program), "seed {seed}, {one:?}");
                } else {
                    let granted = |program: &Program| {
                        let entities = before.inventory.entities().iter();
                        let granted = entities.map(|entity| program.on_entity(entity).scopes);
                        granted.chain([program.on_organization().scopes]).collect::<Vec<_>>()
                    };
                    let (before, after) = (granted(&whole.program), granted(&filled.program));
                    assert_eq!(before, after, "seed {seed}, {one:?}");
                }
                *told.entry((one.code, otherwise, reference.is_some())).or_default() += 1;
            }
        }
        assert!(told.len() == 8 && told.values().all(|count| *count > 5), "{told:?}");
    }

    fn what_is_said_to_grant_nothing_without_a_team_can_go_where_there_is_none() {
        let (mut nothing, mut something) = (0, 0);
        for seed in 0..400 {
            let snapshot = Random::new(seed).snapshot();
            let before = organization(&snapshot);
            let whole = Access::of(&before, &Subject::Role("role".into())).unwrap();
            let matrix = Matrix::new(&whole.program, &before.inventory);
            let found = diagnose(&before, &whole, &matrix);
            for one in found.iter().filter(|one| one.code == Code::TeamCondition) {
                if !one.message.ends_with("and this grants nothing") {
                    something += 1;
                    continue;
                }
                // Of a record that is included in several ways it is said for each.
                let places = found.iter().filter(|other| other.code == one.code && other.place == one.place);
                if places.clone().any(|other| other.message != one.message) {
                    continue;
                }
                nothing += 1;
                let mut snapshot = snapshot.clone();
                let records = snapshot["records"].as_array_mut().unwrap();
                let record = one.place.record.as_deref().unwrap();
                let record = records.iter_mut().find(|other| other["id"] == record).unwrap();
                let (node, _) = one.place.pointer.rsplit_once('/').unwrap();
                let node = record["details"].pointer_mut(node).unwrap();
                for field in ["subNode", "subNodeForTrue", "subNodeForFalse", "node"] {
                    if let Some(node) = node.get_mut(field) {
                        *node = json!({"__type": "PermissionDescriptorGroup", "entries": []});
                    }
                }
                let after = Access::of(&organization(&snapshot), &Subject::Role("role".into())).unwrap();
                assert!(equivalent(&whole.program, &after.program), "seed {seed}, {one:?}");
            }
        }
        assert!(nothing > 50 && something > 20, "{nothing}, {something}");
    }
}

/// A snapshot whose role includes the record `policy` under a condition and once more, and small conditions with another
/// branch.
fn included_twice(seed: u64) -> Value {
    let random = &mut Random::new(seed);
    let mut snapshot = random.snapshot();
    if seed.is_multiple_of(3) {
        return snapshot;
    }
    let policy =
        json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": ["policy"]});
    let has = |key: &str| json!({"__type": "PermissionExpressionHasTag", "context": {"__type": "PermissionExpressionStack"}, "key": key});
    let test = |random: &mut Random| match random.below(5) {
        0 => condition(random, 1),
        1 => has(["env", "team", "tier"][random.below(3)]),
        2 => not(&tag_is("prod")),
        _ => tag_is(["prod", "dev"][random.below(2)]),
    };
    let either = |random: &mut Random| {
        let mut node =
            json!({"__type": "PermissionDescriptorIfThenElse", "condition": test(random)});
        for field in
            [&["subNodeForTrue"][..], &["subNodeForFalse"], &["subNodeForTrue", "subNodeForFalse"]]
                [random.below(3)]
        {
            node[*field] = allow(&["stack:read", "environment:read"], 0);
        }
        node
    };
    let branches: Vec<_> = (0..4).map(|_| either(random)).collect();
    let around = when(&test(random), &policy);
    let entries = [around, if seed % 3 == 1 { when(&test(random), &policy) } else { policy }];
    let group =
        |entries: &[Value]| json!({"__type": "PermissionDescriptorGroup", "entries": entries});
    let records = snapshot["records"].as_array_mut().unwrap();
    records[0]["details"] = group(&entries);
    records[1]["details"] = group(&branches);
    snapshot
}

/// Lets every Compose in `node` name the copies of the records that are there.
fn name_copies(node: &mut Value) {
    match node {
        Value::Object(fields) => {
            if let Some(ids) = fields.get_mut("permissionDescriptors") {
                for id in ids.as_array_mut().unwrap() {
                    if let Some(own @ ("role" | "policy" | "other" | "set")) = id.as_str() {
                        *id = json!(format!("{own}'"));
                    }
                }
            }
            fields.values_mut().for_each(name_copies);
        }
        Value::Array(items) => items.iter_mut().for_each(name_copies),
        _ => {}
    }
}

/// Grants everything under the condition at `pointer`, or where it does not hold.
fn fill(details: &mut Value, pointer: &str, otherwise: bool) {
    let (node, field) = pointer.rsplit_once('/').unwrap();
    let node = details.pointer_mut(node).unwrap();
    let field = match (field, otherwise) {
        ("value", _) => "node",
        (_, true) => "subNodeForFalse",
        _ if node["__type"] == "PermissionDescriptorCondition" => "subNode",
        _ => "subNodeForTrue",
    };
    let every =
        policy::catalogue::scopes().map(|scope| scope.name().to_owned()).collect::<Vec<_>>();
    node[field] = json!({"__type": "PermissionDescriptorAllow", "permissions": every});
}
