//! The web UI: what a role lets its holder do, shown while it is being written.

pub mod api;
pub mod app;
pub mod components;
pub mod gallery;
pub mod pages;
pub mod preview;
pub mod routes;
pub mod state;
