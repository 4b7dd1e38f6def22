//! Whether the audit log in a database is what was written.

use store::audit::{FlawKind, verify};
use store::{EntryHash, Organizations, Unavailable};
use wire::audit::{Flaw, Verification};

use crate::database::{DatabaseError, open_to_read};

/// Why the audit log could not be looked through.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] DatabaseError),
    /// There is no such organization.
    #[error("there is no organization `{0}` in the database")]
    UnknownOrganization(String),
    /// What was noted is no hash.
    #[error("expected a noted head of 64 hexadecimal digits, found `{0}`")]
    WrongHead(String),
    /// The database cannot be read.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Looks through the audit log of an organization, without changing anything; a server may be writing to it.
///
/// `noted` is a head that was noted elsewhere, now or at any time before: the entry it stands for has to be there.
///
/// # Errors
///
/// Every [`VerifyError`]. That the log is not what was written is no error.
pub async fn verify_audit_log(
    database: &str,
    organization: &str,
    noted: Option<&str>,
) -> Result<Verification, VerifyError> {
    let parse = |text: &str| {
        let text = text.trim();
        let shortened = || text.chars().take(100).collect();
        EntryHash::parse(text).ok_or_else(|| VerifyError::WrongHead(shortened()))
    };
    let noted = noted.map(parse).transpose()?;
    let store = open_to_read(database).await?;
    let unknown = || VerifyError::UnknownOrganization(organization.to_owned());
    let id = store.find_organization(organization).await?.ok_or_else(unknown)?.id;
    let verified = verify(&store, &id, noted).await?.ok_or_else(unknown)?;
    store.close().await;
    let flaw = verified.flaw.map(|flaw| {
        let sequence = flaw.sequence;
        let (kind, message) = words(flaw.kind, sequence);
        Flaw { sequence, kind: kind.to_owned(), message }
    });
    Ok(Verification {
        organization: organization.to_owned(),
        holds: flaw.is_none(),
        count: verified.good.count,
        head: verified.good.hash.to_string(),
        flaw,
    })
}

fn words(kind: FlawKind, sequence: i64) -> (&'static str, String) {
    match kind {
        FlawKind::Missing => {
            ("missing", format!("entry {sequence} is missing, and a later one is there"))
        }
        FlawKind::Altered => (
            "altered",
            format!("entry {sequence} is not what was written there: its hash is another"),
        ),
        FlawKind::CutOff => (
            "cut-off",
            format!("entry {sequence} is missing at the end, and the organization counts it"),
        ),
        FlawKind::Uncounted => (
            "uncounted",
            format!("entry {sequence} is there, and the organization does not count it"),
        ),
        FlawKind::NoCount => (
            "no-count",
            "what the organization keeps as the number of its entries is no number".to_owned(),
        ),
        FlawKind::Added => (
            "added",
            "there are more entries than the organization counts, with numbers that no entry has"
                .to_owned(),
        ),
        FlawKind::OtherHead => (
            "other-head",
            format!(
                "entry {sequence} is the last one, and the organization keeps the hash of another"
            ),
        ),
        FlawKind::NotedHeadGone => (
            "noted-head-gone",
            "no entry has the hash that was noted: the log was written anew, or cut off before it"
                .to_owned(),
        ),
    }
}
