//! A role in the list.

use leptos::prelude::*;
use leptos_router::components::A;

use super::marks::{Found, MarksCell};
use crate::components::prose::capital;
use crate::components::reaches::Reaches;
use crate::state::date::day;
use crate::state::effects::amounts;
use crate::state::standing::Standing;
use crate::state::workspace::{Holders, RoleEntry};

/// A role in the list.
#[component]
pub fn RoleRow(
    /// The role.
    role: RoleEntry,
    /// The address of its editor.
    path: String,
    /// What it reaches; none where it cannot be followed.
    standing: Option<Standing>,
    /// What the engine says about it, in a list that tells.
    found: Option<RwSignal<Found>>,
) -> impl IntoView {
    let edition = role.edition;
    let modified = edition.modified.clone();
    let marks = found.map(|found| {
        let (name, path) = (role.name.clone(), path.clone());
        view! { <td class="role-row__findings"><MarksCell name path found/></td> }
    });
    view! {
        <tr class="table__row--link">
            <th scope="row" class="table__name role-row__name">
                <A href=path>{role.name}</A>
                {edition.is_default.then(|| view! { <span class="pill pill--plain">"Default"</span> })}
                <p>{role.description}</p>
            </th>
            <td class="table__wide role-row__reaches">{standing.map(|standing| view! { <Reaches standing/> })}</td>
            <td class="table__date role-row__held">{held_by(role.holders)}</td>
            {marks}
            <td class="table__number">{format!("v{}", edition.version)}</td>
            <td class="table__date">
                {if modified.is_empty() {
                    "Never".into_any()
                } else {
                    let words = day(&modified);
                    view! { <time datetime=modified.clone() title=modified>{words}</time> }.into_any()
                }}
            </td>
        </tr>
    }
}

fn held_by(Holders { members, teams, tokens }: Holders) -> String {
    capital(&amounts([members, teams, tokens]))
}
