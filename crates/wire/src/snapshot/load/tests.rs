//! What is no snapshot.

use super::Snapshot;

#[test]
fn what_is_no_object_is_told_what_a_snapshot_is() {
    for text in ["[]", r#" [{"type":"stack","id":"1","name":"a/b"}]"#, "null", "7"] {
        let fault = Snapshot::parse(text).unwrap_err();
        assert_eq!((fault.code.as_str(), fault.pointer.as_str()), ("wrong-shape", ""));
        let expected = "expected a snapshot, an object with `entities` and `records`";
        assert!(fault.message.contains(expected), "{text}: {fault}");
    }
}

#[test]
fn a_default_role_that_is_none_is_refused() {
    let load = |id: &str| {
        let text = format!(
            r#"{{"organization": {{"defaultRoleId": "{id}"}}, "entities": [], "records": []}}"#
        );
        Snapshot::parse(&text).unwrap().load().map(|organization| organization.default_role_id)
    };
    assert_eq!(load("admin"), Ok(Some("admin".to_owned())));
    for id in ["gone", "stack-read", ""] {
        let fault = load(id).unwrap_err();
        assert_eq!(fault.pointer, "/organization/defaultRoleId");
        assert_eq!(fault.message, format!("expected the id of a role, found `{id}`"));
    }
}

#[test]
fn nothing_takes_the_place_of_what_is_built_in_without_saying_so() {
    let load = |id: &str, identifier: &str| {
        let record = |id: &str, identifier: &str| {
            format!(
                r#"{{"id": "{id}", "name": "n", "uxPurpose": "set", "defaultIdentifier": "{identifier}",
                    "details": {{"__type": "PermissionDescriptorAllow"}}}}"#
            )
        };
        let records = [record("own", ""), record(id, identifier)].join(",");
        Snapshot::parse(&format!(r#"{{"entities": [], "records": [{records}]}}"#))
            .and_then(Snapshot::load)
    };
    for (id, identifier) in [("admin", ""), ("member", "admin"), ("stack-admin", "stack-read")] {
        let fault = load(id, identifier).unwrap_err();
        let told = (fault.code.as_str(), fault.pointer.as_str());
        assert_eq!(told, ("built-in-id", "/records/1/id"));
        let expected = format!("or the `defaultIdentifier` `{id}`");
        assert!(fault.message.contains(&expected), "{fault}");
    }
    for (id, identifier) in [("administrator", ""), ("admin", "admin"), ("mine", "stack-admin")] {
        assert!(load(id, identifier).is_ok(), "{id} {identifier}");
    }
}
