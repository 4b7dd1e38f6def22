//! Plain structs and pure functions behind the pages, tested natively.

pub mod draft;
pub mod evaluation;
pub mod form;
pub mod history;
pub mod workspace;
