//! The policy engine for JavaScript.
//!
//! A page of functions, each of which takes a shape, calls one function of `wire`, and returns a shape.
//! Nothing here decides anything, and nothing is thrown: every answer says whether it is one.

mod boundary;

use wasm_bindgen::prelude::*;
use wire::{Answer, Fault, Preview, Snapshot};

#[wasm_bindgen(typescript_custom_section)]
const DESCRIPTOR_TYPES: &str = include_str!("descriptor.d.ts");

/// An organization, loaded once and asked many times.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Engine {
    organization: policy::Organization,
}

#[wasm_bindgen]
impl Engine {
    /// An engine for an organization in which nothing exists yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Loads the text of a snapshot; a failure leaves what was loaded before.
    #[wasm_bindgen(unchecked_return_type = "Answer<null>")]
    pub fn load(&mut self, snapshot: &str) -> JsValue {
        let loaded = Snapshot::parse(snapshot).and_then(Snapshot::load);
        boundary::answer(loaded.map(|organization| self.organization = organization))
    }

    /// What a subject may do on the organization and on every entity, and what is worth knowing about it.
    #[wasm_bindgen(unchecked_return_type = "Answer<Preview>")]
    pub fn preview(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Subject")] subject: &JsValue,
    ) -> JsValue {
        boundary::answer(self.preview_of(subject))
    }

    /// The same as one line of JSON: the bytes that the command line and the server give.
    #[wasm_bindgen(js_name = previewDocument, unchecked_return_type = "Answer<string>")]
    pub fn preview_document(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Subject")] subject: &JsValue,
    ) -> JsValue {
        boundary::answer(self.preview_of(subject).and_then(|preview| preview.to_text()))
    }

    /// What is worth knowing about a subject before it is saved.
    #[wasm_bindgen(unchecked_return_type = "Answer<Diagnostic[]>")]
    pub fn diagnose(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Subject")] subject: &JsValue,
    ) -> JsValue {
        boundary::answer(self.preview_of(subject).map(|preview| preview.diagnostics))
    }

    fn preview_of(&self, subject: &JsValue) -> Result<Preview, Fault> {
        boundary::shape(subject).and_then(|subject| Preview::of(&self.organization, &subject))
    }
}

/// Reads a definition and writes it again: indented, in the order of fields that Pulumi Cloud uses.
#[wasm_bindgen(js_name = parse, unchecked_return_type = "Answer<string>")]
pub fn parse(definition: &str) -> JsValue {
    let parsed = policy::Descriptor::parse(definition);
    boundary::answer(parsed.map(|descriptor| descriptor.to_json_pretty()).map_err(Fault::from))
}

/// Every scope of the catalogue.
#[wasm_bindgen(unchecked_return_type = "Answer<ScopeInfo[]>")]
pub fn scopes() -> JsValue {
    boundary::answer(Ok(wire::catalogue::scopes()))
}

/// The version of this module.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Keeps the shape of answers among the exports.
#[expect(dead_code, reason = "names the type whose TypeScript declaration the exports use")]
type Answers = Answer<()>;
