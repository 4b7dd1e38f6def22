//! Behaviour as data and its runners.
//!
//! `cases` are what we say, `oracle` decides a second time and as simply as can be, `random` makes up
//! organizations for both to be compared on, `digest` writes decision digests a second time, `documents` are
//! roles that every engine has to answer alike about, and `effort` says how much is searched where.

#![expect(clippy::indexing_slicing, reason = "indexing JSON gives null where nothing is")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

pub mod cases;
pub mod change;
pub mod digest;
pub mod documents;
pub mod effort;
pub mod oracle;
pub mod people;
pub mod random;
pub mod usage;
