//! What an element was told to show, and what that comes to.

use std::sync::Arc;

use frontend::state::evaluation::{Comparison, Evaluation};
use leptos::prelude::*;
use policy::Organization;
use wire::{Fault, Snapshot};

use crate::asked::{Asked, with_token};

/// What a preview is told to show.
#[derive(Clone, Copy)]
pub(crate) struct Inputs {
    organization: RwSignal<Option<Arc<Organization>>>,
    draft: RwSignal<Option<Asked>>,
    baseline: RwSignal<Option<Asked>>,
    /// Why what was said last is not shown.
    refused: RwSignal<Option<String>>,
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
            refused: RwSignal::new(None),
            token: RwSignal::new(None),
            rule: RwSignal::new(None),
        }
    }

    pub(crate) fn inventory(self, snapshot: &str) -> Result<(), Fault> {
        let loaded = Snapshot::parse(snapshot).and_then(Snapshot::load);
        self.say(loaded.map(Arc::new), |organization| self.organization.set(Some(organization)))
    }

    pub(crate) fn draft(self, asked: Result<Asked, Fault>) -> Result<(), Fault> {
        self.say(asked, |asked| {
            self.token.set(None);
            self.draft.set(Some(asked));
        })
    }

    pub(crate) fn baseline(self, asked: Result<Option<Asked>, Fault>) -> Result<(), Fault> {
        self.say(asked, |asked| self.baseline.set(asked))
    }

    pub(crate) fn token(self, token: &str) -> Result<(), Fault> {
        let read = with_token(&Organization::default(), token);
        let asked =
            read.and_then(|(_, id)| Asked::subject(&serde_json::json!({"token": id}).to_string()));
        self.say(asked, |asked| {
            self.token.set(Some(token.to_owned()));
            self.draft.set(Some(asked));
        })
    }

    /// Takes what was said, or tells why it is not shown.
    fn say<T>(self, said: Result<T, Fault>, take: impl FnOnce(T)) -> Result<(), Fault> {
        match said {
            Ok(said) => {
                self.refused.set(None);
                take(said);
                Ok(())
            }
            Err(fault) => {
                self.refused.set(Some(fault.to_string()));
                Err(fault)
            }
        }
    }

    /// What there is to compare, and why it is not what was asked for last, where it is not.
    pub(crate) fn shown(self) -> (Signal<Option<Arc<Comparison>>>, Signal<Option<String>>) {
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
                move |_| -> Option<Result<Arc<Evaluation>, String>> {
                    Some(asked.get()?.evaluate(&*organization.get()?))
                },
                |_, _| true,
            )
        };
        let (drafted, saved) = (evaluate(self.draft), evaluate(self.baseline));
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
            let failed = move || drafted.get().and_then(Result::err);
            let baseline = move || saved.get().and_then(Result::err);
            self.refused.get().or_else(failed).or_else(baseline)
        });
        (Signal::derive(move || comparison.get()), stale)
    }

    /// The organization, without hearing of another one.
    pub(crate) fn organization(self) -> Option<Arc<Organization>> {
        self.organization.get_untracked()
    }
}
