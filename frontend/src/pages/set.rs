//! The editor of a permission set, with what a change of it means in every role that uses it.

pub mod buttons;
pub mod scopes;
pub mod uses;

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;
use leptos_router::hooks::{use_params_map, use_query_map};
use policy::{Allow, Descriptor, Permission, ResourceType};
use wire::rest::role::Record;

use crate::app::desk::Desk;
use crate::app::guard::{Guard, LeaveDialog};
use crate::app::may::Lacking;
use crate::components::another::once_another;
use crate::components::prose::marked;
use crate::pages::missing::Missing;
use crate::routes::Page;
use crate::state::own::Act;
use crate::state::sets::SetEntry;
use crate::state::workspace::Edition;
use buttons::Buttons;
use scopes::Scopes;
use uses::Uses;

/// The editor of the set that the address names.
#[component]
pub fn SetPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    move || {
        let id = id.get();
        // Whatever is saved later must not begin the editor anew.
        match desk.ready_untracked().and_then(|workspace| workspace.set(&id)) {
            Some(set) => view! { <SetEditor set is_new=false/> }.into_any(),
            None => view! { <Missing what="permission set"/> }.into_any(),
        }
    }
}

/// The editor with a set that does not exist yet.
#[component]
pub fn NewSetPage() -> impl IntoView {
    let query = use_query_map();
    move || {
        let of = query.with(|query| query.get("type")).unwrap_or_default();
        let Some(resource_type) = ResourceType::from_name(&of) else {
            return view! { <Missing what="kind of permission set"/> }.into_any();
        };
        let set = SetEntry {
            id: String::new(),
            name: String::new(),
            description: String::new(),
            resource_type: Some(resource_type),
            is_built_in: false,
            edition: Edition::default(),
            allow: Some(Allow::default()),
            used_by: Vec::new(),
        };
        view! { <SetEditor set is_new=true/> }.into_any()
    }
}

/// What is edited, shared by the parts of the editor.
#[derive(Debug, Clone, Copy)]
pub(in crate::pages) struct Editing {
    /// The set as it is saved.
    pub(in crate::pages) saved: RwSignal<SetEntry>,
    /// The name for people.
    pub(in crate::pages) name: RwSignal<String>,
    /// A description for people.
    pub(in crate::pages) description: RwSignal<String>,
    /// The names of the scopes, also of those that the catalogue does not know.
    pub(in crate::pages) scopes: RwSignal<BTreeSet<String>>,
    /// The version that is saved; none for a set that does not exist yet.
    pub(in crate::pages) version: RwSignal<Option<u32>>,
    /// Why the last attempt to save failed.
    pub(in crate::pages) failure: RwSignal<Option<String>>,
    /// Whether the last attempt failed because of guardrails.
    pub(in crate::pages) breaks: RwSignal<bool>,
    /// The organization it belongs to.
    pub(in crate::pages) desk: Desk,
}

impl Editing {
    fn new(desk: Desk, set: SetEntry, is_new: bool) -> Self {
        let version = set.edition.version;
        Self {
            name: RwSignal::new(set.name.clone()),
            description: RwSignal::new(set.description.clone()),
            scopes: RwSignal::new(names(&set)),
            version: RwSignal::new((!is_new).then_some(version)),
            failure: RwSignal::new(None),
            breaks: RwSignal::new(false),
            saved: RwSignal::new(set),
            desk,
        }
    }

    /// The definition as it stands.
    pub(in crate::pages) fn details(self) -> Descriptor {
        Descriptor::Allow(self.allow())
    }

    fn allow(self) -> Allow {
        let scopes = self.scopes.get();
        let permissions = scopes.iter().map(|name| Permission::from_name(name)).collect();
        let allow = self.saved.with(|saved| saved.allow.clone()).unwrap_or_default();
        Allow { permissions, ..allow }
    }

    /// The set as it stands, to be saved.
    pub(in crate::pages) fn drafted(self) -> SetEntry {
        SetEntry {
            name: self.name.get().trim().to_owned(),
            description: self.description.get(),
            allow: Some(self.allow()),
            ..self.saved.get()
        }
    }

    /// What was `sent` is what is saved now, as `record`; what was typed meanwhile is not.
    pub(in crate::pages) fn settle(self, sent: SetEntry, record: &Record) {
        if self.name.with_untracked(|name| name.trim() == sent.name) {
            self.name.set(sent.name.clone());
        }
        let edition = Edition { version: record.version, ..sent.edition.clone() };
        self.version.set(Some(record.version));
        self.saved.set(SetEntry { id: record.id.clone(), edition, ..sent });
    }

    /// Looks anew for the roles that use it.
    pub(in crate::pages) fn find_users(self) {
        let id = self.saved.with_untracked(|saved| saved.id.clone());
        if let Some(known) = self.desk.ready_untracked().and_then(|workspace| workspace.set(&id)) {
            self.saved.update(|saved| saved.used_by = known.used_by);
        }
    }

