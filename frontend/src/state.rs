//! Plain structs and pure functions behind the pages, tested natively.

pub mod arrivals;
pub mod asked;
pub mod audit_filter;
pub mod change;
pub mod code;
pub mod consequences;
pub mod date;
pub mod draft;
pub mod draft_link;
pub mod effects;
pub mod evaluation;
pub mod explained;
pub mod export;
pub mod form;
pub mod guardrail_form;
pub mod history;
pub mod levels;
pub mod marks;
pub mod moment;
pub mod names;
pub mod own;
pub mod people;
pub mod places;
pub mod proof_words;
pub mod rule_words;
pub mod scope_list;
pub mod sets;
pub mod settings;
pub mod since;
pub mod sought;
pub mod sources;
pub mod standing;
pub mod subject;
pub mod templates;
pub mod three_way;
pub mod tokens;
pub mod workspace;

#[cfg(test)]
mod tests;
