//! Values that open doors.

use std::fmt;

use sha2::{Digest, Sha256};
use store::SecretHash;

use crate::key::TokenKey;

/// How short a token of someone's own choice may be.
const MIN_CHARS: usize = 16;
/// What every token value that is made here begins with.
const TOKEN_PREFIX: &str = "pul-";
/// How long a value may be; nothing longer was ever given out.
const MAX_CHARS: usize = 256;

/// The value of a token or of a session: shown to its owner once, kept only as a hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// Why a value cannot be a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a token needs {MIN_CHARS} to {MAX_CHARS} printable ASCII characters without spaces")]
pub struct SecretError;

impl Secret {
    /// A token value that someone chose.
    ///
    /// # Errors
    ///
    /// When it is too short, too long, or cannot stand in a header.
    pub fn parse(value: &str) -> Result<Self, SecretError> {
        let is_fit = (MIN_CHARS..=MAX_CHARS).contains(&value.len())
            && value.bytes().all(|byte| byte.is_ascii_graphic());
        if is_fit { Ok(Self(value.to_owned())) } else { Err(SecretError) }
    }

    /// The token value made of 256 random bits.
    ///
    /// The last eight digits are a checksum, so that a scanner knows a leaked one from other texts.
    pub(crate) fn token(random: [u8; 32]) -> Self {
        let value = format!("{TOKEN_PREFIX}{}", hex::encode(random));
        let checksum = checksum(&value);
        Self(value + &checksum)
    }

    /// The session value made of 256 random bits.
    pub(crate) fn session(random: [u8; 32]) -> Self {
        Self(hex::encode(random))
    }

    /// The value, to be shown to its owner.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it as the value of a token.
    pub(crate) fn hash(&self, key: &TokenKey) -> SecretHash {
        token_hash(key, &self.0)
    }
}

/// Never the value: secrets do not end in logs.
impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(..)")
    }
}

/// What is kept of the value of a token.
pub(crate) fn token_hash(key: &TokenKey, value: &str) -> SecretHash {
    key.hash("token", value)
}

/// What is kept of the value of a session.
pub(crate) fn session_hash(key: &TokenKey, value: &str) -> SecretHash {
    key.hash("session", value)
}

/// What was kept of the value of a token before there was a key.
pub(crate) fn plain_token_hash(value: &str) -> SecretHash {
    SecretHash(Sha256::digest(value.as_bytes()).into())
}

/// The first four bytes of the SHA-256 of everything before them.
fn checksum(value: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(value.as_bytes()).into();
    hex::encode(digest.first_chunk::<4>().unwrap_or(&[0; 4]))
}

#[cfg(test)]
mod tests {
    use super::{Secret, SecretError};

    #[test]
    fn a_token_is_a_prefix_64_hex_digits_and_their_checksum() {
        let secret = Secret::token([0xa5; 32]);
        let (value, sum) = secret.reveal().split_at(4 + 64);
        assert_eq!(value, format!("pul-{}", "a5".repeat(32)));
        // printf %s pul-a5…a5 | sha256sum | cut -c1-8
        assert_eq!(sum, "e2941d32");
    }

    #[test]
    fn a_chosen_token_fits_a_header() {
        assert!(Secret::parse("0123456789abcdef").is_ok());
        for value in
            ["", "short", "has a space in it", "newline-in-here-\n-there", "ünïcödé-ünïcödé-ü"]
        {
            assert_eq!(Secret::parse(value), Err(SecretError), "{value:?}");
        }
        assert_eq!(Secret::parse(&"x".repeat(257)), Err(SecretError));
    }

    #[test]
    fn a_secret_is_not_printed() {
        let secret = Secret::parse("0123456789abcdef").unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(..)");
    }
}
