//! Preview documents and decision digests, written down by the native engine when this crate was built.

/// What the native engine answers about a role.
#[derive(Debug)]
pub struct Document {
    /// The role's id.
    pub role: &'static str,
    /// The snapshot it stands in.
    pub snapshot: &'static str,
    /// The preview document.
    pub text: &'static str,
    /// The definition that an editor of the role changes.
    pub details: &'static str,
    /// Its decision digest.
    pub digest: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/documents.rs"));
