//! Making an access token, with what it can do in sight before it exists.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;
use wire::rest::token::CreatedToken;

use super::expiry::ExpiryField;
use super::form::Form;
use super::told::Told;
use crate::api::Failure;
use crate::app::desk::Desk;
use crate::app::guard::{Guard, LeaveDialog};
use crate::app::may::{Lacking, May};
use crate::app::session::Session;
use crate::components::another::once_another;
use crate::components::choose_one::ChooseOne;
use crate::components::prose::marked;
use crate::pages::people::change_dialog::signed_in;
use crate::pages::people::choices;
use crate::preview::PreviewPane;
use crate::routes::Page;
use crate::state::moment::now;
use crate::state::own::Act;
use crate::state::subject::shown;
use crate::state::tokens::Kind;

const ACTS: [Act; 2] = [
    ("One that acts as the organization", "org_token:create"),
    ("one that acts as a team", "team:create_token"),
];

/// Makes an access token, with what it can do in sight before it exists.
#[component]
pub fn NewTokenPage() -> impl IntoView {
    let (desk, session) = (expect_context::<Desk>(), expect_context::<Session>());
    let query = use_query_map();
    let asked = |name: &str| query.with_untracked(|query| query.get(name));
    let kind = asked("kind").and_then(|kind| Kind::from_slug(&kind));
    let max_days = Memo::new(move |_| {
        let days = desk.ready().map(|all| all.organization.settings.max_access_token_expiry_days);
        u64::from(days.unwrap_or_default())
    });
    let login = untrack(move || signed_in(session));
    let may = May::here();
    let begins = untrack(|| {
        let kind = kind.unwrap_or(Kind::Organization);
        let is_theirs = login.is_some() && !can_make(desk, may, kind);
        if is_theirs { Kind::Personal } else { kind }
    });
    let form = Form::new(begins, asked("team"), login, max_days.get_untracked());
    if let Some(role) = asked("role") {
        form.role.set(Some(role));
    }
    let (made, is_kept) = (RwSignal::new(None::<CreatedToken>), RwSignal::new(false));
    let guard = expect_context::<Guard>();
    let is_typed = move || {
        let is_empty = |text: &String| text.trim().is_empty();
        !form.name.with(is_empty) || !form.description.with(is_empty)
    };
    guard.watch(Signal::derive(move || {
        if made.with(Option::is_some) { !is_kept.get() } else { is_typed() }
    }));
    on_cleanup(move || guard.release());
    let said = move |before: &'static str, after: &'static str| {
        Signal::derive(move || if made.with(Option::is_some) { after } else { before })
    };
    let comparison = Memo::new_with_compare(
        move |_| {
            let (draft, workspace) = (form.draft()?, desk.ready()?);
            let (after, subject) = draft.made(&workspace.organization);
            Some(shown(&Arc::new(after), &subject))
        },
        |_, _| true,
    );
    let is_chosen = Memo::new(move |_| comparison.with(Option::is_some));
    let preview = move || {
        if is_chosen.get() {
            view! {
                <PreviewPane
                    comparison=Signal::derive(move || comparison.get().and_then(Result::ok))
                    stale=Signal::derive(move || comparison.get().and_then(Result::err))
                    selected_rule=RwSignal::new(None)
                />
            }
            .into_any()
        } else {
            let words = still(form.kind.get(), desk.ready().is_none());
            view! {
                <div class="token-new__still">
                    <p>{marked(&words)}</p>
                </div>
            }
            .into_any()
        }
    };
    let heading = move || match (made.with(Option::is_some), form.name.get().trim()) {
        (false, _) => "Create token".to_owned(),
        (true, "") => "Your token is made".to_owned(),
        (true, name) => format!("{name} is made"),
    };
    let alone = move || desk.ready().is_none().then(alone);
    let told = move || {
        let (token, organization) = (made.get()?, desk.name()?);
        Some(view! { <Told token organization is_kept/> })
    };
    view! {
        <Title text="Create token"/>
        <div class="token-new">
            <section class="token-new__form" aria-label="Token">
                <h1 class="token-new__title">{heading}</h1>
                {alone}
                <Lacking acts=&ACTS still="A token of your own you can make."/>
                <Show when=move || made.with(Option::is_none) fallback=move || told()>
                    <TokenForm form max_days made/>
                </Show>
            </section>
            <section class="token-new__preview" aria-label="What the token can do">
                <h2 class="token-new__heading">"What this token can do"</h2>
                <div class="token-new__pane">{preview}</div>
            </section>
            <LeaveDialog
                title=said("Leave without creating the token?", "Leave without the value?")
                text=said(
                    "The token is not made yet. Leaving discards what is typed.",
                    "The value of the new token was not copied, and it is not shown again. Without it the token is of no use: you would revoke it and make another.",
                )
                leave=said("Leave", "Leave without it")
                stay="Stay"
            />
        </div>
    }
}

