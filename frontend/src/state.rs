//! Plain structs and pure functions behind the pages, tested natively.

pub mod evaluation;
