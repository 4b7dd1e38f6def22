//! Where somebody's access comes from, drawn as a tree.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;

use crate::routes::Page;
use crate::state::sources::{About, Branch};

/// Where somebody's access comes from: a list of lists, with lines drawn between them.
#[component]
pub fn Origins(
    /// The name of the organization.
    organization: String,
    /// Whose access it is.
    whose: String,
    /// Where it comes from.
    branches: Vec<Branch>,
) -> impl IntoView {
    let organization: Arc<str> = organization.into();
    let is_empty = branches.is_empty();
    view! {
        <div class="origins">
            <p class="origins__root">{whose}</p>
            {is_empty.then(|| view! { <p class="origins__none">"Nothing gives any access"</p> })}
            {list(&organization, branches)}
        </div>
    }
}

fn list(organization: &str, branches: Vec<Branch>) -> AnyView {
    if branches.is_empty() {
        return ().into_any();
    }
    let items = branches.into_iter().map(|branch| item(organization, branch)).collect_view();
    view! { <ul class="origins__list">{items}</ul> }.into_any()
}

fn item(organization: &str, branch: Branch) -> AnyView {
    let Branch { kind, name, about, gives, parts } = branch;
    let organization_name = organization.to_owned();
    let page = match about {
        About::Role(id) => Some(Page::Role { organization: organization_name, id }),
        About::Team(name) => Some(Page::Team { organization: organization_name, name }),
        About::Nothing => None,
    };
    let name = match page {
        Some(page) => {
            view! { <A href=page.path() attr:class="origins__name">{name}</A> }.into_any()
        }
        None => view! { <span class="origins__name">{name}</span> }.into_any(),
    };
    view! {
        <li class="origins__item">
            <div class="origins__node">
                <span class="origins__kind">{kind}</span>
                {name}
                <span class="origins__gives">{gives.in_words()}</span>
            </div>
            {list(organization, parts)}
        </li>
    }
    .into_any()
}
