//! A definition that is being edited.

use wasm_bindgen::prelude::*;

use crate::boundary;

/// A definition that is being edited, and its matrix; rows are the places of entities in the snapshot, from 0.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Live(pub(crate) wire::live::Live);

#[wasm_bindgen]
impl Live {
    /// Takes on the text of a definition; one that is refused leaves what the last good one granted.
    #[wasm_bindgen(unchecked_return_type = "Answer<Summary>")]
    pub fn set(&mut self, definition: &str) -> JsValue {
        boundary::answer(self.0.set(definition))
    }

    /// What the last good text grants, in short.
    #[wasm_bindgen(unchecked_return_type = "Answer<Summary>")]
    pub fn summary(&self) -> JsValue {
        boundary::answer(Ok(self.0.summary()))
    }

    /// The decision digest of the last good text; it is made when it is asked for.
    #[wasm_bindgen(unchecked_return_type = "Answer<Digest>")]
    pub fn digest(&self) -> JsValue {
        boundary::answer(self.0.digest())
    }

    /// The rows on which a scope is granted, in order; none where the type or the scope is unknown.
    #[wasm_bindgen(unchecked_return_type = "Uint32Array")]
    pub fn rows(&self, entity_type: &str, scope: &str) -> Vec<u32> {
        self.0.rows(entity_type, scope).unwrap_or_default()
    }

    /// The rules that grant a scope at a row.
    #[wasm_bindgen(unchecked_return_type = "Answer<RuleInfo[]>")]
    pub fn rules(&self, row: u32, scope: &str) -> JsValue {
        boundary::answer(self.0.rules(row, scope))
    }

    /// The scopes granted at a row, sorted by name.
    #[wasm_bindgen(unchecked_return_type = "Answer<string[]>")]
    pub fn scopes(&self, row: u32) -> JsValue {
        boundary::answer(Ok(self.0.scopes(row)))
    }
}
