//! The state of the editor, shared by its parts.

use std::sync::Arc;

use leptos::{ev, prelude::*};
use policy::{Descriptor, Diagnostic, Organization, UxPurpose};
use wasm_bindgen::JsCast as _;
use wire::rest::role::EditedRole;

use super::View;
use super::embedded::Host;
use super::findings::{self, Found};
use super::fresh::Fresh;
use crate::api::Failure;
use crate::app::desk::Desk;
use crate::app::may::May;
use crate::components::distinct::distinct;
use crate::components::notice::Notices;
use crate::state::draft::Draft;
use crate::state::evaluation::{Comparison, Evaluation};
use crate::state::form::{Form, Owner, Owners, RuleForm};
use crate::state::history::History;
use crate::state::workspace::Edited;

/// The state of the editor, shared by its parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Editor {
    /// The draft, and what it was before.
    pub(super) history: RwSignal<History<Draft>>,
    /// The draft.
    pub(super) draft: Memo<Draft>,
    /// Which part of the rules each place in the definition belongs to.
    pub(super) owners: Memo<Owners>,
    /// What the engine says, by whose card it stands on.
    found: ReadSignal<Found>,
    /// What is saved, or what a new role began with.
    pub(super) saved: RwSignal<Draft>,
    /// The version that is saved; none for a role that does not exist yet.
    pub(super) version: RwSignal<Option<u32>>,
    /// The version of the role itself that is saved, where its definition is its policy's.
    pub(super) role_version: StoredValue<u32>,
    /// How many changes are not saved.
    pub(super) changes: Memo<usize>,
    /// The organization the draft is evaluated on.
    pub(super) organization: Memo<Arc<Organization>>,
    /// The draft as last understood, and what is saved.
    pub(super) comparison: Memo<Option<Arc<Comparison>>>,
    /// Whether the JSON cannot be read, so that rules cannot be changed.
    unreadable: ReadSignal<bool>,
    /// Why the draft cannot be evaluated, where it cannot.
    too_large: Memo<Option<String>>,
    /// The entry of the definition that is selected, by index.
    pub(super) selected: RwSignal<Option<usize>>,
    /// Whose card is selected.
    pub(super) focus: RwSignal<Option<Owner>>,
    /// What is shown on the left.
    pub(super) view: RwSignal<View>,
    /// The entry that the JSON should show when it is opened.
    pub(super) shown_entry: RwSignal<Option<Descriptor>>,
    /// Whether everything that saving would change is shown.
    pub(super) reviewing: RwSignal<bool>,
    /// Whether that is of how things stand now.
    pub(super) fresh: RwSignal<Fresh>,
    /// Whether a request is on its way.
    pub(super) is_busy: RwSignal<bool>,
    /// Why the last attempt to save failed.
    pub(super) failure: RwSignal<Option<Failure>>,
    /// What somebody else saved meanwhile, until the draft stands on it.
    pub(super) conflict: RwSignal<Option<EditedRole>>,
    /// Which parts of the decision digest the server finds to be others than were shown.
    pub(super) mismatch: RwSignal<Option<Vec<String>>>,
    /// The id of the role, once a new one was created.
    pub(super) created: RwSignal<Option<String>>,
    /// The role.
    pub(super) role: StoredValue<Edited>,
    /// The organization it belongs to.
    pub(super) desk: Desk,
    /// Where news are told.
    pub(super) notices: Notices,
    /// What whoever is signed in may do.
    pub(super) may: May,
    /// Whose page it is in, where it is not in our own.
    pub(super) host: Option<Host>,
}

/// What a draft takes the place of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Versions {
    /// The version of the record with the definition.
    pub(super) definition: u32,
    /// The version of the role itself.
    pub(super) role: u32,
}

impl From<&EditedRole> for Versions {
    fn from(role: &EditedRole) -> Self {
        Self { definition: role.version, role: role.role_version }
    }
}

