//! A role in the list.

use leptos::prelude::*;
use leptos_router::components::A;

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
) -> impl IntoView {
    let edition = role.edition;
    let modified = edition.modified.clone();
    view! {
        <tr class="table__row--link">
            <th scope="row" class="table__name role-row__name">
                <A href=path>{role.name}</A>
                {edition.is_default.then(|| view! { <span class="pill pill--plain">"Default"</span> })}
                <p>{role.description}</p>
            </th>
            <td class="table__wide">{standing.map(|standing| view! { <Reaches standing/> })}</td>
            <td class="table__date">{held_by(role.holders)}</td>
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
