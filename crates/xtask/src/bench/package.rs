//! The npm packages, measured in a page beside their peers.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::CEDAR;
use crate::package::{self, Types};
use crate::setup::{self, wasm::TARGET};
use crate::test::hosts;
use crate::web::PROFILE;
use crate::{bindgen, process, progress, workspace};

/// What each figure is, and what is to be reached.
const SAID: [(&str, &str, Option<f64>); 14] = [
    ("package_preview_10k_ms", "in the page: 10,000 objects to typed arrays", Some(10.0)),
    ("package_preview_100k_ms", "in the page: 100,000 objects to typed arrays", Some(100.0)),
    ("package_load_100k_ms", "of which loading the 100,000 objects", None),
    ("package_load_text_100k_ms", "the same as JSON text, written and read", None),
    ("package_update_100k_ms", "the draft with one edited rule to typed arrays", None),
    ("package_policy_brotli_bytes", "the policy module, brotli quality 11", Some(100_000.0)),
    ("package_elements_brotli_bytes", "the elements' module", Some(350_000.0)),
    ("package_cedar_brotli_bytes", "@cedar-policy/cedar-wasm's module", None),
    ("package_regorus_brotli_bytes", "regorus as a module", None),
    ("package_allowed", "questions that all of them allow", None),
    ("package_decision_ns", "one cell of a preview that is there, ours", None),
    ("package_preview_cell_ns", "one cell, loading and deciding all of them included", None),
    ("package_decision_cedar_ns", "one decision, Cedar, policies parsed beforehand", None),
    ("package_decision_regorus_ns", "one decision, regorus, policy read beforehand", None),
];

/// Builds the packages and the peers, and measures them in Chromium.
pub(super) fn run(is_json: bool, is_quick: bool) -> Result<()> {
    let driver = setup::browser::ensure()?;
    let packed = package::build(Types::Compare)?;
    let folder = hosts::install(&packed.tarballs)?;
    let npm = process::find(&["npm"]).context("the benchmark needs `npm`")?;
    let mut install = process::command(npm);
    install.args(["install", "--silent", "--no-audit", "--no-fund", "--no-save", CEDAR]);
    install.args(&packed.tarballs).current_dir(&folder);
    process::run(&mut install)?;
    progress::step("building regorus as a module", "about 2 minutes at first", || {
        rego(&folder.join("peers"))
    })?;
    let mut command = process::command("node");
    command.arg("bench/run.mjs").args(is_quick.then_some("--quick"));
    command.current_dir(&folder).env("CHROMEDRIVER", driver);
    let figures = progress::step("measuring in Chromium", "about a minute", || {
        process::output(&mut command)
            .context("the measurement failed: run `node bench/run.mjs` in target/hosts")
    })?;
    show(&figures, is_json)
}

#[expect(clippy::print_stdout, reason = "what the benchmark is for")]
fn show(figures: &str, is_json: bool) -> Result<()> {
    if is_json {
        println!("{figures}");
        return Ok(());
    }
    for (id, what, limit) in SAID {
        // One flat object of numbers: no reader of JSON is needed for it.
        let value = figures.split_once(&format!("\"{id}\":"));
        let value = value.and_then(|(_, rest)| rest.split([',', '}']).next());
        let Some(value) = value else { continue };
        let value: f64 = value.parse().with_context(|| format!("{id} is no number"))?;
        let (limit, verdict) = match limit {
            Some(limit) => (format!("< {limit}"), if value < limit { "reached" } else { "missed" }),
            None => (String::new(), ""),
        };
        println!("{id:<32}{value:>14.3}{limit:>12}  {verdict:<7} {what}");
    }
    Ok(())
}

/// regorus for a page, in `folder`.
fn rego(folder: &Path) -> Result<()> {
    let mut command = process::cargo();
    command.args(["build", "--package", "rego", "--target", TARGET, "--profile", PROFILE]);
    process::run(&mut command)?;
    let wasm = workspace::target().join(TARGET).join(PROFILE).join("rego.wasm");
    fs::create_dir_all(folder)?;
    bindgen::generate(&wasm, folder, "rego", bindgen::Host::Browser)
}
