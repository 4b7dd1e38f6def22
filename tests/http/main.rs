//! The HTTP API, asked without a socket.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "an answer of another shape is a failed test"
)]

mod access;
mod accounts;
mod audit;
mod audit_export;
mod audit_told;
mod bodies;
mod certification;
mod deleting;
mod digests;
mod documents;
mod environments;
mod guardrails;
mod guards;
mod harness;
mod keys;
mod members;
mod names;
mod pages;
mod refusals;
mod replicas;
mod rights;
mod roles;
mod saving;
mod sessions;
mod settings;
mod shapes;
mod snapshot;
mod stacks;
mod starts;
mod story;
mod teams;
mod tokens;
mod turns;
mod unchanged;
