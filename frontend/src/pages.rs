//! The pages, one file each.

pub mod explorer;
pub mod missing;
pub mod people;
pub mod role;
pub mod roles;
pub mod set;
pub mod sets;
pub mod shell;
pub mod sign_in;
pub mod start;
pub mod team;
pub mod teams;
pub mod token;
pub mod tokens;
