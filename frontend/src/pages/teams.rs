//! The teams of an organization.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use policy::{Organization, Subject};
use wire::rest::team::CreateTeam;

use crate::api::{Failure, teams};
use crate::app::desk::Desk;
use crate::app::may::{Lacking, Needing};
use crate::components::dialog::{Cancel, Dialog};
use crate::components::later_reaches::{LaterReaches, Reckoned};
use crate::components::pager::{Listed, Pager, slice, to_first};
use crate::components::prose::marked;
use crate::components::sheet::{Empty, Sheet};
use crate::pages::team::ACTS;
use crate::routes::Page;
use crate::state::people::TeamEntry;
use crate::state::sought::Sought;

/// What the server says of teams beside what an evaluation needs: descriptions, by name.
type Descriptions = HashMap<String, String>;

/// The teams of an organization, with their people, their roles and what they reach.
#[component]
pub fn TeamsPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let query = RwSignal::new(String::new());
    let (creating, page) = (RwSignal::new(false), RwSignal::new(0));
    let reckoned = Reckoned::default();
    let descriptions = RwSignal::new(Descriptions::new());
    let organization = Memo::new_with_compare(
        move |_| desk.ready().map(|workspace| workspace.organization.clone()),
        |_, _| true,
    );
    Effect::new(move |_| {
        let Some(name) = organization.with(|all| all.as_ref().map(|all| all.name.clone())) else {
            return;
        };
        spawn_local(async move {
            // The list does without them where they may not be read.
            if let Ok(teams) = teams::list(&name).await {
                let described = teams.into_iter().map(|team| (team.name, team.description));
                descriptions.try_set(described.collect());
            }
        });
    });
    let teams = Memo::new(move |_| {
        organization.with(|all| all.as_deref().map(TeamEntry::all).unwrap_or_default())
    });
    let found = Memo::new(move |_| {
        let sought = query.with(|query| Sought::parse(query));
        let is_found = |team: &&TeamEntry| sought.is_in(&[&team.name, &team.roles.join(" ")]);
        teams.with(|teams| teams.iter().filter(is_found).cloned().collect::<Vec<_>>())
    });
    Effect::new(move |_| {
        query.track();
        to_first(page);
    });
    // A table that stays is not built again with each key, only its rows are.
    let listed = Memo::new(move |_| Listed::of(teams.with(Vec::len), found.with(Vec::len)));
    let list = move || {
        let organization = organization.get()?;
        Some(match listed.get() {
            Listed::Nothing => view! { <NoTeams creating/> }.into_any(),
            Listed::NotFound => {
                let words = format!("No team matches “{}”", query.get().trim());
                view! { <p class="sheet__none">{words}</p> }.into_any()
            }
            Listed::Rows => table(&organization, found, page, reckoned, descriptions).into_any(),
        })
    };
    let actions = move || {
        view! {
            <Needing needs="team:create" class="button button--primary" on_press=move || creating.set(true)>
                "Create team…"
            </Needing>
        }
    };
    view! {
        <Sheet
            title="Teams"
            query
            actions
            lead="Whoever is in a team holds its roles and what it is granted on single entities."
        >
            <Lacking acts=&ACTS/>
            <div class="teams">{list}</div>
            <Pager total=Signal::derive(move || found.with(Vec::len)) page/>
            <CreateDialog open=creating/>
        </Sheet>
    }
}

