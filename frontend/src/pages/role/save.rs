//! Saving the draft.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::value::RawValue;
use wire::digest::Digest;
use wire::rest::role::{CreateRole, SaveRole};
use wire::snapshot::UxPurpose;

use super::View;
use super::editor::Editor;
use super::fresh::{newer, show_review};
use super::known::Versions;
use super::rules::focus_rule;
use crate::api::{self, Failure};
use crate::state::draft::Draft;
use crate::state::form::Owner;

/// Shows everything that saving the draft would change, unless there is nothing to save or it cannot be read.
pub(super) fn review(editor: &Editor) {
    let needs = untrack(|| editor.saving_needs());
    if !untrack(|| editor.may.holds(needs)) {
        let message = format!("it needs `{needs}`, which you do not hold");
        editor.failure.set(Some(Failure::Refused { status: 403, message, pointer: None }));
        return;
    }
    if is_ready(editor) {
        show_review(editor);
    }
}

/// Whether the draft can be saved; why not is told.
fn is_ready(editor: &Editor) -> bool {
    let is_saved = editor.version.get_untracked().is_some();
    let nothing = editor.changes.get_untracked() == 0 && is_saved;
    if editor.is_read_only() || editor.is_busy.get_untracked() || nothing {
        return false;
    }
    let Some(message) = untrack(|| editor.unfit()) else { return true };
    if editor.draft.with_untracked(Draft::unfinished).as_ref() == Some(&message) {
        show_unfinished(editor);
    }
    editor.failure.set(Some(Failure::Refused { status: 400, message, pointer: None }));
    false
}

/// Leads to the first rule that is not finished.
fn show_unfinished(editor: &Editor) {
    if let Some(index) = editor.draft.with_untracked(|draft| draft.form.unfinished()) {
        editor.view.set(View::Rules);
        editor.select(Owner::Rule(index));
        focus_rule(index);
    }
}

/// Saves the draft, if need be breaking guardrails, unless there is nothing to save or it cannot be read.
pub(super) fn save(editor: &Editor, break_guardrails: bool) {
    if !is_ready(editor) {
        return;
    }
    let draft = editor.draft.get_untracked();
    let version = editor.version.get_untracked();
    editor.is_busy.set(true);
    editor.failure.set(None);
    let editor = *editor;
    let shown = shown(&editor, &draft);
    spawn_local(async move {
        let saving = Saving { draft: &draft, shown, version, break_guardrails };
        let answer = send(&editor, saving).await;
        editor.is_busy.set(false);
        match answer {
            Ok(()) => {}
            Err(Failure::Stale { current, .. }) => {
                // Whom it affects is to be of the version that the draft is going to stand on.
                drop(editor.desk.refresh().await);
                let newest = newer(&editor).map(|theirs| theirs.as_saved());
                editor.conflict.set(Some(newest.unwrap_or(*current)));
            }
            Err(Failure::Mismatch { differs, .. }) => editor.mismatch.set(Some(differs)),
            Err(failure) if failure.breaks_guardrails() => {
                // What it breaks was made since it was looked for: there it is seen, and can be agreed to.
                editor.failure.set(Some(failure));
                show_review(&editor);
            }
            Err(failure) => {
                if matches!(failure.status(), Some(404 | 409)) {
                    // Deleted meanwhile, or a name that was given meanwhile: the page is behind.
                    drop(editor.desk.refresh().await);
                }
                if !untrack(|| editor.is_gone()) {
                    editor.failure.set(Some(of_the_role(failure)));
                }
            }
        }
    });
}

/// The failure as it is told to whoever edits a role: of the policy that holds its rules nothing is seen here.
fn of_the_role(failure: Failure) -> Failure {
    match failure {
        Failure::Refused { status: 409, message, pointer }
            if message.starts_with("a policy called ") =>
        {
            let message = message.replacen("a policy", "a role", 1);
            Failure::Refused { status: 409, message, pointer }
        }
        other => other,
    }
}

/// The digest of what the preview shows about `draft`; none while it shows another.
fn shown(editor: &Editor, draft: &Draft) -> Option<Digest> {
    let comparison = editor.comparison.get_untracked()?;
    (comparison.draft.details == *draft.details).then(|| comparison.digest().into())
}

/// What is sent.
struct Saving<'a> {
    draft: &'a Draft,
    /// The digest of what the preview shows about it.
    shown: Option<Digest>,
    /// The version it takes the place of; none for a new role.
    version: Option<u32>,
    break_guardrails: bool,
}

async fn send(editor: &Editor, saving: Saving<'_>) -> Result<(), Failure> {
    let Saving { draft, shown, version, break_guardrails } = saving;
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
            role_version: Some(editor.role_version.get_value()),
            digest,
            digest_parts,
            break_guardrails,
        };
        let saved = api::save_role(&organization, &id, &role).await?;
        editor.notices.tell(format!("Saved version {}", saved.version));
        editor.settled(draft, Versions::from(&saved));
        editor.desk.follow_up(editor.notices).await;
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
    editor.settled(draft, Versions { definition: created.version, role: created.version });
    if editor.desk.follow_up(editor.notices).await {
        editor.created.set(Some(created.id));
    }
    Ok(())
}
