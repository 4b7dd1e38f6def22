//! The people in an organization.

pub mod admit;
pub mod change_dialog;
pub mod choices;
pub mod effects;
pub mod making;
pub mod origins;
pub mod person;
pub mod row;
pub mod team_changes;
pub mod welcome;

use std::sync::Arc;

use leptos::prelude::*;
use policy::Organization;

use crate::app::desk::Desk;
use crate::app::may::{Lacking, Needing};
use crate::components::later_reaches::Reckoned;
use crate::components::pager::{Listed, Pager, slice, to_first};
use crate::components::sheet::{Empty, Sheet};
use crate::state::own::Act;
use crate::state::people::PersonEntry;
use crate::state::sought::Sought;
use admit::AdmitDialog;
use row::PersonRow;

/// What can be done with people.
pub const ACTS: [Act; 4] = [
    ("Taking somebody in", "org_member:add"),
    ("giving somebody another role", "org_member:update"),
    ("taking somebody out", "org_member:delete"),
    ("putting somebody into a team", "team:update"),
];

/// The people in an organization, with their role, their teams and what they reach.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let query = RwSignal::new(String::new());
    let (admitting, page) = (RwSignal::new(false), RwSignal::new(0));
    let reckoned = Reckoned::default();
    let organization = Memo::new_with_compare(
        move |_| desk.ready().map(|workspace| workspace.organization.clone()),
        |_, _| true,
    );
    let people = Memo::new(move |_| {
        organization
            .with(|organization| organization.as_deref().map(PersonEntry::all).unwrap_or_default())
    });
    let found = Memo::new(move |_| {
        let sought = query.with(|query| Sought::parse(query));
        let is_found = |person: &&PersonEntry| {
            let teams = person.teams.join(" ");
            sought.is_in(&[&person.login, &person.role, &teams])
        };
        people.with(|people| people.iter().filter(is_found).cloned().collect::<Vec<_>>())
    });
    Effect::new(move |_| {
        query.track();
        to_first(page);
    });
    // A table that stays is not built again with each key, only its rows are.
    let listed = Memo::new(move |_| Listed::of(people.with(Vec::len), found.with(Vec::len)));
    let list = move || {
        let organization = organization.get()?;
        Some(match listed.get() {
            Listed::Nothing => view! { <Nobody admitting/> }.into_any(),
            Listed::NotFound => {
                let words = format!("Nobody matches “{}”", query.get().trim());
                view! { <p class="sheet__none">{words}</p> }.into_any()
            }
            Listed::Rows => table(&organization, found, page, reckoned).into_any(),
        })
    };
    let actions = move || {
        view! {
            <Needing needs="org_member:add" class="button button--primary" on_press=move || admitting.set(true)>
                "Add person…"
            </Needing>
        }
    };
    view! {
        <Sheet
            title="People"
            query
            actions
            lead="Everybody who acts in this organization. What they may do comes from their role, their teams, what they created, and the settings for members."
        >
            <Lacking acts=&ACTS/>
            <div class="people">{list}</div>
            <Pager total=Signal::derive(move || found.with(Vec::len)) page/>
            <AdmitDialog open=admitting/>
        </Sheet>
    }
}

fn table(
    organization: &Arc<Organization>,
    found: Memo<Vec<PersonEntry>>,
    page: RwSignal<usize>,
    reckoned: Reckoned,
) -> impl IntoView + use<> {
    let organization = organization.clone();
    let rows = move || {
        let organization = organization.clone();
        let shown = found.with(|found| slice(found, page.get()));
        shown
            .into_iter()
            .map(move |person| {
                view! { <PersonRow organization=organization.clone() person reckoned/> }
            })
            .collect_view()
    };
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">"Person"</th>
                    <th scope="col">"Role"</th>
                    <th scope="col">"Reaches"</th>
                    <th scope="col">"Teams"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The place of an organization's first person.
#[component]
fn Nobody(
    /// Opens the dialog that takes somebody in.
    admitting: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Empty>
            <p>"Nobody is in this organization yet. A person gets a role here, and more through teams."</p>
            <button class="button" type="button" on:click=move |_| admitting.set(true)>
                "Add the first person…"
            </button>
        </Empty>
    }
}
