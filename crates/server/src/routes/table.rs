//! The table of routes: each says what it asks of its caller, and what it is for.

mod audit;
mod authzen;
mod entities;
mod own;
mod people;
mod roles;
mod server;
mod teams;
mod tokens;

use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::State;
use crate::gate::Need;
use crate::openapi::{Described, Operation, Schemas};

/// One line of the table.
pub(crate) struct Route {
    /// `GET`, `POST` and so on.
    pub(crate) method: &'static str,
    /// The path, with its named segments in braces.
    pub(crate) path: &'static str,
    /// What it asks of its caller.
    pub(crate) need: Need,
    /// What programs call it; no other route has that name.
    pub(crate) id: &'static str,
    /// What it does, for people.
    pub(crate) summary: &'static str,
    /// What it belongs to, for people.
    pub(crate) group: &'static str,
    /// What it takes and answers.
    pub(crate) describe: fn(&mut Schemas) -> Operation,
    /// What answers.
    pub(crate) handler: MethodRouter<State>,
}

impl Route {
    /// Gives it a name for programs, and for people what it does.
    fn called(self, id: &'static str, summary: &'static str) -> Self {
        Self { id, summary, ..self }
    }
}

/// Every route. Whatever is not here is a page of the web UI, or nothing.
pub(crate) fn table() -> Vec<Route> {
    let groups = [
        ("Roles and permission sets", roles::routes()),
        ("Access tokens", tokens::routes()),
        ("People and the organization", people::routes()),
        ("Teams", teams::routes()),
        ("Entities", entities::routes()),
        ("Audit log", audit::routes()),
        ("Decisions for others to enforce (AuthZEN)", authzen::routes()),
        ("Previews and guardrails", own::routes()),
        ("The server", server::routes()),
    ];
    let named = |(group, routes): (&'static str, Vec<Route>)| {
        routes.into_iter().map(move |route| Route { group, ..route })
    };
    groups.into_iter().flat_map(named).collect()
}

fn route<H, T, D>(
    (method, filter): (&'static str, MethodFilter),
    path: &'static str,
    need: Need,
    handler: H,
) -> Route
where
    H: Handler<T, State> + Described<D>,
    T: 'static,
{
    let (id, summary, group) = ("", "", "");
    let handler = on(filter, handler);
    Route { method, path, need, id, summary, group, describe: H::describe, handler }
}

macro_rules! methods {
    ($($name:ident $method:ident)*) => {$(
        fn $name<H, T, D>(path: &'static str, need: Need, handler: H) -> Route
        where
            H: Handler<T, State> + Described<D>,
            T: 'static,
        {
            route((stringify!($method), MethodFilter::$method), path, need, handler)
        }
    )*};
}

methods! { get GET head HEAD post POST put PUT patch PATCH delete DELETE }

#[cfg(test)]
mod tests {
    use super::table;
    use crate::gate::Need;

    #[test]
    fn every_scope_a_route_asks_for_is_in_the_catalogue() {
        for route in table() {
            for scope in route.need.scopes() {
                assert!(policy::Scope::from_name(scope).is_some(), "{}: {scope}", route.path);
                assert!(route.path.split('/').any(|part| part == "{org}"), "{}", route.path);
            }
        }
    }

    /// Those without are few, and each is here for a reason.
    #[test]
    fn every_route_asks_for_a_scope_but_for_those_that_concern_oneself_or_nobody() {
        let of_an_organization = |path: &str| path.contains("{org}");
        for route in table() {
            match route.need {
                Need::Nothing | Need::SignedIn => assert!(!of_an_organization(route.path)),
                // What everybody who holds anything there may know, its name and which features it has; and lists
                // that show what the caller may read.
                Need::Anything => {
                    let open = [
                        "GET /api/orgs/{org}",
                        "GET /api/orgs/{org}/metadata",
                        "HEAD /api/stacks/{org}/{project}",
                        "GET /api/esc/environments/{org}",
                        "GET /api/preview/insights/{org}/accounts",
                    ];
                    let found = format!("{} {}", route.method, route.path);
                    assert!(open.contains(&found.as_str()), "{found}");
                }
                Need::Scope(_) | Need::Both(..) | Need::On(..) => {
                    assert!(of_an_organization(route.path), "{}", route.path);
                }
            }
        }
    }
}
