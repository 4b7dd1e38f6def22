//! The role editor in its place, and what it tells and is told.

mod held;

use std::sync::Arc;

use frontend::components::prose::marked;
use frontend::pages::role::embedded::{Embedded, EmbeddedEditor};
use frontend::preview::why::Cell;
use frontend::state::workspace::Workspace;
use leptos::prelude::*;
use serde::Serialize;
use wire::Fault;

use self::held::{Held, Shown};
use crate::asked::Asked;
use crate::preview::selected;
use crate::told::Ear;

/// The role editor in its place.
#[derive(Clone, Copy)]
pub(crate) struct Editing {
    held: StoredValue<Held>,
    shown: RwSignal<Shown>,
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

impl Editing {
    pub(crate) fn new() -> Self {
        Self { held: StoredValue::new(Held::default()), shown: RwSignal::new(Shown::Waiting) }
    }

    fn held(self) -> Held {
        self.held.get_value()
    }

    /// Keeps what is held now, and shows what comes of it.
    fn hold(self, held: Held) {
        let shown = held.shown();
        self.held.set_value(held);
        if self.shown.with_untracked(|before| *before != shown) {
            self.shown.set(shown);
        }
    }

    /// Takes the text of a snapshot; the editor and what is in it stay. Without one the editor is closed.
    pub(crate) fn inventory(self, snapshot: Option<String>, ear: &Ear) -> Result<(), Fault> {
        let mut held = self.held();
        let Some(snapshot) = snapshot else {
            held.unread = None;
            held.close();
            self.hold(held);
            return Ok(());
        };
        let workspace = match Workspace::parse(&snapshot) {
            Ok(workspace) => Arc::new(workspace),
            Err(fault) => return self.refused("inventory", fault),
        };
        held.unread = None;
        held.workspace = Some(Arc::clone(&workspace));
        if let Some(editor) = held.editor {
            editor.bring(workspace);
        }
        // What was given earlier is looked for only now.
        let taken = [("baseline", held.take_baseline()), ("draft", held.take_draft())];
        self.hold(held);
        for (property, taken) in taken {
            if let Err(fault) = taken {
                ear.fail(property, &fault);
            }
        }
        Ok(())
    }

    /// Takes what is to be edited, or that it is nothing.
    pub(crate) fn edit(self, asked: Result<Option<Asked>, Fault>) -> Result<(), Fault> {
        let mut held = self.held();
        held.text = None;
        if held.editor.is_none() {
            held.begun = None;
        }
        held.draft = asked.clone().transpose();
        let taken = match asked {
            Ok(Some(_)) => held.take_draft(),
            Ok(None) => {
                held.take_nothing();
                Ok(())
            }
            Err(fault) => Err(fault),
        };
        self.hold(held);
        taken
    }

    /// Takes what is saved, or that nothing is.
    pub(crate) fn rebase(self, asked: Result<Option<Asked>, Fault>) -> Result<(), Fault> {
        let mut held = self.held();
        held.baseline = asked.clone().transpose();
        let taken = match (asked, held.editor) {
            (Ok(None), Some(editor)) => {
                editor.rebase(None);
                Ok(())
            }
            (Ok(_), _) => held.take_baseline(),
            (Err(fault), _) => Err(fault),
        };
        self.hold(held);
        taken
    }

    /// Takes that what was given for a property cannot be read: an editor that is open stays, and none is opened
    /// of nothing in the place of it.
    pub(crate) fn refused(self, property: &str, fault: Fault) -> Result<(), Fault> {
        match property {
            "inventory" => {
                let mut held = self.held();
                held.unread = Some(fault.clone());
                self.hold(held);
                Err(fault)
            }
            "baseline" => self.rebase(Err(fault)),
            _ => self.edit(Err(fault)),
        }
    }

    /// Types a text into the editor.
    pub(crate) fn write(self, text: &str) {
        let mut held = self.held();
        if let Some(editor) = held.editor {
            editor.write(text);
        } else {
            held.text = Some(text.to_owned());
            self.hold(held);
        }
    }

    /// Brings back the draft that was given last, whatever was typed since.
    pub(crate) fn reset(self) {
        let mut held = self.held();
        let Some(begun) = held.begun.clone() else { return };
        if let Some(editor) = held.editor {
            editor.replace((*begun).clone());
        } else {
            held.text = None;
            held.draft = Some(Ok(Asked::Definition(begun)));
            self.hold(held);
        }
    }

    /// The editor, or why there is none yet.
    pub(crate) fn view(self, ear: Ear) -> impl IntoView {
        move || match self.shown.get() {
            Shown::Waiting => {
                view! { <p class="loading" role="status">"Waiting for an inventory…"</p> }
                    .into_any()
            }
            Shown::Failed(property, reason) => failed(property, &reason).into_any(),
            Shown::Open(_) => self.open(&ear).unwrap_or_else(|| ().into_any()),
        }
    }

    /// An editor of what was given.
    fn open(self, ear: &Ear) -> Option<AnyView> {
        let mut held = self.held();
        let hear = ear.clone();
        let save = move |()| {
            let Some(editor) = self.held().editor else { return };
            let (text, problem) = untrack(|| editor.text());
            if problem.is_none() {
                let digest = editor.digest().map(|digest| digest.hash().to_string());
                hear.tell("save-request", &Told { text, problem: None, digest });
            }
        };
        let (draft, saved) = (held.begin(), held.saved());
        let editor =
            Embedded::new(held.workspace.clone()?, draft, saved, UnsyncCallback::new(save));
        if let Some(text) = held.text.take() {
            editor.write(&text);
        }
        held.editor = Some(editor);
        held.draft = None;
        self.hold(held);
        let hear = ear.clone();
        Effect::new(move |_| {
            let (text, problem) = editor.text();
            hear.tell(
                "draft-change",
                &Told { text, problem: problem.map(Into::into), digest: None },
            );
        });
        let hear = ear.clone();
        let select = move |cell: Option<Cell>| {
            let workspace = self.held().workspace;
            let organization = workspace.map(|workspace| Arc::clone(&workspace.organization));
            hear.tell("cell-select", &selected(organization.as_ref(), cell));
        };
        let on_select = UnsyncCallback::new(select);
        Some(view! { <EmbeddedEditor embedded=editor on_select/> }.into_any())
    }
}

/// There is no telling what would be edited, or what is saved.
fn failed(property: &str, reason: &str) -> impl IntoView + use<> {
    view! {
        <div class="preview__still preview__still--failed" role="alert">
            <p class="preview__headline">{format!("The {property} cannot be shown")}</p>
            <p class="preview__reason">{marked(reason)}</p>
        </div>
    }
}
