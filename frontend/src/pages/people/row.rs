//! A person in the list.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;
use policy::{Organization, Subject};

use crate::components::later_reaches::{LaterReaches, Reckoned};
use crate::routes::Page;
use crate::state::people::PersonEntry;

/// How many teams are named in a row.
const TEAMS: usize = 3;

/// A person in the list.
#[component]
pub fn PersonRow(
    /// The organization.
    organization: Arc<Organization>,
    /// The person.
    person: PersonEntry,
    /// What was reckoned already.
    reckoned: Reckoned,
) -> impl IntoView {
    let key = person.key();
    let PersonEntry { login, role, teams, created, .. } = person;
    let page = Page::Person { organization: organization.name.clone(), login: login.clone() };
    let more = teams.len().saturating_sub(TEAMS);
    let mut names = teams.iter().take(TEAMS).cloned().collect::<Vec<_>>().join(", ");
    if more > 0 {
        names = format!("{names} and {more} more");
    }
    let teams = if names.is_empty() { "In no team".to_owned() } else { names };
    let created = match created {
        0 => None,
        1 => Some("Created 1 entity, and administers it".to_owned()),
        more => Some(format!("Created {more} entities, and administers them")),
    };
    let subject = Subject::User(login.clone());
    view! {
        <tr class="table__row--link">
            <th scope="row" class="table__name">
                <A href=page.path()>{login}</A>
                {created.map(|created| view! { <p>{created}</p> })}
            </th>
            <td>{role}</td>
            <td class="table__wide">
                <LaterReaches organization subject key reckoned/>
            </td>
            <td class="table__muted">{teams}</td>
        </tr>
    }
}
