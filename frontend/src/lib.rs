//! The web UI: what a role lets its holder do, shown while it is being written.

pub mod api;
pub mod preview;
pub mod routes;
pub mod state;
