//! What answers, and the table that says what each route asks of its caller.

mod access;
mod account;
mod accounts;
mod audit;
mod breaking;
mod entities;
mod environments;
mod guardrails;
mod health;
mod members;
mod organization;
mod preview;
mod roles;
mod session;
mod snapshot;
mod stacks;
mod table;
mod teams;
mod tokens;
pub(crate) mod web;

pub(crate) use table::{Route, table};
