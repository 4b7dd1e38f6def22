//! The decision digest: the same wherever it is made, another whenever something else was decided.

use policy::{Access, Descriptor, Digest, Inventory, Matrix, Organization, Subject};
use serde_json::{Value, json};
use tests::random::Random;
use wire::Snapshot;

use crate::{compare::entity, everywhere};

everywhere! {
    fn a_digest_can_be_recomputed_from_the_layout() {
        let mut limits = 0;
        for round in 0..150 {
            let mut random = Random::new(round ^ 0xd16e);
            let (snapshot, mut organization) = organization(&mut random);
            // As few as a snapshot has, or enough for sets of rows to be written both ways.
            if round % 2 == 0 {
                let mut entities: Vec<_> = (0..100).map(|_| entity(&mut random)).collect();
                for (number, entity) in entities.iter_mut().enumerate().skip(12) {
                    entity.id = number.to_string();
                }
                organization.inventory = Inventory::new(entities);
            }
            let details = details(&snapshot["records"][0]);
            let digest = Digest::of(&organization, &details).unwrap();
            let second = tests::digest::digest(&organization, &details, digest.engine);
            assert_eq!(digest.hash().to_string(), second, "seed {round}");
            limits += usize::from(details.to_json().contains("MaxOpenDuration"));
        }
        assert!(limits > 50, "{limits} with limits");
    }

    fn very_many_references_are_hashed_one_by_one() {
        // A policy that names 90,000 ids which are nowhere, some of them twice: comparing each with all others takes
        // minutes.
        let ids: Vec<_> = (0..110_000).map(|number| format!("{:x}", number % 90_000)).collect();
        let naming = |ids: &Value| json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": ids});
        let policy = json!({"id": "p", "name": "", "uxPurpose": "policy", "details": naming(&json!(ids))});
        let organization = load(&json!({"entities": [], "records": [policy]}));
        let details = Descriptor::parse(&naming(&json!(["p"])).to_string()).unwrap();
        let digest = Digest::of(&organization, &details).unwrap();
        assert_eq!(digest.hash().to_string(), tests::digest::digest(&organization, &details, digest.engine));
    }

    fn the_layout_of_the_text_and_names_do_not_matter() {
        for round in 0..60 {
            let mut random = Random::new(round ^ 0x1a10);
            let (mut snapshot, organization) = organization(&mut random);
            let details = details(&snapshot["records"][0]);
            let digest = Digest::of(&organization, &details).unwrap();
            let indented = Descriptor::parse(&details.to_json_pretty()).unwrap();
            assert_eq!(Digest::of(&organization, &indented).unwrap(), digest);
            for list in ["entities", "records"] {
                for item in snapshot[list].as_array_mut().unwrap() {
                    item["name"] = json!("another name");
                }
            }
            assert_eq!(Digest::of(&load(&snapshot), &details).unwrap(), digest);
        }
    }

    fn whatever_changes_what_is_decided_changes_the_digest() {
        let snapshot = story();
        let parts = |snapshot: &Value| {
            let organization = load(snapshot);
            let digest = Digest::of(&organization, &details(&snapshot["records"][0])).unwrap();
            (wire::digest::Parts::from(digest.clone()), digest.hash())
        };
        let before = parts(&snapshot);
        let check = |pointer: &str, value: Value, expected: &[&str]| {
            let mut changed = snapshot.clone();
            *changed.pointer_mut(pointer).unwrap() = value;
            let after = parts(&changed);
            assert_eq!(before.0.differing(&after.0), expected, "{pointer}");
            assert_eq!(before.1 == after.1, expected.is_empty(), "{pointer}");
        };
        check("/entities/0/name", json!("other"), &[]);
        check("/entities/0/tags", json!({"team": "shop", "env": "dev"}), &[]);
        check("/entities/0/tags/env", json!("prod"), &["inventory", "matrix"]);
        // Nothing asks for this tag, and still it was another organization.
        check("/entities/0/tags/team", json!("web"), &["inventory"]);
        check("/entities/1/id", json!("9"), &["inventory"]);
        check("/entities/1/type", json!("environment"), &["inventory", "matrix"]);
        check("/records/0/details/entries/0/condition/right/value", json!("prod"), &["definition", "matrix"]);
        // The same things are granted in other words.
        let both = json!([{"__type": "PermissionDescriptorCompose", "permissionDescriptors": ["set", "set"]}]);
        check("/records/0/details/entries/0/subNode", json!({"__type": "PermissionDescriptorGroup", "entries": both}), &["definition"]);
        check("/records/1/details/permissions/1", json!("stack:delete"), &["references", "matrix"]);
        // A limit on what is not granted on any environment there is.
        check("/records/1/details/constraints/MaxOpenDuration", json!(60), &["references"]);
        check("/records/1/id", json!("gone"), &["references", "matrix"]);
        check("/records/2/details/permissions", json!([]), &[]);
    }

    fn the_limits_of_a_matrix_are_those_of_its_cells() {
        let limited = |secs: [u64; 2]| {
            let mut snapshot = story();
            snapshot["entities"][0]["type"] = json!("environment");
            let allow = |secs: u64| json!({"__type": "PermissionDescriptorAllow",
                "permissions": ["environment:open"], "constraints": {"MaxOpenDuration": secs}});
            let details = json!({"__type": "PermissionDescriptorGroup", "entries": secs.map(allow)});
            let details = Descriptor::parse(&details.to_string()).unwrap();
            Digest::of(&load(&snapshot), &details).unwrap().matrix
        };
        // The longest wins, and no limit beats every limit.
        assert_eq!(limited([60, 3600]), limited([3600, 60]));
        assert_eq!(limited([60, 3600]), limited([3600, 3600]));
        assert_eq!(limited([0, 3600]), limited([0, 0]));
        assert_ne!(limited([60, 60]), limited([60, 3600]));
        assert_ne!(limited([60, 3600]), limited([0, 3600]));
    }
}

