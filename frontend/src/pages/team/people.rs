//! Who is in a team.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::app::desk::Desk;
use crate::components::pager::{PAGE, Pager};
use crate::pages::people::team_changes::{JoinDialog, LeaveDialog};
use crate::routes::Page;

/// Who is in a team; people are added with the effect seen before.
#[component]
pub fn TeamPeople(
    /// The name of the team.
    name: String,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let joining = RwSignal::new(false);
    let leaving = RwSignal::new(None::<(String, String)>);
    let page = RwSignal::new(0);
    let own = name.clone();
    let members = Memo::new(move |_| {
        let workspace = desk.ready()?;
        let mut teams = workspace.organization.teams.iter();
        let mut members = teams.find(|team| team.name == own)?.members.clone();
        members.sort_by(|left, right| left.login.cmp(&right.login));
        Some(members)
    });
    let team = name.clone();
    let rows = move || {
        let (members, organization) = (members.get()?, desk.name()?);
        if members.is_empty() {
            return Some(
                view! { <p class="sheet__none">"Nobody is in this team yet, so it gives nothing to anybody"</p> }
                    .into_any(),
            );
        }
        let row = |member: policy::TeamMember| {
            let (login, team) = (member.login, team.clone());
            let page = Page::Person { organization: organization.clone(), login: login.clone() };
            let label = format!("Take {login} out of {team}");
            let name = login.clone();
            view! {
                <li class="rows__row">
                    <A href=page.path() attr:class="rows__name">{name}</A>
                    {member.is_admin.then(|| view! { <span class="pill pill--plain">"Administers it"</span> })}
                    <button
                        class="button button--small"
                        type="button"
                        aria-label=label
                        on:click=move |_| leaving.set(Some((team.clone(), login.clone())))
                    >
                        "Take out…"
                    </button>
                </li>
            }
        };
        let shown = members.into_iter().skip(page.get() * PAGE).take(PAGE);
        Some(view! { <ul class="rows">{shown.map(row).collect_view()}</ul> }.into_any())
    };
    let total = Signal::derive(move || members.with(|all| all.as_ref().map_or(0, Vec::len)));
    view! {
        {rows}
        <Pager total page/>
        <button class="button" type="button" on:click=move |_| joining.set(true)>
            "Add a person…"
        </button>
        <JoinDialog open=joining team=name/>
        <LeaveDialog leaving/>
    }
}
