//! What can be done with a permission set.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use policy::Descriptor;
use serde_json::value::RawValue;
use wire::rest::role::{CreateRole, Record, UpdateRole};
use wire::snapshot::UxPurpose;

use super::Editing;
use crate::api::{self, Failure};
use crate::app::guard::Guard;
use crate::app::may::{May, Needing};
use crate::components::dialog::Dialog;
use crate::components::notice::Notices;
use crate::routes::Page;
use crate::state::names;
use crate::state::sets::SetEntry;

/// Saves, discards and deletes the set.
#[component]
pub fn Buttons() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let (guard, notices) = (expect_context::<Guard>(), expect_context::<Notices>());
    let navigate = use_navigate();
    let is_busy = RwSignal::new(false);
    let deleting = RwSignal::new(false);
    let is_new = move || editing.version.get().is_none();
    let (may, needs) = (May::here(), move || if is_new() { "role:create" } else { "role:update" });
    let goto = Callback::new(move |page: Page| {
        guard.release();
        navigate(&page.path(), NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let save = move |break_guardrails: bool| {
        is_busy.set(true);
        spawn_local(async move {
            let sent = untrack(|| editing.drafted());
            let answer = send(editing, &sent, break_guardrails).await;
            is_busy.set(false);
            match answer {
                Ok(record) => {
                    let was_new = editing.version.get_untracked().is_none();
                    editing.settle(sent, &record);
                    notices.tell(format!("Saved {}", record.name));
                    let is_shown = editing.desk.follow_up(notices).await;
                    editing.find_users();
                    if is_shown && was_new {
                        let organization = editing.desk.name.get_untracked().unwrap_or_default();
                        goto.run(Page::Set { organization, id: record.id });
                    }
                }
                Err(failure) if failure.status() == Some(412) => stale(editing).await,
                Err(failure) => {
                    // Only what the server has judged may be done all the same.
                    let is_same = untrack(|| editing.drafted()) == sent;
                    editing.breaks.set(is_same && failure.breaks_guardrails());
                    editing.failure.set(Some(failure.in_words()));
                }
            }
        });
    };
    let discard = move |_| {
        let saved = editing.saved.get_untracked();
        editing.scopes.set(super::names(&saved));
        editing.name.set(saved.name);
        editing.description.set(saved.description);
    };
    let nothing = move || !editing.is_changed() || is_busy.get();
    if editing.is_read_only() {
        return ().into_any();
    }
    view! {
        <div class="role-header__actions">
            {move || {
                (!is_new())
                    .then(|| {
                        view! {
                            <Needing needs="role:delete" class="button button--quiet" on_press=move || deleting.set(true)>
                                "Delete…"
                            </Needing>
                        }
                    })
            }}
            <button class="button" type="button" disabled=nothing on:click=discard>
                "Discard"
            </button>
            {move || {
                editing
                    .breaks
                    .get()
                    .then(|| {
                        view! {
                            <button class="button button--danger" type="button" on:click=move |_| save(true)>
                                "Save and break them"
                            </button>
                        }
                    })
            }}
            <button
                class="button button--primary"
                type="button"
                disabled=move || nothing() || !may.holds(needs())
                title=move || may.lacks(needs())
                on:click=move |_| save(false)
            >
                {move || if is_busy.get() { "Saving…" } else if is_new() { "Create set" } else { "Save" }}
            </button>
        </div>
        <DeleteDialog open=deleting goto/>
    }
    .into_any()
}

/// Asks once more before a set is deleted.
#[component]
fn DeleteDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Shows another page.
    goto: Callback<Page>,
) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let notices = expect_context::<Notices>();
    let problem = RwSignal::new(None::<String>);
    let words = move || {
        editing.saved.with(|saved| match saved.used_by.len() {
            0 => "No role uses it. Deleting it cannot be undone.".to_owned(),
            1 => "1 role uses it. The server refuses to delete it until that role no longer does."
                .to_owned(),
            more => format!(
                "{more} roles use it. The server refuses to delete it until they no longer do."
            ),
        })
    };
    let delete = move |_| {
        spawn_local(async move {
            let organization = editing.desk.name.get_untracked().unwrap_or_default();
            let (id, name) =
                editing.saved.with_untracked(|saved| (saved.id.clone(), saved.name.clone()));
            match api::delete_role(&organization, &id).await {
                Ok(()) => {
                    open.set(false);
                    notices.tell(format!("Deleted {name}"));
                    // The list shows what is there now, or says why it cannot.
                    drop(editing.desk.refresh().await);
                    goto.run(Page::Sets { organization });
                }
                Err(failure) => problem.set(Some(failure.in_words())),
            }
        });
    };
    view! {
        <Dialog open title="Delete this permission set?">
            <p class="text">{words}</p>
            {move || problem.get().map(|problem| view! { <p class="form__problem" role="alert">{problem}</p> })}
            <div class="dialog__actions">
                <button class="button" type="button" on:click=move |_| open.set(false)>
                    "Cancel"
                </button>
                <button class="button button--danger" type="button" on:click=delete>
                    "Delete"
                </button>
            </div>
        </Dialog>
    }
}

