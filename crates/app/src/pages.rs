//! Which page is where.

use frontend::pages::missing::Missing;
use frontend::pages::roles::RolesPage;
use frontend::pages::shell::Organization;
use frontend::pages::start::StartPage;
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Routes};
use leptos_router::path;

use crate::part::part;
use crate::parts;

/// The page at the current address.
pub(crate) fn pages() -> AnyView {
    view! {
        <Routes fallback=|| view! { <Missing what="page"/> }>
            <Route path=path!("/") view=StartPage/>
            <Route path=path!("/about") view=|| part(parts::about)/>
            <ParentRoute path=path!("/orgs/:organization") view=Organization>
                <Route path=path!("/roles") view=RolesPage/>
                <Route path=path!("/roles/:id") view=|| part(parts::role)/>
                <Route path=path!("/new-role") view=|| part(parts::new_role)/>
                <Route path=path!("/explorer") view=|| part(parts::explorer)/>
                <Route path=path!("/guardrails") view=|| part(parts::guardrails)/>
                <Route path=path!("/audit") view=|| part(parts::audit)/>
                <Route path=path!("/settings") view=|| part(parts::settings)/>
                <Route path=path!("/sets") view=|| part(parts::sets)/>
                <Route path=path!("/sets/:id") view=|| part(parts::set)/>
                <Route path=path!("/new-set") view=|| part(parts::new_set)/>
                <Route path=path!("/people") view=|| part(parts::people)/>
                <Route path=path!("/people/:login") view=|| part(parts::person)/>
                <Route path=path!("/teams") view=|| part(parts::teams)/>
                <Route path=path!("/teams/:name") view=|| part(parts::team)/>
                <Route path=path!("/tokens") view=|| part(parts::tokens)/>
                <Route path=path!("/tokens/:id") view=|| part(parts::token)/>
                <Route path=path!("/new-token") view=|| part(parts::new_token)/>
                <Route path=path!("/token-policy") view=|| part(parts::token_policy)/>
            </ParentRoute>
        </Routes>
    }
    .into_any()
}
