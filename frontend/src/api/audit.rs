//! The audit log.

use wire::rest::audit::{AuditHead, AuditPage};

use super::{Failure, at, get, read};
use crate::routes::escaped;

/// Which events are asked for; what is empty is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The name of an event.
    pub event: String,
    /// A login, or the name of a token.
    pub user: String,
    /// The first second, in Unix time.
    pub start: Option<u64>,
    /// The last second, in Unix time.
    pub end: Option<u64>,
}

impl Filter {
    fn query(&self) -> Vec<(&'static str, String)> {
        let text = |name, value: &str| (!value.is_empty()).then(|| (name, value.to_owned()));
        let time = |name, value: Option<u64>| value.map(|value| (name, value.to_string()));
        [
            text("eventFilter", self.event.trim()),
            text("userFilter", self.user.trim()),
            time("startTime", self.start),
            time("endTime", self.end),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The address of the same events as a file.
    pub fn export(&self, organization: &str, format: &str) -> String {
        let mut query = self.query();
        query.push(("format", format.to_owned()));
        at(organization, &["auditlogs", "v2", "export"]) + &joined(&query)
    }
}

/// Some of what happened, the latest first, from where the page before ended.
pub async fn page(
    organization: &str,
    filter: &Filter,
    after: Option<&str>,
) -> Result<AuditPage, Failure> {
    let mut query = filter.query();
    query.extend(after.map(|token| ("continuationToken", token.to_owned())));
    let path = at(organization, &["auditlogs", "v2"]) + &joined(&query);
    read(get(&path).await?).await
}

/// How far the chain has come.
pub async fn head(organization: &str) -> Result<AuditHead, Failure> {
    read(get(&at(organization, &["scopesight", "audit", "head"])).await?).await
}

fn joined(query: &[(&'static str, String)]) -> String {
    if query.is_empty() {
        return String::new();
    }
    let parts = query.iter().map(|(name, value)| format!("{name}={}", escaped(value)));
    format!("?{}", parts.collect::<Vec<_>>().join("&"))
}
