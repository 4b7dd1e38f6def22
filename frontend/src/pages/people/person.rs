//! A person: what they may do, and where it comes from.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_params_map};
use policy::{Organization, Subject, TokenKind};

use super::change_dialog::{ChangeDialog, signed_in};
use super::origins::Origins;
use super::team_changes::{JoinDialog, LeaveDialog};
use super::welcome::Welcomed;
use super::{ACTS, choices};
use crate::app::desk::Desk;
use crate::app::may::{Lacking, May, Needing};
use crate::app::session::Session;
use crate::components::choose_one::ChooseOne;
use crate::components::sheet::{Section, Sheet};
use crate::pages::missing::Missing;
use crate::preview::PreviewPane;
use crate::routes::Page;
use crate::state::change::Change;
use crate::state::people::PersonEntry;
use crate::state::sources::tree;
use crate::state::subject::shown;

/// The page of the person that the address names.
#[component]
pub fn PersonPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let params = use_params_map();
    let login = Memo::new(move |_| params.with(|params| params.get("login").unwrap_or_default()));
    let is_there = Memo::new(move |_| {
        let login = login.get();
        desk.ready().is_none_or(|workspace| {
            workspace.organization.members.iter().any(|member| member.login == login)
        })
    });
    move || {
        if is_there.get() {
            view! { <Person login=login.get()/> }.into_any()
        } else {
            view! { <Missing what="person"/> }.into_any()
        }
    }
}

/// A person: what they may do, and where it comes from.
#[component]
fn Person(
    /// The login.
    login: String,
) -> impl IntoView {
    let (desk, session) = (expect_context::<Desk>(), expect_context::<Session>());
    let may = May::here();
    let organization = Memo::new_with_compare(
        move |_| desk.ready().map(|workspace| workspace.organization.clone()),
        |_, _| true,
    );
    let subject = Subject::User(login.clone());
    let comparison = Memo::new_with_compare(
        move |_| organization.get().map(|organization| shown(&organization, &subject)),
        |_, _| true,
    );
    let (changing, joining, dismissing) =
        (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let leaving = RwSignal::new(None::<(String, String)>);
    let own = login.clone();
    let entry = Memo::new(move |_| {
        let people = organization.with(|all| all.as_deref().map(PersonEntry::all))?;
        people.into_iter().find(|person| person.login == own)
    });
    let own = login.clone();
    let is_self = move || signed_in(session).as_ref() == Some(&own);
    let actions = move || {
        let why_not = if is_self() {
            Some("Nobody can remove themselves, somebody else can".to_owned())
        } else {
            may.lacks("org_member:delete")
        };
        view! {
            <button
                class="button button--danger"
                type="button"
                disabled=why_not.is_some()
                title=why_not
                on:click=move |_| dismissing.set(true)
            >
                "Remove…"
            </button>
        }
    };
    let own = login.clone();
    let facts = move || {
        let (organization, entry) = (organization.get()?, entry.get()?);
        Some(facts(&organization, &entry, &own, changing))
    };
    let own = login.clone();
    let tree_of = move || {
        let organization = organization.get()?;
        let comparison = comparison.get()?.ok()?;
        let branches = tree(&organization, &comparison.draft);
        let name = organization.name.clone();
        Some(view! { <Origins organization=name whose=own.clone() branches/> })
    };
    let own = login.clone();
    let teams = move || {
        let (organization, entry) = (organization.get()?, entry.get()?);
        Some(teams(&organization, &entry, &own, leaving))
    };
    view! {
        <Sheet title=login.clone() actions>
            <Lacking acts=&ACTS/>
            <Welcomed login=login.clone()/>
            {facts}
            <Section heading="Where the access comes from">{tree_of}</Section>
            <Section heading="Teams">
                {teams}
                <Needing needs="team:update" on_press=move || joining.set(true)>
                    "Add to a team…"
                </Needing>
            </Section>
            <Section heading="What it comes to">
                <div class="people__preview">
                    <PreviewPane
                        comparison=Signal::derive(move || comparison.get().and_then(Result::ok))
                        stale=Signal::derive(move || comparison.get().and_then(Result::err))
                        selected_rule=RwSignal::new(None)
                    />
                </div>
            </Section>
            <RoleDialog open=changing login=login.clone()/>
            <JoinDialog open=joining login=login.clone()/>
            <LeaveDialog leaving/>
            <DismissDialog open=dismissing login/>
        </Sheet>
    }
}

fn facts(
    organization: &Arc<Organization>,
    entry: &PersonEntry,
    login: &str,
    changing: RwSignal<bool>,
) -> impl IntoView + use<> {
    let name = organization.name.clone();
    let is_theirs = |token: &&policy::Token| matches!(&token.kind, TokenKind::Personal { login: own } if own == login);
    let tokens = organization.tokens.iter().filter(is_theirs).count();
    let role = Page::Role { organization: name.clone(), id: entry.role_id.clone() };
    let role_name = entry.role.clone();
    let tokens = match tokens {
        0 => "No personal tokens".to_owned(),
        1 => "1 personal token".to_owned(),
        more => format!("{more} personal tokens"),
    };
    view! {
        <dl class="facts">
            <div class="facts__fact">
                <dt>"Role"</dt>
                <dd>
                    <A href=role.path()>{role_name}</A>
                    <Needing needs="org_member:update" class="button button--small" on_press=move || changing.set(true)>
                        "Change role…"
                    </Needing>
                </dd>
            </div>
            <div class="facts__fact">
                <dt>"Acts through"</dt>
                <dd>
                    <A href=Page::Tokens { organization: name }.path()>{tokens}</A>
                </dd>
            </div>
        </dl>
    }
}

fn teams(
    organization: &Arc<Organization>,
    entry: &PersonEntry,
    login: &str,
    leaving: RwSignal<Option<(String, String)>>,
) -> AnyView {
    if entry.teams.is_empty() {
        return view! { <p class="sheet__none">{format!("{login} is in no team")}</p> }.into_any();
    }
    let row = |team: &String| {
        let page = Page::Team { organization: organization.name.clone(), name: team.clone() };
        let (team, login) = (team.clone(), login.to_owned());
        let of = format!(" of {team}");
        let name = team.clone();
        view! {
            <li class="rows__row">
                <A href=page.path() attr:class="rows__name">{name}</A>
                <Needing needs="team:update" class="button button--small" on_press=move || leaving.set(Some((team.clone(), login.clone())))>
                    "Take out…"
                    <span class="visually-hidden">{of}</span>
                </Needing>
            </li>
        }
    };
    view! { <ul class="rows">{entry.teams.iter().map(row).collect_view()}</ul> }.into_any()
}

/// Gives a person another role, with the effect seen before.
#[component]
fn RoleDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The person.
    login: String,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let chosen = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if open.get() {
            chosen.set(None);
        }
    });
    let title = format!("Change the role of {login}");
    let own = login.clone();
    let change =
        Signal::derive(move || Some(Change::Role { login: own.clone(), role_id: chosen.get()? }));
    let roles = Signal::derive(move || {
        let Some(workspace) = desk.ready() else { return Vec::new() };
        let mut members = workspace.organization.members.iter();
        let member = members.find(|member| member.login == login);
        let held = member.and_then(|member| member.role_id.clone());
        choices::roles(&workspace, &[held.unwrap_or_else(|| "member".to_owned())])
    });
    let chooser = move || view! { <ChooseOne label="New role" choices=roles chosen/> };
    let told = Callback::new(|change| match change {
        Change::Role { login, .. } => format!("{login} has another role"),
        _ => String::new(),
    });
    view! { <ChangeDialog open title change confirm="Change role" chooser=chooser told/> }
}

