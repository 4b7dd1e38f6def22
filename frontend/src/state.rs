//! Plain structs and pure functions behind the pages, tested natively.

pub mod consequences;
pub mod date;
pub mod draft;
pub mod effects;
pub mod evaluation;
pub mod form;
pub mod history;
pub mod scope_list;
pub mod sets;
pub mod since;
pub mod standing;
pub mod workspace;
