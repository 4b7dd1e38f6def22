//! The pages, one file each.

pub mod about;
pub mod audit;
pub mod explorer;
pub mod guardrails;
pub mod missing;
pub mod no_access;
pub mod people;
pub mod role;
pub mod roles;
pub mod set;
pub mod sets;
pub mod settings;
pub mod shell;
pub mod sign_in;
pub mod start;
pub mod team;
pub mod teams;
pub mod token;
pub mod tokens;
