//! What is hashed, written so that two different things are never the same bytes.

use sha2::{Digest as _, Sha256};

use super::Hash;

/// Hashing many bytes at once takes a fraction of the time of a few at a time.
const CHUNK: usize = 4096;

/// The bytes of one thing on their way into its hash.
pub(super) struct Bytes {
    hash: Sha256,
    buffer: Vec<u8>,
}

impl Bytes {
    /// Begins with the version of the layout and with what is going to be hashed.
    pub(super) fn of(what: &str) -> Self {
        let mut bytes = Self { hash: Sha256::new(), buffer: Vec::new() };
        bytes.raw(b"scopesight-digest-1 ");
        bytes.raw(what.as_bytes());
        bytes.raw(b"\n");
        bytes
    }

    /// A number: seven bits in each byte, the lowest first, the top bit set in all but the last (LEB128).
    pub(super) fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            let [low, ..] = number.to_le_bytes();
            self.buffer.push(low | 0x80);
            number >>= 7;
        }
        let [low, ..] = number.to_le_bytes();
        self.buffer.push(low);
    }

    /// How many there are of something.
    pub(super) fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    /// A text: how many bytes of UTF-8 it has, and these.
    pub(super) fn text(&mut self, text: &str) {
        self.count(text.len());
        self.raw(text.as_bytes());
    }

    /// A hash: its 32 bytes.
    pub(super) fn hash(&mut self, hash: Hash) {
        self.raw(&hash.0);
    }

    /// Bytes whose number is known from what came before.
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK {
            self.hash.update(&self.buffer);
            self.buffer.clear();
        }
    }

    pub(super) fn finish(mut self) -> Hash {
        self.hash.update(&self.buffer);
        Hash(self.hash.finalize().into())
    }
}
