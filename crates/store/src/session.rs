//! Browser sessions.

use async_trait::async_trait;

use crate::{SecretHash, Timestamp, Token, Unavailable};

/// A signed-in browser: it may do what the token it was opened with may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The hash of the session's secret.
    pub hash: SecretHash,
    /// The hash of the token it was opened with.
    pub token_hash: SecretHash,
    /// When it was opened.
    pub created: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
}

/// Remembering browser sessions.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Keeps a session, and forgets the ones that had ended when it was opened.
    ///
    /// A session for a token that is not there (any more) is not kept; whether it was.
    async fn create_session(&self, session: &Session) -> Result<bool, Unavailable>;

    /// The token of the session with this secret, while neither has ended or was revoked; an
    /// expired token is found.
    async fn find_session(
        &self,
        hash: SecretHash,
        now: Timestamp,
    ) -> Result<Option<Token>, Unavailable>;

    /// Ends the session with this secret, if there is one.
    async fn delete_session(&self, hash: SecretHash) -> Result<(), Unavailable>;
}
