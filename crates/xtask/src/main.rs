//! Set-up, build, test and run: `cargo xtask …`.

fn main() {}
