//! The HTTP API, asked without a socket.

mod deleting;
mod harness;
mod pages;
mod refusals;
mod rights;
mod roles;
mod saving;
mod sessions;
mod shapes;
mod snapshot;
