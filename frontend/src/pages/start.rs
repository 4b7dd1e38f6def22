//! Where a person starts: their organization, and where that does: its roles.

use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_params_map;

use crate::app::session::{Session, SignIn};
use crate::routes::Page;

/// Leads to the roles of the first organization.
#[component]
pub fn StartPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let first = move || match session.state() {
        SignIn::In(account) => {
            account.organizations.first().map(|first| first.github_login.clone())
        }
        _ => None,
    };
    move || match first() {
        Some(organization) => {
            view! { <Redirect path=Page::Roles { organization }.path()/> }.into_any()
        }
        None => view! {
            <section class="missing">
                <h1>"You are in no organization yet"</h1>
                <p>"Ask an administrator to add you to one, then load this page again."</p>
            </section>
        }
        .into_any(),
    }
}

/// Leads from the name of an organization alone to its roles.
#[component]
pub fn OrganizationStart() -> impl IntoView {
    let params = use_params_map();
    move || {
        let organization = params.with(|params| params.get("organization").unwrap_or_default());
        view! { <Redirect path=Page::Roles { organization }.path()/> }
    }
}
