//! What an element was told to show, and what that comes to.

use std::sync::Arc;

use frontend::state::evaluation::{Comparison, Evaluation};
use leptos::prelude::*;
use policy::Organization;
use wire::{Fault, Snapshot};

use crate::asked::{Asked, with_token};
use crate::told::Ear;

/// What a preview is told to show.
#[derive(Clone, Copy)]
pub(crate) struct Inputs {
    organization: RwSignal<Option<Arc<Organization>>>,
    draft: RwSignal<Option<Asked>>,
    baseline: RwSignal<Option<Asked>>,
    /// For which properties what was said last is not shown, and why.
    refused: RwSignal<Vec<(&'static str, String)>>,
    /// A token that is not made yet, as JSON text.
    token: RwSignal<Option<String>>,
    /// The entry of the draft that is selected.
    pub(crate) rule: RwSignal<Option<usize>>,
}

impl Inputs {
    pub(crate) fn new() -> Self {
        Self {
            organization: RwSignal::new(None),
            draft: RwSignal::new(None),
            baseline: RwSignal::new(None),
            refused: RwSignal::new(Vec::new()),
            token: RwSignal::new(None),
            rule: RwSignal::new(None),
        }
    }

    /// Takes the text of a snapshot, or that there is none.
    pub(crate) fn inventory(self, snapshot: Option<String>) -> Result<(), Fault> {
        let load =
            |snapshot: String| Snapshot::parse(&snapshot).and_then(Snapshot::load).map(Arc::new);
        let loaded = snapshot.map(load).transpose();
        self.say("inventory", loaded, |organization| self.organization.set(organization))
    }

    /// Takes whose access is shown, or that it is nobody's.
    pub(crate) fn draft(self, asked: Result<Option<Asked>, Fault>) -> Result<(), Fault> {
        self.say("draft", asked, |asked| {
            self.token.set(None);
            self.draft.set(asked);
        })
    }

    /// Takes what to compare with, or that there is nothing.
    pub(crate) fn baseline(self, asked: Result<Option<Asked>, Fault>) -> Result<(), Fault> {
        self.say("baseline", asked, |asked| self.baseline.set(asked))
    }

    /// Takes a token that is not made yet.
    pub(crate) fn token(self, token: &str) -> Result<(), Fault> {
        let read = with_token(&Organization::default(), token);
        let asked =
            read.and_then(|(_, id)| Asked::subject(&serde_json::json!({"token": id}).to_string()));
        self.say("draft", asked, |asked| {
            self.token.set(Some(token.to_owned()));
            self.draft.set(Some(asked));
        })
    }

    /// Takes that what was said for a property could not even be written down.
    pub(crate) fn refused(self, property: &str, fault: Fault) -> Result<(), Fault> {
        match property {
            "inventory" => self.say("inventory", Err(fault), |()| {}),
            "baseline" => self.baseline(Err(fault)),
            _ => self.draft(Err(fault)),
        }
    }

    /// Takes what was said for a property, or tells why it is not shown.
    fn say<T>(
        self,
        property: &'static str,
        said: Result<T, Fault>,
        take: impl FnOnce(T),
    ) -> Result<(), Fault> {
        let reason = said.as_ref().err().map(ToString::to_string);
        self.refused.update(|refused| {
            refused.retain(|(known, _)| *known != property);
            refused.extend(reason.map(|reason| (property, reason)));
        });
        said.map(take)
    }

    /// What there is to compare, and why it is not what was asked for last, where it is not; `ear` is told what
    /// cannot be evaluated.
    pub(crate) fn shown(
        self,
        ear: &Ear,
    ) -> (Signal<Option<Arc<Comparison>>>, Signal<Option<String>>) {
        let organization = Memo::new_with_compare(
            move |_| {
                let organization = self.organization.get()?;
                let drafted = self.token.with(|token| {
                    with_token(&organization, token.as_ref()?).ok().map(|(with, _)| Arc::new(with))
                });
                Some(drafted.unwrap_or(organization))
            },
            |_, _| true,
        );
        let evaluate = move |asked: RwSignal<Option<Asked>>| {
            Memo::new_with_compare(
                move |_| -> Option<Result<Arc<Evaluation>, Fault>> {
                    Some(asked.get()?.evaluate(&*organization.get()?))
                },
                |_, _| true,
            )
        };
        let (drafted, saved) = (evaluate(self.draft), evaluate(self.baseline));
        for (property, evaluated) in [("draft", drafted), ("baseline", saved)] {
            let ear = ear.clone();
            // Such as a role that is not in the inventory, whichever of them came first.
            Effect::new(move |_| {
                if let Some(Err(fault)) = evaluated.get() {
                    ear.fail(property, &fault);
                }
            });
        }
        let comparison = Memo::new_with_compare(
            move |before: Option<&Option<Arc<Comparison>>>| match (
                organization.get(),
                drafted.get(),
            ) {
                (Some(organization), Some(Ok(draft))) => {
                    let saved = saved.get().and_then(Result::ok);
                    Some(Arc::new(Comparison { organization, draft, saved }))
                }
                // The last that could be evaluated stays in view.
                (_, Some(Err(_))) => before.cloned().flatten(),
                _ => None,
            },
            |_, _| true,
        );
        let stale = Signal::derive(move || {
            let failed = move || Some(drafted.get()?.err()?.to_string());
            let baseline = move || Some(saved.get()?.err()?.to_string());
            let refused = self.refused.with(|refused| refused.first().map(|(_, why)| why.clone()));
            refused.or_else(failed).or_else(baseline)
        });
        (Signal::derive(move || comparison.get()), stale)
    }

    /// Whether there is an organization and nobody to show the access of.
    pub(crate) fn is_of_nobody(self) -> Signal<bool> {
        Signal::derive(move || {
            self.organization.with(Option::is_some) && self.draft.with(Option::is_none)
        })
    }

    /// The organization, without hearing of another one.
    pub(crate) fn organization(self) -> Option<Arc<Organization>> {
        self.organization.get_untracked()
    }
}
