//! The audit log.

use super::{Route, get};
use crate::gate::Need::Scope;
use crate::routes::audit;

pub(super) fn routes() -> Vec<Route> {
    vec![
        get("/api/orgs/{org}/auditlogs/v2", Scope("audit_logs:read"), audit::list)
            .called("listAuditLogEvents", "Lists what happened, the latest first"),
        get("/api/orgs/{org}/auditlogs/v2/export", Scope("audit_logs:export"), audit::export)
            .called("exportAuditLogEvents", "Writes what happened as CSV, CEF or JSON"),
        get("/api/orgs/{org}/scopesight/audit/head", Scope("audit_logs:read"), audit::head)
            .called("getAuditHead", "Says how far the chain has come, to be noted elsewhere"),
    ]
}
