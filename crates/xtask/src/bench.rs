//! The benchmark: our engine beside its peers, in one run.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use clap::Args;

use crate::setup::{self, wasm::TARGET};
use crate::web::{PROFILE, assets};
use crate::{bindgen, process, progress, workspace};

/// The release of Cedar's package that was tried.
const CEDAR: &str = "@cedar-policy/cedar-wasm@4.13.0";

#[derive(Args)]
pub(crate) struct Arguments {
    /// One flat object of numbers instead of a table
    #[arg(long)]
    json: bool,
    /// Smaller work: to see that everything runs, not to measure
    #[arg(long)]
    quick: bool,
}

/// Makes what the benchmark needs, and runs it.
pub(crate) fn bench(arguments: &Arguments) -> Result<()> {
    setup::wasm::ensure()?;
    setup::node::ensure()?;
    let folder = workspace::target().join("bench");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    peer(&folder)?;
    progress::step("building the policy module", "about a minute", || module(&folder))?;
    let mut command = process::cargo();
    progress::step("building the engine and its peers", "about 4 minutes the first time", || {
        process::run(process::cargo().args(["build", "--release", "--package", "bench"]))
    })?;
    command.args(["run", "--quiet", "--release", "--package", "bench", "--", "--modules"]);
    command.arg(&folder);
    for (option, is_wanted) in [("--json", arguments.json), ("--quick", arguments.quick)] {
        if is_wanted {
            command.arg(option);
        }
    }
    process::run(&mut command)
}

/// Cedar's module, below `folder`.
fn peer(folder: &Path) -> Result<()> {
    if folder.join("node_modules/@cedar-policy/cedar-wasm").is_dir() {
        return Ok(());
    }
    let npm = process::find(&["npm"])
        .context("the benchmark needs `npm` for Cedar's module (Debian: `apt-get install npm`)")?;
    let mut command = process::command(npm);
    command.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"]);
    command.arg(folder).arg(CEDAR);
    progress::step("installing Cedar's module from npm", "", || process::run(&mut command))
}

/// Our module: for Node, and compressed as browsers load it.
fn module(folder: &Path) -> Result<()> {
    process::run(process::cargo().args([
        "build",
        "--package",
        "policy-wasm",
        "--target",
        TARGET,
        "--profile",
        PROFILE,
    ]))?;
    let wasm = workspace::target().join(TARGET).join(PROFILE).join("policy_wasm.wasm");
    bindgen::generate(&wasm, &folder.join("web"), "policy", bindgen::Host::Browser)?;
    let small = assets::compressed(&fs::read(folder.join("web/policy_bg.wasm"))?)?;
    fs::write(folder.join("policy.wasm.br"), small)?;
    bindgen::generate(&wasm, &folder.join("policy"), "policy", bindgen::Host::Node)
}