/// What stands in place of what the token can do, as long as that cannot be told: nothing is chosen yet, or nothing of
/// the organization is shown to whoever makes it.
fn still(kind: Kind, is_alone: bool) -> String {
    let choose = |what| {
        format!(
            "Choose a {what}, and everything that the token could do shows here, before it exists"
        )
    };
    match kind {
        Kind::Personal if is_alone => {
            "What you can do is not shown to you here, for want of `role:read`; the token can do all of it".to_owned()
        }
        Kind::Team => choose("team"),
        Kind::Organization | Kind::Personal => choose("role"),
    }
}

/// Says that no other tokens can be made than one's own.
fn alone() -> impl IntoView {
    view! {
        <p class="banner lacking" role="note">
            <span>
                "A token of your own you can make. For those of the organization and of its teams you would have to look at its roles and teams, which needs "
                <code>"role:read"</code>
            </span>
        </p>
    }
}

/// Whether the signed-in person can make a token of this kind, as far as the page can tell.
fn can_make(desk: Desk, may: May, kind: Kind) -> bool {
    match kind {
        // Roles and teams to choose from are there only for those who may look at the organization.
        Kind::Organization => desk.ready().is_some() && may.holds("org_token:create"),
        Kind::Team => desk.ready().is_some() && may.holds("team:create_token"),
        Kind::Personal => true,
    }
}

/// Where a refusal belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot {
    Name,
    Description,
    Holder,
    Expiry,
    Whole,
}

impl Spot {
    fn of(failure: &Failure) -> Self {
        match (failure.status(), failure.pointer()) {
            (_, Some("/name")) | (Some(409), None) => Self::Name,
            (_, Some("/description")) => Self::Description,
            (_, Some("/expires")) => Self::Expiry,
            (_, Some("/roleID")) | (Some(403 | 404), None) => Self::Holder,
            _ => Self::Whole,
        }
    }
}

