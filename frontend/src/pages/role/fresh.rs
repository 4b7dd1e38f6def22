//! Whether what the review shows is of how things stand now.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::value::RawValue;
use wire::rest::role::EditedRole;

use super::editor::Editor;
use super::known::Versions;
use crate::state::draft::Draft;
use crate::state::evaluation::Comparison;
use crate::state::since::otherwise;
use crate::state::workspace::Edited;

/// Whether what is shown is of how things stand now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fresh {
    /// The server is being asked.
    Looking,
    /// It is; and what the draft grants by that and did not before, where that is another.
    Now(Option<String>),
    /// The server did not say, and why.
    Unknown(String),
}

/// Shows everything that saving the draft would change, of how things stand now.
///
/// Others may have bound the role, made guardrails or changed entities since the page was loaded. The draft stays.
pub(super) fn show_review(editor: &Editor) {
    let editor = *editor;
    if editor.reviewing.get_untracked() {
        return;
    }
    if untrack(|| editor.is_gone()) {
        editor.telling_gone.set(true);
        return;
    }
    editor.fresh.set(Fresh::Looking);
    editor.reviewing.set(true);
    spawn_local(async move {
        let before = editor.comparison.get_untracked();
        let answer = editor.desk.refresh().await;
        // The page may be gone by now, or the review be put away.
        if editor.reviewing.try_get_untracked() != Some(true) {
            return;
        }
        let fresh = match answer {
            Err(failure) => Fresh::Unknown(failure.in_words()),
            // It is told, and there is nothing to be saved.
            Ok(()) if untrack(|| editor.is_gone()) => {
                editor.reviewing.set(false);
                editor.telling_gone.set(true);
                return;
            }
            Ok(()) => match newer(&editor) {
                Some(theirs) if editor.changes.get_untracked() > 0 => {
                    editor.reviewing.set(false);
                    editor.conflict.set(Some(theirs.as_saved()));
                    return;
                }
                Some(theirs) => {
                    take(&editor, &theirs);
                    Fresh::Now(Some(format!(
                        "Somebody else saved version {} meanwhile, and this is that version",
                        theirs.edition.version
                    )))
                }
                None => Fresh::Now(changed(before, editor.comparison.get_untracked())),
            },
        };
        editor.fresh.set(fresh);
    });
}

/// The role as it came to the desk, where that is another version than the draft stands on.
pub(super) fn newer(editor: &Editor) -> Option<Edited> {
    let version = editor.version.get_untracked()?;
    let id = editor.role.with_value(|role| role.id.clone());
    let now = editor.desk.ready_untracked()?.edited(&id)?;
    let begun = (version, editor.role_version.get_value());
    ((now.edition.version, now.role_version) != begun).then_some(now)
}

/// Goes on with what somebody else saved, where nothing of one's own would be lost.
fn take(editor: &Editor, theirs: &Edited) {
    let organization = editor.organization.get_untracked();
    let (name, description) = (theirs.name.clone(), theirs.description.clone());
    let theirs_is = Draft::new(name, description, theirs.details.clone(), &organization.records);
    let versions = Versions { definition: theirs.edition.version, role: theirs.role_version };
    editor.settle();
    editor.rebase(theirs_is.clone(), versions);
    editor.edit(None, |_| theirs_is);
}

/// What the draft grants on what came to the desk, where that is another than before.
fn changed(before: Option<Arc<Comparison>>, after: Option<Arc<Comparison>>) -> Option<String> {
    let (before, after) = before.zip(after)?;
    // What was typed meanwhile is shown anyway.
    let is_same_draft = before.draft.details == after.draft.details;
    is_same_draft.then(|| otherwise(&before, &after))?
}

impl Edited {
    /// As the server answers it to whoever saves on top of an earlier version.
    pub(super) fn as_saved(&self) -> EditedRole {
        EditedRole {
            id: self.id.clone(),
            name: self.name.clone(),
            description: self.description.clone(),
            // What the engine writes is JSON.
            details: RawValue::from_string(self.details.to_json()).unwrap_or_default(),
            version: self.edition.version,
            role_version: self.role_version,
            modified: self.edition.modified.clone(),
            digest: None,
        }
    }
}
