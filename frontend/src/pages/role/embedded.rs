//! The editor of a role in somebody else's page: it asks for a save and makes no request.

use std::sync::Arc;

use leptos::prelude::*;
use policy::{Descriptor, ParseError, UxPurpose};

use super::View;
use super::editor::Editor;
use super::json::JsonView;
use super::organization_access::OrganizationAccess;
use super::rules::Rules;
use crate::app::desk::Desk;
use crate::components::notice::Notices;
use crate::preview::{PreviewPane, why::Cell};
use crate::state::draft::Draft;
use crate::state::form::Owner;
use crate::state::workspace::{Edited, Edition, Workspace};

/// An editor whose host keeps what is saved.
#[derive(Debug, Clone, Copy)]
pub struct Embedded(Editor);

/// Whoever is told when somebody wants to save.
#[derive(Debug, Clone, Copy)]
pub struct Host(pub UnsyncCallback<()>);

impl Host {
    /// Tells them.
    fn asked(editor: &Editor) {
        if let Some(Self(on_save)) = editor.host {
            on_save.run(());
        }
    }
}

impl Embedded {
    /// An editor of `draft` in an organization, compared with `baseline` where there is something saved.
    ///
    /// It belongs to the reactive owner in which it is made.
    pub fn new(
        workspace: Arc<Workspace>,
        draft: Descriptor,
        baseline: Option<Descriptor>,
        on_save: UnsyncCallback<()>,
    ) -> Self {
        provide_context(Notices::default());
        provide_context(Host(on_save));
        let is_new = baseline.is_none();
        let edited = Edited {
            id: String::new(),
            name: String::new(),
            description: String::new(),
            details: baseline.unwrap_or_else(|| draft.clone()),
            purpose: UxPurpose::Policy,
            is_built_in: false,
            edition: Edition::default(),
            role_version: 0,
        };
        let records = workspace.organization.records.clone();
        let of = |details| Draft::new(String::new(), String::new(), details, &records);
        let saved = of(edited.details.clone());
        let editor = Editor::new(Desk::holding(workspace), &edited, saved, is_new, Host::asked);
        provide_context(editor);
        editor.edit(None, |_| of(draft));
        Self(editor)
    }

    /// The same editor in another organization, or in the same one as it is now.
    pub fn bring(self, workspace: Arc<Workspace>) {
        self.0.desk.hold(workspace);
    }

    /// Edits another definition; the same one changes nothing, not even text that is not understood yet.
    pub fn edit(self, details: Descriptor) {
        if self.0.draft.with_untracked(|draft| *draft.details != details) {
            self.0.edit(None, |_| self.draft_of(details));
        }
    }

    /// Edits this definition and nothing else: text that is not understood and rules that are not finished are gone.
    pub fn replace(self, details: Descriptor) {
        let draft = self.draft_of(details);
        if self.0.draft.with_untracked(|now| *now != draft) {
            self.0.edit(None, |_| draft);
        }
    }

    /// Takes a text as if somebody had typed it in the place of the definition.
    pub fn write(self, text: &str) {
        self.0.edit_text(text);
        self.0.settle();
    }

    /// Compares with another definition, or with nothing.
    pub fn rebase(self, details: Option<Descriptor>) {
        let version = details.is_some().then_some(0);
        let saved =
            details.map_or_else(|| self.0.draft.get_untracked(), |details| self.draft_of(details));
        self.0.saved.set(saved);
        self.0.version.set(version);
    }

    fn draft_of(self, details: Descriptor) -> Draft {
        let organization = self.0.organization.get_untracked();
        Draft::new(String::new(), String::new(), details, &organization.records)
    }

    /// What is being edited, as JSON: the text on screen where it is not understood.
    pub fn text(self) -> (String, Option<ParseError>) {
        self.0.draft.with(|draft| match draft.problem() {
            Some(problem) => (draft.text().to_string(), Some(problem.clone())),
            None => (draft.details.to_json(), None),
        })
    }

    /// The decision digest of what the preview shows; none while it shows another definition.
    pub fn digest(self) -> Option<policy::Digest> {
        let comparison = self.0.comparison.get_untracked()?;
        let is_shown =
            self.0.draft.with_untracked(|draft| *draft.details == comparison.draft.details);
        is_shown.then(|| comparison.digest())
    }

    /// The definition as it was last understood.
    pub fn details(self) -> Descriptor {
        self.0.draft.with_untracked(|draft| (*draft.details).clone())
    }
}

/// The rules on the left, what they come to on the right.
#[component]
pub fn EmbeddedEditor(
    /// The editor.
    embedded: Embedded,
    /// Who hears which cell is explained.
    on_select: UnsyncCallback<Option<Cell>>,
) -> impl IntoView {
    let Embedded(editor) = embedded;
    editor.follow();
    let view = editor.view;
    let tab = move |of: View, label: &'static str| {
        view! {
            <button
                class="tabs__tab"
                part="tab"
                type="button"
                aria-pressed=move || (view.get() == of).to_string()
                on:click=move |_| view.set(of)
            >
                {label}
            </button>
        }
    };
    let numbers = Memo::new(move |_| {
        let number = |owner| match owner {
            Owner::Rule(index) => Some(index + 1),
            Owner::Everywhere | Owner::Organization => None,
        };
        let entries = |draft: &Draft| draft.form.entries().into_iter();
        editor
            .draft
            .with(|draft| entries(draft).map(|(owner, _)| number(owner)).collect::<Vec<_>>())
    });
    view! {
        <div class="embedded" on:keydown=move |event| editor.key(&event)>
            <section class="embedded__draft" part="draft" aria-label="Draft">
                <div class="embedded__bar" part="bar">
                    <div class="tabs" role="group" aria-label="Show the definition as">
                        {tab(View::Rules, "Rules")}
                        {tab(View::Json, "JSON")}
                    </div>
                    <button
                        class="button button--primary"
                        part="save"
                        type="button"
                        disabled=move || editor.draft.with(|draft| draft.problem().is_some())
                        on:click=move |_| Host::asked(&editor)
                    >
                        "Save"
                    </button>
                </div>
                {move || match view.get() {
                    View::Rules => view! { <Rules/> <OrganizationAccess/> }.into_any(),
                    View::Json => view! { <JsonView/> }.into_any(),
                }}
            </section>
            <div class="embedded__preview">
                <PreviewPane
                    comparison=Signal::derive(move || editor.comparison.get())
                    stale=Signal::derive(move || editor.stale())
                    selected_rule=editor.selected
                    rule_numbers=numbers
                    on_select
                />
            </div>
        </div>
    }
}