impl Editor {
    pub(super) fn new(desk: Desk, edited: &Edited, draft: Draft, is_new: bool) -> Self {
        let purpose = edited.purpose;
        let version = RwSignal::new((!is_new).then_some(edited.edition.version));
        let saved = RwSignal::new(draft.clone());
        let history = RwSignal::new(History::new(draft));
        let draft = Memo::new(move |_| history.with(|history| history.present().clone()));
        let organization = Memo::new_with_compare(
            move |before: Option<&Arc<Organization>>| {
                let ready = desk.ready().map(|workspace| workspace.organization.clone());
                ready.or_else(|| before.cloned()).unwrap_or_default()
            },
            |before, after| match (before, after) {
                (Some(before), Some(after)) => !Arc::ptr_eq(before, after),
                _ => true,
            },
        );
        let evaluate = move |details: Memo<Arc<Descriptor>>| {
            Memo::new_with_compare(
                move |_| evaluated(&organization.get(), &details.get(), purpose),
                |_, _| true,
            )
        };
        let drafted = evaluate(Memo::new(move |_| draft.with(|draft| draft.details.clone())));
        let kept = evaluate(Memo::new(move |_| saved.with(|saved| saved.details.clone())));
        let comparison = Memo::new_with_compare(
            move |before: Option<&Option<Arc<Comparison>>>| match drafted.get() {
                Ok(draft) => Some(Arc::new(Comparison {
                    organization: organization.get(),
                    draft,
                    saved: version.get().and_then(|_| kept.get().ok()),
                })),
                // The last that could be evaluated stays in view.
                Err(_) => before.cloned().flatten(),
            },
            |_, _| true,
        );
        let owners = Memo::new(move |_| draft.with(|draft| draft.form.owners()));
        Self {
            history,
            draft,
            owners,
            found: findings::watch(comparison, owners),
            saved,
            version,
            role_version: StoredValue::new(edited.role_version),
            changes: Memo::new(move |_| {
                draft.with(|draft| saved.with(|saved| draft.changes(saved)))
            }),
            organization,
            comparison,
            unreadable: distinct(move || draft.with(|draft| draft.problem().is_some())),
            too_large: Memo::new(move |_| drafted.get().err()),
            selected: RwSignal::new(None),
            focus: RwSignal::new(None),
            view: RwSignal::new(View::Rules),
            shown_entry: RwSignal::new(None),
            reviewing: RwSignal::new(false),
            fresh: RwSignal::new(Fresh::Looking),
            is_busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            conflict: RwSignal::new(None),
            mismatch: RwSignal::new(None),
            created: RwSignal::new(None),
            role: StoredValue::new(edited.clone()),
            desk,
            notices: expect_context(),
            may: May::here(),
            host: use_context(),
        }
    }

    /// Whether the role must stay as it is.
    pub(super) fn is_read_only(self) -> bool {
        self.role.with_value(|role| role.is_built_in)
    }

