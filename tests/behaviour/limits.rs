//! What is refused, and what just fits: also within the stack of a WASM module.

use policy::{
    Access, Descriptor, Entity, EntityType, Inventory, Matrix, Organization, Problem, Subject,
};

use crate::everywhere;

const ALLOW: &str = r#"{"__type":"PermissionDescriptorAllow","permissions":["stack:read"]}"#;
const HAS_TAG: &str = r#"{"__type":"PermissionExpressionHasTag","context":{"__type":"PermissionExpressionStack"},"key":"env"}"#;

/// `levels` descriptors inside each other, with the innermost one granting.
fn groups(levels: usize) -> String {
    let open = r#"{"__type":"PermissionDescriptorGroup","entries":["#.repeat(levels - 1);
    format!("{open}{ALLOW}{}", "]}".repeat(levels - 1))
}

/// The same with selects, which take three levels of JSON each.
fn selects(levels: usize) -> String {
    let text = r#"{"__type":"PermissionLiteralExpressionBool","value":true}"#;
    let open = format!(
        r#"{{"__type":"PermissionDescriptorSelect","selector":{text},"options":[{{"value":{text},"node":"#
    );
    format!("{}{ALLOW}{}", open.repeat(levels - 1), "}]}".repeat(levels - 1))
}

/// A condition that takes `levels` levels together with the descriptor it stands in.
fn nots(levels: usize) -> String {
    // The descriptor, the innermost condition and its context are levels of their own.
    let depth = levels - 3;
    let open = r#"{"__type":"PermissionExpressionNot","node":"#.repeat(depth);
    let condition = format!("{open}{HAS_TAG}{}", "}".repeat(depth));
    format!(
        r#"{{"__type":"PermissionDescriptorCondition","condition":{condition},"subNode":{ALLOW}}}"#
    )
}

/// Comparisons of comparisons, on both sides where a naive evaluation would double.
fn equals(levels: usize) -> String {
    let depth = levels - 3;
    let open = r#"{"__type":"PermissionExpressionEqual","right":{"__type":"PermissionLiteralExpressionString","value":"x"},"left":"#;
    let condition = format!("{}{HAS_TAG}{}", open.repeat(depth), "}".repeat(depth));
    format!(
        r#"{{"__type":"PermissionDescriptorCondition","condition":{condition},"subNode":{ALLOW}}}"#
    )
}

fn granted_on_a_stack(definition: &str) -> usize {
    let details = Descriptor::parse(definition).unwrap();
    assert_eq!(Descriptor::parse(&details.to_json()).unwrap(), details);
    let stack = Entity {
        entity_type: EntityType::Stack,
        id: "1".into(),
        name: "a/b".into(),
        tags: vec![("env".into(), "dev".into())],
    };
    let organization =
        Organization { inventory: Inventory::new(vec![stack]), ..Organization::default() };
    let access = Access::of(&organization, &Subject::Draft { details, purpose: None }).unwrap();
    let matrix = Matrix::new(&access.program, &organization.inventory);
    policy::diagnose(&organization, &access, &matrix);
    assert_eq!(
        matrix.scopes(0),
        access.program.on_entity(&organization.inventory.entities()[0]).scopes
    );
    matrix.scopes(0).len()
}

