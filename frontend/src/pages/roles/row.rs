//! A role in the list.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;
use policy::Subject;

use super::marks::{Found, MarksCell, RoleMarks};
use crate::components::later_reaches::{LaterReaches, Reckoned, Unreckoned};
use crate::components::prose::capital;
use crate::state::date::day;
use crate::state::effects::amounts;
use crate::state::workspace::{Holders, RoleEntry, Workspace};

/// A role in the list.
#[component]
pub fn RoleRow(
    /// The role.
    role: RoleEntry,
    /// The address of its editor.
    path: String,
    /// The organization it belongs to, once it is here.
    workspace: Memo<Option<Arc<Workspace>>>,
    /// What was reckoned already.
    reckoned: Reckoned,
    /// What the engine says about the roles, in a list that tells.
    marks: Option<Memo<Option<RoleMarks>>>,
) -> impl IntoView {
    let edition = role.edition;
    let modified = edition.modified.clone();
    let marks = marks.map(|marks| {
        let (id, name, path) = (role.id.clone(), role.name.clone(), path.clone());
        let found = Signal::derive(move || {
            let found = marks.get().and_then(|marks| marks.get(&id));
            found.map_or(Found::Waiting, |found| found.get())
        });
        view! { <td class="role-row__findings"><MarksCell name path found/></td> }
    });
    let id = role.id;
    let reaches = move || match workspace.get() {
        None => view! { <Unreckoned/> }.into_any(),
        Some(workspace) => {
            let (organization, key) = (workspace.organization.clone(), id.clone());
            let subject = Subject::Role(id.clone());
            view! { <LaterReaches organization subject key reckoned/> }.into_any()
        }
    };
    view! {
        <tr class="table__row--link">
            <th scope="row" class="table__name role-row__name">
                <A href=path>{role.name}</A>
                {edition.is_default.then(|| view! { <span class="pill pill--plain">"Default"</span> })}
                <p>{role.description}</p>
            </th>
            <td class="table__wide role-row__reaches">{reaches}</td>
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
