//! Tokens that were read and have not changed since.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use store::{DataVersion, Revision, SecretHash, Token};

/// How many are kept: more than are shown to one server between two writes, and not without bound.
const MOST: usize = 10_000;

/// Tokens by the hash of their secret, as they were at one version of all that the store keeps.
///
/// Whoever asks has asked for the version now. If that is another one, something was written, and nothing that was known
/// counts any more, whatever it was: what is revoked is revoked at once.
#[derive(Debug, Default)]
pub(crate) struct KnownTokens {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    at: Option<DataVersion>,
    tokens: HashMap<SecretHash, (Token, Option<Revision>)>,
}

impl KnownTokens {
    /// The token, if it is known at this version.
    pub(crate) fn find(
        &self,
        now: DataVersion,
        hash: SecretHash,
    ) -> Option<(Token, Option<Revision>)> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.at != Some(now) {
            return None;
        }
        known.tokens.get(&hash).cloned()
    }

    /// Keeps a token that was read after the version had been asked for.
    pub(crate) fn keep(
        &self,
        before: DataVersion,
        hash: SecretHash,
        found: &(Token, Option<Revision>),
    ) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.at != Some(before) || known.tokens.len() >= MOST {
            known.tokens.clear();
            known.at = Some(before);
        }
        known.tokens.insert(hash, found.clone());
    }
}

#[cfg(test)]
mod tests {
    use store::{Timestamp, TokenKind};

    use super::*;

    fn token(id: &str) -> (Token, Option<Revision>) {
        let kind = TokenKind::Personal { login: "ada".to_owned() };
        let token = Token {
            id: id.to_owned(),
            organization_id: None,
            name: id.to_owned(),
            description: String::new(),
            kind,
            created: Timestamp::from_millis(0),
            created_by: "ada".to_owned(),
            expires: 0,
            last_used: None,
        };
        (token, None)
    }

    fn hash(number: usize) -> SecretHash {
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&number.to_le_bytes());
        SecretHash(hash)
    }

    #[test]
    fn nothing_outlives_a_write() {
        let known = KnownTokens::default();
        assert_eq!(known.find(DataVersion(1), hash(1)), None);
        known.keep(DataVersion(1), hash(1), &token("one"));
        assert_eq!(known.find(DataVersion(1), hash(1)), Some(token("one")));
        assert_eq!(known.find(DataVersion(1), hash(2)), None);
        assert_eq!(known.find(DataVersion(2), hash(1)), None);
        known.keep(DataVersion(2), hash(2), &token("two"));
        // Neither what was known before, nor what a slow reader brings of before.
        assert_eq!(known.find(DataVersion(2), hash(1)), None);
        known.keep(DataVersion(1), hash(1), &token("one"));
        assert_eq!(known.find(DataVersion(2), hash(1)), None);
    }

    #[test]
    fn there_is_a_bound() {
        let known = KnownTokens::default();
        for number in 0..3 * MOST {
            known.keep(DataVersion(1), hash(number), &token("one"));
        }
        assert!(known.known.lock().unwrap().tokens.len() <= MOST);
        assert_eq!(known.find(DataVersion(1), hash(3 * MOST - 1)), Some(token("one")));
    }
}
