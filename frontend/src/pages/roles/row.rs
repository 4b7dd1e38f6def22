//! A role in the list.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::state::date::day;
use crate::state::form::words::noun;
use crate::state::standing::{Reach, Standing};
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
        <tr class="role-row">
            <th scope="row" class="role-row__name">
                <A href=path>{role.name}</A>
                {edition.is_default.then(|| view! { <span class="pill pill--plain">"Default"</span> })}
                <p>{role.description}</p>
            </th>
            <td class="role-row__reach">{standing.map(|standing| view! { <Reaches standing/> })}</td>
            <td class="role-row__holders">{held_by(role.holders)}</td>
            <td class="roles__number">{format!("v{}", edition.version)}</td>
            <td class="role-row__date">
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

/// What a role reaches: a bar for each type of entity.
#[component]
fn Reaches(
    /// What it reaches, in numbers.
    standing: Standing,
) -> impl IntoView {
    let bar = |reach: Reach| {
        let Reach { entity_type, total, reached, beyond } = reach;
        let words = format!(
            "{reached} of {total} {}, more than reading on {beyond}",
            noun(entity_type, total)
        );
        #[expect(clippy::cast_precision_loss, reason = "it is the width of a bar")]
        let share = |part: usize| {
            let share = if total == 0 { 0.0 } else { part as f64 / total as f64 * 100.0 };
            format!("{share:.1}%")
        };
        view! {
            <li class="reach" class:reach--none=reached == 0 title=words.clone()>
                <span class="reach__words">
                    <b>{reached}</b>
                    {format!(" {}", noun(entity_type, reached))}
                </span>
                <span class="reach__bar" aria-hidden="true">
                    <span class="reach__part" style:width=share(reached)></span>
                    <span class="reach__part reach__part--beyond" style:width=share(beyond)></span>
                </span>
            </li>
        }
    };
    let scopes = standing.organization_scopes;
    let scopes_words = match scopes {
        0 => "nothing on the organization".to_owned(),
        1 => "1 scope on the organization".to_owned(),
        more => format!("{more} scopes on the organization"),
    };
    view! {
        <ul class="reaches">{standing.reach.map(bar).into_iter().collect_view()}</ul>
        <p class="reaches__organization">{scopes_words}</p>
    }
}

fn held_by(holders: Holders) -> String {
    let counted = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        more => Some(format!("{more} {many}")),
    };
    let parts = [
        counted(holders.members, "person", "people"),
        counted(holders.teams, "team", "teams"),
        counted(holders.tokens, "token", "tokens"),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "Nobody".to_owned() } else { parts.join(", ") }
}
