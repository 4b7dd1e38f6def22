//! Stacks, environments and accounts.

use super::{Route, delete, get, patch, post};
use crate::gate::Need::{On, Scope, SignedIn};
use crate::routes::stacks;

pub(super) fn routes() -> Vec<Route> {
    let stack = "/api/stacks/{org}/{project}/{stack}";
    let tags = "/api/stacks/{org}/{project}/{stack}/tags";
    let tag = "/api/stacks/{org}/{project}/{stack}/tags/{tag}";
    let update_tags = On("stack", "stack_tags:update");

    vec![
        get("/api/user/stacks", SignedIn, stacks::read::list)
            .called("listStacks", "Lists the stacks that the caller may read"),
        post("/api/stacks/{org}/{project}", Scope("stack:create"), stacks::create::create)
            .called("createStack", "Makes a stack; whoever makes it keeps Stack Admin on it"),
        get(stack, On("stack", "stack:read"), stacks::read::find)
            .called("getStack", "Reads a stack with its tags"),
        delete(stack, On("stack", "stack:delete"), stacks::remove::delete)
            .called("deleteStack", "Deletes a stack, with what was granted on it alone"),
        patch(tags, update_tags, stacks::tags::replace)
            .called("replaceStackTags", "Gives a stack these tags instead of all that it had"),
        post(tags, update_tags, stacks::tags::create)
            .called("createStackTag", "Gives a stack one more tag"),
        patch(tag, update_tags, stacks::tags::update).called(
            "updateStackTag",
            "Gives a tag of a stack another value, and perhaps another name",
        ),
        delete(tag, update_tags, stacks::tags::delete)
            .called("deleteStackTag", "Takes a tag from a stack"),
    ]
}
