//! The editor of a role, with the preview of what it lets its holder do.

pub mod chosen;
pub mod conditions;
pub mod conflict;
pub mod consequences;
pub mod copy_as;
pub mod details;
pub mod digest;
pub mod draft_link;
mod editor;
pub mod effect;
pub mod embedded;
pub mod findings;
mod fresh;
pub mod gone;
pub mod grants;
pub mod header;
pub mod json;
mod keys;
mod known;
pub mod mismatch;
pub mod organization_access;
pub mod outset;
pub mod review;
pub mod rule_card;
pub mod rules;
mod save;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use policy::{Descriptor, UxPurpose};

use crate::app::desk::Desk;
use crate::app::guard::{Guard, LeaveDialog};
use crate::app::may::Lacking;
use crate::components::prose::marked;
use crate::pages::missing::Missing;
use crate::preview::PreviewPane;
use crate::preview::mending::Mend;
use crate::routes::Page;
use crate::state::draft::Draft;
use crate::state::form::Owner;
use crate::state::own::Act;
use crate::state::templates::Template;
use crate::state::workspace::Edited;
use conflict::Conflict;
use consequences::{ConsequenceLine, Watch};
use details::Details;
use draft_link::ArrivedDraft;
use editor::Editor;
use effect::EffectLine;
use gone::Gone;
use header::Header;
use json::JsonView;
use mismatch::MismatchDialog;
use organization_access::OrganizationAccess;
use review::ReviewDialog;
use rules::Rules;

/// The editor of the role that the address names.
#[component]
pub fn RolePage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    move || {
        let id = id.get();
        // Whatever is saved later reaches the editor by another way, and must not begin it anew.
        let edited = desk.ready_untracked().and_then(|workspace| workspace.edited(&id));
        match edited {
            Some(edited) => view! { <RoleEditor edited is_new=false/> }.into_any(),
            None => view! { <Missing what="role"/> }.into_any(),
        }
    }
}

/// The editor with a role that does not exist yet.
#[component]
pub fn NewRolePage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let query = use_query_map();
    move || {
        let field = |name: &str| query.with(|query| query.get(name));
        let workspace = desk.ready_untracked();
        let (from, key) = (field("from"), field("template"));
        let copied = from.as_ref().and_then(|id| workspace.as_ref()?.edited(id));
        let template = key.as_ref().and_then(|key| Template::from_key(key));
        let lost = match (&from, &key) {
            (Some(_), _) if copied.is_none() => {
                Some("The role to be copied is not there any more".to_owned())
            }
            (_, Some(key)) if template.is_none() => Some(format!("There is no template `{key}`")),
            _ => None,
        };
        let templated = template
            .zip(workspace.as_ref())
            .map(|(template, known)| template.definition(&known.organization.records));
        let begins_with = copied.map(|copied| copied.details).or(templated);
        let as_json = field("as").as_deref() == Some("json");
        let edited = Edited {
            id: String::new(),
            name: field("name").unwrap_or_default(),
            description: field("description").unwrap_or_default(),
            details: begins_with.unwrap_or_else(|| Descriptor::Group(Vec::new())),
            purpose: UxPurpose::Policy,
            is_built_in: false,
            edition: crate::state::workspace::Edition::default(),
            role_version: 0,
        };
        view! { <RoleEditor edited is_new=true as_json lost/> }
    }
}

/// What a person may be looking at on the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Rules,
    Json,
}

/// What can be done with roles.
pub const ACTS: [Act; 3] = [
    ("Creating a role", "role:create"),
    ("changing one", "role:update"),
    ("deleting one", "role:delete"),
];

