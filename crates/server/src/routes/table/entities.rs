//! Stacks, environments and accounts.

use super::{Route, delete, get, head, patch, post};
use crate::gate::Need::{Anything, On, Scope, SignedIn};
use crate::routes::accounts::{self, Account};
use crate::routes::entities::{remove, tags};
use crate::routes::environments::{self, Environment, definition};
use crate::routes::stacks::{self, Stack};

pub(super) fn routes() -> Vec<Route> {
    stacks().into_iter().chain(environments()).chain(accounts()).collect()
}

fn stacks() -> Vec<Route> {
    let project = "/api/stacks/{org}/{project}";
    let stack = "/api/stacks/{org}/{project}/{stack}";
    let teams = "/api/stacks/{org}/{project}/{stack}/teams";
    let all_tags = "/api/stacks/{org}/{project}/{stack}/tags";
    let one_tag = "/api/stacks/{org}/{project}/{stack}/tags/{tag}";
    let on = |scope| On("stack", scope);
    let update_tags = on("stack_tags:update");

    vec![
        get("/api/user/stacks", SignedIn, stacks::read::list)
            .called("listStacks", "Lists the stacks that the caller may read"),
        post(project, Scope("stack:create"), stacks::create::create)
            .called("createStack", "Makes a stack; whoever makes it keeps Stack Admin on it"),
        head(project, Anything, stacks::read::is_project_there)
            .called("isProject", "Says whether a project has a stack that the caller may read"),
        get(stack, on("stack:read"), stacks::read::find)
            .called("getStack", "Reads a stack with its tags"),
        delete(stack, on("stack:delete"), remove::delete::<Stack>)
            .called("deleteStack", "Deletes a stack, with what was granted on it alone"),
        get(teams, on("stack_access:read"), stacks::teams::list).called(
            "listStackTeams",
            "Lists the teams that were granted something on a stack alone",
        ),
        patch(all_tags, update_tags, stacks::tags::replace)
            .called("replaceStackTags", "Gives a stack these tags instead of all that it had"),
        post(all_tags, update_tags, stacks::tags::create)
            .called("createStackTag", "Gives a stack one more tag"),
        patch(one_tag, update_tags, stacks::tags::update)
            .called("updateStackTag", "Gives a tag of a stack another value or another name"),
        delete(one_tag, update_tags, tags::delete::<Stack>)
            .called("deleteStackTag", "Takes a tag from a stack"),
    ]
}

fn environments() -> Vec<Route> {
    let all = "/api/esc/environments/{org}";
    let one = "/api/esc/environments/{org}/{project}/{environment}";
    let all_tags = "/api/esc/environments/{org}/{project}/{environment}/tags";
    let one_tag = "/api/esc/environments/{org}/{project}/{environment}/tags/{tag}";
    let on = |scope| On("environment", scope);

    vec![
        get(all, Anything, environments::list::list)
            .called("listEnvironments", "Lists the environments that the caller may read"),
        post(all, Scope("environment:create"), environments::create::create).called(
            "createEnvironment",
            "Makes an environment; whoever makes it keeps Environment Admin on it",
        ),
        get(one, on("environment:read"), definition::find).called(
            "getEnvironment",
            "Reads the definition of an environment, which is always empty",
        ),
        patch(one, on("environment:write"), definition::update)
            .called("updateEnvironment", "Always refuses: no definitions are kept here"),
        delete(one, on("environment:delete"), remove::delete::<Environment>).called(
            "deleteEnvironment",
            "Deletes an environment, with what was granted on it alone",
        ),
        get(all_tags, on("environment_tag:read"), environments::tags::list)
            .called("listEnvironmentTags", "Lists the tags of an environment"),
        post(all_tags, on("environment_tag:create"), environments::tags::create)
            .called("createEnvironmentTag", "Gives an environment one more tag"),
        get(one_tag, on("environment_tag:read"), environments::tags::find)
            .called("getEnvironmentTag", "Reads a tag of an environment"),
        patch(one_tag, on("environment_tag:update"), environments::tags::update).called(
            "updateEnvironmentTag",
            "Gives a tag of an environment another value or another name",
        ),
        delete(one_tag, on("environment_tag:delete"), tags::delete::<Environment>)
            .called("deleteEnvironmentTag", "Takes a tag from an environment"),
    ]
}

fn accounts() -> Vec<Route> {
    let all = "/api/preview/insights/{org}/accounts";
    let one = "/api/preview/insights/{org}/accounts/{account}";
    let on = |scope| On("account", scope);

    vec![
        post(all, Scope("insights_account:create"), accounts::create::create_all)
            .called("createAccounts", "Makes several accounts, and says which could not be made"),
        get(all, Anything, accounts::read::list)
            .called("listAccounts", "Lists the accounts that the caller may read"),
        post(one, Scope("insights_account:create"), accounts::create::create).called(
            "createAccount",
            "Makes an account; whoever makes it keeps Account Admin on it",
        ),
        get(one, on("insights_account:read"), accounts::read::find)
            .called("getAccount", "Reads an account"),
        head(one, on("insights_account:read"), accounts::read::is_there)
            .called("isAccount", "Says whether there is an account that the caller may read"),
        delete(one, on("insights_account:delete"), remove::delete::<Account>)
            .called("deleteAccount", "Deletes an account, with what was granted on it alone"),
    ]
}
