//! wasm-opt, which makes the web UI a little smaller and is not required.

use std::path::PathBuf;

use crate::{process, progress, workspace};

/// The npm package that brings wasm-opt, at the release that was tried.
const PACKAGE: &str = "binaryen@132.0.0";

/// Finds wasm-opt, installing it below `target/` when npm is there; nothing when it cannot be had.
pub(crate) fn find() -> Option<PathBuf> {
    process::find(&["wasm-opt"]).or_else(|| installed().or_else(install))
}

fn folder() -> PathBuf {
    workspace::target().join("tools")
}

fn installed() -> Option<PathBuf> {
    let file = folder().join("node_modules").join(".bin").join("wasm-opt");
    file.is_file().then_some(file)
}

fn install() -> Option<PathBuf> {
    let npm = process::find(&["npm"])?;
    let mut command = process::command(npm);
    command.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"]);
    command.arg(folder()).arg(PACKAGE);
    progress::step("installing wasm-opt from npm", "", || process::run(&mut command)).ok()?;
    installed()
}
