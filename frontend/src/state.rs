//! Plain structs and pure functions behind the pages, tested natively.

pub mod change;
pub mod date;
pub mod draft;
pub mod effect;
pub mod evaluation;
pub mod form;
pub mod history;
pub mod levels;
pub mod moment;
pub mod people;
pub mod since;
pub mod sources;
pub mod standing;
pub mod subject;
pub mod tokens;
pub mod workspace;
