//! Starts the web UI.

fn main() {}
