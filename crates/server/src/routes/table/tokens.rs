//! Access tokens.

use super::{Route, delete, get, post};
use crate::gate::Need::{Scope, SignedIn};
use crate::routes::tokens::{organization, personal, stopped, team};

pub(super) fn routes() -> Vec<Route> {
    vec![
        get("/api/orgs/{org}/tokens", Scope("org_token:read"), organization::list)
            .called("listOrganizationTokens", "Lists the organization's access tokens"),
        post("/api/orgs/{org}/tokens", Scope("org_token:create"), organization::create).called(
            "createOrganizationToken",
            "Makes an access token of the organization; its value is shown this once",
        ),
        delete("/api/orgs/{org}/tokens/{id}", Scope("org_token:delete"), organization::delete)
            .called("deleteOrganizationToken", "Revokes an access token of the organization"),
        get("/api/orgs/{org}/teams/{team}/tokens", Scope("team:list_tokens"), team::list)
            .called("listTeamTokens", "Lists the access tokens of a team"),
        post("/api/orgs/{org}/teams/{team}/tokens", Scope("team:create_token"), team::create)
            .called(
                "createTeamToken",
                "Makes an access token of a team; its value is shown this once",
            ),
        delete(
            "/api/orgs/{org}/teams/{team}/tokens/{id}",
            Scope("team:delete_token"),
            team::delete,
        )
        .called("deleteTeamToken", "Revokes an access token of a team"),
        get(
            "/api/orgs/{org}/scopesight/tokens/stopped",
            Scope("organization:update"),
            stopped::list,
        )
        .called("listStoppedTokens", "Lists the tokens that an expiry policy would stop"),
        get("/api/user/tokens", SignedIn, personal::list)
            .called("listPersonalTokens", "Lists the caller's own access tokens"),
        post("/api/user/tokens", SignedIn, personal::create).called(
            "createPersonalToken",
            "Makes an access token of the caller; its value is shown this once",
        ),
        delete("/api/user/tokens/{id}", SignedIn, personal::delete)
            .called("deletePersonalToken", "Revokes an access token of the caller"),
    ]
}
