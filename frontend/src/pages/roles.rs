//! The roles of an organization.

pub mod create;
pub mod marks;
pub mod row;

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::desk::Desk;
use crate::components::search_field::matches;
use crate::components::sheet::{Empty, Section, Sheet};
use crate::routes::Page;
use crate::state::standing::Standing;
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
    let workspace = Memo::new_with_compare(move |_| desk.ready(), |_, _| true);
    // Whatever is searched for, each role is looked at once.
    let marks = Memo::new_with_compare(
        move |_| workspace.with(|workspace| workspace.as_ref().map(RoleMarks::of)),
        |_, _| true,
    );
    let list = move || {
        let workspace = workspace.get()?;
        let marks = marks.get();
        let (own, built_in): (Vec<_>, Vec<_>) =
            workspace.roles().into_iter().partition(|role| !role.is_built_in);
        let query = query.get();
        Some(view! {
            <Kind heading="Custom roles" roles=own workspace=workspace.clone() marks query=query.clone() creating/>
            <Kind heading="Built-in roles" roles=built_in workspace marks=None query creating/>
        })
    };
    let create = move || {
        view! {
            <button
                class="button button--primary"
                type="button"
                on:click=move |_| creating.set(true)
            >
                "Create role…"
            </button>
        }
    };
    view! {
        <Sheet title="Roles" query actions=create>
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
    /// The organization they belong to.
    workspace: Arc<Workspace>,
    /// What the engine says about them; nothing is said about those of every organization.
    marks: Option<RoleMarks>,
    /// What is searched for.
    query: String,
    /// Opens the dialog that creates a role.
    creating: RwSignal<bool>,
) -> impl IntoView {
    let is_empty = roles.is_empty();
    let total = roles.len();
    let is_found = |role: &RoleEntry| matches(&query, &[&role.name, &role.description]);
    let found: Vec<_> = roles.into_iter().filter(is_found).collect();
    let content = if is_empty {
        view! { <NoRoles creating/> }.into_any()
    } else if found.is_empty() {
        view! { <p class="sheet__none">{format!("No role matches “{}”", query.trim())}</p> }
            .into_any()
    } else {
        let organization = &workspace.organization;
        let row = |role: RoleEntry| {
            let standing = Standing::of(organization, &role.id);
            let page = Page::Role { organization: organization.name.clone(), id: role.id.clone() };
            let found = marks.and_then(|marks| marks.get(&role.id));
            view! { <RoleRow role path=page.path() standing found/> }
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
            <button class="button" type="button" on:click=move |_| creating.set(true)>
                "Create the first role…"
            </button>
        </Empty>
    }
}