    /// Whether it must stay as it is: it is built in, or says more than which scopes.
    pub(in crate::pages) fn is_read_only(self) -> bool {
        self.saved.with(|saved| saved.is_built_in || saved.allow.is_none())
    }

    /// Whether anything is not saved.
    pub(in crate::pages) fn is_changed(self) -> bool {
        self.saved.with(|saved| {
            self.name.with(|name| *name != saved.name)
                || self.description.with(|description| *description != saved.description)
                || self.scopes.with(|scopes| *scopes != names(saved))
        })
    }
}

fn names(set: &SetEntry) -> BTreeSet<String> {
    let allow = set.allow.iter().flat_map(|allow| &allow.permissions);
    allow.map(|permission| permission.name().to_owned()).collect()
}

/// What can be done with sets.
pub const ACTS: [Act; 3] = [
    ("Creating a set", "role:create"),
    ("changing one", "role:update"),
    ("deleting one", "role:delete"),
];

/// What a set grants on the left, what a change means on the right.
#[component]
fn SetEditor(
    /// The set.
    set: SetEntry,
    /// Whether it does not exist yet.
    is_new: bool,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let guard = expect_context::<Guard>();
    let editing = Editing::new(desk, set, is_new);
    provide_context(editing);
    guard.watch(Signal::derive(move || editing.is_changed()));
    // What was refused is not what stands here any more, nor is it agreed to.
    once_another(
        move || (editing.name.get(), editing.description.get(), editing.scopes.get()),
        move || {
            editing.breaks.set(false);
            editing.failure.set(None);
        },
    );
    on_cleanup(move || guard.release());
    let title = move || {
        let name = editing.name.get();
        if name.trim().is_empty() { "Set without a name".to_owned() } else { name }
    };
    let sets = move || Page::Sets { organization: desk.name().unwrap_or_default() }.path();
    view! {
        <Title text=title/>
        <div class="role set">
            <header class="role-header">
                <div class="role-header__about">
                    <nav class="role-header__crumbs" aria-label="Breadcrumbs">
                        <A href=sets>"Permission sets"</A>
                        <span aria-hidden="true">"/"</span>
                    </nav>
                    <h1>{title}</h1>
                    <State/>
                </div>
                <Buttons/>
            </header>
            <div class="role__panes">
                <section class="role__draft" aria-label="Set">
                    {(!editing.is_read_only())
                        .then(|| view! { <Lacking acts=&ACTS still="You may try a draft here."/> })}
                    <Problem/>
                    <Fixed/>
                    <Names/>
                    <Scopes/>
                </section>
                <div class="role__preview set__uses">
                    <Uses/>
                </div>
            </div>
            <LeaveDialog/>
        </div>
    }
}

/// Whether everything is saved.
#[component]
fn State() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let words = move || match (editing.version.get(), editing.is_changed()) {
        _ if editing.saved.with(|saved| saved.is_built_in) => ("plain", "Built in".to_owned()),
        (None, _) => ("warning", "New, not saved".to_owned()),
        (Some(version), false) => ("plain", format!("Version {version}")),
        (Some(_), true) => ("warning", "Unsaved".to_owned()),
    };
    view! {
        <span class=move || format!("pill pill--{}", words().0) role="status" data-testid="save-state">
            {move || words().1}
        </span>
    }
}

/// Why the last attempt to save failed.
#[component]
fn Problem() -> impl IntoView {
    let editing = expect_context::<Editing>();
    move || {
        editing.failure.get().map(|problem| {
            view! {
                <div class="banner banner--danger" role="alert" data-testid="save-failure">
                    <span>"Not saved. " {marked(&problem)}</span>
                    <button
                        class="button button--small"
                        type="button"
                        on:click=move |_| editing.failure.set(None)
                    >
                        "Dismiss"
                    </button>
                </div>
            }
        })
    }
}

/// Why nothing can be changed, where nothing can.
#[component]
fn Fixed() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let words = move || {
        editing.saved.with(|saved| match (saved.is_built_in, saved.allow.is_some()) {
            (true, _) => Some("Every organization has this set. It cannot be changed."),
            (false, false) => Some(
                "This set is more than a list of scopes, and only the API can change it. Nothing of it is lost here.",
            ),
            (false, true) => None,
        })
    };
    move || words().map(|words| view! { <p class="banner">{words}</p> })
}

/// The name and description.
#[component]
fn Names() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let disabled = editing.is_read_only();
    view! {
        <div class="details">
            <label class="field">
                <span class="field__label">"Name"</span>
                <input
                    class="input"
                    autocomplete="off"
                    disabled=disabled
                    prop:value=move || editing.name.get()
                    on:input:target=move |event| editing.name.set(event.target().value())
                />
            </label>
            <label class="field">
                <span class="field__label">"Description"</span>
                <input
                    class="input"
                    autocomplete="off"
                    placeholder="What it is for"
                    disabled=disabled
                    prop:value=move || editing.description.get()
                    on:input:target=move |event| editing.description.set(event.target().value())
                />
            </label>
        </div>
    }
}
