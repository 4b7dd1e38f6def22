//! The web UI as a whole: who is signed in, and which page is shown.

pub mod desk;
pub mod guard;
pub mod session;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::components::loading::{Failed, Waiting};
use crate::components::notice::{NoticeList, Notices};
use crate::components::theme_switch;
use crate::pages::{
    about::AboutPage, audit::AuditPage, explorer::ExplorerPage, guardrails::GuardrailsPage,
    missing::Missing, role::NewRolePage, role::RolePage, roles::RolesPage, set::NewSetPage,
    set::SetPage, sets::SetsPage, settings::SettingsPage, shell::Organization, shell::Shell,
    sign_in::SignInPage, start::StartPage,
};
use crate::pages::{
    people::PeoplePage, people::person::PersonPage, team::TeamPage, teams::TeamsPage,
    token::TokenPage, tokens::TokensPage, tokens::create::NewTokenPage,
    tokens::policy::TokenPolicyPage,
};
use desk::Desk;
use guard::Guard;
use session::{Session, SignIn};

/// The web UI.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    theme_switch::restore();
    let session = Session::default();
    provide_context(session);
    provide_context(Notices::default());
    provide_context(Desk::default());
    let guard = Guard::default();
    guard.stand();
    provide_context(guard);
    session.ask();
    view! {
        <Title formatter=|title: String| format!("{title} · Scopesight") text="Access"/>
        <Router>
            {move || match session.state() {
                SignIn::Asking => view! { <Waiting what="your account"/> }.into_any(),
                SignIn::Failed(failure) => {
                    let on_retry = Callback::new(move |()| session.ask());
                    view! { <Failed message=failure.in_words() on_retry/> }.into_any()
                }
                SignIn::Out => view! { <SignInPage/> }.into_any(),
                SignIn::In(account) => view! { <Shell account><Pages/></Shell> }.into_any(),
            }}
        </Router>
        <NoticeList/>
    }
}

/// The page at the current address.
#[component]
fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <Missing what="page"/> }>
            <Route path=path!("/") view=StartPage/>
            <Route path=path!("/about") view=AboutPage/>
            <ParentRoute path=path!("/orgs/:organization") view=Organization>
                <Route path=path!("/roles") view=RolesPage/>
                <Route path=path!("/roles/:id") view=RolePage/>
                <Route path=path!("/new-role") view=NewRolePage/>
                <Route path=path!("/explorer") view=ExplorerPage/>
                <Route path=path!("/guardrails") view=GuardrailsPage/>
                <Route path=path!("/audit") view=AuditPage/>
                <Route path=path!("/settings") view=SettingsPage/>
                <Route path=path!("/sets") view=SetsPage/>
                <Route path=path!("/sets/:id") view=SetPage/>
                <Route path=path!("/new-set") view=NewSetPage/>
                <Route path=path!("/people") view=PeoplePage/>
                <Route path=path!("/people/:login") view=PersonPage/>
                <Route path=path!("/teams") view=TeamsPage/>
                <Route path=path!("/teams/:name") view=TeamPage/>
                <Route path=path!("/tokens") view=TokensPage/>
                <Route path=path!("/tokens/:id") view=TokenPage/>
                <Route path=path!("/new-token") view=NewTokenPage/>
                <Route path=path!("/token-policy") view=TokenPolicyPage/>
            </ParentRoute>
        </Routes>
    }
}
