//! Behaviour as data and its runners.
//!
//! `cases` are what we say, `oracle` decides a second time and as simply as can be, `random` makes up
//! organizations for both to be compared on, and `documents` are what the native engine answers.

pub mod cases;
pub mod documents;
pub mod oracle;
pub mod random;