/// The digest of a matrix that followed edits is that of one made anew.
pub(crate) fn check_followed(organization: &Organization, details: &Descriptor, matrix: &Matrix) {
    let subject = Subject::Draft { details: details.clone(), purpose: None };
    let program = Access::of(organization, &subject).unwrap().program;
    let followed = Digest::of_matrix(organization, details, &program, matrix);
    assert_eq!(followed, Digest::of(organization, details).unwrap());
}

fn organization(random: &mut Random) -> (Value, Organization) {
    let snapshot = random.snapshot();
    let organization = load(&snapshot);
    (snapshot, organization)
}

fn load(snapshot: &Value) -> Organization {
    Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load).unwrap()
}

fn details(record: &Value) -> Descriptor {
    Descriptor::parse(&record["details"].to_string()).unwrap()
}

/// A policy that gives a set on the stacks of one environment, and a set that nothing names.
fn story() -> Value {
    let tag = json!({"__type": "PermissionExpressionTag", "context": {"__type": "PermissionExpressionStack"}, "key": "env"});
    let is_dev = json!({"__type": "PermissionExpressionEqual", "left": tag,
        "right": {"__type": "PermissionLiteralExpressionString", "value": "dev"}});
    let compose =
        json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": ["set"]});
    let entry =
        json!({"__type": "PermissionDescriptorCondition", "condition": is_dev, "subNode": compose});
    let allow = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:read", "stack:write"],
        "constraints": {"MaxOpenDuration": 0}});
    json!({
        "entities": [
            {"type": "stack", "id": "1", "name": "shop/dev", "tags": {"env": "dev", "team": "shop"}},
            {"type": "stack", "id": "2", "name": "shop/test", "tags": {"env": "dev"}},
        ],
        "records": [
            {"id": "policy", "name": "p", "uxPurpose": "policy",
             "details": {"__type": "PermissionDescriptorGroup", "entries": [entry]}},
            {"id": "set", "name": "s", "uxPurpose": "set", "details": allow},
            {"id": "other", "name": "o", "uxPurpose": "set", "details": allow},
        ],
    })
}