async fn send(
    editing: Editing,
    sent: &SetEntry,
    break_guardrails: bool,
) -> Result<Record, Failure> {
    editing.failure.set(None);
    editing.breaks.set(false);
    let SetEntry { name, description, allow, .. } = sent.clone();
    let saved = editing.version.get_untracked().map(|_| editing.saved.get_untracked());
    let kept = saved.as_ref().map(|saved| (saved.name.as_str(), saved.description.as_str()));
    if let Some(message) = names::problem("set", (&name, &description), kept) {
        return Err(Failure::Refused { status: 400, message, pointer: None });
    }
    let details = Descriptor::Allow(allow.unwrap_or_default());
    let details = RawValue::from_string(details.to_json())
        .map_err(|error| Failure::Unreadable(error.to_string()))?;
    let organization = editing.desk.name.get_untracked().unwrap_or_default();
    let Some(version) = editing.version.get_untracked() else {
        let resource_type = sent.resource_type.map(|of| of.name().to_owned());
        let record = CreateRole {
            name,
            description,
            ux_purpose: Some(UxPurpose::Set),
            resource_type,
            details,
            digest: None,
            digest_parts: None,
        };
        return api::records::create(&organization, &record).await;
    };
    let change =
        UpdateRole { name: Some(name), description: Some(description), details: Some(details) };
    api::records::update(&organization, &sent.id, version, &change, break_guardrails).await
}

/// Somebody else saved meanwhile: shows what a save would take the place of, and keeps what is typed.
async fn stale(editing: Editing) {
    if let Err(failure) = editing.desk.refresh().await {
        editing.failure.set(Some(failure.in_words()));
        return;
    }
    let id = editing.saved.with_untracked(|saved| saved.id.clone());
    let Some(set) = editing.desk.ready_untracked().and_then(|workspace| workspace.set(&id)) else {
        editing.failure.set(Some("Somebody else deleted this set meanwhile".to_owned()));
        return;
    };
    let (before, after) = (editing.saved.with_untracked(super::names), super::names(&set));
    let marked = |names: Vec<&String>| {
        names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ")
    };
    let mut parts = Vec::new();
    let (gained, lost): (Vec<_>, Vec<_>) =
        (after.difference(&before).collect(), before.difference(&after).collect());
    if !gained.is_empty() {
        parts.push(format!("added {}", marked(gained)));
    }
    if !lost.is_empty() {
        parts.push(format!("removed {}", marked(lost)));
    }
    let what = if parts.is_empty() {
        "changed its name or description".to_owned()
    } else {
        parts.join(" and ")
    };
    let version = set.edition.version;
    editing.version.set(Some(version));
    editing.saved.set(set);
    editing.failure.set(Some(format!(
        "Somebody else saved version {version} meanwhile and {what}. Your draft is kept and compared with that version now, saving again replaces it"
    )));
}
