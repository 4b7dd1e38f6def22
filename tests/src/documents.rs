//! Preview documents, written down by the native engine when this crate was built.

/// What the native engine answers about a role.
#[derive(Debug)]
pub struct Document {
    /// The role's id.
    pub role: &'static str,
    /// The snapshot it stands in.
    pub snapshot: &'static str,
    /// The preview document.
    pub text: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/documents.rs"));
