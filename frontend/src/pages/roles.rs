//! The roles of an organization.

pub mod create;
pub mod marks;
pub mod row;

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::desk::Desk;
use crate::app::may::{Lacking, Needing};
use crate::components::later_reaches::Reckoned;
use crate::components::sheet::{Empty, Section, Sheet};
use crate::pages::role::ACTS;
use crate::routes::Page;
use crate::state::sought::Sought;
use crate::state::workspace::{RoleEntry, Workspace};
use create::CreateDialog;
use marks::RoleMarks;
use row::RoleRow;

/// The roles of an organization, with what they reach and who has them.
#[component]
pub fn RolesPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let query = RwSignal::new(String::new());
    let creating = RwSignal::new(false);
    let reckoned = Reckoned::default();
    let roles = Memo::new(move |_| desk.roles());
    // Comes after the roles where there are many entities; the rows stay.
    let workspace = Memo::new_with_compare(move |_| desk.ready(), |_, _| true);
    // Whatever is searched for, each role is looked at once.
    let marks = Memo::new_with_compare(
        move |_| workspace.with(|workspace| workspace.as_ref().map(RoleMarks::of)),
        |_, _| true,
    );
    let list = move || {
        let (own, built_in): (Vec<_>, Vec<_>) =
            roles.get()?.into_iter().partition(|role| !role.is_built_in);
        let (organization, query) = (desk.name().unwrap_or_default(), query.get());
        let marks = Some(marks);
        Some(view! {
            <Kind heading="Custom roles" roles=own organization=organization.clone() workspace reckoned marks query=query.clone() creating/>
            <Kind heading="Built-in roles" roles=built_in organization workspace reckoned marks=None query creating/>
        })
    };
    let create = move || {
        view! {
            <Needing needs="role:create" class="button button--primary" on_press=move || creating.set(true)>
                "Create role…"
            </Needing>
        }
    };
    view! {
        <Sheet title="Roles" query actions=create>
            <Lacking acts=&ACTS/>
            {list}
            <CreateDialog open=creating/>
        </Sheet>
    }
}

/// Roles of one kind.
#[component]
fn Kind(
    /// What kind they are.
    heading: &'static str,
    /// All of them.
    roles: Vec<RoleEntry>,
    /// The name of the organization they belong to.
    organization: String,
    /// The organization, once it is here.
    workspace: Memo<Option<Arc<Workspace>>>,
    /// What was reckoned already.
    reckoned: Reckoned,
    /// What the engine says about them; nothing is said about those of every organization.
    marks: Option<Memo<Option<RoleMarks>>>,
    /// What is searched for.
    query: String,
    /// Opens the dialog that creates a role.
    creating: RwSignal<bool>,
) -> impl IntoView {
    let is_empty = roles.is_empty();
    let total = roles.len();
    let sought = Sought::parse(&query);
    let is_found = |role: &RoleEntry| sought.is_in(&[&role.name, &role.description]);
    let found: Vec<_> = roles.into_iter().filter(is_found).collect();
    let content = if is_empty {
        view! { <NoRoles creating/> }.into_any()
    } else if found.is_empty() {
        view! { <p class="sheet__none">{format!("No role matches “{}”", query.trim())}</p> }
            .into_any()
    } else {
        let row = |role: RoleEntry| {
            let page = Page::Role { organization: organization.clone(), id: role.id.clone() };
            view! { <RoleRow role path=page.path() workspace reckoned marks/> }
        };
        let rows = found.into_iter().map(row);
        view! {
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"Role"</th>
                        <th scope="col">"Reaches"</th>
                        <th scope="col">"Held by"</th>
                        {marks.map(|_| view! { <th scope="col">"Findings"</th> })}
                        <th scope="col" class="table__number">"Version"</th>
                        <th scope="col">"Last change"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <Section heading total>{content}</Section>
    }
}

/// The place of an organization's first role.
#[component]
fn NoRoles(
    /// Opens the dialog that creates a role.
    creating: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Empty>
            <p>
                "A role says what its holders may do, and on what. It is made of rules: permission sets or single scopes, granted on every entity of a type, on chosen ones, or on those whose tags match."
            </p>
            <p>"While you write one, you see what it reaches. Nothing takes effect before you save."</p>
            <Needing needs="role:create" on_press=move || creating.set(true)>
                "Create the first role…"
            </Needing>
        </Empty>
    }
}
