//! What shows that a server has the key that secrets are hashed with.

use async_trait::async_trait;

use crate::Unavailable;

/// Remembering what shows that a server has the key; the key itself is never stored.
#[async_trait]
pub trait Keys: Send + Sync {
    /// What was kept, if anything was.
    async fn find_key_check(&self) -> Result<Option<String>, Unavailable>;

    /// Keeps `check` unless something was kept before; what is kept now.
    async fn keep_key_check(&self, check: &str) -> Result<String, Unavailable>;
}
