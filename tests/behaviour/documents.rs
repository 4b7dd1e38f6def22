//! One document and one digest, byte for byte, wherever they are made.

use tests::documents::{Document, Made, all, hash, written};

use crate::everywhere;

everywhere! {
    fn every_engine_makes_what_is_written_down() {
        let written = written();
        let documents = all();
        assert!(documents.len() > 10);
        for document in &documents {
            assert_eq!(
                written.get(&document.name),
                Some(&made(document)),
                "{}: where it was meant to change, `SCOPESIGHT_UPDATE=1 cargo test -p tests --test behaviour documents` \
                writes down what the native engine makes, and fails once more", document.name
            );
        }
    }
}

/// Writes anew what the native engine makes, where that is asked for; says nothing about WASM.
#[cfg(not(target_arch = "wasm32"))]
#[test]
fn what_is_written_down_has_no_more_than_the_roles() {
    use tests::documents::SAMPLES;

    let mut expected = written();
    let documents = all();
    if std::env::var_os("SCOPESIGHT_UPDATE").is_some() {
        // What cannot be made here stays as it is.
        expected.retain(|name, _| SAMPLES.is_empty() && name.starts_with("sample/"));
        expected.extend(documents.iter().map(|one| (one.name.clone(), made(one))));
        let text = serde_json::to_string_pretty(&expected).unwrap() + "\n";
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/documents.json"), text).unwrap();
    }
    if SAMPLES.is_empty() {
        eprintln!(
            "skipped: no samples at ../shared/pulumi/samples; the demo's roles were compared"
        );
        expected.retain(|name, _| !name.starts_with("sample/"));
    }
    let mut names: Vec<_> = documents.into_iter().map(|document| document.name).collect();
    names.sort();
    assert!(expected.into_keys().eq(names));
}

/// From the engine as Rust code links it.
#[cfg(not(target_arch = "wasm32"))]
fn made(document: &Document) -> Made {
    use wire::{Preview, Snapshot, Subject, digest::Digest, live::Live};

    let organization = Snapshot::parse(&document.snapshot).and_then(Snapshot::load).unwrap();
    let role = Subject::Role(document.role.clone());
    let preview = Preview::of(&organization, &role).unwrap();
    let saved = Digest::of(&organization, &role).unwrap().digest;
    let definition = definition(&organization, &document.role);
    let mut live = Live::new(std::rc::Rc::new(organization));
    live.set(&definition).unwrap();
    let digest = live.digest().unwrap().digest;
    assert_eq!(digest, saved, "{}: saved and as it is edited", document.name);
    Made { document: hash(&preview.to_text().unwrap()), digest }
}

/// From the module that JavaScript loads, through its exports.
#[cfg(target_arch = "wasm32")]
fn made(document: &Document) -> Made {
    let get = |answer: &wasm_bindgen::JsValue, key: &str| {
        js_sys::Reflect::get(answer, &key.into()).unwrap()
    };
    let mut engine = policy_wasm::Engine::new();
    assert_eq!(get(&engine.load(&document.snapshot), "type").as_string().unwrap(), "success");
    let subject = serde_json::json!({"role": document.role}).to_string();
    let preview = engine.preview_document(&js_sys::JSON::parse(&subject).unwrap());
    let mut live = engine.open();
    let organization = wire::Snapshot::parse(&document.snapshot).unwrap().load().unwrap();
    live.set(&definition(&organization, &document.role));
    Made {
        document: hash(&get(&preview, "value").as_string().unwrap()),
        digest: get(&get(&live.digest(), "value"), "digest").as_string().unwrap(),
    }
}

/// The definition that an editor of the role changes.
fn definition(organization: &policy::Organization, role: &str) -> String {
    organization.records.edited(role).unwrap().details.to_json_pretty()
}
