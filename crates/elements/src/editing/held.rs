//! What an editor was told so far, and the editor once it can be opened.

use std::sync::Arc;

use frontend::pages::role::embedded::Embedded;
use frontend::state::workspace::Workspace;
use leptos::prelude::untrack;
use policy::Descriptor;
use wire::Fault;

use crate::asked::Asked;

/// What was given for a property, or why it cannot be read.
pub(super) type Given = Option<Result<Asked, Fault>>;

/// What an editor was told so far, and the editor once it can be opened.
#[derive(Clone, Default)]
pub(super) struct Held {
    pub(super) workspace: Option<Arc<Workspace>>,
    /// Why the inventory that was given last cannot be read.
    pub(super) unread: Option<Fault>,
    /// What is to be edited; nothing any longer once the editor has it.
    pub(super) draft: Given,
    pub(super) baseline: Given,
    /// A text that is to be typed into the editor.
    pub(super) text: Option<String>,
    pub(super) editor: Option<Embedded>,
    /// The draft that the editor was given last.
    pub(super) begun: Option<Arc<Descriptor>>,
    /// How many editors were closed.
    pub(super) closed: u32,
}

/// What is in the place of the editor.
#[derive(Clone, PartialEq)]
pub(super) enum Shown {
    Waiting,
    /// What was given for this property is not in the inventory, or cannot be read.
    Failed(&'static str, String),
    /// The editor, after so many that were closed.
    Open(u32),
}

impl Held {
    /// What is to be shown; an editor that is open stays, whatever it is told.
    pub(super) fn shown(&self) -> Shown {
        if self.workspace.is_none() {
            let failed = |fault: &Fault| Shown::Failed("inventory", fault.to_string());
            return self.unread.as_ref().map_or(Shown::Waiting, failed);
        }
        if self.editor.is_none() {
            for (property, given) in [("draft", &self.draft), ("baseline", &self.baseline)] {
                let unread = given.as_ref().and_then(|given| given.as_ref().err().cloned());
                if let Some(fault) = unread.or_else(|| self.look_up(given).err()) {
                    return Shown::Failed(property, fault.to_string());
                }
            }
        }
        Shown::Open(self.closed)
    }

    /// The definition that was given, where it could be read and there is an inventory to look it up in.
    fn look_up(&self, given: &Given) -> Result<Option<Descriptor>, Fault> {
        let (Some(workspace), Some(Ok(asked))) = (&self.workspace, given) else { return Ok(None) };
        asked.details(&workspace.organization).map(Some)
    }

    /// What is saved, where that is known.
    pub(super) fn saved(&self) -> Option<Descriptor> {
        self.look_up(&self.baseline).ok().flatten()
    }

    /// What the editor holds where it is given this draft.
    pub(super) fn begin(&mut self) -> Descriptor {
        let draft = self.look_up(&self.draft).ok().flatten().or_else(|| self.saved());
        let draft = draft.unwrap_or_else(|| Descriptor::Group(Vec::new()));
        // What was edited in one that was closed is not what it was given.
        self.begun.get_or_insert_with(|| Arc::new(draft.clone()));
        draft
    }

    /// Has the editor hold what it was given, where both are there.
    pub(super) fn take_draft(&mut self) -> Result<(), Fault> {
        let details = self.look_up(&self.draft);
        let Some(editor) = self.editor else { return details.map(drop) };
        // What is not found is not waited for: something else is edited meanwhile.
        self.draft = None;
        if let Some(details) = details? {
            self.begun = Some(Arc::new(details.clone()));
            editor.edit(details);
        }
        Ok(())
    }

    /// Has the editor hold what it begins with where it is given nothing.
    pub(super) fn take_nothing(&mut self) {
        let Some(editor) = self.editor else { return };
        // A host that writes back what it is told says "nothing" while the text is not understood.
        if untrack(|| editor.text()).1.is_none() {
            self.begun = None;
            editor.edit(self.begin());
        }
    }

    /// Has the editor compare with what is saved, where both are there.
    pub(super) fn take_baseline(&self) -> Result<(), Fault> {
        let details = self.look_up(&self.baseline)?;
        if let (Some(details), Some(editor)) = (details, self.editor) {
            editor.rebase(Some(details));
        }
        Ok(())
    }

    /// Closes the editor; the next one goes on with what was in it.
    pub(super) fn close(&mut self) {
        self.workspace = None;
        let Some(editor) = self.editor.take() else { return };
        let (text, problem) = untrack(|| editor.text());
        self.text = problem.map(|_| text);
        self.draft = Some(Ok(Asked::Definition(Arc::new(editor.details()))));
        self.closed += 1;
    }
}
