//! Decisions for others to enforce; asking about anybody else needs `role:read` in the organization that is asked,
//! which the handlers ask for, as the organization is in the body.

use super::{Route, get, post};
use crate::gate::Need::{Nothing, SignedIn};
use crate::routes::access::{self, search};

pub(super) fn routes() -> Vec<Route> {
    vec![
        get("/.well-known/authzen-configuration", Nothing, access::discovery::find)
            .called("getAuthzenConfiguration", "Says where the decisions are asked for"),
        post("/access/v1/evaluation", SignedIn, access::evaluate)
            .called("evaluate", "Decides one question"),
        post("/access/v1/evaluations", SignedIn, access::evaluate_all)
            .called("evaluateAll", "Decides several questions"),
        post("/access/v1/search/subject", SignedIn, search::subjects)
            .called("searchSubjects", "Finds who may do something"),
        post("/access/v1/search/resource", SignedIn, search::resources)
            .called("searchResources", "Finds on what somebody may do something"),
        post("/access/v1/search/action", SignedIn, search::actions)
            .called("searchActions", "Finds what somebody may do on something"),
    ]
}
