//! Prints the usage log of the demo organization: `cargo run -p tests --example usage > demo/usage.jsonl`.

#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use wire::{Fault, Snapshot};

fn main() -> Result<(), Fault> {
    let organization = Snapshot::parse(include_str!("../../demo/acme.json"))?.load()?;
    print!("{}", tests::usage::log(&organization));
    Ok(())
}