/// The draft on the left, what it comes to on the right.
#[component]
fn RoleEditor(
    /// The role.
    edited: Edited,
    /// Whether it does not exist yet.
    is_new: bool,
    /// Whether its definition is about to be pasted.
    #[prop(optional)]
    as_json: bool,
    /// What it was to begin with and is not there, where something is not.
    #[prop(default = None)]
    lost: Option<String>,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let guard = expect_context::<Guard>();
    let Some(workspace) = desk.ready_untracked() else { return ().into_any() };
    let records = &workspace.organization.records;
    let draft = Draft::new(
        edited.name.clone(),
        edited.description.clone(),
        edited.details.clone(),
        records,
    );
    let editor = Editor::new(desk, &edited, draft, is_new, save::review);
    if as_json {
        editor.view.set(View::Json);
        // All of it is selected, so that what is pasted takes its place.
        editor.shown_entry.set(Some(edited.details.clone()));
    }
    provide_context(editor);
    provide_context(Watch::new(&editor));
    guard.watch(Signal::derive(move || editor.changes.get() > 0));
    on_cleanup(move || {
        guard.release();
        // Whatever was offered was about this draft.
        editor.notices.withdraw();
    });
    editor.listen();
    let navigate = use_navigate();
    Effect::new(move |_| {
        let (created, organization) = (editor.created.get(), desk.name.get_untracked());
        // What was typed while the role was being created must not go with the page.
        let is_settled = editor.changes.get_untracked() == 0;
        if let (Some(id), Some(organization), true) = (created, organization, is_settled) {
            guard.release();
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(&Page::Role { organization, id }.path(), options);
        }
    });

    let rule_numbers = Memo::new(move |_| {
        let number = |owner| match owner {
            Owner::Rule(index) => Some(index + 1),
            Owner::Everywhere | Owner::Organization => None,
        };
        editor.draft.with(|draft| {
            draft.form.entries().into_iter().map(|(owner, _)| number(owner)).collect::<Vec<_>>()
        })
    });
    let apply = Callback::new(move |details: Descriptor| {
        let organization = editor.organization.get_untracked();
        editor.edit(None, |draft| draft.with_details(details, &organization.records));
    });
    if !edited.is_built_in {
        provide_context(Mend { purpose: edited.purpose, apply });
    }
    let title = move || {
        let name = editor.draft.with(|draft| draft.name.trim().to_owned());
        match editor.version.get() {
            _ if !name.is_empty() => name,
            None => "New role".to_owned(),
            Some(_) => "Role without a name".to_owned(),
        }
    };
    let view = editor.view;
    let tab = move |of: View, label: &'static str| {
        view! {
            <button
                class="tabs__tab"
                type="button"
                aria-pressed=move || (view.get() == of).to_string()
                on:click=move |_| view.set(of)
            >
                {label}
            </button>
        }
    };
    view! {
        <Title text=title/>
        <div class="role">
            <Header/>
            <ConsequenceLine/>
            <div class="role__panes">
                <section class="role__draft" aria-label="Draft">
                    {(!editor.is_read_only())
                        .then(|| view! { <Lacking acts=&ACTS still="You may try a draft here."/> })}
                    <ArrivedDraft/>
                    {lost.map(|lost| view! {
                        <div class="banner banner--warning" role="status" data-testid="lost-beginning">
                            <span>{marked(&lost)} ". It begins without a rule."</span>
                        </div>
                    })}
                    <SaveFailure/>
                    <Gone/>
                    <Conflict/>
                    <Details/>
                    <div class="tabs" role="group" aria-label="Show the definition as">
                        {tab(View::Rules, "Rules")}
                        {tab(View::Json, "JSON")}
                    </div>
                    {move || match view.get() {
                        View::Rules => view! { <Rules/> <OrganizationAccess/> }.into_any(),
                        View::Json => view! { <JsonView/> }.into_any(),
                    }}
                    <EffectLine/>
                </section>
                <div class="role__preview">
                    <PreviewPane
                        comparison=Signal::derive(move || editor.comparison.get())
                        stale=Signal::derive(move || editor.stale())
                        selected_rule=editor.selected
                        rule_numbers=rule_numbers
                    />
                </div>
            </div>
            <ReviewDialog/>
            <MismatchDialog/>
            <LeaveDialog/>
        </div>
    }
    .into_any()
}

/// Why the last attempt to save failed.
#[component]
fn SaveFailure() -> impl IntoView {
    let editor = expect_context::<Editor>();
    move || {
        editor.failure.get().map(|failure| {
            view! {
                <div class="banner banner--danger" role="alert" data-testid="save-failure">
                    <span>"Not saved. " {marked(&failure.in_words())}</span>
                    <button
                        class="button button--small"
                        type="button"
                        on:click=move |_| editor.failure.set(None)
                    >
                        "Dismiss"
                    </button>
                </div>
            }
        })
    }
}
