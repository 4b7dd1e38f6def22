//! What the editor is about, and what can be done with it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use super::copy_as::CopyAs;
use super::details::DuplicateDialog;
use super::digest::DecisionDigest;
use super::editor::Editor;
use super::save::review;
use crate::api::{self, Failure};
use crate::app::desk::Desk;
use crate::app::guard::Guard;
use crate::components::dialog::Dialog;
use crate::components::icon::{Glyph, Icon};
use crate::components::menu::Menu;
use crate::components::notice::Notices;
use crate::routes::Page;
use crate::state::history::History;

/// What the editor is about, and what can be done with it.
#[component]
pub fn Header() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let desk = expect_context::<Desk>();
    let roles = move || {
        let organization = desk.name().unwrap_or_default();
        Page::Roles { organization }.path()
    };
    let name = move || {
        let name = editor.draft.with(|draft| draft.name.clone());
        if name.trim().is_empty() { "Role without a name".to_owned() } else { name }
    };
    let (deleting, duplicating) = (RwSignal::new(false), RwSignal::new(false));
    let is_new = move || editor.version.get().is_none();
    view! {
        <header class="role-header">
            <div class="role-header__about">
                <nav class="role-header__crumbs" aria-label="Breadcrumbs">
                    <A href=roles>"Roles"</A>
                    <span aria-hidden="true">"/"</span>
                </nav>
                <h1>{name}</h1>
                <State/>
                <DecisionDigest/>
            </div>
            <div class="role-header__actions">
                {(!editor.is_read_only()).then(|| view! { <Steps/> })}
                <CopyAs/>
                {move || {
                    (!is_new())
                        .then(|| {
                            view! {
                                <Menu label="More actions">
                                    <button class="menu__item" type="button" on:click=move |_| duplicating.set(true)>
                                        "Duplicate…"
                                    </button>
                                    {(!editor.is_read_only())
                                        .then(|| {
                                            view! {
                                                <button
                                                    class="menu__item menu__item--danger"
                                                    type="button"
                                                    disabled=move || !editor.may.holds("role:delete")
                                                    title=move || editor.may.lacks("role:delete")
                                                    on:click=move |_| deleting.set(true)
                                                >
                                                    "Delete role…"
                                                </button>
                                            }
                                        })}
                                </Menu>
                            }
                        })
                }}
                {(!editor.is_read_only()).then(|| view! { <SaveButtons/> })}
            </div>
            <DeleteDialog open=deleting/>
            <DuplicateDialog open=duplicating/>
        </header>
    }
}

/// Whether everything is saved.
#[component]
fn State() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let words = move || {
        let changes = editor.changes.get();
        match (editor.version.get(), changes) {
            (None, _) => ("pill--warning", "New, not saved".to_owned()),
            _ if editor.is_gone() => ("pill--warning", "Deleted meanwhile".to_owned()),
            (Some(version), 0) => ("pill--plain", format!("Version {version}")),
            (Some(_), 1) => ("pill--warning", "Unsaved, 1 change".to_owned()),
            (Some(_), changes) => ("pill--warning", format!("Unsaved, {changes} changes")),
        }
    };
    let class = move || {
        if editor.is_read_only() {
            "pill pill--plain".to_owned()
        } else {
            format!("pill {}", words().0)
        }
    };
    let text = move || if editor.is_read_only() { "Built in".to_owned() } else { words().1 };
    view! { <span class=class role="status" data-testid="save-state">{text}</span> }
}

#[component]
fn Steps() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let can_undo = move || editor.history.with(History::can_undo);
    let can_redo = move || editor.history.with(History::can_redo);
    view! {
        <button
            class="button button--icon button--quiet"
            type="button"
            aria-label="Undo"
            title="Undo (Ctrl+Z)"
            disabled=move || !can_undo()
            on:click=move |_| editor.history.update(History::undo)
        >
            <Icon glyph=Glyph::Undo/>
        </button>
        <button
            class="button button--icon button--quiet"
            type="button"
            aria-label="Redo"
            title="Redo (Ctrl+Shift+Z)"
            disabled=move || !can_redo()
            on:click=move |_| editor.history.update(History::redo)
        >
            <Icon glyph=Glyph::Redo/>
        </button>
    }
}