everywhere! {
    fn the_deepest_definitions_that_are_allowed_parse_and_evaluate() {
        assert_eq!(granted_on_a_stack(&groups(256)), 1);
        assert_eq!(granted_on_a_stack(&selects(256)), 1);
        // An odd number of negations of a tag that is there.
        assert_eq!(granted_on_a_stack(&nots(256)), 0);
        assert_eq!(granted_on_a_stack(&nots(255)), 1);
        assert_eq!(granted_on_a_stack(&equals(256)), 0);
    }

    fn one_level_more_is_refused() {
        for definition in [groups(257), selects(257), nots(257), equals(257)] {
            let error = Descriptor::parse(&definition).unwrap_err();
            assert_eq!(error.problem, Problem::TooDeep);
            assert!(error.pointer.len() > 1000, "{}", error.pointer);
        }
    }

    fn brackets_without_end_are_refused() {
        let error = Descriptor::parse(&"[".repeat(1_000_000)).unwrap_err();
        assert_eq!(error.code(), "not-json");
        let balanced = format!("{}{}", "[".repeat(500_000), "]".repeat(500_000));
        assert_eq!(Descriptor::parse(&balanced).unwrap_err().code(), "wrong-kind");
        let inside = format!(r#"{{"__type":"PermissionDescriptorAllow","permissions":{balanced}}}"#);
        assert_eq!(Descriptor::parse(&inside).unwrap_err().pointer, "/permissions/0");
    }

    fn a_group_has_at_most_2000_entries() {
        let group = |entries: usize| {
            format!(r#"{{"__type":"PermissionDescriptorGroup","entries":[{}]}}"#, vec![ALLOW; entries].join(","))
        };
        assert!(Descriptor::parse(&group(2000)).is_ok());
        let error = Descriptor::parse(&group(2001)).unwrap_err();
        assert_eq!(error.pointer, "/entries");
        assert_eq!(error.problem, Problem::TooManyEntries { entries: 2001 });
    }

    fn a_definition_has_at_most_1_mb() {
        let frame = r#"{"__type":"PermissionDescriptorAllow","permissions":[""]}"#;
        let definition = |bytes: usize| frame.replace("\"\"", &format!("\"{}\"", "x".repeat(bytes - frame.len())));
        assert!(Descriptor::parse(&definition(1_048_576)).is_ok());
        let error = Descriptor::parse(&definition(1_048_577)).unwrap_err();
        assert_eq!(error.problem, Problem::TooLarge { bytes: 1_048_577 });
    }

    fn references_that_multiply_are_refused() {
        // Twenty records, each naming the next one twice through two branches: a million ways to the last.
        let records: Vec<_> = (0..20).map(|index| {
            let next = format!(r#"{{"__type":"PermissionDescriptorCompose","permissionDescriptors":["{}"]}}"#, index + 1);
            format!(r#"{{"id":"{index}","name":"{index}","uxPurpose":"policy","details":{{"__type":"PermissionDescriptorGroup","entries":[{next},{next}]}}}}"#)
        }).collect();
        let snapshot = format!(r#"{{"entities":[],"records":[{}]}}"#, records.join(","));
        let organization = wire::Snapshot::parse(&snapshot).unwrap().load().unwrap();
        let error = Access::of(&organization, &Subject::Role("0".into())).unwrap_err();
        assert!(error.to_string().contains("more than 200000"), "{error}");
    }

    fn a_condition_that_references_multiply_is_refused() {
        // One policy whose condition has 10,000 expressions, named two thousand times.
        let both = |left: String, right: String| format!(r#"{{"__type":"PermissionExpressionAnd","left":{left},"right":{right}}}"#);
        let mut conditions = vec![HAS_TAG.to_owned(); 5000];
        while conditions.len() > 1 {
            let mut pairs = std::mem::take(&mut conditions).into_iter();
            while let Some(left) = pairs.next() {
                conditions.push(match pairs.next() {
                    Some(right) => both(left, right),
                    None => left,
                });
            }
        }
        let policy = format!(r#"{{"__type":"PermissionDescriptorCondition","condition":{},"subNode":{ALLOW}}}"#, conditions[0]);
        let role = |references: usize| {
            let named = r#"{"__type":"PermissionDescriptorCompose","permissionDescriptors":["p"]}"#;
            let entries = vec![named; references].join(",");
            let details = format!(r#"{{"__type":"PermissionDescriptorGroup","entries":[{entries}]}}"#);
            let snapshot = format!(r#"{{"entities":[],"records":[{{"id":"r","name":"r","uxPurpose":"role","details":{details}}},{{"id":"p","name":"p","uxPurpose":"policy","details":{policy}}}]}}"#);
            let organization = wire::Snapshot::parse(&snapshot).unwrap().load().unwrap();
            Access::of(&organization, &Subject::Role("r".into())).map(|access| access.program.size())
        };
        assert_eq!(role(3), Ok(1 + 3 * (1 + 1 + 1 + 1 + 9999)));
        let error = role(2000).unwrap_err();
        assert!(error.to_string().contains("or 1000000 expressions"), "{error}");
    }

    fn texts_that_references_multiply_are_refused() {
        // One text of 900 kB, as a value, a name that is no scope, a team, or an id, in a policy that is named again and
        // again.
        let long = "x".repeat(900_000);
        let text = |value: &str| format!(r#"{{"__type":"PermissionLiteralExpressionString","value":"{value}"}}"#);
        let tag = |key: &str| format!(r#"{{"__type":"PermissionExpressionTag","context":{{"__type":"PermissionExpressionStack"}},"key":"{key}"}}"#);
        let equal = |left: &str, right: &str| format!(r#"{{"__type":"PermissionExpressionEqual","left":{left},"right":{right}}}"#);
        let under = |condition: &str| format!(r#"{{"__type":"PermissionDescriptorCondition","condition":{condition},"subNode":{ALLOW}}}"#);
        let naming = |id: &str| format!(r#"{{"__type":"PermissionDescriptorCompose","permissionDescriptors":["{id}"]}}"#);
        let group = |entries: &str| format!(r#"{{"__type":"PermissionDescriptorGroup","entries":[{entries}]}}"#);
        let policies = [
            under(&equal(&tag("env"), &text(&long))),
            under(&equal(&tag(&long), &text("dev"))),
            under(&HAS_TAG.replace("env", &long)),
            under(&equal(
                r#"{"__type":"PermissionExpressionTeam"}"#,
                &format!(r#"{{"__type":"PermissionLiteralExpressionTeam","identity":"{long}"}}"#),
            )),
            group(&ALLOW.replace("stack:read", &long)),
            naming(&long),
            // The set with that id, which has a condition; and one that is plain, beside a policy, which is not.
            naming(&format!("{long}s")),
            format!(r#"{{"__type":"PermissionDescriptorCompose","permissionDescriptors":["{long}p","q"]}}"#),
        ];
        for (number, policy) in policies.iter().enumerate() {
            let role = |references: usize| {
                let record = |id: &str, purpose: &str, details: &str| {
                    format!(r#"{{"id":"{id}","name":"","uxPurpose":"{purpose}","details":{details}}}"#)
                };
                let records = [
                    record("r", "role", &group(&vec![naming("p"); references].join(","))),
                    record("p", "policy", policy),
                    record("q", "policy", ALLOW),
                    record(&format!("{long}s"), "set", &under(HAS_TAG)),
                    record(&format!("{long}p"), "set", ALLOW),
                ];
                let snapshot = format!(r#"{{"entities":[],"records":[{}]}}"#, records.join(","));
                let organization = wire::Snapshot::parse(&snapshot).unwrap().load().unwrap();
                Access::of(&organization, &Subject::Role("r".into())).map(|access| access.program.size())
            };
            // 900,000 / 64 = 14,062.5: seventy of them fit into a million, less than a hundred do.
            let told = |size: Result<usize, _>| size.map_err(|error: policy::AccessError| error.to_string());
            assert!(told(role(70)).is_ok_and(|size| size > 70 * 14_062), "policy {number}");
            let error = told(role(100)).unwrap_err();
            assert!(error.contains("or 1000000 expressions, of which a text counts as one for each 64 bytes"), "{error}");
        }
    }

    fn a_long_selector_is_not_multiplied_by_its_options() {
        let options = |count: usize| vec![r#"{"value":{"__type":"PermissionLiteralExpressionString","value":"a"}}"#; count].join(",");
        let select = |count: usize| {
            let key = "k".repeat(400_000);
            let selector = format!(r#"{{"__type":"PermissionExpressionTag","context":{{"__type":"PermissionExpressionStack"}},"key":"{key}"}}"#);
            let definition = format!(r#"{{"__type":"PermissionDescriptorSelect","selector":{selector},"options":[{}]}}"#, options(count));
            let details = Descriptor::parse(&definition).unwrap();
            Access::of(&Organization::default(), &Subject::Draft { details, purpose: None }).map(|access| access.program.size())
        };
        // The descriptor, and for each option itself, its value, the selector and what that counts beyond one.
        assert_eq!(select(150).ok(), Some(1 + 150 * (1 + 1 + 1 + 400_000 / 64)));
        assert!(select(200).is_err_and(|error| error.to_string().contains("once its references are followed")));
    }

    fn references_that_nest_are_refused() {
        let records: Vec<_> = (0..5000).map(|index| {
            format!(r#"{{"id":"{index}","name":"","uxPurpose":"policy","details":{{"__type":"PermissionDescriptorCompose","permissionDescriptors":["{}"]}}}}"#, index + 1)
        }).collect();
        let snapshot = format!(r#"{{"entities":[],"records":[{}]}}"#, records.join(","));
        let organization = wire::Snapshot::parse(&snapshot).unwrap().load().unwrap();
        let error = Access::of(&organization, &Subject::Role("0".into())).unwrap_err();
        assert!(error.to_string().contains("deeper than 768"), "{error}");
    }
}
