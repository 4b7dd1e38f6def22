//! The usage log of the demo organization is the one that is written here.

use tests::usage;
use wire::{Snapshot, replay};

use crate::everywhere;

const DEMO: &str = include_str!("../../demo/acme.json");
const LOG: &str = include_str!("../../demo/usage.jsonl");

everywhere! {
    fn the_usage_log_of_the_demo_is_made_of_what_its_people_may_do() {
        let organization = Snapshot::parse(DEMO).and_then(Snapshot::load).unwrap();
        let written = usage::log(&organization);
        assert!(written == LOG, "write it again: cargo run -p tests --example usage > demo/usage.jsonl");
        let log = replay::read(LOG).unwrap();
        assert_eq!(log.entries(), LOG.lines().count() as u64);
        assert!(log.uses().len() > 500);
    }
}
