//! What a subject may do, kept to be asked.

use wasm_bindgen::prelude::*;

use crate::boundary;

/// What a subject may do, in columns of bits; rows are the places of entities in the snapshot, from 0.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Picture(pub(crate) wire::Picture);

#[wasm_bindgen]
impl Picture {
    /// Becomes the picture of a subject; a failure leaves the one before.
    #[wasm_bindgen(unchecked_return_type = "Answer<PictureInfo>")]
    pub fn ask(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Subject")] subject: &JsValue,
    ) -> JsValue {
        let subject = boundary::shape(subject);
        boundary::answer(subject.and_then(|subject| self.0.ask(&subject)))
    }

    /// The same with the text of a definition.
    #[wasm_bindgen(unchecked_return_type = "Answer<PictureInfo>")]
    pub fn define(&mut self, definition: &str) -> JsValue {
        boundary::answer(self.0.define(definition))
    }

    /// The same with the text of a draft, which is an object with `details`.
    #[wasm_bindgen(unchecked_return_type = "Answer<PictureInfo>")]
    pub fn read(&mut self, draft: &str) -> JsValue {
        let draft = wire::fault::read(draft).map(wire::Subject::Draft);
        boundary::answer(draft.and_then(|draft| self.0.ask(&draft)))
    }

    /// The rows of each column, then of each limit: a bit for each row, in words of 32.
    #[wasm_bindgen(unchecked_return_type = "Uint32Array")]
    pub fn bits(&self) -> Vec<u32> {
        self.0.bits()
    }

    /// What is worth knowing about the subject.
    #[wasm_bindgen(unchecked_return_type = "Answer<Diagnostic[]>")]
    pub fn diagnostics(&self) -> JsValue {
        boundary::answer(Ok(self.0.diagnostics()))
    }

    /// The rules that grant a scope at a row.
    #[wasm_bindgen(unchecked_return_type = "Answer<RuleInfo[]>")]
    pub fn rules(&self, row: u32, scope: &str) -> JsValue {
        boundary::answer(self.0.rules(row, scope))
    }

    /// The entity at a row.
    #[wasm_bindgen(unchecked_return_type = "Answer<EntityKey>")]
    pub fn entity(&self, row: u32) -> JsValue {
        boundary::answer(self.0.entity(row))
    }

    /// The decision digest of a draft or a role.
    #[wasm_bindgen(unchecked_return_type = "Answer<Digest>")]
    pub fn digest(&self) -> JsValue {
        boundary::answer(self.0.digest())
    }
}
