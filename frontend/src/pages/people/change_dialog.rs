//! A change to people or teams: chosen, seen with its effect, and then made.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use policy::Organization;
use wire::rest::member::FirstToken;

use super::choices::default_role;
use super::effects;
use super::making::make;
use super::welcome::Welcome;
use crate::api::Failure;
use crate::api::members::Agreed;
use crate::app::desk::Desk;
use crate::app::session::{Session, SignIn};
use crate::components::another::once_another;
use crate::components::dialog::{Cancel, Dialog};
use crate::components::notice::Notices;
use crate::components::prose::marked;
use crate::state::change::Change;
use crate::state::effects::change::Effects;
use crate::state::effects::moved::moved;

/// The login of the person who is signed in; none for a token that is no person's.
pub fn signed_in(session: Session) -> Option<String> {
    match session.state() {
        SignIn::In(account) if account.token_info.is_none() => Some(account.github_login.clone()),
        _ => None,
    }
}

/// Shows what a change means, and makes it when that is what is wanted.
#[component]
pub fn ChangeDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// What it is called.
    #[prop(into)]
    title: Signal<String>,
    /// The change, as far as it is chosen.
    #[prop(into)]
    change: Signal<Option<Change>>,
    /// What the button says.
    confirm: &'static str,
    /// Whether it takes something away.
    #[prop(optional)]
    is_danger: bool,
    /// What else happens, where there is something.
    #[prop(optional, into)]
    consequence: Option<ViewFn>,
    /// Where the change is chosen, where it is not chosen already.
    #[prop(optional, into)]
    chooser: Option<ViewFn>,
    /// What is told once it is made.
    told: Callback<Change, String>,
    /// What is done once it is made, before that shows.
    #[prop(optional)]
    on_made: Option<Callback<Change>>,
) -> impl IntoView {
    let chooser = StoredValue::new(chooser);
    let consequence = StoredValue::new(consequence);
    view! {
        <Dialog open title keeps_typed=true>
            <Body
                open
                change
                confirm
                is_danger
                consequence=consequence.get_value()
                chooser=chooser.get_value()
                told
                on_made
            />
        </Dialog>
    }
}

