//! Previews and guardrails: what Pulumi Cloud has not.

use super::{Route, delete, get, post, put};
use crate::gate::Need::Scope;
use crate::routes::{guardrails, members, preview, snapshot};

pub(super) fn routes() -> Vec<Route> {
    let read_role = Scope("role:read");
    let update_role = Scope("role:update");
    let guardrail = "/api/orgs/{org}/scopesight/guardrails/{id}";

    vec![
        get("/api/orgs/{org}/scopesight/snapshot", read_role, snapshot::find)
            .called("getSnapshot", "Reads everything that an evaluation needs, in one document"),
        post(
            "/api/orgs/{org}/scopesight/people/{login}",
            Scope("org_member:add"),
            members::admit::create,
        )
        .called("takeIn", "Puts a person into the organization, new to the server or not"),
        post("/api/orgs/{org}/scopesight/preview", read_role, preview::create)
            .called("preview", "Says what a role, draft, token, person or team may do, everywhere"),
        get("/api/orgs/{org}/scopesight/guardrails", read_role, guardrails::list)
            .called("listGuardrails", "Lists the guardrails and how each fares"),
        post("/api/orgs/{org}/scopesight/guardrails", update_role, guardrails::create)
            .called("createGuardrail", "Makes a guardrail"),
        get(guardrail, read_role, guardrails::find)
            .called("getGuardrail", "Reads a guardrail and how it fares"),
        put(guardrail, update_role, guardrails::update)
            .called("saveGuardrail", "Changes a guardrail"),
        delete(guardrail, update_role, guardrails::delete)
            .called("deleteGuardrail", "Deletes a guardrail"),
    ]
}