#[component]
fn TokenForm(
    /// The draft.
    form: Form,
    /// How many days of life the organization allows; 0 for no limit.
    max_days: Memo<u64>,
    /// The token, once it is made.
    made: RwSignal<Option<CreatedToken>>,
) -> impl IntoView {
    let (desk, may) = (expect_context::<Desk>(), May::here());
    let failure = RwSignal::new(None::<Failure>);
    let is_busy = RwSignal::new(false);
    // Another choice is another question.
    let breaks =
        move || failure.with(|failure| failure.as_ref().is_some_and(Failure::breaks_guardrails));
    once_another(
        move || form.choice(),
        move || {
            if untrack(breaks) {
                failure.set(None);
            }
        },
    );
    let at = move |spot: Spot| {
        Signal::derive(move || {
            let failure = failure.get().filter(|failure| Spot::of(failure) == spot)?;
            Some(failure.in_words())
        })
    };
    let problem = move |spot: Spot| {
        let words = at(spot);
        move || {
            words.get().map(|words| {
                view! { <p class="form__problem" role="alert">{marked(&words)}</p> }
            })
        }
    };
    let create = move |may_break: bool| {
        let Some(organization) = desk.name.get_untracked() else { return };
        is_busy.set(true);
        failure.set(None);
        let sent = untrack(|| form.choice());
        spawn_local(async move {
            match form.make(&organization, now(), may_break).await {
                Ok(token) => {
                    made.set(Some(token));
                    drop(desk.refresh().await);
                }
                // It says nothing about what was chosen meanwhile.
                Err(found) if found.breaks_guardrails() && untrack(|| form.choice()) != sent => {}
                Err(found) => {
                    failure.set(Some(found));
                    // Perhaps it is refused for what others did: what is shown is to be how it is.
                    drop(desk.refresh().await);
                }
            }
            is_busy.try_set(false);
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        create(false);
    };
    let kind = move |value: Kind, label: &'static str, text: &'static str| {
        view! {
            <label class="token-form__kind">
                <input
                    type="radio"
                    name="kind"
                    prop:checked=move || form.kind.get() == value
                    disabled=move || !can_make(desk, may, value)
                    on:change=move |_| form.kind.set(value)
                />
                <span>
                    <b>{label}</b>
                    <span class="token-form__about">{text}</span>
                </span>
            </label>
        }
    };
    let field =
        move |label: &'static str, hint: &'static str, value: RwSignal<String>, spot: Spot| {
            let words = at(spot);
            view! {
                <label class="field">
                    <span class="field__label">{label}</span>
                    <input
                        class="input"
                        autocomplete="off"
                        aria-invalid=move || words.with(Option::is_some).to_string()
                        prop:value=move || value.get()
                        on:input:target=move |event| {
                            value.set(event.target().value());
                            if words.with_untracked(Option::is_some) {
                                failure.set(None);
                            }
                        }
                    />
                    <span class="field__hint">{hint}</span>
                </label>
                {problem(spot)}
            }
        };
    let roles = Signal::derive(move || {
        desk.ready().map(|workspace| choices::roles(&workspace, &[])).unwrap_or_default()
    });
    let teams = Signal::derive(move || {
        desk.ready()
            .map(|workspace| choices::teams(&workspace.organization, &[]))
            .unwrap_or_default()
    });
    let holder = move || match form.kind.get() {
        Kind::Organization => view! {
            <ChooseOne label="Role" choices=roles chosen=form.role/>
            <p class="field__hint">"It is all that the token can do, whoever uses it"</p>
        }
        .into_any(),
        Kind::Team => view! {
            <ChooseOne label="Team" choices=teams chosen=form.team none="There is no team yet"/>
            <p class="field__hint">"It can do what the team can, and what the Member role gives"</p>
        }
        .into_any(),
        Kind::Personal => {
            let login = form.login.get_value();
            let words = match login {
                Some(login) => format!("It acts as you, {login}, with everything that you can do in every organization"),
                None => "You are signed in with a token that is no person’s, so there is nobody it could act as".to_owned(),
            };
            view! { <p class="text">{words}</p> }.into_any()
        }
    };
    let has_name = Memo::new(move |_| form.kind.get() != Kind::Personal);
    let expiry_problem = Memo::new(move |_| {
        form.expiry.with(|expiry| expiry.problem(max_days.get(), now())).is_some()
    });
    let break_on = move || {
        breaks().then(|| {
            view! {
                <button
                    class="button button--danger"
                    type="button"
                    on:click=move |_| create(true)
                >
                    "Break it and create"
                </button>
            }
        })
    };
    let cancel = move || {
        let page = Page::Tokens { organization: desk.name().unwrap_or_default() };
        view! { <A href=page.path() attr:class="button">"Cancel"</A> }
    };
    view! {
        <form class="token-form" on:submit=submit>
            <fieldset class="token-form__group">
                <legend>"Acts as"</legend>
                <div class="token-form__kinds">
                    {kind(Kind::Organization, "Organization", "For programs: with a role of its own")}
                    {kind(Kind::Team, "Team", "For what a team runs: it changes with the team")}
                    {kind(Kind::Personal, "You", "For your own work: it can do what you can")}
                </div>
            </fieldset>
            <Show when=move || has_name.get()>
                {field("Name", "No other token of the organization can ever have it again", form.name, Spot::Name)}
            </Show>
            {field("Description", "What it is for, so that others dare to revoke it", form.description, Spot::Description)}
            <div class="token-form__holder">{holder} {problem(Spot::Holder)}</div>
            <ExpiryField form max_days refused=at(Spot::Expiry)/>
            {problem(Spot::Whole)}
            <div class="token-form__actions">
                {break_on}
                {cancel}
                <button
                    class="button button--primary"
                    type="submit"
                    disabled=move || is_busy.get() || form.missing().is_some() || expiry_problem.get()
                >
                    {move || if is_busy.get() { "One moment…" } else { "Create token" }}
                </button>
                <span class="token-form__missing" role="status">{move || form.missing()}</span>
            </div>
        </form>
    }
}