/// What is in the dialog, made anew each time it is shown.
#[component]
fn Body(
    open: RwSignal<bool>,
    change: Signal<Option<Change>>,
    confirm: &'static str,
    is_danger: bool,
    consequence: Option<ViewFn>,
    chooser: Option<ViewFn>,
    told: Callback<Change, String>,
    on_made: Option<Callback<Change>>,
) -> impl IntoView {
    let (desk, session) = (expect_context::<Desk>(), expect_context::<Session>());
    let (notices, welcome) = (expect_context::<Notices>(), expect_context::<Welcome>());
    let failure = RwSignal::new(None::<Failure>);
    let stale = RwSignal::new(Vec::<String>::new());
    let agreed = RwSignal::new(Agreed::default());
    let is_busy = RwSignal::new(false);
    // Another choice is another question.
    once_another(
        move || change.get(),
        move || {
            failure.set(None);
            stale.set(Vec::new());
            agreed.set(Agreed::default());
        },
    );
    let effects = Memo::new_with_compare(
        move |_| {
            let (organization, change) = (desk.ready()?.organization.clone(), change.get()?);
            let giver = signed_in(session);
            Some(Arc::new(Effects::of(&organization, &change, giver.as_deref())))
        },
        |_, _| true,
    );
    let send = move |to: Agreed| {
        agreed.set(to);
        let (Some(wanted), Some(workspace)) = (change.get_untracked(), desk.ready_untracked())
        else {
            return;
        };
        is_busy.set(true);
        failure.set(None);
        stale.set(Vec::new());
        spawn_local(async move {
            let giver = untrack(|| signed_in(session));
            let seen = Seen { organization: &workspace.organization, giver: giver.as_deref() };
            let made = match made(desk, &wanted, seen, to).await {
                Ok(Made::Yes(first)) => Ok(first),
                Ok(Made::Stale(lines)) => {
                    stale.set(lines);
                    is_busy.set(false);
                    return;
                }
                Err(failure) => Err(failure),
            };
            is_busy.set(false);
            match made {
                Ok(first) => {
                    open.set(false);
                    if let (Some(first), Change::Admit { login, .. }) = (first, &wanted) {
                        welcome.tell(login.clone(), first);
                    }
                    notices.tell(told.run(wanted.clone()));
                    if let Some(on_made) = on_made {
                        on_made.run(wanted);
                    }
                    // The old state would stand there as if nothing had happened, so it is asked for once more.
                    if let Err(failure) = desk.refresh().await {
                        notices
                            .tell(format!("It is done, but not shown yet. {}", failure.in_words()));
                    }
                }
                Err(found) => failure.set(Some(found)),
            }
        });
    };
    let has_chooser = chooser.is_some();
    let problem = move || {
        let found = failure.get()?;
        let words = found.in_words();
        // Whoever has agreed to one thing is not asked about it once more when there is another.
        let before = agreed.get_untracked();
        let again = if found.breaks_guardrails() {
            Some(("Break it and go on", Agreed { may_break: true, ..before }))
        } else if found.is_known_elsewhere() {
            Some(("It is them, add them", Agreed { known: true, ..before }))
        } else {
            None
        };
        let again = again.map(|(label, to)| {
            view! {
                <button
                    class="button button--small button--danger"
                    type="button"
                    disabled=move || is_busy.get()
                    on:click=move |_| send(to)
                >
                    {label}
                </button>
            }
        });
        Some(view! {
            <div class="banner banner--danger" role="alert">
                <span>"Not done. " {marked(&words)}</span>
                {again}
            </div>
        })
    };
    let changed = move || {
        let lines = stale.get();
        (!lines.is_empty()).then(|| {
            view! {
                <div class="banner banner--warning" role="alert">
                    <span>
                        "Somebody else changed this meanwhile, and nothing was done. "
                        {lines.join(". ")}
                        ". The effect is of how it is now: look at it again"
                    </span>
                </div>
            }
        })
    };
    view! {
        <div class="change" class:change--chosen=has_chooser>
            {chooser.map(|chooser| view! { <div class="change__chooser">{chooser.run()}</div> })}
            <div class="change__effect" aria-live="polite">
                <h3 class="change__heading">"What this changes"</h3>
                {move || match effects.get() {
                    Some(effects) => effects::told(&effects).into_any(),
                    None => {
                        view! { <p class="change__still">"Choose first, and the effect shows here before anything is done."</p> }
                            .into_any()
                    }
                }}
                {consequence.map(|consequence| consequence.run())}
            </div>
        </div>
        {changed}
        {problem}
        <div class="dialog__actions dialog__actions--stays">
            <Cancel/>
            <button
                class="button"
                class:button--primary=!is_danger
                class:button--danger=is_danger
                type="button"
                disabled=move || is_busy.get() || change.with(Option::is_none)
                on:click=move |_| send(Agreed::default())
            >
                {move || if is_busy.get() { "One moment…" } else { confirm }}
            </button>
        </div>
    }
}

/// What came of a change.
enum Made {
    /// Whoever is new to the server signs in with it.
    Yes(Option<FirstToken>),
    /// What it rests on or comes to is another by now.
    Stale(Vec<String>),
}

/// Of what the effect was seen.
struct Seen<'a> {
    organization: &'a Arc<Organization>,
    /// Who makes the change.
    giver: Option<&'a str>,
}

/// Makes `change`, if it still comes to what was `seen`.
async fn made(
    desk: Desk,
    change: &Change,
    seen: Seen<'_>,
    agreed: Agreed,
) -> Result<Made, Failure> {
    desk.refresh().await?;
    let Some(workspace) = desk.ready_untracked() else { return Err(Failure::Unreachable) };
    let organization = &workspace.organization;
    let lines = moved(change, seen.organization, organization, seen.giver);
    if !lines.is_empty() {
        return Ok(Made::Stale(lines));
    }
    let change = change.clone().with_default(default_role(&workspace).as_deref());
    let made = make(organization, &change, agreed).await;
    if made.is_err() {
        // Perhaps it is refused for what others did: what is shown is to be how it is.
        if let Err(failure) = desk.refresh().await {
            drop(failure);
        }
    }
    made.map(Made::Yes)
}
