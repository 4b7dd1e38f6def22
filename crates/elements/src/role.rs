//! The role editor, as an element's content.

use std::sync::Arc;

use frontend::pages::role::embedded::{Embedded, EmbeddedEditor};
use frontend::preview::why::Cell;
use frontend::state::workspace::Workspace;
use leptos::prelude::*;
use policy::Descriptor;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use wire::Fault;

use crate::asked::Asked;
use crate::mounted::Mounted;
use crate::preview::selected;
use crate::told::{self, Ear};

/// The editor of a role beside its preview.
#[wasm_bindgen]
pub struct RoleView {
    inputs: Inputs,
    _mounted: Mounted,
}

/// What the editor is told, and the editor once there is an organization.
#[derive(Clone, Copy)]
struct Inputs {
    workspace: RwSignal<Option<Arc<Workspace>>>,
    draft: StoredValue<Option<Asked>>,
    baseline: StoredValue<Option<Asked>>,
    editor: StoredValue<Option<Embedded>>,
}

/// What a listener is told about the draft.
#[derive(Debug, Serialize)]
struct Told {
    /// The definition as JSON text; what is on screen where that is none.
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Fault>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
}

#[wasm_bindgen]
impl RoleView {
    /// Mounts the editor into `root`; `hear` is told what happens in it, by name and JSON text.
    pub fn mount(root: HtmlElement, hear: js_sys::Function) -> Option<Self> {
        let ear = Ear(hear);
        let (mounted, inputs) = Mounted::new(root, Inputs::new, move |inputs| {
            move || match inputs.workspace.get() {
                Some(workspace) => inputs.editor(workspace, &ear).into_any(),
                None => view! { <p class="loading" role="status">"Waiting for an inventory…"</p> }
                    .into_any(),
            }
        })?;
        Some(Self { inputs, _mounted: mounted })
    }

    /// Takes the text of a snapshot.
    pub fn inventory(&self, snapshot: &str) -> String {
        let read = Workspace::parse(snapshot);
        told::answer(read.map(|workspace| self.inputs.workspace.set(Some(Arc::new(workspace)))))
    }

    /// Takes the text of a definition.
    pub fn definition(&self, text: &str) -> String {
        told::answer(Asked::definition(text).and_then(|asked| self.inputs.edit(asked)))
    }

    /// Takes a draft or a role.
    pub fn subject(&self, subject: &str) -> String {
        told::answer(Asked::subject(subject).and_then(|asked| self.inputs.edit(asked)))
    }

    /// Takes the text of the definition that is saved.
    #[wasm_bindgen(js_name = baselineDefinition)]
    pub fn baseline_definition(&self, text: &str) -> String {
        told::answer(Asked::definition(text).and_then(|asked| self.inputs.rebase(Some(asked))))
    }

    /// Takes the role that is saved, or that there is none.
    #[wasm_bindgen(js_name = baselineSubject)]
    pub fn baseline_subject(&self, subject: Option<String>) -> String {
        let asked = subject.map(|subject| Asked::subject(&subject)).transpose();
        told::answer(asked.and_then(|asked| self.inputs.rebase(asked)))
    }
}

impl Inputs {
    fn new() -> Self {
        Self {
            workspace: RwSignal::new(None),
            draft: StoredValue::new(None),
            baseline: StoredValue::new(None),
            editor: StoredValue::new(None),
        }
    }

    /// An editor in this organization, of what is being edited.
    fn editor(self, workspace: Arc<Workspace>, ear: &Ear) -> impl IntoView + use<> {
        let organization = Arc::clone(&workspace.organization);
        let details = |asked: StoredValue<Option<Asked>>| {
            asked.with_value(|asked| asked.as_ref()?.details(&organization).ok())
        };
        let edited = self.editor.get_value().map(Embedded::details);
        let baseline = details(self.baseline);
        let draft = edited.or_else(|| details(self.draft)).or_else(|| baseline.clone());
        let draft = draft.unwrap_or_else(|| Descriptor::Group(Vec::new()));
        let hear = ear.clone();
        let save = move |()| {
            let Some(embedded) = self.editor.get_value() else { return };
            let (text, problem) = untrack(|| embedded.text());
            if problem.is_none() {
                let digest = embedded.digest().map(|digest| digest.hash().to_string());
                hear.tell("save-request", &Told { text, problem: None, digest });
            }
        };
        let embedded = Embedded::new(workspace, draft, baseline, UnsyncCallback::new(save));
        self.editor.set_value(Some(embedded));
        let hear = ear.clone();
        Effect::new(move |_| {
            let (text, problem) = embedded.text();
            hear.tell(
                "draft-change",
                &Told { text, problem: problem.map(Into::into), digest: None },
            );
        });
        let hear = ear.clone();
        let select = move |cell: Option<Cell>| {
            hear.tell("cell-select", &selected(Some(&organization), cell));
        };
        view! { <EmbeddedEditor embedded on_select=UnsyncCallback::new(select)/> }
    }

    fn edit(self, asked: Asked) -> Result<(), Fault> {
        if let (Some(embedded), Some(workspace)) =
            (self.editor.get_value(), self.workspace.get_untracked())
        {
            embedded.edit(asked.details(&workspace.organization)?);
        }
        self.draft.set_value(Some(asked));
        Ok(())
    }

    fn rebase(self, asked: Option<Asked>) -> Result<(), Fault> {
        if let (Some(embedded), Some(workspace)) =
            (self.editor.get_value(), self.workspace.get_untracked())
        {
            let details = asked.as_ref().map(|asked| asked.details(&workspace.organization));
            embedded.rebase(details.transpose()?);
        }
        self.baseline.set_value(asked);
        Ok(())
    }
}
