//! People, and the organization they are in.

use super::{Route, delete, get, patch, post};
use crate::gate::Need::{Anything, Scope, SignedIn};
use crate::routes::{account, members, organization};

pub(super) fn routes() -> Vec<Route> {
    let read_member = Scope("org_member:read");

    vec![
        get("/api/user", SignedIn, account::find)
            .called("getCaller", "Says who is calling, and in which organizations"),
        get("/api/orgs/{org}", Anything, organization::read::find)
            .called("getOrganization", "Reads the name of the organization"),
        patch("/api/orgs/{org}", Scope("organization:update"), organization::update::update)
            .called("updateOrganization", "Changes the organization's settings"),
        get("/api/orgs/{org}/metadata", Anything, organization::read::metadata)
            .called("getOrganizationMetadata", "Says what the organization can do"),
        get("/api/orgs/{org}/members", read_member, members::list::list)
            .called("listMembers", "Lists the people in the organization"),
        post("/api/orgs/{org}/members/{login}", Scope("org_member:add"), members::add::create)
            .called("addMember", "Takes in a person who is in another organization"),
        patch(
            "/api/orgs/{org}/members/{login}",
            Scope("org_member:update"),
            members::update::update,
        )
        .called("updateMember", "Gives a person another role"),
        delete(
            "/api/orgs/{org}/members/{login}",
            Scope("org_member:delete"),
            members::remove::delete,
        )
        .called("removeMember", "Takes a person out of the organization"),
        post(
            "/api/orgs/{org}/members/{login}/set-admin",
            Scope("org_member:set_admin"),
            members::remove::set_sole_admin,
        )
        .called("setSoleAdmin", "Always refuses: an organization may have many administrators"),
        get("/api/orgs/{org}/members/{login}/teams", read_member, members::teams::list)
            .called("listMemberTeams", "Lists the teams of a person"),
        get(
            "/api/console/orgs/{org}/members/{login}/stacks/{project}/{stack}",
            Scope("org_member_access:read"),
            members::stack::find_permissions,
        )
        .called("getMemberStackPermissions", "Says which levels a person has on a stack"),
    ]
}
