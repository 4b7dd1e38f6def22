//! The state of the editor, shared by its parts.

use std::sync::Arc;

use leptos::prelude::*;
use policy::record::CheckError;
use policy::{Descriptor, Diagnostic, Organization, UxPurpose};
use wire::rest::role::EditedRole;

use super::View;
use super::embedded::Host;
use super::findings::{self, Found};
use super::fresh::Fresh;
use super::known::{Presence, Versions};
use crate::api::Failure;
use crate::app::desk::Desk;
use crate::app::may::May;
use crate::components::distinct::distinct;
use crate::components::notice::Notices;
use crate::state::draft::Draft;
use crate::state::evaluation::{Comparison, Evaluation};
use crate::state::form::{Form, Owner, Owners, RuleForm};
use crate::state::history::History;
use crate::state::names;
use crate::state::workspace::Edited;

/// Up to how many bytes a place in the definition is told beside the preview.
const LONGEST: usize = 160;

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
    /// Why the server would not take the definition, where it would not.
    pub(super) refused: Memo<Option<CheckError>>,
    /// Why the role cannot have its name, where it cannot.
    pub(super) taken: Memo<Option<String>>,
    /// Whether the role is there, as far as is known.
    presence: Memo<Presence>,
    /// Whether it is being told that the role is gone.
    pub(super) telling_gone: RwSignal<bool>,
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
    /// Does what somebody wants who wants to save: what a page of our own does is no part of an editor in another.
    pub(super) review: fn(&Self),
}

impl Editor {
    pub(super) fn new(
        desk: Desk,
        edited: &Edited,
        draft: Draft,
        is_new: bool,
        review: fn(&Self),
    ) -> Self {
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
        let role = StoredValue::new(edited.clone());
        let id = move || role.with_value(|role| role.id.clone());
        let host = use_context::<Host>();
        let refused = Memo::new(move |_| {
            // What a host keeps is for the host to say.
            if host.is_some() {
                return None;
            }
            let is_saved = version.get().is_some();
            let organization = organization.get();
            draft.with(|draft| {
                saved.with(|saved| {
                    draft.refusal(is_saved.then_some(saved), purpose, &organization.records)
                })
            })
        });
        let taken = Memo::new(move |_| {
            let name = draft.with(|draft| draft.name.trim().to_owned());
            // Once it is saved, it is known under its id.
            version.track();
            desk.ready()?.taken(&name, &id())
        });
        let presence = Memo::new(move |before| match version.get() {
            None => Presence::Unseen,
            Some(_) => Presence::of(desk, id(), before),
        });
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
            refused,
            taken,
            presence,
            telling_gone: RwSignal::new(false),
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
            role,
            desk,
            notices: expect_context(),
            may: May::here(),
            host,
            review,
        }
    }

    /// Whether the role was deleted while it was open.
    ///
    /// Not while it is just being deleted, or made, here.
    pub(super) fn is_gone(self) -> bool {
        self.presence.with(|presence| matches!(presence, Presence::Gone(_))) && !self.is_busy.get()
    }

    /// The draft becomes one of a role that does not exist yet: nothing of it is saved any more.
    pub(super) fn begin_anew(self) {
        let organization = self.organization.get_untracked();
        let draft = self.draft.get_untracked();
        let nothing = Descriptor::Group(Vec::new());
        let (name, description) = (draft.name, draft.description);
        self.settle();
        self.saved.set(Draft::new(name, description, nothing, &organization.records));
        self.role.update_value(|role| role.id.clear());
        self.version.set(None);
        self.conflict.set(None);
        self.failure.set(None);
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
        let problem = self.draft.with(|draft| {
            draft.problem().map(|found| {
                // Beside a place that is nested hundreds of levels deep, what is wrong is not found: the JSON names it.
                if found.pointer.len() > LONGEST {
                    found.problem.to_string()
                } else {
                    found.to_string()
                }
            })
        });
        problem.or_else(|| self.too_large.get())
    }

    /// Why the draft cannot be saved as it is, where it cannot.
    pub(super) fn unfit(self) -> Option<String> {
        self.draft
            .with(|draft| {
                let saved = self.version.get().map(|_| self.saved.get());
                let kept = saved.as_ref().map(|saved| (&*saved.name, &*saved.description));
                let unfit = names::problem("role", (&draft.name, &draft.description), kept);
                unfit
                    .or_else(|| {
                        draft.problem().map(|problem| format!("the JSON cannot be read, {problem}"))
                    })
                    .or_else(|| draft.unfinished())
            })
            .or_else(|| self.taken.get())
            .or_else(|| self.refused.with(|refused| refused.as_ref().map(ToString::to_string)))
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
