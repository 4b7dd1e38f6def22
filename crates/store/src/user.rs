//! People, across organizations.

use async_trait::async_trait;

use crate::{Timestamp, Unavailable};

/// A person who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The login, unique everywhere.
    pub login: String,
    /// When the user was first seen.
    pub created: Timestamp,
}

/// Remembering users.
#[async_trait]
pub trait Users: Send + Sync {
    /// The user called `login`.
    async fn find_user(&self, login: &str) -> Result<Option<User>, Unavailable>;
}
