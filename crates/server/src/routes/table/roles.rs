//! Roles, policies and permission sets.

use super::{Route, delete, get, patch, post, put};
use crate::gate::Need::Scope;
use crate::routes::roles::{
    catalogue, check, create, default, holders, read, remove, save, update,
};

pub(super) fn routes() -> Vec<Route> {
    let read_role = Scope("role:read");
    let update_role = Scope("role:update");

    vec![
        get("/api/orgs/{org}/roles", read_role, read::list)
            .called("listRoles", "Lists the records of one purpose, the built-in ones first"),
        post("/api/orgs/{org}/roles", Scope("role:create"), create::create)
            .called("createRole", "Makes a role, a policy or a permission set"),
        get("/api/orgs/{org}/roles/scopes", read_role, catalogue::list)
            .called("listScopes", "Lists the scopes that can be granted, by entity type and group"),
        get("/api/orgs/{org}/roles/{id}", read_role, read::find)
            .called("getRole", "Reads a role, a policy or a permission set"),
        patch("/api/orgs/{org}/roles/{id}", update_role, update::update)
            .called("updateRole", "Changes a role, a policy or a permission set"),
        delete("/api/orgs/{org}/roles/{id}", Scope("role:delete"), remove::delete)
            .called("deleteRole", "Deletes a role, a policy or a permission set"),
        patch("/api/orgs/{org}/roles/{id}/default", update_role, default::update)
            .called("setDefaultRole", "Makes it the role of members who have none"),
        get("/api/orgs/{org}/roles/{id}/users", read_role, holders::list_users)
            .called("listRoleUsers", "Lists the people who have a role"),
        get("/api/orgs/{org}/roles/{id}/teams", read_role, holders::list_teams)
            .called("listRoleTeams", "Lists the teams that have a role"),
        get("/api/orgs/{org}/roles/{id}/tokens", read_role, holders::list_tokens)
            .called("listRoleTokens", "Lists the access tokens that are limited to a role"),
        get("/api/orgs/{org}/scopesight/roles/{id}", read_role, save::find)
            .called("getEditedRole", "Reads a role and the definition that an editor changes"),
        put("/api/orgs/{org}/scopesight/roles/{id}", update_role, save::update)
            .called("saveRole", "Saves a role from an editor: name, description and definition"),
        post("/api/orgs/{org}/scopesight/roles/{id}/check", read_role, check::create)
            .called("checkDraft", "Says how the guardrails would fare with a draft of a role"),
    ]
}
