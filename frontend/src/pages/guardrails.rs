//! The guardrails and example tests of an organization.

mod fields;
pub mod form;
mod storing;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use policy::{Guardrail, Organization, Verdict};
use wire::prove::{Proof, Teller};

use crate::api::guardrails::{self, Stored};
use crate::app::desk::Desk;
use crate::app::guard::{Guard, LeaveDialog};
use crate::app::may::{Lacking, May, Needing};
use crate::components::dialog::{Dialog, Placement};
use crate::components::loading::{Failed, Loading, Waiting};
use crate::components::notice::Notices;
use crate::components::prose::{capital, marked};
use crate::components::sheet::{Empty, Sheet};
use crate::state::date::day;
use crate::state::guardrail_form::said;
use crate::state::proof_words::problem;
use crate::state::sought::Sought;
use form::{Edited, GuardrailEditor};

/// The guardrails and example tests, and how each fares.
#[component]
pub fn GuardrailsPage() -> impl IntoView {
    let (desk, notices) = (expect_context::<Desk>(), expect_context::<Notices>());
    let stored = RwSignal::new(Loading::<Arc<Vec<Stored>>>::Waiting);
    let query = RwSignal::new(String::new());
    let (open, edited) = (RwSignal::new(false), RwSignal::new(None::<Edited>));
    let unsaved = guarded();
    let deleting = RwSignal::new(None::<Stored>);
    let bring = Callback::new(move |()| {
        spawn_local(async move {
            let Some(organization) = desk.name.get_untracked() else { return };
            match guardrails::list(&organization).await {
                Ok(all) => stored.set(Loading::Ready(Arc::new(all))),
                Err(failure) => stored.set(Loading::Failed(failure)),
            }
        });
    });
    Effect::new(move |_| {
        desk.name();
        bring.run(());
    });
    let changed = Callback::new(move |()| {
        open.set(false);
        bring.run(());
        // The drafts of roles are held against what is stored now.
        spawn_local(async move {
            if let Err(failure) = desk.refresh().await {
                notices.tell(failure.in_words());
            }
        });
    });
    let edit = Callback::new(move |one: Option<Stored>| {
        edited.set(Some(Edited { stored: one }));
        open.set(true);
    });
    let may = May::here();
    let create = move || new_button(edit);
    // Proved for what there is, and not again with every key of the search.
    let proved = Memo::new_with_compare(
        move |_| {
            let workspace = desk.ready()?;
            stored.with(|stored| match stored {
                Loading::Ready(all) => Some(Arc::new(proofs(&workspace.organization, all))),
                _ => None,
            })
        },
        |_, _| true,
    );
    let list = move || {
        match stored.get() {
        Loading::Waiting => view! { <Waiting what="the guardrails"/> }.into_any(),
        Loading::Failed(failure) => view! { <Failed message=failure.in_words() on_retry=bring/> }.into_any(),
        Loading::Ready(all) if all.is_empty() => view! {
            <Empty>
                <p>
                    "A guardrail says what nobody may do, such as deleting a production stack, and who may all the same. It is proved over every entity there could be, with each key while a role is edited, and a change that would break it is refused."
                </p>
                <p>"An example says of somebody in particular what they are to be allowed or refused."</p>
            </Empty>
        }.into_any(),
        Loading::Ready(all) => {
            let Some(workspace) = desk.ready() else { return ().into_any() };
            let organization = workspace.organization.clone();
            let Some(proofs) = proved.get() else { return ().into_any() };
            let query = query.get();
            let sought = Sought::parse(&query);
            let rows = all.iter().zip(proofs.iter()).filter_map(|(one, proof)| {
                let words = said(&organization, &one.guardrail());
                sought.is_in(&[&one.name, &words]).then(|| row(&organization, one.clone(), &words, proof.as_ref(), edit, deleting, may))
            });
            let rows = rows.collect_view();
            if rows.is_empty() {
                view! { <p class="sheet__none">{format!("No guardrail matches “{}”", query.trim())}</p> }.into_any()
            } else {
                view! { <ul class="guardrails">{rows}</ul> }.into_any()
            }
        }
    }
    };
    let title = Signal::derive(move || {
        let stored = edited.get().and_then(|edited| edited.stored);
        stored.map_or_else(|| "New guardrail".to_owned(), |stored| stored.name)
    });
    view! {
        <Sheet
            title="Guardrails"
            lead="What must stay true, whoever edits roles. Each is proved over everything there could be."
            query
            actions=create
        >
            <Lacking acts=&[("Writing or deleting a guardrail", "role:update")]/>
            {list}
            <Dialog open title placement=Placement::Side unsaved>
                {move || {
                    edited.get().map(|edited| {
                        view! { <GuardrailEditor edited unsaved on_done=changed on_stale=bring/> }
                    })
                }}
            </Dialog>
            <DeleteDialog deleting on_done=changed/>
            <LeaveDialog/>
        </Sheet>
    }
}

