//! Teams.

use super::{Route, delete, get, patch, post};
use crate::gate::Need::{Both, Scope};
use crate::routes::teams;

pub(super) fn routes() -> Vec<Route> {
    let update_team = Scope("team:update");
    let bind_role = Both("team:update", "role:update");

    vec![
        get("/api/orgs/{org}/teams", Scope("team:list"), teams::read::list)
            .called("listTeams", "Lists the teams"),
        post("/api/orgs/{org}/teams/pulumi", Scope("team:create"), teams::create::create)
            .called("createTeam", "Makes a team"),
        get("/api/orgs/{org}/teams/{team}", Scope("team:read"), teams::read::find_one)
            .called("getTeam", "Reads a team with its people and what it was granted"),
        patch("/api/orgs/{org}/teams/{team}", update_team, teams::update::update).called(
            "updateTeam",
            "Changes a team: its name, its people, or what it is granted on one stack or environment",
        ),
        delete("/api/orgs/{org}/teams/{team}", Scope("team:delete"), teams::remove::delete)
            .called("deleteTeam", "Deletes a team and its access tokens"),
        get("/api/orgs/{org}/teams/{team}/roles", Scope("role:read"), teams::roles::list)
            .called("listTeamRoles", "Lists the roles of a team"),
        post("/api/orgs/{org}/teams/{team}/roles/{id}", bind_role, teams::roles::create)
            .called("addTeamRole", "Gives a team a role"),
        delete("/api/orgs/{org}/teams/{team}/roles/{id}", bind_role, teams::roles::delete)
            .called("removeTeamRole", "Takes a role from a team"),
        patch(
            "/api/console/stacks/{org}/{project}/{stack}/teams/{team}",
            update_team,
            teams::grant::on_stack,
        )
        .called("setTeamStackPermission", "Grants a team a level on one stack"),
        patch(
            "/api/preview/insights/{org}/accounts/{account}/teams/{team}",
            update_team,
            teams::grant::on_account,
        )
        .called("setTeamAccountPermission", "Grants a team a level on one account"),
    ]
}
