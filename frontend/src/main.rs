//! The web UI.

fn main() {}
