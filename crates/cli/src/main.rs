//! The program `scopesight`.

fn main() {}
