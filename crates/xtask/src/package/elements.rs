//! `@scopesight/elements`: the web UI's preview and role editor as custom elements.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::Types;
use super::{files, sheet};
use crate::setup::wasm::TARGET;
use crate::web::PROFILE;
use crate::{bindgen, process, progress, shrink, workspace};

/// Where its JavaScript and its types are.
const SOURCES: &str = "crates/elements/npm";

/// Builds the package in `folder`.
pub(super) fn build(folder: &Path, types: Types) -> Result<PathBuf> {
    let wasm = progress::step("building the elements", "about 2 minutes at first", compile)?;
    files::renew(folder)?;
    let sources = workspace::root().join(SOURCES);
    files::copy(&sources, folder)?;
    files::complete(folder)?;
    fs::write(folder.join("styles.js"), sheet::module()?).context("cannot write styles.js")?;
    let bound = folder.join("wasm");
    let committed = fs::read_to_string(sources.join("wasm/elements.d.ts")).unwrap_or_default();
    bindgen::generate(&wasm, &bound, "elements", bindgen::Host::Package)?;
    let generated = bound.join("elements.d.ts");
    files::sort(&generated)?;
    files::compare(&generated, &committed, &sources.join("wasm/elements.d.ts"), types)?;
    fs::remove_file(bound.join("elements_bg.wasm.d.ts"))?;
    shrink::module(&bound.join("elements_bg.wasm"), "the elements")?;
    Ok(folder.to_owned())
}

/// What compiles the elements.
pub(super) fn compiler() -> Command {
    let mut command = process::cargo();
    command.args(["build", "--package", "elements", "--target", TARGET, "--profile", PROFILE]);
    command
}

fn compile() -> Result<PathBuf> {
    process::run(&mut compiler())?;
    Ok(workspace::target().join(TARGET).join(PROFILE).join("elements.wasm"))
}