fn table(
    organization: &Arc<Organization>,
    found: Memo<Vec<TeamEntry>>,
    page: RwSignal<usize>,
    reckoned: Reckoned,
    descriptions: RwSignal<Descriptions>,
) -> impl IntoView + use<> {
    let organization = organization.clone();
    let row = move |organization: Arc<Organization>, team: TeamEntry| {
        let TeamEntry { name, members, roles, grants } = team;
        let page = Page::Team { organization: organization.name.clone(), name: name.clone() };
        let roles = if roles.is_empty() { "None".to_owned() } else { roles.join(", ") };
        let grants = match grants {
            0 => None,
            1 => Some("and a grant on 1 entity".to_owned()),
            more => Some(format!("and grants on {more} entities")),
        };
        let (subject, key) = (Subject::Team(name.clone()), format!("team {name}"));
        let own = name.clone();
        let description =
            move || descriptions.with(|all| all.get(&own).cloned().unwrap_or_default());
        view! {
            <tr class="table__row--link">
                <th scope="row" class="table__name teams__name">
                    <A href=page.path()>{name}</A>
                    <p>{description}</p>
                </th>
                <td class="table__wide">
                    <LaterReaches organization subject key reckoned/>
                </td>
                <td>
                    {roles}
                    {grants.map(|grants| view! { <p class="teams__grants">{grants}</p> })}
                </td>
                <td class="table__date">
                    {if members == 1 { "1 person".to_owned() } else { format!("{members} people") }}
                </td>
            </tr>
        }
    };
    let rows = move || {
        let organization = organization.clone();
        let shown = found.with(|found| slice(found, page.get()));
        shown.into_iter().map(move |team| row(organization.clone(), team)).collect_view()
    };
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">"Team"</th>
                    <th scope="col">"Its members reach through it"</th>
                    <th scope="col">"Roles"</th>
                    <th scope="col">"People"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The place of an organization's first team.
#[component]
fn NoTeams(
    /// Opens the dialog that makes a team.
    creating: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Empty>
            <p>
                "A team gives the same to all its people: a role, and grants on single entities. Whoever joins holds it at once, whoever leaves no longer does."
            </p>
            <p>"Before you add somebody, you see what they would gain."</p>
            <Needing needs="team:create" on_press=move || creating.set(true)>
                "Create the first team…"
            </Needing>
        </Empty>
    }
}

/// Makes a team.
#[component]
fn CreateDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let navigate = StoredValue::new(use_navigate());
    let (name, description) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let failure = RwSignal::new(None::<Failure>);
    let is_busy = RwSignal::new(false);
    Effect::new(move |_| {
        if open.get() {
            name.set(String::new());
            description.set(String::new());
            failure.set(None);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(organization) = desk.name.get_untracked() else { return };
        let team = CreateTeam {
            name: name.get_untracked().trim().to_owned(),
            description: description.get_untracked().trim().to_owned(),
            ..CreateTeam::default()
        };
        is_busy.set(true);
        spawn_local(async move {
            let made = teams::create(&organization, &team).await;
            is_busy.set(false);
            match made {
                Ok(team) => {
                    drop(desk.refresh().await);
                    open.set(false);
                    let page = Page::Team { organization, name: team.name };
                    navigate
                        .with_value(|navigate| navigate(&page.path(), NavigateOptions::default()));
                }
                Err(found) => failure.set(Some(found)),
            }
        });
    };
    let at = move |pointer: &'static str| {
        failure.with(|failure| {
            failure.as_ref().is_some_and(|failure| failure.pointer() == Some(pointer))
        })
    };
    let problem = move || {
        failure.get().map(|failure| {
            let words = failure.in_words();
            view! { <p class="form__problem" role="alert" id="team-problem">{marked(&words)}</p> }
        })
    };
    view! {
        <Dialog open title="Create team" keeps_typed=true>
            <form class="form" on:submit=submit>
                <label class="field">
                    <span class="field__label">"Name"</span>
                    <input
                        class="input"
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        aria-describedby="team-problem"
                        aria-invalid=move || at("/name").to_string()
                        prop:value=move || name.get()
                        on:input:target=move |event| name.set(event.target().value())
                    />
                    <span class="field__hint">"Letters, digits, -, _ and .; it stands in addresses and stays"</span>
                </label>
                <label class="field">
                    <span class="field__label">"Description, if it helps others"</span>
                    <input
                        class="input"
                        autocomplete="off"
                        aria-invalid=move || at("/description").to_string()
                        prop:value=move || description.get()
                        on:input:target=move |event| description.set(event.target().value())
                    />
                </label>
                {problem}
                <div class="dialog__actions">
                    <Cancel/>
                    <button
                        class="button button--primary"
                        type="submit"
                        disabled=move || is_busy.get() || name.with(|name| name.trim().is_empty())
                    >
                        "Create team"
                    </button>
                </div>
            </form>
        </Dialog>
    }
}
