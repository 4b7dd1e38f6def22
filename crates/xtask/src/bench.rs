//! The benchmarks: our engine beside its peers, the program under load, and the web UI.

mod package;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};

use crate::server::Build;
use crate::setup::{self, wasm::TARGET};
use crate::web::{PROFILE, assets};
use crate::{bindgen, process, progress, run, server, shrink, workspace};

/// The release of Cedar's package that was tried.
const CEDAR: &str = "@cedar-policy/cedar-wasm@4.13.0";

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    /// One flat object of numbers instead of a table
    #[arg(long, global = true)]
    json: bool,
    /// Smaller work: to see that everything runs, not to measure
    #[arg(long, global = true)]
    quick: bool,
}

#[derive(Clone, Copy, Subcommand)]
enum What {
    /// The server under load: throughput, latency, memory and start, with 100,000 entities
    Http,
    /// The npm packages in a page: from objects to typed arrays, sizes, and peers on the same decisions
    Package,
    /// The web UI in headless Chromium: keys, scrolling and opening, with up to 100,000 entities
    Ui,
}

impl Arguments {
    /// What the benchmark itself is told.
    fn options(&self) -> impl Iterator<Item = &'static str> {
        let options = [("--json", self.json), ("--quick", self.quick)];
        options.into_iter().filter_map(|(option, is_wanted)| is_wanted.then_some(option))
    }
}

/// Makes what the benchmark needs, and runs it.
pub(crate) fn bench(arguments: &Arguments) -> Result<()> {
    match arguments.what {
        None => engine(arguments),
        Some(What::Http) => http(arguments),
        Some(What::Package) => package::run(arguments.json, arguments.quick),
        Some(What::Ui) => ui(arguments),
    }
}

/// The program under load; the web UI takes no part in it, and is built in only where it is there.
fn http(arguments: &Arguments) -> Result<()> {
    let program = server::build(Build::Release)?;
    let package = ["--release", "--package", "bench", "--bin", "bench-http"];
    progress::step("building the load", "about 4 minutes the first time", || {
        process::run(process::cargo().arg("build").args(package))
    })?;
    let mut command = process::cargo();
    command.args(["run", "--quiet"]).args(package).args(["--", "measure"]);
    process::run(command.args(arguments.options()).arg(program))
}

/// The web UI as people get it: from the program, in release. What drives the browser need not be quick, and the tests
/// have built most of it.
fn ui(arguments: &Arguments) -> Result<()> {
    let driver = setup::browser::ensure()?;
    let program = run::build()?;
    let package = ["--package", "bench", "--no-default-features", "--features", "ui"];
    progress::step("building what drives the browser", "about 4 minutes the first time", || {
        process::run(process::cargo().arg("build").args(package).args(["--bin", "bench-ui"]))
    })?;
    let mut command = process::cargo();
    command.args(["run", "--quiet"]).args(package).args(["--bin", "bench-ui", "--"]);
    command.env("CHROMEDRIVER", driver);
    process::run(command.args(arguments.options()).arg(program))
}

/// Our engine beside its peers.
fn engine(arguments: &Arguments) -> Result<()> {
    setup::wasm::ensure()?;
    setup::node::ensure()?;
    let folder = workspace::target().join("bench");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    peer(&folder)?;
    progress::step("building the policy module", "about a minute", || module(&folder))?;
    let mut command = process::cargo();
    let package = ["--release", "--package", "bench", "--bin", "bench"];
    progress::step("building the engine and its peers", "about 4 minutes the first time", || {
        process::run(process::cargo().arg("build").args(package))
    })?;
    command.args(["run", "--quiet"]).args(package).args(["--", "--modules"]).arg(&folder);
    process::run(command.args(arguments.options()))
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
    bindgen::generate(&wasm, &folder.join("policy"), "policy", bindgen::Host::Node)?;
    // As it is shipped.
    for host in ["web", "policy"] {
        shrink::module(&folder.join(host).join("policy_bg.wasm"), "the policy module")?;
    }
    let small =
        assets::compressed(&fs::read(folder.join("web/policy_bg.wasm"))?, assets::Effort::Best)?;
    fs::write(folder.join("policy.wasm.br"), small)?;
    Ok(())
}
