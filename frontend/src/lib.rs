//! The web UI: what a role lets its holder do, shown while it is being written.

pub mod preview;
pub mod state;
