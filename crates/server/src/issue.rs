//! A token for somebody who cannot sign in any more, by whoever runs the server.

use store::{
    Actor, SecretToken, Timestamp, Token, TokenKind, Tokens as _, Unavailable, Users as _,
};

use crate::audit::{self, Origin};
use crate::database::{self, DatabaseError};
use crate::start::{now, random};
use crate::{KeyError, Secret, TokenKey};

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] DatabaseError),
    /// There is no key to hash the token with, or another one than the database was made with.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// There is no such person.
    #[error("there is no user `{0}` in the database")]
    UnknownUser(String),
    /// There is no randomness.
    #[error("{0}")]
    Random(String),
    /// The database does not do its work.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// A token that was just made: its value is told this once.
#[derive(Debug)]
pub struct Issued {
    /// The value.
    pub secret: Secret,
    /// When it expires.
    pub expires: Timestamp,
}

/// Makes a personal token for `login` that is good for `days`, in the database of servers that may be running: they
/// know it at once. It is told in the audit log of every organization of the person.
///
/// # Errors
///
/// Every [`IssueError`].
pub async fn issue_token(
    database: &str,
    key: Option<TokenKey>,
    login: &str,
    days: u16,
) -> Result<Issued, IssueError> {
    // Looked at first: where there is no database, none is made.
    let store = database::open_to_read(database).await?;
    let unknown = || IssueError::UnknownUser(login.to_owned());
    store.find_user(login).await?.ok_or_else(unknown)?;
    store.close().await;
    let store = database::open(database, 1).await?;
    let key = TokenKey::obtain(&store, key, database::key_path(database), random).await?;
    let created = now();
    let expires = created.plus_secs(u64::from(days) * 24 * 60 * 60);
    let secret = Secret::token(random().map_err(IssueError::Random)?);
    let id = random().map_err(IssueError::Random)?;
    let token = Token {
        id: hex::encode(id.first_chunk::<16>().copied().unwrap_or_default()),
        organization_id: None,
        name: String::new(),
        description: "made by whoever runs the server".to_owned(),
        kind: TokenKind::Personal { login: login.to_owned() },
        expires: expires.secs(),
        created,
        created_by: login.to_owned(),
        last_used: None,
    };
    let told = audit::token_created(&token);
    let event = Origin::default().event(Actor::default(), created, told);
    let hash = Some(secret.hash(&key));
    store.put_token(&SecretToken { token, hash }, &event).await?;
    store.close().await;
    Ok(Issued { secret, expires })
}
