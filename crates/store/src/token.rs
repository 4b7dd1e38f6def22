//! Access tokens.

use std::collections::HashMap;

use async_trait::async_trait;

use crate::{Event, Revision, Timestamp, Unavailable};

/// What is kept of a secret of 256 random bits: an HMAC-SHA-256 under a key that is kept elsewhere.
///
/// A secret with that much randomness needs no salt and no slow hash: nobody can enumerate it. Of tokens that were
/// made before there was a key it is the plain SHA-256, until they are used.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SecretHash(pub [u8; 32]);

impl std::fmt::Debug for SecretHash {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SecretHash(..)")
    }
}

/// An access token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The id, unique in its organization, and among personal tokens of no organization.
    pub id: String,
    /// The id of the organization it belongs to; `None` for a personal token that is good in all
    /// organizations of its user.
    pub organization_id: Option<String>,
    /// The name.
    pub name: String,
    /// A description for people.
    pub description: String,
    /// Whom it acts as.
    pub kind: TokenKind,
    /// When it expires, in Unix seconds; 0 means never.
    pub expires: u64,
    /// When it was made.
    pub created: Timestamp,
    /// The login of who made it.
    pub created_by: String,
    /// When it was last used, if ever.
    pub last_used: Option<Timestamp>,
}

/// Whom a token acts as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind {
    /// A person.
    Personal {
        /// The person's login.
        login: String,
    },
    /// The organization, limited to a role.
    Organization {
        /// The role; the Member role where there is none.
        role_id: Option<String>,
    },
    /// A team.
    Team {
        /// The team's name.
        team: String,
    },
}

/// A token together with the hash of its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretToken {
    /// The token.
    pub token: Token,
    /// The hash of its secret; `None` for a token that came without one and cannot be used to
    /// sign in.
    pub hash: Option<SecretHash>,
}

/// Remembering tokens.
#[async_trait]
pub trait Tokens: Send + Sync {
    /// The token with this secret, unless it was revoked, and the revision of its organization at the same moment,
    /// where it belongs to one; an expired one is found. One cheap query.
    async fn find_token_at_home(
        &self,
        hash: SecretHash,
    ) -> Result<Option<(Token, Option<Revision>)>, Unavailable>;

    /// The token with this secret, unless it was revoked; an expired one is found.
    async fn find_token(&self, hash: SecretHash) -> Result<Option<Token>, Unavailable> {
        Ok(self.find_token_at_home(hash).await?.map(|(token, _)| token))
    }

    /// Keeps another hash of the same secret; does nothing where there is no token with the one before.
    async fn rehash_token(&self, before: SecretHash, after: SecretHash) -> Result<(), Unavailable>;

    /// Remembers that the token with this secret was used, where that is `step_secs` or more after what is remembered.
    async fn touch_token(
        &self,
        hash: SecretHash,
        now: Timestamp,
        step_secs: u32,
    ) -> Result<(), Unavailable>;

    /// When tokens of the organization and of its teams were last used, by their ids; without those that never were
    /// and the revoked. Being used moves no revision, so the contents at one do not tell it.
    async fn last_uses(
        &self,
        organization_id: &str,
    ) -> Result<HashMap<String, Timestamp>, Unavailable>;

    /// Keeps a token, replacing the one with the same id and organization: that is revoked, under another id, and its
    /// sessions end. With the same secret it is the same token, and its sessions end.
    ///
    /// Moves the revision of its organization, or of every organization its user belongs to, and adds `event` to
    /// the log of each.
    async fn put_token(&self, token: &SecretToken, event: &Event) -> Result<(), Unavailable>;

    /// The same, unless there is or was one with its id that somebody could sign in with: then `false`, and nothing is
    /// kept. Of those who put different ones at the same time one does.
    async fn put_token_once(&self, token: &SecretToken, event: &Event)
    -> Result<bool, Unavailable>;

    /// Whether there was a token with this secret that was revoked.
    async fn was_revoked(&self, hash: SecretHash) -> Result<bool, Unavailable>;

    /// Keeps a personal token that a person makes with the one called `by`; `false`, and nothing is kept, where that has
    /// ended.
    ///
    /// A first token ends with it, see [`Change::CreateUser`](crate::Change::CreateUser), and so do its sessions: others
    /// knew its value, and may have opened some. Only the one in which the new token is made goes on with that, by the
    /// hash in `session`. Moves the revision of every organization of the person, and adds `made` to the log of each,
    /// and `ended` where a first token ended.
    async fn make_personal_token(
        &self,
        by: &str,
        session: Option<SecretHash>,
        token: &SecretToken,
        made: &Event,
        ended: &Event,
    ) -> Result<bool, Unavailable>;

    /// The personal tokens of `login` that are good in all organizations, in the order they were made, without
    /// the revoked.
    async fn list_personal_tokens(&self, login: &str) -> Result<Vec<Token>, Unavailable>;

    /// Whether `login` ever had a personal token, also one that was revoked.
    async fn had_personal_tokens(&self, login: &str) -> Result<bool, Unavailable>;

    /// Ends the personal token of `login` called `id`, and the sessions opened with it; whether there was one.
    ///
    /// Where there was one, moves the revision of every organization the user belongs to, and adds `event`, which is
    /// also when it ends, to the log of each.
    async fn revoke_personal_token(
        &self,
        login: &str,
        id: &str,
        event: &Event,
    ) -> Result<bool, Unavailable>;
}
