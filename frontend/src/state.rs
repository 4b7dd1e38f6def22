//! Plain structs and pure functions behind the pages, tested natively.

pub mod asked;
pub mod change;
pub mod consequences;
pub mod date;
pub mod draft;
pub mod effect;
pub mod effects;
pub mod evaluation;
pub mod export;
pub mod form;
pub mod history;
pub mod levels;
pub mod moment;
pub mod people;
pub mod rule_words;
pub mod scope_list;
pub mod sets;
pub mod since;
pub mod sources;
pub mod standing;
pub mod subject;
pub mod tokens;
pub mod workspace;
