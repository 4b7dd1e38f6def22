//! Who is in a team.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use wire::rest::team::MemberAction;

use crate::api::teams;
use crate::app::desk::Desk;
use crate::app::may::{May, Needing};
use crate::components::menu::Menu;
use crate::components::notice::Notices;
use crate::components::pager::{Pager, slice};
use crate::pages::people::team_changes::{JoinDialog, LeaveDialog};
use crate::routes::Page;

/// Who is in a team; people are added with the effect seen before.
#[component]
pub fn TeamPeople(
    /// The name of the team.
    name: String,
) -> impl IntoView {
    let (desk, notices) = (expect_context::<Desk>(), expect_context::<Notices>());
    let (may, joining) = (May::here(), RwSignal::new(false));
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
            let (login, team, is_admin) = (member.login, team.clone(), member.is_admin);
            let page = Page::Person { organization: organization.clone(), login: login.clone() };
            let place = {
                let (team, login) = (team.clone(), login.clone());
                move |_| set_place(desk, notices, &team, &login, !is_admin)
            };
            let label = format!("More for {login}");
            let name = login.clone();
            view! {
                <li class="rows__row">
                    <A href=page.path() attr:class="rows__name">{name}</A>
                    {is_admin.then(|| view! { <span class="pill pill--plain">"Administers it"</span> })}
                    <div class="rows__end" hidden=move || !may.holds("team:update")>
                        <Menu label>
                            <button class="menu__item" type="button" on:click=place.clone()>
                                {if is_admin { "Make a plain member" } else { "Make administrator of the team" }}
                            </button>
                            <button
                                class="menu__item menu__item--danger"
                                type="button"
                                on:click={
                                    let (team, login) = (team.clone(), login.clone());
                                    move |_| leaving.set(Some((team.clone(), login.clone())))
                                }
                            >
                                "Take out of the team…"
                            </button>
                        </Menu>
                    </div>
                </li>
            }
        };
        let shown = slice(&members, page.get()).into_iter();
        Some(view! { <ul class="rows">{shown.map(row).collect_view()}</ul> }.into_any())
    };
    let total = Signal::derive(move || members.with(|all| all.as_ref().map_or(0, Vec::len)));
    view! {
        {rows}
        <Pager total page/>
        <Needing needs="team:update" on_press=move || joining.set(true)>
            "Add a person…"
        </Needing>
        <JoinDialog open=joining team=name/>
        <LeaveDialog leaving/>
    }
}

/// Makes a person an administrator of the team, or a plain member; what they may do does not change by it.
fn set_place(desk: Desk, notices: Notices, team: &str, login: &str, is_admin: bool) {
    let Some(organization) = desk.name.get_untracked() else { return };
    let (team, login) = (team.to_owned(), login.to_owned());
    spawn_local(async move {
        let action = if is_admin { MemberAction::Promote } else { MemberAction::Demote };
        let told = match teams::set_member(&organization, &team, &login, action, false).await {
            Ok(()) if is_admin => format!("{login} administers {team}"),
            Ok(()) => format!("{login} is a plain member of {team}"),
            Err(failure) => failure.in_words(),
        };
        notices.tell(told);
        drop(desk.refresh().await);
    });
}