/// Takes a person out of the organization.
#[component]
fn DismissDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The person.
    login: String,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let navigate = use_navigate();
    let title = format!("Remove {login} from the organization?");
    let own = login.clone();
    let change = Signal::derive(move || Some(Change::Dismiss { login: own.clone() }));
    let consequence = move || {
        let workspace = desk.ready()?;
        let organization = &workspace.organization;
        let entry = PersonEntry::all(organization).into_iter().find(|one| one.login == login)?;
        let is_theirs = |token: &&policy::Token| matches!(&token.kind, TokenKind::Personal { login: own } if *own == login);
        let tokens = organization.tokens.iter().filter(is_theirs).count();
        let lines = [
            (!entry.teams.is_empty()).then(|| format!("Leaves {}", entry.teams.join(", "))),
            (entry.created > 0).then(|| {
                let what = match entry.created {
                    1 => "1 entity".to_owned(),
                    more => format!("{more} entities"),
                };
                format!("Loses for good what being the creator of {what} gave")
            }),
            match tokens {
                0 => None,
                1 => Some("1 personal token stops working here".to_owned()),
                more => Some(format!("{more} personal tokens stop working here")),
            },
        ];
        let lines: Vec<_> = lines.into_iter().flatten().collect();
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! { <ul class="change__consequences">{lines}</ul> }
        })
    };
    let told = Callback::new(|change| match change {
        Change::Dismiss { login } => format!("{login} is no longer in the organization"),
        _ => String::new(),
    });
    let on_made = Callback::new(move |_| {
        if let Some(organization) = desk.name.get_untracked() {
            navigate(&Page::People { organization }.path(), NavigateOptions::default());
        }
    });
    view! {
        <ChangeDialog
            open
            title
            change
            confirm="Remove from the organization"
            is_danger=true
            consequence=consequence
            told
            on_made
        />
    }
}
