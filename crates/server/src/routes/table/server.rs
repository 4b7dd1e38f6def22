//! The server itself, and browsers that sign in.

use super::{Route, delete, get, post};
use crate::gate::Need::Nothing;
use crate::routes::{account, health, session};
use crate::{metrics, openapi};

pub(super) fn routes() -> Vec<Route> {
    vec![
        get("/healthz", Nothing, health::alive)
            .called("isAlive", "Answers as long as the process does"),
        get("/readyz", Nothing, health::ready).called("isReady", "Answers when the database does"),
        get("/metrics", Nothing, metrics::find)
            .called("getMetrics", "Counts requests, for Prometheus"),
        get("/openapi.json", Nothing, openapi::find)
            .called("getDescription", "Describes every call and shape"),
        get("/api/capabilities", Nothing, account::capabilities).called(
            "getCapabilities",
            "Says which optional features of clients the server takes part in",
        ),
        post("/session", Nothing, session::create)
            .called("signIn", "Opens a session of a browser with an access token"),
        delete("/session", Nothing, session::delete)
            .called("signOut", "Ends the session of a browser"),
    ]
}
