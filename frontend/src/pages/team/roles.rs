//! The roles of a team.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use crate::api::teams;
use crate::app::desk::Desk;
use crate::app::may::May;
use crate::components::choose_one::ChooseOne;
use crate::pages::people::change_dialog::ChangeDialog;
use crate::pages::people::choices;
use crate::routes::Page;
use crate::state::change::Change;
use crate::state::form::words::set_name;

/// The roles of a team; they are given and taken with the effect seen before.
#[component]
pub fn TeamRoles(
    /// The name of the team.
    name: String,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let may = May::here();
    // The server asks for both.
    let why_not = move || may.lacks("team:update").or_else(|| may.lacks("role:update"));
    let binding = RwSignal::new(false);
    let unbinding = RwSignal::new(None::<String>);
    // What the server does with the roles before; what Pulumi does as long as it does not say.
    let keeps = RwSignal::new(false);
    Effect::new(move |_| {
        let Some(organization) = desk.name() else { return };
        spawn_local(async move {
            if let Ok(answer) = teams::keeps_roles(&organization).await {
                keeps.try_set(answer);
            }
        });
    });
    let own = name.clone();
    let held = Memo::new(move |_| {
        let workspace = desk.ready();
        let teams = workspace.as_ref().map(|workspace| workspace.organization.teams.iter());
        let team = teams.and_then(|mut teams| teams.find(|team| team.name == own));
        team.map(|team| team.role_ids.clone()).unwrap_or_default()
    });
    let rows = move || {
        let workspace = desk.ready()?;
        let organization = &workspace.organization;
        let held = held.get();
        if held.is_empty() {
            return Some(view! { <p class="sheet__none">"This team has no role"</p> }.into_any());
        }
        let row = |id: String| {
            let name = set_name(organization, &id).to_owned();
            let page = Page::Role { organization: organization.name.clone(), id: id.clone() };
            let what = format!(" {name}");
            view! {
                <li class="rows__row">
                    <A href=page.path() attr:class="rows__name">{name}</A>
                    <button
                        class="button button--small"
                        type="button"
                        disabled=move || why_not().is_some()
                        title=why_not
                        on:click=move |_| unbinding.set(Some(id.clone()))
                    >
                        "Take away…"
                        <span class="visually-hidden">{what}</span>
                    </button>
                </li>
            }
        };
        Some(view! { <ul class="rows">{held.into_iter().map(row).collect_view()}</ul> }.into_any())
    };
    let button = move || {
        let is_first = held.with(Vec::is_empty) || keeps.get();
        if is_first { "Give a role…" } else { "Give another role…" }
    };
    view! {
        {rows}
        <button
            class="button"
            type="button"
            disabled=move || why_not().is_some()
            title=why_not
            on:click=move |_| binding.set(true)
        >
            {button}
        </button>
        <BindDialog open=binding team=name.clone() held keeps/>
        <UnbindDialog unbinding team=name/>
    }
}

#[component]
fn BindDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The name of the team.
    team: String,
    /// The ids of the roles it has.
    held: Memo<Vec<String>>,
    /// Whether it keeps them.
    keeps: RwSignal<bool>,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let chosen = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if open.get() {
            chosen.set(None);
        }
    });
    let title = format!("Give {team} a role");
    let change = Signal::derive(move || {
        let (role_id, replaces) = (chosen.get()?, !keeps.get());
        Some(Change::Bind { team: team.clone(), role_id, replaces })
    });
    let roles = Signal::derive(move || {
        desk.ready().map(|workspace| choices::roles(&workspace, &held.get())).unwrap_or_default()
    });
    let chooser = move || {
        view! {
            {move || {
                (!keeps.get() && !held.with(Vec::is_empty)).then(|| {
                    view! { <p class="text">"It takes the place of the role that the team has now"</p> }
                })
            }}
            <ChooseOne label="Role" choices=roles chosen/>
        }
    };
    let told = Callback::new(|change| match change {
        Change::Bind { team, .. } => format!("{team} has the role"),
        _ => String::new(),
    });
    view! { <ChangeDialog open title change confirm="Give role" chooser=chooser told/> }
}

#[component]
fn UnbindDialog(
    /// The id of the role, while it is shown.
    unbinding: RwSignal<Option<String>>,
    /// The name of the team.
    team: String,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if unbinding.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            unbinding.set(None);
        }
    });
    let own = team.clone();
    let change = Signal::derive(move || {
        Some(Change::Unbind { team: own.clone(), role_id: unbinding.get()? })
    });
    let title = Signal::derive(move || {
        let (Some(id), Some(workspace)) = (unbinding.get(), desk.ready()) else {
            return String::new();
        };
        format!("Take {} from {team}?", set_name(&workspace.organization, &id))
    });
    let told = Callback::new(|change| match change {
        Change::Unbind { team, .. } => format!("{team} no longer has the role"),
        _ => String::new(),
    });
    view! { <ChangeDialog open title change confirm="Take role away" is_danger=true told/> }
}
