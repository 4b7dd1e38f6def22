//! Somebody else saved meanwhile.

use std::sync::Arc;

use leptos::prelude::*;
use policy::Descriptor;
use wire::rest::role::EditedRole;

use super::editor::Editor;
use crate::components::clipboard::copy;
use crate::components::dialog::Dialog;
use crate::state::draft::Draft;
use crate::state::form::changes::Changes;

/// Shows what somebody else saved, and asks how to go on; nothing is overwritten before an answer.
#[component]
pub fn ConflictDialog() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(editor.conflict.with(Option::is_some)));
    Effect::new(move |_| {
        if !open.get() && editor.conflict.with_untracked(Option::is_some) {
            editor.conflict.set(None);
        }
    });
    let title = move || {
        let version =
            editor.conflict.with(|conflict| conflict.as_ref().map(|theirs| theirs.version));
        let version = version.map(|version| version.to_string()).unwrap_or_default();
        format!("Somebody else saved version {version} meanwhile")
    };
    view! {
        <Dialog open title=Signal::derive(title)>
            {move || editor.conflict.get().map(|theirs| view! { <Choice theirs/> })}
        </Dialog>
    }
}

/// What somebody else saved, as a draft.
fn draft_of(editor: &Editor, theirs: &EditedRole) -> Option<Draft> {
    let details = Descriptor::parse(theirs.details.get()).ok()?;
    let organization = editor.organization.get_untracked();
    let (name, description) = (theirs.name.clone(), theirs.description.clone());
    Some(Draft::new(name, description, details, &organization.records))
}

/// What they changed, and the two ways on.
#[component]
fn Choice(
    /// What they saved.
    theirs: EditedRole,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let Some(draft) = draft_of(&editor, &theirs) else {
        return view! {
            <p class="text">"What they saved cannot be read here. Load the page again to see it."</p>
        }
        .into_any();
    };
    let changes = differences(&editor, &draft);
    let version = theirs.version;
    let (kept, taken) = (draft.clone(), draft);
    let keep = move |_| {
        editor.rebase(kept.clone(), version);
        editor.conflict.set(None);
        editor
            .notices
            .tell(format!("Your draft now stands on version {version}. Saving replaces it"));
    };
    let take = move |_| {
        let mine = editor.draft.get_untracked();
        // The clipboard may refuse it: the draft can also be brought back by a button.
        copy(&mine.text());
        editor.rebase(taken.clone(), version);
        let theirs = taken.clone();
        editor.edit(None, |_| theirs);
        editor.conflict.set(None);
        let restore = Arc::new(move || {
            let mine = mine.clone();
            editor.edit(None, |_| mine);
        });
        let text = "You have their version. Your draft is on the clipboard, as JSON";
        editor.notices.offer(text, "Bring my draft back", restore);
    };
    view! {
        <p class="text">"Your draft is untouched. Since you began, they changed"</p>
        <ul class="conflict__changes">
            {changes.into_iter().map(|change| view! { <li>{change}</li> }).collect_view()}
        </ul>
        <p class="conflict__hint">
            "With “Keep editing”, the preview compares your draft with theirs, and the next save replaces their version."
        </p>
        <div class="dialog__actions">
            <button class="button" type="button" on:click=take>
                "Take theirs"
            </button>
            <button class="button button--primary" type="button" on:click=keep>
                "Keep editing my draft"
            </button>
        </div>
    }
    .into_any()
}

/// What `theirs` has that the saved draft had not, in words.
fn differences(editor: &Editor, theirs: &Draft) -> Vec<String> {
    let organization = editor.organization.get_untracked();
    let before = editor.saved.get_untracked();
    let mut words = Vec::new();
    if before.name != theirs.name {
        words.push(format!("the name to “{}”", theirs.name));
    }
    if before.description != theirs.description {
        words.push(format!("the description to “{}”", theirs.description));
    }
    let changes = Changes::between(&before.form, &theirs.form);
    if changes.organization_access {
        let granted = theirs.form.organization_access.in_words(&organization);
        words.push(format!("the organization access to {granted}"));
    }
    let rule = |verb: &str, rule: &crate::state::form::RuleForm| {
        format!("{verb} {}", rule.in_words(&organization))
    };
    words.extend(changes.removed.iter().map(|removed| rule("removed", removed)));
    words.extend(changes.added.iter().map(|added| rule("added", added)));
    if words.is_empty() {
        words.push("nothing that can be seen here, only the version".to_owned());
    }
    words
}
