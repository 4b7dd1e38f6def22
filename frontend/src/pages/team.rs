//! A team: who is in it, and what it gives them.

pub mod about;
pub mod grants;
pub mod people;
pub mod roles;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_params_map};
use policy::{Subject, TokenKind};

use crate::app::desk::Desk;
use crate::app::may::{Lacking, May, Needing};
use crate::components::sheet::{Section, Sheet};
use crate::pages::missing::Missing;
use crate::pages::people::change_dialog::ChangeDialog;
use crate::pages::people::origins::Origins;
use crate::preview::PreviewPane;
use crate::routes::Page;
use crate::state::change::Change;
use crate::state::own::Act;
use crate::state::sources::tree;
use crate::state::subject::shown;
use about::About;
use grants::Grants;
use people::TeamPeople;
use roles::TeamRoles;

/// The page of the team that the address names.
#[component]
pub fn TeamPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let params = use_params_map();
    let name = Memo::new(move |_| params.with(|params| params.get("name").unwrap_or_default()));
    let is_there = Memo::new(move |_| {
        let name = name.get();
        desk.ready().is_none_or(|workspace| {
            workspace.organization.teams.iter().any(|team| team.name == name)
        })
    });
    move || {
        if is_there.get() {
            view! { <Team name=name.get()/> }.into_any()
        } else {
            view! { <Missing what="team"/> }.into_any()
        }
    }
}

/// What can be done with teams.
pub const ACTS: [Act; 5] = [
    ("Creating a team", "team:create"),
    ("changing one", "team:update"),
    ("giving it a role", "role:update"),
    ("deleting it", "team:delete"),
    ("making a token of it", "team:create_token"),
];

/// A team: who is in it, and what it gives them.
#[component]
fn Team(
    /// Its name.
    name: String,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let organization = Memo::new_with_compare(
        move |_| desk.ready().map(|workspace| workspace.organization.clone()),
        |_, _| true,
    );
    let subject = Subject::Team(name.clone());
    let comparison = Memo::new_with_compare(
        move |_| organization.get().map(|organization| shown(&organization, &subject)),
        |_, _| true,
    );
    let (may, deleting) = (May::here(), RwSignal::new(false));
    let actions = move || {
        view! {
            <Needing needs="team:delete" class="button button--danger" on_press=move || deleting.set(true)>
                "Delete…"
            </Needing>
        }
    };
    let own = name.clone();
    let tree_of = move || {
        let organization = organization.get()?;
        let comparison = comparison.get()?.ok()?;
        // The one branch is the team itself.
        let branches = tree(&organization, &comparison.draft);
        let parts = branches
            .into_iter()
            .flat_map(|branch| if branch.parts.is_empty() { vec![branch] } else { branch.parts });
        let (organization, branches) = (organization.name.clone(), parts.collect::<Vec<_>>());
        Some(view! { <Origins organization whose=own.clone() branches/> })
    };
    let own = name.clone();
    let tokens = move || {
        let organization = organization.get()?;
        let is_its = |token: &&policy::Token| matches!(&token.kind, TokenKind::Team { team } if *team == own);
        let tokens: Vec<_> = organization.tokens.iter().filter(is_its).cloned().collect();
        let name = organization.name.clone();
        let new = Page::NewToken {
            organization: name.clone(),
            kind: Some(("team".to_owned(), Some(own.clone()))),
        };
        let row = |token: policy::Token| {
            let page = Page::Token { organization: name.clone(), id: token.id };
            view! {
                <li class="rows__row">
                    <A href=page.path() attr:class="rows__name">{token.name}</A>
                </li>
            }
        };
        let rows = if tokens.is_empty() {
            view! { <p class="sheet__none">"No access token acts as this team"</p> }.into_any()
        } else {
            view! { <ul class="rows">{tokens.into_iter().map(row).collect_view()}</ul> }.into_any()
        };
        Some(view! {
            {rows}
            {may.holds("team:create_token")
                .then(|| view! { <a class="button" href=new.path()>"Create token…"</a> })}
        })
    };
    let roles = view! { <TeamRoles name=name.clone()/> };
    let people = view! { <TeamPeople name=name.clone()/> };
    let grants = view! { <Grants name=name.clone()/> };
    let about = view! { <About name=name.clone()/> };
    let title = name.clone();
    view! {
        <Sheet title actions>
            <Lacking acts=&ACTS/>
            {about}
            <div class="team__columns">
                <div>
                    <Section heading="People">{people}</Section>
                </div>
                <div>
                    <Section heading="Roles">{roles}</Section>
                    <Section heading="Grants on single entities">{grants}</Section>
                    <Section heading="Access tokens">{tokens}</Section>
                </div>
            </div>
            <Section heading="What it gives">{tree_of}</Section>
            <Section heading="What that comes to for its people">
                <div class="people__preview">
                    <PreviewPane
                        comparison=Signal::derive(move || comparison.get().and_then(Result::ok))
                        stale=Signal::derive(move || comparison.get().and_then(Result::err))
                        selected_rule=RwSignal::new(None)
                    />
                </div>
            </Section>
            <DisbandDialog open=deleting team=name/>
        </Sheet>
    }
}

/// Deletes a team.
#[component]
fn DisbandDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The name of the team.
    team: String,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let navigate = use_navigate();
    let title = format!("Delete the team {team}?");
    let own = team.clone();
    let change = Signal::derive(move || Some(Change::Disband { team: own.clone() }));
    let consequence = move || {
        let workspace = desk.ready()?;
        let is_its = |token: &&policy::Token| matches!(&token.kind, TokenKind::Team { team: own } if *own == team);
        let tokens: Vec<_> = workspace.organization.tokens.iter().filter(is_its).collect();
        let names: Vec<_> = tokens.iter().map(|token| token.name.as_str()).collect();
        (!names.is_empty()).then(|| {
            let words = format!("Its access tokens are revoked at once: {}", names.join(", "));
            view! { <p class="text">{words}</p> }
        })
    };
    let told = Callback::new(|change| match change {
        Change::Disband { team } => format!("The team {team} is deleted"),
        _ => String::new(),
    });
    let on_made = Callback::new(move |_| {
        if let Some(organization) = desk.name.get_untracked() {
            navigate(&Page::Teams { organization }.path(), NavigateOptions::default());
        }
    });
    view! {
        <ChangeDialog
            open
            title
            change
            confirm="Delete team"
            is_danger=true
            consequence=consequence
            told
            on_made
        />
    }
}
