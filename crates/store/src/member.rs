//! People in an organization.

use crate::Timestamp;

/// A person in an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The login of the user.
    pub login: String,
    /// The role bound to the member, if one was chosen.
    pub role_id: Option<String>,
    /// Since when.
    pub created: Timestamp,
}
