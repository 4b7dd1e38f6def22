//! Who is in which team: joining, leaving.

use leptos::prelude::*;

use super::change_dialog::ChangeDialog;
use super::choices;
use crate::app::desk::Desk;
use crate::components::choose_one::ChooseOne;
use crate::state::change::Change;

/// Puts a person into a team, with the effect seen before; the one that is given is not chosen.
#[component]
pub fn JoinDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The team, where a person is chosen for it.
    #[prop(optional, into)]
    team: Option<String>,
    /// The person, where a team is chosen for them.
    #[prop(optional, into)]
    login: Option<String>,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let (team, login) = (StoredValue::new(team), StoredValue::new(login));
    let chosen = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if open.get() {
            chosen.set(None);
        }
    });
    let change = Signal::derive(move || {
        let chosen = chosen.get()?;
        let team = team.get_value().unwrap_or_else(|| chosen.clone());
        let login = login.get_value().unwrap_or(chosen);
        Some(Change::Join { team, login })
    });
    let title = match (team.get_value(), login.get_value()) {
        (Some(team), _) => format!("Add a person to {team}"),
        (None, Some(login)) => format!("Add {login} to a team"),
        (None, None) => String::new(),
    };
    let options = Signal::derive(move || {
        let Some(workspace) = desk.ready() else { return Vec::new() };
        let organization = &workspace.organization;
        match (team.get_value(), login.get_value()) {
            (Some(team), _) => {
                let team = organization.teams.iter().find(|known| known.name == team);
                let members = team.map(|team| team.members.as_slice()).unwrap_or_default();
                let members: Vec<_> = members.iter().map(|member| member.login.clone()).collect();
                choices::people(organization, &members)
            }
            (None, Some(login)) => {
                let is_in =
                    |team: &&policy::Team| team.members.iter().any(|member| member.login == login);
                let teams = organization.teams.iter().filter(is_in);
                let teams: Vec<_> = teams.map(|team| team.name.clone()).collect();
                choices::teams(organization, &teams)
            }
            (None, None) => Vec::new(),
        }
    });
    let has_team = team.with_value(Option::is_some);
    let label = if has_team { "Person" } else { "Team" };
    let none =
        if has_team { "Everybody is in this team already" } else { "There is no other team" };
    let chooser = move || view! { <ChooseOne label choices=options chosen none/> };
    let told = Callback::new(|change| match change {
        Change::Join { team, login } => format!("{login} is in {team} now"),
        _ => String::new(),
    });
    view! {
        <ChangeDialog open title change confirm="Add to the team" chooser=chooser told/>
    }
}

/// Takes a person out of a team.
#[component]
pub fn LeaveDialog(
    /// The team and the person, while it is shown.
    leaving: RwSignal<Option<(String, String)>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if leaving.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            leaving.set(None);
        }
    });
    let change =
        Signal::derive(move || leaving.get().map(|(team, login)| Change::Leave { team, login }));
    let title = Signal::derive(move || match leaving.get() {
        Some((team, login)) => format!("Take {login} out of {team}?"),
        None => String::new(),
    });
    let told = Callback::new(|change| match change {
        Change::Leave { team, login } => format!("{login} is no longer in {team}"),
        _ => String::new(),
    });
    view! {
        <ChangeDialog open title change confirm="Take out of the team" is_danger=true told/>
    }
}
