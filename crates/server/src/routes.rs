//! The table of routes: each says what it asks of its caller.

mod account;
mod audit;
mod guardrails;
mod health;
mod preview;
mod roles;
mod session;
mod snapshot;
mod tokens;
pub(crate) mod web;

use axum::routing::{MethodRouter, delete, get, patch, post, put};

use crate::State;
use crate::gate::Need::{self, Nothing, Scope, SignedIn};

/// One line of the table.
pub(crate) struct Route {
    /// The path, with its named segments in braces.
    pub(crate) path: &'static str,
    /// What it asks of its caller.
    pub(crate) need: Need,
    /// What answers.
    pub(crate) handler: MethodRouter<State>,
}

/// Every route. Whatever is not here is a page of the web UI, or nothing.
pub(crate) fn table() -> Vec<Route> {
    use roles::{catalogue, check, create, default, holders, read, remove, save, update};
    use tokens::{organization, personal, team};

    let read_role = Scope("role:read");
    let update_role = Scope("role:update");

    let table: [(&'static str, Need, MethodRouter<State>); 38] = [
        ("/healthz", Nothing, get(health::alive)),
        ("/readyz", Nothing, get(health::ready)),
        ("/session", Nothing, post(session::create)),
        ("/session", Nothing, delete(session::delete)),
        ("/api/user", SignedIn, get(account::find)),
        ("/api/user/tokens", SignedIn, get(personal::list)),
        ("/api/user/tokens", SignedIn, post(personal::create)),
        ("/api/user/tokens/{id}", SignedIn, delete(personal::delete)),
        ("/api/capabilities", Nothing, get(account::capabilities)),
        ("/api/orgs/{org}/roles", read_role, get(read::list)),
        ("/api/orgs/{org}/roles", Scope("role:create"), post(create::create)),
        ("/api/orgs/{org}/roles/scopes", read_role, get(catalogue::list)),
        ("/api/orgs/{org}/roles/{id}", read_role, get(read::find)),
        ("/api/orgs/{org}/roles/{id}", update_role, patch(update::update)),
        ("/api/orgs/{org}/roles/{id}", Scope("role:delete"), delete(remove::delete)),
        ("/api/orgs/{org}/roles/{id}/default", update_role, patch(default::update)),
        ("/api/orgs/{org}/roles/{id}/users", read_role, get(holders::list_users)),
        ("/api/orgs/{org}/roles/{id}/teams", read_role, get(holders::list_teams)),
        ("/api/orgs/{org}/roles/{id}/tokens", read_role, get(holders::list_tokens)),
        ("/api/orgs/{org}/tokens", Scope("org_token:read"), get(organization::list)),
        ("/api/orgs/{org}/tokens", Scope("org_token:create"), post(organization::create)),
        ("/api/orgs/{org}/tokens/{id}", Scope("org_token:delete"), delete(organization::delete)),
        ("/api/orgs/{org}/teams/{team}/tokens", Scope("team:list_tokens"), get(team::list)),
        ("/api/orgs/{org}/teams/{team}/tokens", Scope("team:create_token"), post(team::create)),
        (
            "/api/orgs/{org}/teams/{team}/tokens/{id}",
            Scope("team:delete_token"),
            delete(team::delete),
        ),
        ("/api/orgs/{org}/auditlogs/v2", Scope("audit_logs:read"), get(audit::list)),
        ("/api/orgs/{org}/auditlogs/v2/export", Scope("audit_logs:export"), get(audit::export)),
        ("/api/orgs/{org}/scopesight/audit/head", Scope("audit_logs:read"), get(audit::head)),
        ("/api/orgs/{org}/scopesight/snapshot", read_role, get(snapshot::find)),
        ("/api/orgs/{org}/scopesight/preview", read_role, post(preview::create)),
        ("/api/orgs/{org}/scopesight/roles/{id}", read_role, get(save::find)),
        ("/api/orgs/{org}/scopesight/roles/{id}", update_role, put(save::update)),
        ("/api/orgs/{org}/scopesight/roles/{id}/check", read_role, post(check::create)),
        ("/api/orgs/{org}/scopesight/guardrails", read_role, get(guardrails::list)),
        ("/api/orgs/{org}/scopesight/guardrails", update_role, post(guardrails::create)),
        ("/api/orgs/{org}/scopesight/guardrails/{id}", read_role, get(guardrails::find)),
        ("/api/orgs/{org}/scopesight/guardrails/{id}", update_role, put(guardrails::update)),
        ("/api/orgs/{org}/scopesight/guardrails/{id}", update_role, delete(guardrails::delete)),
    ];
    table.into_iter().map(|(path, need, handler)| Route { path, need, handler }).collect()
}

#[cfg(test)]
mod tests {
    use super::table;
    use crate::gate::Need;

    #[test]
    fn every_scope_a_route_asks_for_is_in_the_catalogue() {
        for route in table() {
            if let Need::Scope(scope) = route.need {
                assert!(policy::Scope::from_name(scope).is_some(), "{}: {scope}", route.path);
                assert!(route.path.starts_with("/api/orgs/{org}/"), "{}", route.path);
            }
        }
    }
}
