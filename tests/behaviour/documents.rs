//! One document, byte for byte, wherever it is made.

use tests::documents::{DOCUMENTS, SAMPLES};

use crate::everywhere;

everywhere! {
    fn every_engine_writes_the_same_document() {
        assert!(DOCUMENTS.len() > 10);
        for document in DOCUMENTS {
            assert_eq!(written(document.snapshot, document.role), document.text, "role {}", document.role);
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn pulumis_samples_are_compared_where_they_are() {
    if SAMPLES == 0 {
        eprintln!(
            "skipped: no samples at ../shared/pulumi/samples; the demo's roles were compared"
        );
        return;
    }
    assert_eq!(SAMPLES, 3);
}

/// The document from the engine as Rust code links it.
#[cfg(not(target_arch = "wasm32"))]
fn written(snapshot: &str, role: &str) -> String {
    let organization = wire::Snapshot::parse(snapshot).unwrap().load().unwrap();
    wire::Preview::of(&organization, &wire::Subject::Role(role.to_owned()))
        .unwrap()
        .to_text()
        .unwrap()
}

/// The document from the module that JavaScript loads, through its exports.
#[cfg(target_arch = "wasm32")]
fn written(snapshot: &str, role: &str) -> String {
    let _ = SAMPLES;
    let mut engine = policy_wasm::Engine::new();
    let get = |answer: &wasm_bindgen::JsValue, key: &str| {
        js_sys::Reflect::get(answer, &key.into()).unwrap()
    };
    assert_eq!(get(&engine.load(snapshot), "type").as_string().unwrap(), "success");
    let subject = js_sys::JSON::parse(&serde_json::json!({"role": role}).to_string()).unwrap();
    get(&engine.preview_document(&subject), "value").as_string().unwrap()
}