#[component]
fn SaveButtons() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let notices = expect_context::<Notices>();
    let nothing = move || editor.changes.get() == 0;
    let discard = move |_| {
        let saved = editor.saved.get_untracked();
        editor.edit(None, |_| saved);
        notices.tell("Changes discarded, undo brings them back");
    };
    let is_new = move || editor.version.get().is_none();
    let lacking = move || editor.may.lacks(editor.saving_needs());
    let label = move || match (editor.is_busy.get(), is_new()) {
        (true, _) => "Saving…",
        (false, true) => "Create role…",
        (false, false) => "Save…",
    };
    view! {
        <button class="button" type="button" disabled=move || nothing() || editor.is_busy.get() on:click=discard>
            "Discard"
        </button>
        <button
            class="button button--primary"
            type="button"
            title=move || lacking().unwrap_or_else(|| "Save (Ctrl+S)".to_owned())
            disabled=move || {
                (nothing() && !is_new()) || editor.is_busy.get() || lacking().is_some()
            }
            on:click=move |_| review(&editor)
        >
            {label}
        </button>
    }
}

/// Asks once more before a role is deleted.
#[component]
fn DeleteDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let (desk, guard, notices) =
        (expect_context::<Desk>(), expect_context::<Guard>(), expect_context::<Notices>());
    let navigate = use_navigate();
    let problem = RwSignal::new(None::<String>);
    let role = editor.role.get_value();
    let (name, id) = (StoredValue::new(role.name), StoredValue::new(role.id));
    let holders = move || {
        let total = desk.ready().map_or(0, |workspace| workspace.holders(&id.get_value()).total());
        match total {
            0 => "Nobody holds it. Deleting it cannot be undone.".to_owned(),
            1 => "1 person, team or token holds it. The server refuses to delete it until it is taken from them.".to_owned(),
            more => format!(
                "{more} people, teams and tokens hold it. The server refuses to delete it until it is taken from them."
            ),
        }
    };
    let delete = Callback::new(move |()| {
        let navigate = navigate.clone();
        // Whoever deletes it here need not be told that it is gone.
        editor.is_busy.set(true);
        spawn_local(async move {
            let Some(organization) = desk.name.get_untracked() else { return };
            match api::delete_role(&organization, &id.get_value()).await {
                Ok(()) => {
                    guard.release();
                    open.set(false);
                    notices.tell(format!("Deleted {}", name.get_value()));
                    // The list shows what is there now, or says why it cannot.
                    drop(desk.refresh().await);
                    navigate(&Page::Roles { organization }.path(), NavigateOptions::default());
                }
                Err(failure) => {
                    editor.is_busy.set(false);
                    problem.set(Some(refused(&failure)));
                }
            }
        });
    });
    Effect::new(move |_| {
        if !open.get() {
            problem.set(None);
        }
    });
    view! {
        <Dialog open title="Delete this role?">
            <p class="text">
                <b>{name.get_value()}</b>
                ". "
                {holders}
            </p>
            {move || {
                problem
                    .get()
                    .map(|problem| {
                        view! { <p class="banner banner--danger text" role="alert">{problem}</p> }
                    })
            }}
            <div class="dialog__actions">
                <button class="button" type="button" on:click=move |_| open.set(false)>
                    "Cancel"
                </button>
                <button class="button button--danger" type="button" on:click=move |_| delete.run(())>
                    "Delete role"
                </button>
            </div>
        </Dialog>
    }
}

fn refused(failure: &Failure) -> String {
    match failure {
        Failure::Refused { status: 409, message, .. } => {
            format!("It is still in use, {message}")
        }
        other => other.in_words(),
    }
}