    /// The scope that saving the draft needs.
    pub(super) fn saving_needs(self) -> &'static str {
        if self.version.get().is_none() { "role:create" } else { "role:update" }
    }

    /// Whether permission sets may be named: by the policy of a role, and not by a role itself.
    pub(super) fn takes_sets(self) -> bool {
        self.role.with_value(|role| role.purpose == UxPurpose::Policy)
    }

    /// Why the shown preview is not of the text on screen.
    pub(super) fn stale(self) -> Option<String> {
        let problem = self.draft.with(|draft| draft.problem().map(ToString::to_string));
        problem.or_else(|| self.too_large.get())
    }

    /// Whether rules cannot be edited now.
    pub(super) fn is_locked(self) -> bool {
        self.is_read_only() || self.unreadable.get()
    }

    /// Changes the draft; typing on in the same `place` is one step to undo.
    pub(super) fn edit(self, place: Option<&str>, change: impl FnOnce(Draft) -> Draft) {
        if self.is_read_only() {
            return;
        }
        self.failure.set(None);
        let next = change(self.draft.get_untracked());
        self.history.update(|history| history.edit(place, next));
    }

    /// Changes the rules.
    pub(super) fn edit_form(self, place: Option<&str>, change: impl FnOnce(&mut Form)) {
        self.edit(place, |draft| {
            let mut form = draft.form.as_ref().clone();
            change(&mut form);
            draft.with_form(form)
        });
    }

    /// Changes one rule.
    pub(super) fn edit_rule(
        self,
        index: usize,
        place: Option<&str>,
        change: impl FnOnce(&mut RuleForm),
    ) {
        self.edit_form(place, |form| {
            if let Some(rule) = form.rules.get_mut(index) {
                change(rule);
            }
        });
    }

    /// Changes the JSON.
    pub(super) fn edit_text(self, text: &str) {
        let organization = self.organization.get_untracked();
        self.edit(Some("json"), |draft| draft.with_text(text, &organization.records));
    }

    /// Ends a run of typing.
    pub(super) fn settle(self) {
        self.history.update(History::settle);
    }

    /// The draft that was sent is what is saved now; what was typed meanwhile is not.
    pub(super) fn settled(self, sent: &Draft, versions: Versions) {
        self.settle();
        self.rebase(sent.clone(), versions);
    }

    /// What is saved now, by somebody else; the draft stays.
    pub(super) fn rebase(self, saved: Draft, versions: Versions) {
        self.saved.set(saved);
        self.version.set(Some(versions.definition));
        self.role_version.set_value(versions.role);
        self.conflict.set(None);
    }

    /// Selects whose card it is.
    pub(super) fn select(self, owner: Owner) {
        let entry = self.owners.with_untracked(|owners| owners.entry_of(owner));
        if self.focus.get_untracked() != Some(owner) {
            self.focus.set(Some(owner));
        }
        if self.selected.get_untracked() != entry {
            self.selected.set(entry);
        }
    }

    /// Whether the card of `owner` is selected.
    pub(super) fn is_selected(self, owner: Owner) -> bool {
        match (self.focus.get(), self.selected.get()) {
            (Some(Owner::Everywhere), Some(entry)) => {
                self.owners.with(|owners| owners.is_part(entry, owner))
            }
            (focus, _) => focus == Some(owner),
        }
    }

    /// What the engine says about the card of `owner`.
    pub(super) fn diagnostics(self, owner: Owner) -> Vec<Diagnostic> {
        self.found.with(|found| found.get(&owner).cloned().unwrap_or_default())
    }

    /// Hears of keys, and of what is selected in the preview.
    pub(super) fn listen(self) {
        self.follow();
        let keys = window_event_listener(ev::keydown, move |event| self.key(&event));
        on_cleanup(move || keys.remove());
    }

    /// Shows the card of what is selected in the preview.
    pub(super) fn follow(self) {
        Effect::new(move |_| {
            let Some(entry) = self.selected.get() else { return };
            let owners = self.owners.get_untracked();
            let focus = self.focus.get_untracked();
            if focus.is_none_or(|owner| owners.entry_of(owner) != Some(entry)) {
                if self.view.get_untracked() != View::Rules {
                    self.view.set(View::Rules);
                }
                self.focus.set(owners.of_entry(entry));
            }
        });
    }

    /// Does what a key asks for.
    pub(super) fn key(self, event: &ev::KeyboardEvent) {
        if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
            return;
        }
        let key = event.key().to_lowercase();
        if key == "s" {
            event.prevent_default();
            super::save::review(&self);
            return;
        }
        let element = event.target().and_then(|at| at.dyn_into::<web_sys::Element>().ok());
        let in_text = element.is_some_and(|element| {
            element.matches("textarea, input:not([type=checkbox])").unwrap_or(false)
        });
        if in_text {
            return;
        }
        match (key.as_str(), event.shift_key()) {
            ("z", false) => {
                event.prevent_default();
                self.history.update(History::undo);
            }
            ("z", true) | ("y", _) => {
                event.prevent_default();
                self.history.update(History::redo);
            }
            _ => {}
        }
    }
}

fn evaluated(
    organization: &Organization,
    details: &Descriptor,
    purpose: UxPurpose,
) -> Result<Arc<Evaluation>, String> {
    Evaluation::with_purpose(organization, details.clone(), purpose)
        .map(Arc::new)
        .map_err(|error| error.to_string())
}
