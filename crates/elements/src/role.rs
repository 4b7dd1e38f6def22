//! The role editor, as an element's content.

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::asked::Asked;
use crate::editing::Editing;
use crate::mounted::Mounted;
use crate::told::{self, Ear};

/// The editor of a role beside its preview.
#[wasm_bindgen]
pub struct RoleView {
    editing: Editing,
    ear: Ear,
    _mounted: Mounted,
}

#[wasm_bindgen]
impl RoleView {
    /// Mounts the editor into `root`; `hear` is told what happens in it, by name and JSON text.
    pub fn mount(root: HtmlElement, hear: js_sys::Function) -> Option<Self> {
        let ear = Ear(hear);
        let heard = ear.clone();
        let (mounted, editing) =
            Mounted::new(root, Editing::new, move |editing| editing.view(heard))?;
        Some(Self { editing, ear, _mounted: mounted })
    }

    /// Takes the text of a snapshot, or that there is none.
    pub fn inventory(&self, snapshot: Option<String>) -> String {
        told::answer(self.editing.inventory(snapshot, &self.ear))
    }

    /// Takes the text of a definition.
    pub fn definition(&self, text: &str) -> String {
        told::answer(self.editing.edit(Asked::definition(text).map(Some)))
    }

    /// Takes a draft or a role, or that nothing is given.
    pub fn subject(&self, subject: Option<String>) -> String {
        told::answer(self.editing.edit(Asked::subject_if_any(subject)))
    }

    /// Takes the text of the definition that is saved.
    #[wasm_bindgen(js_name = baselineDefinition)]
    pub fn baseline_definition(&self, text: &str) -> String {
        told::answer(self.editing.rebase(Asked::definition(text).map(Some)))
    }

    /// Takes the role that is saved, or that there is none.
    #[wasm_bindgen(js_name = baselineSubject)]
    pub fn baseline_subject(&self, subject: Option<String>) -> String {
        told::answer(self.editing.rebase(Asked::subject_if_any(subject)))
    }

    /// Takes that what was given for `inventory`, `draft` or `baseline` cannot be written as JSON, and why.
    pub fn refused(&self, property: &str, reason: &str) -> String {
        told::answer(self.editing.refused(property, told::unwritten(reason)))
    }

    /// Types a text in the place of the definition.
    pub fn write(&self, text: &str) {
        self.editing.write(text);
    }

    /// Brings back the draft that was given last.
    pub fn reset(&self) {
        self.editing.reset();
    }
}
