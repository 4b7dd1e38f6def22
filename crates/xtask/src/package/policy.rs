//! `@scopesight/policy`: the engine for JavaScript.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::Types;
use super::files;
use crate::setup::wasm::TARGET;
use crate::web::PROFILE;
use crate::{bindgen, process, progress, shrink, workspace};

/// Where its JavaScript and its types are.
const SOURCES: &str = "crates/policy-wasm/npm";

/// Builds the package in `folder`.
pub(super) fn build(folder: &Path, types: Types) -> Result<PathBuf> {
    let wasm = progress::step("building the policy module", "about a minute", compile)?;
    files::renew(folder)?;
    let sources = workspace::root().join(SOURCES);
    files::copy(&sources, folder)?;
    files::complete(folder)?;
    let bound = folder.join("wasm");
    let committed = fs::read_to_string(sources.join("wasm/policy.d.ts")).unwrap_or_default();
    bindgen::generate(&wasm, &bound, "policy", bindgen::Host::Package)?;
    files::sort(&bound.join("policy.d.ts"))?;
    files::compare(
        &bound.join("policy.d.ts"),
        &committed,
        &sources.join("wasm/policy.d.ts"),
        types,
    )?;
    // It describes the module's own exports, which nobody calls.
    fs::remove_file(bound.join("policy_bg.wasm.d.ts"))?;
    shrink::module(&bound.join("policy_bg.wasm"), "the policy module")?;
    Ok(folder.to_owned())
}

/// What compiles the engine without what the package does not ask.
pub(super) fn compiler() -> Command {
    let mut command = process::cargo();
    command.args(["build", "--package", "policy-wasm", "--no-default-features"]);
    command.args(["--target", TARGET, "--profile", PROFILE]);
    command
}

fn compile() -> Result<PathBuf> {
    process::run(&mut compiler())?;
    Ok(workspace::target().join(TARGET).join(PROFILE).join("policy_wasm.wasm"))
}