fn new_button(edit: Callback<Option<Stored>>) -> impl IntoView {
    view! {
        <Needing needs="role:update" class="button button--primary" on_press=move || edit.run(None)>
            "New guardrail…"
        </Needing>
    }
}

/// Whether anything that is typed is not saved, which nobody leaves without being asked.
fn guarded() -> RwSignal<bool> {
    let (guard, unsaved) = (expect_context::<Guard>(), RwSignal::new(false));
    guard.watch(unsaved.into());
    on_cleanup(move || guard.release());
    unsaved
}

fn row(
    organization: &Organization,
    one: Stored,
    words: &str,
    proof: Option<&Proof>,
    edit: Callback<Option<Stored>>,
    deleting: RwSignal<Option<Stored>>,
    may: May,
) -> impl IntoView + use<> {
    let (tone, state) = match proof {
        None => ("warning", "Cannot be read"),
        Some(proof) if proof.holds => ("gain", "Holds"),
        Some(_) => ("danger", "Broken"),
    };
    let wrong = proof.and_then(|proof| problem(organization, proof));
    let by =
        if one.created_by.is_empty() { String::new() } else { format!("{}, ", one.created_by) };
    let about = format!("{by}version {}, {}", one.version, day(&one.modified));
    let label = one.name.clone();
    let (again, gone) = (one.clone(), one.clone());
    view! {
        <li class="guardrail">
            <span class=format!("guardrail__state guardrail__state--{tone}")>{state}</span>
            <div class="guardrail__text">
                <h2 class="guardrail__name">{one.name}</h2>
                <p class="guardrail__says">{marked(words)}</p>
                {wrong.map(|words| view! { <p class="guardrail__problem">{marked(&capital(&words))}</p> })}
                <p class="guardrail__about">{about}</p>
            </div>
            <div class="guardrail__actions" hidden=move || !may.holds("role:update")>
                <button
                    class="button button--small"
                    type="button"
                    aria-label=format!("Edit {label}")
                    on:click=move |_| edit.run(Some(again.clone()))
                >
                    "Edit…"
                </button>
                <button
                    class="button button--small button--quiet"
                    type="button"
                    aria-label=format!("Delete {label}")
                    on:click=move |_| deleting.set(Some(gone.clone()))
                >
                    "Delete…"
                </button>
            </div>
        </li>
    }
}

/// How each fares in the organization as it is here; nothing where one cannot be read.
fn proofs(organization: &Organization, all: &[Stored]) -> Vec<Option<Proof>> {
    let loaded: Vec<_> = all.iter().map(|one| one.guardrail().load().ok()).collect();
    let good: Vec<Guardrail> = loaded.iter().flatten().cloned().collect();
    let verdicts = Guardrail::check_all(&good, organization, &organization.inventory);
    let mut told = good.iter().zip(verdicts);
    let mut teller = Teller::new(organization, organization);
    let mut tell = |found: Option<(&Guardrail, Verdict)>| {
        found.map(|(one, verdict)| teller.tell(one, &verdict))
    };
    loaded.iter().map(|one| one.as_ref().and_then(|_| tell(told.next()))).collect()
}

/// Asks once more before a guardrail is deleted.
#[component]
fn DeleteDialog(
    /// Which one, while it is asked.
    deleting: RwSignal<Option<Stored>>,
    /// What follows.
    on_done: Callback<()>,
) -> impl IntoView {
    let (desk, notices) = (expect_context::<Desk>(), expect_context::<Notices>());
    let open = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    Effect::new(move |_| open.set(deleting.with(Option::is_some)));
    Effect::new(move |_| {
        // Only what changes is set: each of the two hears of the other.
        if !open.get() && deleting.with_untracked(Option::is_some) {
            deleting.set(None);
            problem.set(None);
        }
    });
    let delete = move |_| {
        let Some(one) = deleting.get_untracked() else { return };
        spawn_local(async move {
            let organization = desk.name.get_untracked().unwrap_or_default();
            match guardrails::delete(&organization, &one.id).await {
                Ok(()) => {
                    notices.tell(format!("Deleted {}", one.name));
                    open.set(false);
                    on_done.run(());
                }
                Err(failure) => problem.set(Some(failure.in_words())),
            }
        });
    };
    view! {
        <Dialog open title="Delete this guardrail?">
            <p class="text">"Roles can then be changed without regard to it. Deleting it cannot be undone."</p>
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
