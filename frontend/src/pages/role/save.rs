//! Saving the draft.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::value::RawValue;
use wire::digest::Digest;
use wire::rest::role::{CreateRole, SaveRole};
use wire::snapshot::UxPurpose;

use super::editor::Editor;
use super::embedded::Host;
use crate::api::{self, Failure};
use crate::state::draft::Draft;

/// Saves the draft, unless there is nothing to save or it cannot be read.
pub(super) fn save(editor: &Editor) {
    if let Some(Host(on_save)) = editor.host {
        return on_save.run(());
    }
    let draft = editor.draft.get_untracked();
    let version = editor.version.get_untracked();
    let nothing = editor.changes.get_untracked() == 0 && version.is_some();
    if editor.is_read_only() || editor.is_busy.get_untracked() || nothing {
        return;
    }
    if let Some(message) = unfit(&draft) {
        editor.failure.set(Some(Failure::Refused { status: 400, message, pointer: None }));
        return;
    }
    editor.is_busy.set(true);
    editor.failure.set(None);
    let editor = *editor;
    let shown = shown(&editor, &draft);
    spawn_local(async move {
        let answer = send(&editor, &draft, shown, version).await;
        editor.is_busy.set(false);
        match answer {
            Ok(()) => {}
            Err(Failure::SignedOut) => editor.signed_out.set(true),
            Err(Failure::Stale { current, .. }) => editor.conflict.set(Some(*current)),
            Err(Failure::Mismatch { differs, .. }) => editor.mismatch.set(Some(differs)),
            Err(failure) => editor.failure.set(Some(failure)),
        }
    });
}

/// Why the draft cannot be sent, where it cannot.
fn unfit(draft: &Draft) -> Option<String> {
    if draft.name.trim().is_empty() {
        return Some("a role needs a name".to_owned());
    }
    draft.problem().map(|problem| format!("the JSON cannot be read, {problem}"))
}

/// The digest of what the preview shows about `draft`; none while it shows another.
fn shown(editor: &Editor, draft: &Draft) -> Option<Digest> {
    let comparison = editor.comparison.get_untracked()?;
    (comparison.draft.details == *draft.details).then(|| comparison.digest().into())
}

async fn send(
    editor: &Editor,
    draft: &Draft,
    shown: Option<Digest>,
    version: Option<u32>,
) -> Result<(), Failure> {
    let details = RawValue::from_string(draft.details.to_json())
        .map_err(|error| Failure::Unreadable(error.to_string()))?;
    let organization = editor.desk.name.get_untracked().unwrap_or_default();
    let (name, description) = (draft.name.trim().to_owned(), draft.description.clone());
    let (digest, digest_parts) = shown.map(|shown| (shown.digest, shown.parts)).unzip();
    if let Some(version) = version {
        let id = editor.role.with_value(|role| role.id.clone());
        let role = SaveRole {
            name,
            description,
            details,
            version,
            digest,
            digest_parts,
            break_guardrails: false,
        };
        let saved = api::save_role(&organization, &id, &role).await?;
        editor.notices.tell(format!("Saved version {}", saved.version));
        editor.settled(draft, saved.version);
        refresh(editor).await;
        return Ok(());
    }
    let role = CreateRole {
        name,
        description,
        ux_purpose: Some(UxPurpose::Role),
        resource_type: None,
        details,
        digest,
        digest_parts,
    };
    let created = api::create_role(&organization, &role).await?;
    editor.notices.tell(format!("Created {}", created.name));
    editor.role.update_value(|role| role.id.clone_from(&created.id));
    editor.settled(draft, created.version);
    if refresh(editor).await {
        editor.created.set(Some(created.id));
    }
    Ok(())
}

/// Brings what was saved; whether it came.
async fn refresh(editor: &Editor) -> bool {
    let answer = editor.desk.refresh().await;
    if let Err(failure) = &answer {
        // The role is saved all the same.
        editor.notices.tell(format!("Saved, but the page is behind. {}", failure.in_words()));
    }
    answer.is_ok()
}
