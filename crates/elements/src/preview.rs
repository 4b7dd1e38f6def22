//! The preview, as an element's content.

use std::sync::Arc;

use frontend::preview::{PreviewPane, why::Cell};
use leptos::prelude::*;
use policy::Organization;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use wire::snapshot::EntityKey;

use crate::asked::Asked;
use crate::inputs::Inputs;
use crate::mounted::Mounted;
use crate::told::{self, Ear};

/// The preview of a draft or of somebody's access.
#[wasm_bindgen]
pub struct PreviewView {
    inputs: Inputs,
    _mounted: Mounted,
}

#[wasm_bindgen]
impl PreviewView {
    /// Mounts the preview into `root`; `hear` is told what happens in it, by name and JSON text.
    pub fn mount(root: HtmlElement, hear: js_sys::Function) -> Option<Self> {
        let ear = Ear(hear);
        let (mounted, inputs) = Mounted::new(root, Inputs::new, move |inputs| {
            let (comparison, stale) = inputs.shown(&ear);
            let nobody = inputs.is_of_nobody();
            let select = move |cell: Option<Cell>| {
                ear.tell("cell-select", &selected(inputs.organization().as_ref(), cell));
            };
            view! {
                <PreviewPane comparison stale nobody selected_rule=inputs.rule on_select=UnsyncCallback::new(select)/>
            }
        })?;
        Some(Self { inputs, _mounted: mounted })
    }

    /// Takes the text of a snapshot, or that there is none.
    pub fn inventory(&self, snapshot: Option<String>) -> String {
        told::answer(self.inputs.inventory(snapshot))
    }

    /// Takes the text of a definition.
    pub fn definition(&self, text: &str) -> String {
        told::answer(self.inputs.draft(Asked::definition(text).map(Some)))
    }

    /// Takes a draft with its purpose, somebody in the organization, or nobody.
    pub fn subject(&self, subject: Option<String>) -> String {
        told::answer(self.inputs.draft(Asked::subject_if_any(subject)))
    }

    /// Takes a token that is not made yet.
    pub fn token(&self, token: &str) -> String {
        told::answer(self.inputs.token(token))
    }

    /// Takes the text of a definition to compare with.
    #[wasm_bindgen(js_name = baselineDefinition)]
    pub fn baseline_definition(&self, text: &str) -> String {
        told::answer(self.inputs.baseline(Asked::definition(text).map(Some)))
    }

    /// Takes whom to compare with, or nobody.
    #[wasm_bindgen(js_name = baselineSubject)]
    pub fn baseline_subject(&self, subject: Option<String>) -> String {
        told::answer(self.inputs.baseline(Asked::subject_if_any(subject)))
    }

    /// Takes that what was given for `inventory`, `draft` or `baseline` cannot be written as JSON, and why.
    pub fn refused(&self, property: &str, reason: &str) -> String {
        told::answer(self.inputs.refused(property, told::unwritten(reason)))
    }
}

/// The cell that somebody looks at.
#[derive(Debug, Serialize)]
pub(crate) struct Selected {
    scope: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<EntityKey>,
}

/// What a listener is told about `cell`; nothing where none is looked at any longer.
pub(crate) fn selected(
    organization: Option<&Arc<Organization>>,
    cell: Option<Cell>,
) -> Option<Selected> {
    let Cell { row, scope } = cell?;
    let entity = row.and_then(|row| organization?.inventory.entity(row));
    let key = |entity: &policy::Entity| EntityKey {
        entity_type: entity.entity_type.into(),
        id: entity.id.clone(),
    };
    Some(Selected { scope: scope.name(), row, entity: entity.map(key) })
}
