//! The table of routes: each says what it asks of its caller.

mod access;
mod account;
mod accounts;
mod audit;
mod breaking;
mod entities;
mod environments;
mod guardrails;
mod health;
mod members;
mod organization;
mod preview;
mod roles;
mod session;
mod snapshot;
mod stacks;
mod teams;
mod tokens;
pub(crate) mod web;

use axum::routing::{MethodRouter, delete, get, head, patch, post, put};

use crate::State;
use crate::gate::Need::{self, Anything, Both, Nothing, Scope, SignedIn};

/// One line of the table.
pub(crate) struct Route {
    /// The path, with its named segments in braces.
    pub(crate) path: &'static str,
    /// What it asks of its caller.
    pub(crate) need: Need,
    /// What answers.
    pub(crate) handler: MethodRouter<State>,
}

/// A line as it is written down.
type Line = (&'static str, Need, MethodRouter<State>);

/// Every route. Whatever is not here is a page of the web UI, or nothing.
pub(crate) fn table() -> Vec<Route> {
    use roles::{catalogue, check, create, default, holders, read, remove, save, update};
    use tokens::{organization, personal, team};

    let read_role = Scope("role:read");
    let update_role = Scope("role:update");

    let table: [Line; 39] = [
        ("/healthz", Nothing, get(health::alive)),
        ("/readyz", Nothing, get(health::ready)),
        ("/metrics", Nothing, get(crate::metrics::find)),
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
    let table = table.into_iter().chain(people()).chain(entities()).chain(authzen());
    table.map(|(path, need, handler)| Route { path, need, handler }).collect()
}

/// The part of the table that is about people, teams and the organization itself.
fn people() -> impl Iterator<Item = Line> {
    let read_member = Scope("org_member:read");
    let update_team = Scope("team:update");
    let bind_role = Both("team:update", "role:update");

    let table: [Line; 20] = [
        ("/api/orgs/{org}/members", read_member, get(members::list::list)),
        ("/api/orgs/{org}/members/{login}", Scope("org_member:add"), post(members::add::create)),
        (
            "/api/orgs/{org}/members/{login}",
            Scope("org_member:update"),
            patch(members::update::update),
        ),
        (
            "/api/orgs/{org}/members/{login}",
            Scope("org_member:delete"),
            delete(members::remove::delete),
        ),
        (
            "/api/orgs/{org}/members/{login}/set-admin",
            Scope("org_member:set_admin"),
            post(members::remove::set_sole_admin),
        ),
        ("/api/orgs/{org}/members/{login}/teams", read_member, get(members::teams::list)),
        ("/api/orgs/{org}/teams", Scope("team:list"), get(teams::read::list)),
        ("/api/orgs/{org}/teams/pulumi", Scope("team:create"), post(teams::create::create)),
        ("/api/orgs/{org}/teams/{team}", Scope("team:read"), get(teams::read::find_one)),
        ("/api/orgs/{org}/teams/{team}", update_team, patch(teams::update::update)),
        ("/api/orgs/{org}/teams/{team}", Scope("team:delete"), delete(teams::remove::delete)),
        ("/api/orgs/{org}/teams/{team}/roles", Scope("role:read"), get(teams::roles::list)),
        ("/api/orgs/{org}/teams/{team}/roles/{id}", bind_role, post(teams::roles::create)),
        ("/api/orgs/{org}/teams/{team}/roles/{id}", bind_role, delete(teams::roles::delete)),
        ("/api/orgs/{org}", Anything, get(organization::read::find)),
        ("/api/orgs/{org}", Scope("organization:update"), patch(organization::update::update)),
        ("/api/orgs/{org}/metadata", Anything, get(organization::read::metadata)),
        (
            "/api/console/orgs/{org}/members/{login}/stacks/{project}/{stack}",
            Scope("org_member_access:read"),
            get(members::stack::find_permissions),
        ),
        (
            "/api/console/stacks/{org}/{project}/{stack}/teams/{team}",
            update_team,
            patch(teams::grant::on_stack),
        ),
        (
            "/api/preview/insights/{org}/accounts/{account}/teams/{team}",
            update_team,
            patch(teams::grant::on_account),
        ),
    ];
    table.into_iter()
}

/// The part of the table that is about entities, where what is asked of one needs a scope on it, which its handler asks
/// for; and about the tokens that an expiry policy would stop.
fn entities() -> impl Iterator<Item = Line> {
    use entities::{remove, tags};
    use environments::{Environment, definition};
    use stacks::Stack;

    let table: [Line; 27] = [
        ("/api/user/stacks", SignedIn, get(stacks::read::list)),
        ("/api/stacks/{org}/{project}", Scope("stack:create"), post(stacks::create::create)),
        ("/api/stacks/{org}/{project}", Anything, head(stacks::read::is_project_there)),
        ("/api/stacks/{org}/{project}/{stack}", Anything, get(stacks::read::find)),
        ("/api/stacks/{org}/{project}/{stack}", Anything, delete(remove::delete::<Stack>)),
        ("/api/stacks/{org}/{project}/{stack}/teams", Anything, get(stacks::teams::list)),
        ("/api/stacks/{org}/{project}/{stack}/tags", Anything, patch(stacks::tags::replace)),
        ("/api/stacks/{org}/{project}/{stack}/tags", Anything, post(stacks::tags::create)),
        ("/api/stacks/{org}/{project}/{stack}/tags/{tag}", Anything, patch(stacks::tags::update)),
        ("/api/stacks/{org}/{project}/{stack}/tags/{tag}", Anything, delete(tags::delete::<Stack>)),
        ("/api/esc/environments/{org}", Anything, get(environments::list::list)),
        (
            "/api/esc/environments/{org}",
            Scope("environment:create"),
            post(environments::create::create),
        ),
        (ENVIRONMENT, Anything, get(definition::find)),
        (ENVIRONMENT, Anything, patch(definition::update)),
        (ENVIRONMENT, Anything, delete(remove::delete::<Environment>)),
        (ENVIRONMENT_TAGS, Anything, get(environments::tags::list)),
        (ENVIRONMENT_TAGS, Anything, post(environments::tags::create)),
        (ENVIRONMENT_TAG, Anything, get(environments::tags::find)),
        (ENVIRONMENT_TAG, Anything, patch(environments::tags::update)),
        (ENVIRONMENT_TAG, Anything, delete(tags::delete::<Environment>)),
        ("/api/preview/insights/{org}/accounts", Anything, get(accounts::read::list)),
        (
            "/api/preview/insights/{org}/accounts",
            Scope("insights_account:create"),
            post(accounts::create::create_all),
        ),
        (ACCOUNT, Scope("insights_account:create"), post(accounts::create::create)),
        (ACCOUNT, Anything, get(accounts::read::find)),
        (ACCOUNT, Anything, head(accounts::read::is_there)),
        (ACCOUNT, Anything, delete(remove::delete::<accounts::Account>)),
        (
            "/api/orgs/{org}/scopesight/tokens/stopped",
            Scope("organization:update"),
            get(tokens::stopped::list),
        ),
    ];
    table.into_iter()
}

/// Long paths, each of several lines of the table.
const ENVIRONMENT: &str = "/api/esc/environments/{org}/{project}/{environment}";
const ENVIRONMENT_TAGS: &str = "/api/esc/environments/{org}/{project}/{environment}/tags";
const ENVIRONMENT_TAG: &str = "/api/esc/environments/{org}/{project}/{environment}/tags/{tag}";
const ACCOUNT: &str = "/api/preview/insights/{org}/accounts/{account}";

/// The part of the table that answers for others to enforce; asking about anybody else needs `role:read` in the
/// organization that is asked, which its handlers ask for.
fn authzen() -> impl Iterator<Item = Line> {
    use access::search;

    let table: [Line; 6] = [
        ("/.well-known/authzen-configuration", Nothing, get(access::discovery::find)),
        ("/access/v1/evaluation", SignedIn, post(access::evaluate)),
        ("/access/v1/evaluations", SignedIn, post(access::evaluate_all)),
        ("/access/v1/search/subject", SignedIn, post(search::subjects)),
        ("/access/v1/search/resource", SignedIn, post(search::resources)),
        ("/access/v1/search/action", SignedIn, post(search::actions)),
    ];
    table.into_iter()
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn every_scope_a_route_asks_for_is_in_the_catalogue() {
        for route in table() {
            for scope in route.need.scopes().into_iter().flatten() {
                assert!(policy::Scope::from_name(scope).is_some(), "{}: {scope}", route.path);
                assert!(route.path.split('/').any(|part| part == "{org}"), "{}", route.path);
            }
        }
    }
}
