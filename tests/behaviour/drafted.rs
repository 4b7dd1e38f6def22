//! Guardrails over a draft, against the organization in which it has been saved.

use policy::{Descriptor, Drafted, Organization, Verdict};
use serde_json::{Value, json};
use tests::{effort::share, random::Random};
use wire::Snapshot;

use crate::everywhere;

const ROUNDS: u64 = 600;

everywhere! {
    fn a_draft_fares_as_the_organization_in_which_it_is_saved() {
        let (mut kept, mut broken, mut mended, mut left) = (0, 0, 0, 0);
        for round in 0..share(ROUNDS) {
            let mut random = Random::new(round ^ 0xd4af);
            let before = guarded(&mut random);
            let draft = random.snapshot()["records"][0]["details"].clone();
            let mut after = before.clone();
            after["records"][0]["details"] = draft.clone();
            let (before, after) = (load(&before), load(&after));
            let details = Descriptor::parse(&draft.to_string()).unwrap();
            let role = Some(policy::UxPurpose::Role);
            let drafted = Drafted::new(&before, "role", details, role).unwrap();
            assert_eq!(drafted.record(), "role");
            let verdicts = drafted.check(&before.guardrails);
            for (guardrail, verdict) in before.guardrails.iter().zip(verdicts) {
                assert_eq!(verdict, guardrail.check(&after), "seed {round}, {guardrail:?}");
                match (guardrail.check(&before) == Verdict::Holds, verdict == Verdict::Holds) {
                    (true, true) => kept += 1,
                    (true, false) => broken += 1,
                    (false, true) => mended += 1,
                    (false, false) => left += 1,
                }
            }
        }
        let all = [kept, broken, mended, left];
        assert!(all.iter().all(|count| *count > share(50)), "kept, broken, mended, left: {all:?}");
    }

    fn an_impact_changes_the_record_that_a_draft_takes_the_place_of() {
        let mut taken = [0; 2];
        for round in 0..share(ROUNDS) {
            let mut random = Random::new(round ^ 0x1dea);
            let mut snapshot = random.snapshot();
            let compose = |ids: &[&str]| json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": ids});
            let one = |random: &mut Random| ["policy", "other", "set", "nowhere"][random.below(4)];
            // Often a role as the console writes it, and often a draft that names a policy.
            if random.below(3) > 0 {
                snapshot["records"][0]["details"] = compose(&[one(&mut random)]);
            }
            let draft = match random.below(3) {
                0 => compose(&[one(&mut random), one(&mut random)]),
                _ => random.snapshot()["records"][0]["details"].clone(),
            };
            let id = ["role", "role", "policy", "set"][random.below(4)];
            let mut change = json!({"role": {"id": id, "details": draft}});
            let purpose = [None, None, Some("role"), Some("policy")][random.below(4)];
            if let Some(purpose) = purpose {
                change["role"]["uxPurpose"] = json!(purpose);
            }
            let organization = load(&snapshot);
            let details = Descriptor::parse(&draft.to_string()).unwrap();
            let purpose = purpose.and_then(policy::UxPurpose::from_name);
            let drafted = Drafted::new(&organization, id, details, purpose).unwrap();
            let change: wire::change::Change = wire::fault::read(&change.to_string()).unwrap();
            let policy::Edit::Record { id: edited, .. } = change.resolve(&organization).unwrap() else {
                panic!("seed {round}, {change:?}")
            };
            assert_eq!(drafted.record(), edited, "seed {round}, {change:?}");
            taken[usize::from(edited == id)] += 1;
        }
        assert!(taken.iter().all(|count| *count > share(30)), "{taken:?}");
    }

    fn a_draft_takes_the_place_of_the_policy_of_a_console_role() {
        let snapshot = json!({"entities": [], "records": [
            {"id": "r", "name": "r", "uxPurpose": "role", "details": {"__type": "PermissionDescriptorCompose", "permissionDescriptors": ["p"]}},
            {"id": "p", "name": "r", "uxPurpose": "policy", "details": {"__type": "PermissionDescriptorAllow"}},
        ]});
        let organization = load(&snapshot);
        let record = |details: &str| {
            let details = Descriptor::parse(details).unwrap();
            Drafted::new(&organization, "r", details, None).unwrap().record().to_owned()
        };
        assert_eq!(record(r#"{"__type":"PermissionDescriptorAllow"}"#), "p");
        // Naming a policy, it is what a role says: in the policy's place it would name itself.
        assert_eq!(record(r#"{"__type":"PermissionDescriptorCompose","permissionDescriptors":["p"]}"#), "r");
        assert!(Drafted::new(&organization, "none", Descriptor::Group(Vec::new()), None).is_none());
    }
}

fn load(snapshot: &Value) -> Organization {
    Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load).unwrap()
}

/// A random organization with somebody in it and guardrails about scopes that its roles name.
fn guarded(random: &mut Random) -> Value {
    let mut snapshot = random.snapshot();
    let entities = snapshot["entities"].as_array().unwrap().clone();
    snapshot["members"] =
        json!([{"login": "ada", "roleId": "role"}, {"login": "bob", "roleId": "other"}]);
    let mut guardrails = Vec::new();
    for (scope, entity_type) in [("stack:delete", "stack"), ("environment:open", "environment")] {
        let place = random.condition();
        guardrails.push(
            json!({"name": format!("never {scope}"), "never": {"scope": scope, "where": place}}),
        );
        if let Some(entity) = entities.iter().find(|entity| entity["type"] == entity_type) {
            let entity = json!({"type": entity_type, "id": entity["id"]});
            let expect = json!({"principal": {"type": "user", "id": "ada"}, "scope": scope, "entity": entity, "allowed": random.below(2) == 0});
            guardrails.push(json!({"name": format!("expect {scope}"), "expect": expect}));
        }
    }
    snapshot["guardrails"] = json!(guardrails);
    snapshot
}
